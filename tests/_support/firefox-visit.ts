import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer, { type Page } from "puppeteer-core";
import type { LessonStats } from "../../engine/student/lesson-stats.ts";
import type { Namespace } from "./namespaces.ts";
import { until } from "./until.ts";

/** What a student with Firefox got of a lesson. */
export interface FirefoxVisit {
  readonly browser: string;
  readonly greeted: LessonStats;
  /** After the question. */
  readonly answered: LessonStats;
  readonly conversation: string;
  readonly caption: string;
  /** What the page wrote to the console, or did not catch. */
  readonly complaints: readonly string[];
}

const programs = ["firefox", "firefox-esr"];
const question = "Why are leaves green?";
const withinMs = 60_000;

/** The browser: FIREFOX_PATH, else the system's. */
export function findFirefox(): string {
  const found = process.env.FIREFOX_PATH || programs.map((name) => Bun.which(name)).find(Boolean);
  if (!found) throw new Error("there is no Firefox: install it (Debian: firefox-esr) or set FIREFOX_PATH");
  return found;
}

/**
 * A real Firefox in a namespace opens a tutor's page, has a lesson, and asks. It listens to whoever drives it inside its namespace alone, so
 * that its driver is a process there.
 */
export async function visitWithFirefox(
  namespace: Namespace,
  url: string,
  screenshot: string,
): Promise<FirefoxVisit> {
  const child = Bun.spawn(namespace.command(process.execPath, import.meta.path, url, screenshot), {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const output = await new Response(child.stdout).text();
  if ((await child.exited) !== 0) throw new Error("the visit with Firefox failed: its reason stands above");
  return JSON.parse(output) as FirefoxVisit;
}

async function visit(page: Page, url: string): Promise<Omit<FirefoxVisit, "browser" | "complaints">> {
  const stats = () => page.evaluate(() => window.lessonStats?.());
  const textOf = (selector: string) => page.$eval(selector, ({ textContent }) => textContent ?? "");
  const gets = (more: { pictures: number; energy: number }) =>
    until(
      "pictures and a voice",
      async () => {
        const now = await stats();
        const isThere =
          now && now.video.framesDecoded >= more.pictures && (now.audio.energy ?? 0) >= more.energy && now;
        return isThere;
      },
      { withinMs },
    );
  await page.goto(url);
  await page.locator("button ::-p-text(Start lesson)").click();
  await page.waitForSelector('.page[data-state="live"]', { timeout: withinMs });
  const greeted = await gets({ pictures: 50, energy: 0.01 });
  await page.type("textarea", question);
  await page.keyboard.press("Enter");
  await until("the answer's words", async () => (await textOf("#log")).includes("chlorophyll"), { withinMs });
  const answered = await gets({
    pictures: greeted.video.framesDecoded + 50,
    energy: (greeted.audio.energy ?? 0) + 0.01,
  });
  const spoken = async () => (await textOf("#caption")).replace(/\s+/g, " ").trim();
  const caption = await until("a caption", spoken, { withinMs });
  return { greeted, answered, caption, conversation: await textOf("#log") };
}

/** The process in the namespace: prints what it got. */
if (import.meta.main) {
  const [url, screenshot] = process.argv.slice(2);
  const userDataDir = mkdtempSync(join(tmpdir(), "virtual-tutor-firefox-"));
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: findFirefox(),
    headless: true,
    userDataDir,
    // There is nobody to tap, and nobody to resolve names for mDNS.
    extraPrefsFirefox: {
      "media.autoplay.default": 0,
      "media.peerconnection.ice.obfuscate_host_addresses": false,
    },
  });
  const complaints: string[] = [];
  try {
    const page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
    const got = await visit(page, url!).finally(() =>
      page.screenshot({ path: screenshot as `${string}.png` }),
    );
    console.log(JSON.stringify({ browser: await browser.version(), ...got, complaints }));
  } finally {
    await browser.close();
    rmSync(userDataDir, { recursive: true, force: true });
  }
}
