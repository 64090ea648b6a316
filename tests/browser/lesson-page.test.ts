import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { artifact } from "../_support/artifacts.ts";
import { openChromium } from "../_support/chromium.ts";
import { type FakeOllama, startFakeOllama } from "../_support/fake-ollama.ts";
import { type Product, startProduct } from "../_support/product.ts";
import { until } from "../_support/until.ts";
import { type FaceWatch, watchFace } from "../_support/watch-face.ts";

setDefaultTimeout(120_000);

let ollama: FakeOllama & AsyncDisposable;
let product: Product;
let browser: Browser;
let page: Page;
let face: FaceWatch;
const complaints: string[] = [];

beforeAll(async () => {
  ollama = await startFakeOllama({ tokenEveryMs: 60 });
  product = await startProduct({ OLLAMA_BASE_URL: ollama.url });
  browser = await openChromium();
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    if (!/^(http:\/\/(localhost|127\.0\.0\.1)[:/]|data:|blob:)/.test(request.url()))
      complaints.push(request.url());
  });
});

afterAll(async () => {
  await browser?.close();
  await product?.[Symbol.asyncDispose]();
  await ollama?.[Symbol.asyncDispose]();
});

const textOf = async (selector: string) => (await page.locator(selector).textContent()) ?? "";

const conversation = () => textOf("#log");
const stop = () => page.getByRole("button", { name: /stop/i });
const badge = () => textOf("#badge");
const caption = async () => (await textOf("#caption")).replace(/\s+/g, " ").trim();

test("the page shows the tutor and her starter questions before the lesson", async () => {
  await page.goto(product.studentPage);
  await page.getByRole("heading", { name: "Ada", exact: true }).waitFor();
  expect(await page.getByText("AI tutor").isVisible()).toBe(true);
  await page.screenshot({ path: artifact("page-before.png") });
});

test("'Start lesson' shows the tutor, and her greeting is heard, read and seen", async () => {
  await page.getByRole("button", { name: "Start lesson" }).click();
  face = await watchFace(page);
  await until("the first picture", async () => (await face.decoded()) > 0);
  await until("speech", async () => (await badge()) === "Speaking");
  await page.screenshot({ path: artifact("page-speaking.png") });
  await until("pictures, sound and moving lips", async () => {
    const greeting = await face.during(1_000);
    return greeting.loudness > 0.01 && greeting.mouthMotion > 3 && greeting.picturesPerSecond >= 20;
  });
  expect(await conversation()).toContain("Hello, I am Ada.");
  expect(await caption()).not.toBe("");
});

test("the mouth rests and the sound is silent when she has finished", async () => {
  await until("the end of the greeting", async () => (await badge()) === "Ready for your question", {
    withinMs: 30_000,
  });
  await until("silence and rest", async () => {
    const pause = await face.during(1_000);
    return pause.loudness < 0.002 && pause.mouthMotion < 1.5 && pause.picturesPerSecond >= 20;
  });
});

test("a question is answered in text as it is written, while she speaks it", async () => {
  const box = page.getByRole("textbox", { name: "Your question" });
  await box.fill("How do plants make sugar?");
  await box.press("Enter");
  const lengths = new Set<number>();
  let spokeBeforeTheEnd = false;
  await until(
    "the answer's end",
    async () => {
      lengths.add((await conversation()).length);
      const state = await badge();
      if (state === "Speaking" && ollama.chats.at(-1)?.outcome === "running") spokeBeforeTheEnd = true;
      return lengths.size > 5 && state === "Ready for your question";
    },
    { withinMs: 60_000 },
  );
  expect(spokeBeforeTheEnd).toBe(true);
  expect(await conversation()).toContain("How do plants make sugar?");
  await page.screenshot({ path: artifact("page-answered.png") });
});

test("captions follow the sound, sentence by sentence", async () => {
  ollama.next({
    tokens: [
      "The first sentence is here. ",
      "Then comes the second sentence. ",
      "And the third one ends it.",
    ],
  });
  await page.getByRole("textbox", { name: "Your question" }).fill("Three sentences, please.");
  await page.keyboard.press("Enter");
  const seen: string[] = [];
  await until(
    "three captions and the end",
    async () => {
      const text = await caption();
      if (text !== "" && seen.at(-1) !== text) seen.push(text);
      return seen.some((text) => text.includes("third")) && (await badge()) === "Ready for your question";
    },
    { withinMs: 30_000 },
  );
  const order = ["first", "second", "third"].map((word) => seen.findIndex((text) => text.includes(word)));
  expect(order.every((index) => index >= 0)).toBe(true);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(seen.findIndex((text) => text.includes("third"))).toBeGreaterThan(0);
});

test("'Stop' silences her at once, and what was not heard is marked", async () => {
  const story = Array.from({ length: 40 }, (_, index) => `Sentence ${index} of a long story. `);
  // The model is still at it when she is stopped, however slow this machine is.
  ollama.next({ tokens: story, tokenEveryMs: 1_000 });
  await page.getByRole("textbox", { name: "Your question" }).fill("Tell me a long story.");
  await page.keyboard.press("Enter");
  await until("speech", async () => (await face.during(1_000)).loudness > 0.01);
  await until("the second sentence", async () => (await caption()).includes("Sentence 1"));
  await stop().click();
  // What the browser has buffered is played; the story would go on for more than a minute.
  await until("silence, and a tutor who listens", async () => {
    const { loudness, picturesPerSecond } = await face.during(1_000);
    return loudness < 0.002 && picturesPerSecond >= 20;
  });
  expect(await page.getByText("Stopped here").isVisible()).toBe(true);
  await page.screenshot({ path: artifact("page-stopped.png") });
  await until("the end of the request to the model", () => ollama.chats.at(-1)!.outcome === "left");
});

test("without a model she answers from her notes and says so", async () => {
  ollama.stop();
  await page.getByRole("textbox", { name: "Your question" }).fill("Why are leaves green?");
  await page.keyboard.press("Enter");
  await until("an answer from the notes", async () => (await badge()) === "Answering from the notes", {
    withinMs: 20_000,
  });
  await until("its text", async () => (await conversation()).includes("quoting my notes"));
  await stop().click();
  ollama.start();
});

test("the lesson is in the transcript that the admin reads", async () => {
  const { email, password } = firstAdmin(product.output());
  const login = await fetch(`${product.backendUrl}/api/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  const { access_token } = (await login.json()) as { access_token: string };
  const read = async (path: string) =>
    (await fetch(product.backendUrl + path, { headers: { authorization: `Bearer ${access_token}` } })).json();
  const tutorId = product.studentPage.split("/").at(-1);
  const { items } = (await read(`/api/tutors/${tutorId}/sessions`)) as { items: { id: string }[] };
  const turns = await until("the transcript", async () => {
    const transcript = (await read(`/api/tutors/${tutorId}/sessions/${items[0]!.id}/transcript`)) as {
      turns: { question: string | null; outcome: string; heard: string }[];
    };
    return transcript.turns.length >= 5 && transcript.turns.every(({ outcome }) => outcome !== "open")
      ? transcript.turns
      : undefined;
  });
  expect(turns.map(({ question }) => question).slice(0, 4)).toEqual([
    null,
    "How do plants make sugar?",
    "Three sentences, please.",
    "Tell me a long story.",
  ]);
  expect(turns[3]!.outcome).toBe("interrupted");
  expect(turns[3]!.heard).toStartWith("Sentence 0");
});

test("the page is there in Chinese and on a phone, whatever a link has collected", async () => {
  const phone = await browser.newPage({ viewport: { width: 360, height: 740 }, colorScheme: "dark" });
  await phone.goto(`${product.studentPage}?lang=zh&utm_source=newsletter`);
  await phone.getByRole("button", { name: "开始上课" }).waitFor();
  expect(await phone.evaluate(() => document.documentElement.lang)).toStartWith("zh");
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await phone.screenshot({ path: artifact("page-phone.png") });
  await phone.close();
});

test("nothing on the page complained, and nothing left this machine", () => {
  expect(complaints).toEqual([]);
});

test("Ctrl-C stops both services cleanly", async () => {
  await page.close();
  expect(await product.interrupt()).toBe(0);
  expect(fetch(`${product.engineUrl}/livez`)).rejects.toThrow();
  expect(fetch(`${product.backendUrl}/livez`)).rejects.toThrow();
});

function firstAdmin(output: string): { email: string; password: string } {
  const email = /First admin\s+(\S+)/.exec(output)![1]!;
  const password = /Password\s+(\S+)/.exec(output)![1]!;
  return { email, password };
}
