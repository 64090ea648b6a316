import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { artifact } from "../_support/artifacts.ts";
import { openChromium } from "../_support/chromium.ts";
import { makePdf } from "../_support/document-files.ts";
import { type School, startSchool } from "../_support/school.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(120_000);

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let school: School;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  school = await startSchool();
  const admin = await school.backend.signIn();
  const path = { tutorId: school.tutorId };
  await admin.POST("/api/tutors/{tutorId}/documents", {
    params: { path, query: { title: "Cells.pdf" } },
    body: new Blob([
      makePdf(["A cell is small.", "Mitosis divides a cell into two, says https://cells.example/two here."]),
    ]),
    bodySerializer: (body) => body,
    headers: { "content-type": "application/pdf" },
  });
  browser = await openChromium();
  page = await browser.newPage({ viewport: { width: 1280, height: 900 }, bypassCSP: true });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(`${school.engine.url}/tutors/${school.tutorId}`);
  await page.getByRole("button", { name: "Start lesson" }).click();
  await page.locator('[data-state="live"]').waitFor();
});
afterAll(async () => {
  await browser?.close();
  await school?.[Symbol.asyncDispose]();
});

const ask = async (question: string) => {
  const box = page.getByRole("textbox", { name: "Your question" });
  await box.fill(question);
  await box.press("Enter");
};

test("the source stands under the sentence while it is said, and a click on its number opens the passage", async () => {
  const caption = page.locator("#caption");
  const isShown = async () =>
    (await caption.locator(".spoken-sources").allTextContents()).includes("Cells.pdf, p. 2");
  const tokens = [
    "Mitosis ",
    "divides a cell into two [1]. ",
    "Read [more](https://cells.example/two), not [this](https://other.example/?told=all).",
  ];
  await until(
    "the source is shown with the caption",
    async () => {
      school.ollama.next({ tokens });
      await ask("What is mitosis?");
      // A machine that is too busy to find passages in time answers without them: then the student asks again.
      return await until("the caption", isShown, { withinMs: 8_000 }).catch(() => false);
    },
    { withinMs: 60_000 },
  );
  await page.screenshot({ path: artifact("lesson-source-spoken.png") });
  expect(await caption.textContent()).not.toContain("[1]");
  await page.locator("#log .turn").last().getByText("not this").waitFor();
  const links = page.locator("#log .turn").last().locator("a");
  expect(await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")))).toEqual([
    "https://cells.example/two",
  ]);
  await page.locator(".source-mark").first().click();
  const source = page.getByRole("list", { name: "Sources" }).getByRole("button", { name: "Cells.pdf, p. 2" });
  expect(await source.getAttribute("aria-expanded")).toBe("true");
  expect(await page.locator(".sources blockquote").textContent()).toBe(
    "Mitosis divides a cell into two, says https://cells.example/two here.",
  );
  await page.screenshot({ path: artifact("lesson-source-open.png") });
  await page.evaluate(axe);
  const { violations } = (await page.evaluate("axe.run()")) as {
    violations: { id: string; nodes: { html: string }[] }[];
  };
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  await source.press("Enter");
  expect(await page.locator(".sources blockquote").count()).toBe(0);
});

test("a page that is loaded again still names the sources of before", async () => {
  await until(
    "the answer has ended",
    async () => (await page.locator("#badge").textContent()) === "Ready for your question",
  );
  await page.reload();
  await page.getByText("Cells.pdf, p. 2").waitFor();
  expect(complaints).toEqual([]);
});
