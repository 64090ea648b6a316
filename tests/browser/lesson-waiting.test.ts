import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { artifact } from "../_support/artifacts.ts";
import { openChromium } from "../_support/chromium.ts";
import { lookAtPage } from "../_support/look-at-page.ts";
import { type School, startSchool } from "../_support/school.ts";
import { until } from "../_support/until.ts";
import { watchFace } from "../_support/watch-face.ts";

setDefaultTimeout(120_000);

let school: School;
let browser: Browser;
const complaints: string[] = [];

beforeAll(async () => {
  school = await startSchool({ lessonsMax: 1 });
  browser = await openChromium();
});

afterAll(async () => {
  await browser?.close();
  await school?.[Symbol.asyncDispose]();
});

const visit = async (
  language: "en" | "zh",
  prepare = async (_page: Page): Promise<unknown> => undefined,
): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  page.on("console", (message) => {
    const isComplaint = message.type() === "error" || message.type() === "warning";
    // An engine that is full answers those who look for a face elsewhere with 503.
    if (isComplaint && !message.text().includes("503")) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await prepare(page);
  await page.goto(`${school.engine.url}/tutors/${school.demoTutorId}?lang=${language}`);
  await page.getByRole("button", { name: language === "en" ? "Start lesson" : "开始上课" }).click();
  return page;
};
const badge = async (page: Page) => (await page.locator("#badge").textContent()) ?? "";
const conversation = async (page: Page) => (await page.locator("#log").textContent()) ?? "";
const ask = async (page: Page, question: string) => {
  await page.locator("#question").fill(question);
  await page.locator("#question").press("Enter");
};
test("the second student of a full engine learns in text, and gets the face when the first one leaves", async () => {
  const first = await visit("en");
  await until("the greeting aloud", async () => (await badge(first)) === "Speaking", { withinMs: 30_000 });

  const second = await visit("en");
  const line = second.getByRole("status").filter({ hasText: "writes to you" });
  await line.waitFor();
  expect(await line.textContent()).toContain("you are next");
  await until("the greeting in writing", async () =>
    (await conversation(second)).includes("Hello, I am Ada."),
  );
  school.ollama.next({ tokens: ["The sky is blue ", "because air scatters blue light."] });
  await ask(second, "Why is the sky blue?");
  await until("the answer", async () => (await conversation(second)).includes("scatters blue light"));
  await until("rest", async () => (await badge(second)) === "Ready for your question");
  const spoken = second.locator("#announcer");
  expect(await spoken.textContent()).toContain("The sky is blue because air scatters blue light.");
  expect(await second.locator("#caption").isVisible()).toBe(false);
  expect(await second.getByRole("radio").count()).toBe(0);
  expect(await lookAtPage(second, "waiting")).toEqual([]);

  const third = await visit("zh");
  await third.getByText("前面还有 1 位").waitFor();
  expect(await lookAtPage(third, "waiting-chinese")).toEqual([]);

  await first.getByRole("button", { name: "End lesson" }).click();
  const face = await watchFace(second);
  await until("the first picture", async () => (await face.decoded()) > 0, { withinMs: 20_000 });
  expect(await second.getByRole("status").filter({ hasText: "see and hear Ada" }).count()).toBe(1);
  await second.screenshot({ path: artifact("page-face-came.png") });
  await third.getByText("下一个就是你").waitFor();

  school.ollama.next({ tokens: ["I said that air scatters blue light, and that is all there is to it."] });
  await ask(second, "What did you say?");
  await until("speech", async () => (await badge(second)) === "Speaking");
  const seen = await face.during(2_000);
  expect(seen.loudness).toBeGreaterThan(0.01);
  expect(seen.mouthMotion).toBeGreaterThan(3);
  const read = school.ollama.chats.at(-1)!.messages.map(({ content }) => content);
  expect(read).toContain("The sky is blue because air scatters blue light.");
  expect(complaints).toEqual([]);
  for (const page of [second, third, first]) await page.context().close();
});

test("a student in line gets the face of another engine that has one", async () => {
  await using other = await school.openEngine();
  await using opened = new AsyncDisposableStack();
  await until("the face", () => school.engine.lessonCount === 0, { withinMs: 20_000 });
  opened.use((await school.join()).student);
  const page = await visit("en", (page) =>
    // What a balancer in front of both does with every other request.
    page.route(/\/webrtc\?ifFull=refuse/, (route) => {
      const { pathname, search } = new URL(route.request().url());
      return route.continue({ url: `${other.url}${pathname}${search}` });
    }),
  );
  await page.getByRole("status").filter({ hasText: "writes to you" }).waitFor();
  await until("the greeting in writing", async () => (await conversation(page)).includes("Hello, I am Ada."));
  const face = await watchFace(page);
  await until("the first picture", async () => (await face.decoded()) > 0, { withinMs: 40_000 });
  await until("one lesson each", () => other.lessonCount === 1 && school.engine.lessonCount === 1);
  expect(await page.locator(".face-line").count()).toBe(0);
  expect((await conversation(page)).split("Hello, I am Ada.").length).toBe(2);
  await page.context().close();
});
