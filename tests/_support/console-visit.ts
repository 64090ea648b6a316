import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { artifact } from "./artifacts.ts";
import { ownerEmail, ownerPassword } from "./backend.ts";

const axeSource = readFileSync(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const pageTimeoutMs = 60_000;
export const narrow = { width: 360, height: 740 };
export const wide = { width: 1280, height: 860 };

export interface ConsoleVisit extends AsyncDisposable {
  readonly page: Page;
  /** What the page complained of. */
  readonly complaints: string[];
}

export interface VisitOptions {
  readonly language?: "en" | "zh";
  readonly colorScheme?: "light" | "dark";
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly email?: string;
  readonly password?: string;
}

/** Signs in to the console; without credentials as the owner. */
export async function visitConsole(
  browser: Browser,
  url: string,
  options: VisitOptions = {},
): Promise<ConsoleVisit> {
  const { language = "en", colorScheme = "light", viewport = wide } = options;
  const { email = ownerEmail, password = ownerPassword } = options;
  const context = await browser.newContext({ colorScheme, viewport, acceptDownloads: true });
  const page = await context.newPage();
  page.setDefaultTimeout(pageTimeoutMs);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    // An answer that is a problem is the page's to show, and the browser's to note.
    const isAnswer = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !isAnswer) complaints.push(message.text());
  });
  await page.goto(`${url}/console?lang=${language}`);
  await page.fill("#email", email);
  await page.fill("#password", password);
  await page.click("#sign-in-button");
  await page.waitForSelector("main h1");
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() };
}

/** Goes to a view and waits until it has what it shows. */
export async function openView(page: Page, hash: string): Promise<void> {
  await page.evaluate((address) => {
    location.hash = address;
  }, hash);
  await page.waitForSelector(`main[data-view="${hash}"] h1`);
  await page.waitForFunction(() => !document.querySelector("main .loading"));
}

/** Names of the rules that axe finds broken. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
}

/** How far the page is wider than its window, in CSS pixels. */
export const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

export const shoot = (page: Page, name: string) =>
  page.screenshot({ path: artifact(`console-${name}.png`), fullPage: true });
