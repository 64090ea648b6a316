import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { openChromium } from "../_support/chromium.ts";
import { loopbackSwitch, openCuttableMedia } from "../_support/cuttable-media.ts";
import { spawnEngine } from "../_support/engine-process.ts";
import { credentials, enrolKim } from "../_support/enrolled-student.ts";
import { type School, startSchool } from "../_support/school.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(120_000);

let school: School;
let browser: Browser;
/** For enrolled students. */
let enrolledTutorId: string;
beforeAll(async () => {
  school = await startSchool();
  enrolledTutorId = await enrolKim(school);
  browser = await openChromium(loopbackSwitch);
});
afterAll(async () => {
  await browser?.close();
  await school?.[Symbol.asyncDispose]();
});

declare global {
  interface Window {
    captionsBegun?: { index: number; atMs: number }[];
  }
}

/** In the page: keeps where each sentence began. */
function noteCaptions(): void {
  const open = RTCPeerConnection.prototype.createDataChannel;
  RTCPeerConnection.prototype.createDataChannel = function (...given) {
    const channel = open.apply(this, given);
    channel.addEventListener("message", ({ data }) => {
      const message = JSON.parse(String(data)) as { type: string; index: number; atMs: number };
      if (message.type === "caption") window.captionsBegun = [...(window.captionsBegun ?? []), message];
    });
    return channel;
  };
}

const story = Array.from({ length: 9 }, (_, index) => `This is sentence number ${index} of the story. `);
const textOf = async (page: Page, selector: string) => (await page.locator(selector).textContent()) ?? "";

/** Opens the tutor's page, and starts the lesson. `prepare` comes before that. */
async function openLesson(
  prepare: (page: Page) => Promise<unknown>,
  tutorId = school.tutorId,
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await prepare(page);
  await page.goto(`${school.engine.url}/tutors/${tutorId}`);
  if (tutorId === enrolledTutorId) {
    await page.getByLabel("E-mail address").fill(credentials.email);
    await page.getByLabel("Password").fill(credentials.password);
    await page.getByRole("button", { name: "Sign in" }).click();
  }
  await page.getByRole("button", { name: "Start lesson" }).click();
  await page.locator('.page[data-state="live"]').waitFor();
  return { context, page };
}

async function askForStory(page: Page, sentences = story.length): Promise<void> {
  school.ollama.next({ tokens: story.slice(0, sentences) });
  await page.getByRole("textbox", { name: "Your question" }).fill("Tell me a story.");
  await page.keyboard.press("Enter");
}

/** The answer goes on where it was cut: nothing is left out, and at most the sentence before is said again. */
async function hearsTheRest(page: Page, sentence: number): Promise<void> {
  const rest = page.locator(".turn").last();
  const text = await until(
    "the rest",
    async () => {
      const text = (await rest.textContent()) ?? "";
      return text.includes("Sorry, I was cut off.") && text.includes(`number ${story.length - 1}`) && text;
    },
    { withinMs: 40_000 },
  );
  expect(text).toContain(`number ${sentence + 1}`);
  expect(text).not.toContain(`number ${sentence - 2}`);
  // What was heard before stands before the cut, and what is said in the rest is not told twice as heard.
  const cut = page.locator(".turn", { hasText: "The connection was lost here" }).last();
  const unheard = (await cut.locator(".unheard").textContent()) ?? "";
  expect(unheard).toContain(`number ${story.length - 1}`);
  expect(unheard).not.toContain(`number ${sentence - 2}`);
}

test("an engine that is killed in the middle of an enrolled student's answer is followed by another one in the same lesson", async () => {
  await using doomed = await spawnEngine(school.engineEnvironment);
  let engineUrl = doomed.url;
  const { context, page } = await openLesson(
    (page) =>
      page.route(/\/webrtc\?/, (route) => {
        const { pathname, search } = new URL(route.request().url());
        return route.continue({ url: `${engineUrl}${pathname}${search}` });
      }),
    enrolledTutorId,
  );
  await askForStory(page);
  await until("the third sentence", async () => (await textOf(page, "#caption")).includes("number 2"), {
    withinMs: 30_000,
  });
  engineUrl = school.engine.url;
  await doomed.kill();
  await page.getByText("The connection was lost. Reconnecting…").waitFor();
  await page.locator('.page[data-state="live"]').waitFor({ timeout: 60_000 });
  await hearsTheRest(page, 2);
  await context.close();
});

test("an engine that stops finishes its answer, and what is asked meanwhile is answered by the next one", async () => {
  await using stopping = await school.openEngine();
  let engineUrl = stopping.url;
  const { context, page } = await openLesson((page) =>
    page.route("**/webrtc*", (route) => {
      const { pathname, search } = new URL(route.request().url());
      return route.continue({ url: engineUrl + pathname + search });
    }),
  );
  await askForStory(page, 3);
  await until("the first sentence", async () => (await textOf(page, "#caption")).includes("number 0"), {
    withinMs: 30_000,
  });
  engineUrl = school.engine.url;
  const told = page.getByText("One moment: the lesson moves to another server…").waitFor();
  const drained = stopping.drain({ noticeMs: 0, answersMs: 60_000 });
  await until("the engine to say so", async () => (await fetch(`${stopping.url}/readyz`)).status === 503);
  school.ollama.next({ tokens: ["Because they reflect green light."] });
  await page.getByRole("textbox", { name: "Your question" }).fill("Why are leaves green?");
  await page.getByRole("button", { name: "Ask afterwards" }).click();
  await Promise.all([drained, told]);
  const turns = page.locator(".turn");
  await turns.last().getByText("Because they reflect green light.").waitFor({ timeout: 40_000 });
  expect(await turns.count()).toBe(2);
  expect(await turns.first().textContent()).toContain("number 2");
  expect(await textOf(page, "#log")).not.toContain("The connection was lost here");
  await context.close();
});

test("a student who changes the network in the middle of an answer hears it to its end over the same connection", async () => {
  await using media = await openCuttableMedia(school.engine.mediaPort);
  const { context, page } = await openLesson(async (page) => {
    await page.addInitScript(noteCaptions);
    await media.lead(page);
  });
  await askForStory(page, 3);
  await until("the first sentence", async () => (await textOf(page, "#caption")).includes("number 0"), {
    withinMs: 30_000,
  });
  media.block();
  await until("the end of the story", async () => (await page.locator(".waterfall").count()) === 1, {
    withinMs: 40_000,
  });
  expect(await page.evaluate(() => window.lessonStats?.()?.connections)).toBe(1);
  expect(await textOf(page, "#log")).not.toContain("The connection was lost here");
  // What was said meanwhile was lost: its sentence has been said again.
  const begun = await page.evaluate(() => window.captionsBegun ?? []);
  expect(
    begun.some(({ index, atMs }) => begun.some((other) => other.index === index && other.atMs > atMs)),
  ).toBe(true);
  await context.close();
});

test("a page that is offline for ten seconds goes on with the lesson when the network is back", async () => {
  await using media = await openCuttableMedia(school.engine.mediaPort);
  const { context, page } = await openLesson((page) => media.lead(page));
  await askForStory(page);
  await until("the third sentence", async () => (await textOf(page, "#caption")).includes("number 2"), {
    withinMs: 30_000,
  });
  const cutAtMs = performance.now();
  media.cut();
  await context.setOffline(true);
  await page.getByText("The connection was lost. Reconnecting…").waitFor();
  await until("ten seconds", () => performance.now() - cutAtMs > 10_000, { withinMs: 20_000 });
  expect(await page.locator(".page").getAttribute("data-state")).toBe("reconnecting");
  media.restore();
  await context.setOffline(false);
  await page.locator('.page[data-state="live"]').waitFor({ timeout: 60_000 });
  await hearsTheRest(page, 2);
  await context.close();
});

test("what is written while a reading student is offline is on the page when the network is back", async () => {
  await using media = await openCuttableMedia(school.engine.mediaPort);
  const { context, page } = await openLesson((page) => media.lead(page));
  await page.getByRole("radio", { name: "Text only" }).check({ force: true });
  school.ollama.next({ tokens: story, tokenEveryMs: 1_500 });
  await page.getByRole("textbox", { name: "Your question" }).fill("Tell me a story.");
  await page.keyboard.press("Enter");
  // The first one has been there for longer than a browser is silent.
  await until("four sentences", async () => (await textOf(page, "#log")).includes("number 3"));
  media.cut();
  await context.setOffline(true);
  await page.getByText("The connection was lost. Reconnecting…").waitFor();
  await until("all of it to be written", () => school.ollama.chats.at(-1)?.outcome === "done");
  expect(await textOf(page, "#log")).not.toContain("number 8");
  media.restore();
  await context.setOffline(false);
  await page.locator('.page[data-state="live"]').waitFor({ timeout: 60_000 });
  const asked = page.locator(".turn", { hasText: "Tell me a story." });
  await until("the whole answer", async () => (await asked.textContent())?.includes("number 8"));
  expect(await asked.count()).toBe(1);
  await context.close();
});
