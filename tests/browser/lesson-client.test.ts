import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser } from "playwright-core";
import { projectFolder } from "../../deploy/installation.ts";
import { openChromium } from "../_support/chromium.ts";
import { type School, startSchool } from "../_support/school.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(120_000);

let school: School;
let browser: Browser;
/** Somebody else's page, with the example of the documentation. */
let site: Bun.Server<undefined>;
let html = "";
beforeAll(async () => {
  school = await startSchool();
  site = Bun.serve({
    port: 0,
    fetch: () => new Response(html, { headers: { "content-type": "text/html" } }),
  });
  const admin = await school.backend.signIn();
  const { data } = await admin.POST("/api/tutors", {
    body: { name: "Bo", access: "public", embedOrigins: [site.url.origin] },
  });
  const documentation = await Bun.file(`${projectFolder}docs/client.md`).text();
  const example = /```html\n(<video[\s\S]*?)```/.exec(documentation)?.[1] ?? "";
  html = example
    .replaceAll("https://engine.school.example", school.engine.url)
    .replaceAll("https://backend.school.example", school.backend.url)
    .replaceAll("TUTOR", data!.id);
  browser = await openChromium();
});
afterAll(async () => {
  await browser?.close();
  await site?.stop(true);
  await school?.[Symbol.asyncDispose]();
});

test("the example of the documentation is a tutor on somebody else's page", async () => {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    // The browser asks every site for an icon.
    if (message.type() === "error" && !message.text().includes("favicon")) complaints.push(message.text());
  });
  await page.goto(site.url.href);
  await page.getByRole("button", { name: "Start" }).click();
  school.ollama.next({ tokens: ["Because they ", "reflect green light."] });
  await page.getByRole("button", { name: "Ask" }).click({ timeout: 60_000 });
  const answer = page.locator("#answer");
  await until("the answer", async () => (await answer.textContent()) === "Because they reflect green light.");
  const picture = await page.locator("video").evaluate((video) => (video as HTMLVideoElement).videoWidth);
  expect(picture).toBeGreaterThan(0);
  expect(complaints).toEqual([]);
  await page.close();
});
