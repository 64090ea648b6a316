import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { artifact } from "../_support/artifacts.ts";
import { openChromium } from "../_support/chromium.ts";
import { type FakeOllama, startFakeOllama } from "../_support/fake-ollama.ts";
import { Mageurite } from "../_support/mageurite.ts";
import { type Product, startProduct } from "../_support/product.ts";
import { until } from "../_support/until.ts";
import { type FaceWatch, watchFace } from "../_support/watch-face.ts";
import { type LipWatch, watchLips } from "../_support/watch-lips.ts";

setDefaultTimeout(120_000);

const credentials = { email: "head@school.example", password: "a long enough password" };
/** A face that moves, on a machine that is busy with other tests as well. */
const picturesPerSecondMin = 10;
/** Streams whose clocks are not tied together are further apart. */
const skewMaxMs = 200;
/** What aiortc encodes H.264 at unless it is told otherwise, bit/s. */
const rateDefault = 1_000_000;
/** The stand-in's pictures; embedded faces are larger. */
const remoteWidth = 256;

let mageurite: Mageurite;
let ollama: FakeOllama & AsyncDisposable;
let product: Product;
let browser: Browser;
let page: Page;
let face: FaceWatch;
let lips: LipWatch;

beforeAll(async () => {
  mageurite = await Mageurite.start({ mode: "newest", faults: { grain: 24 } });
  ollama = await startFakeOllama();
  product = await startProduct({
    OLLAMA_BASE_URL: ollama.url,
    MAGEURITE_URL: mageurite.url,
    ADMIN_EMAIL: credentials.email,
    ADMIN_PASSWORD: credentials.password,
  });
  browser = await openChromium();
  page = await browser.newPage();
  const tutorId = await createTutor();
  await page.goto(product.studentPage.replace(/[^/]+$/, tutorId));
  await page.getByRole("button", { name: "Start lesson" }).click();
});

afterAll(async () => {
  await browser?.close();
  await product?.[Symbol.asyncDispose]();
  await ollama?.[Symbol.asyncDispose]();
  await mageurite?.[Symbol.asyncDispose]();
});

async function createTutor(): Promise<string> {
  const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
    const response = await fetch(product.backendUrl + path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Record<string, string>;
  };
  const { access_token: token } = await post("/api/auth/login", credentials);
  const tutor = { name: "Mo", access: "public", avatar: "mageurite" };
  return (await post("/api/tutors", tutor, { authorization: `Bearer ${token}` })).id!;
}

const width = () => page.evaluate(() => document.querySelector("video")?.videoWidth);
const badge = async () => (await page.locator("#badge").textContent()) ?? "";
const remote = () =>
  until("the remote face", async () => (await width()) === remoteWidth, { withinMs: 20_000 });
const embedded = () => until("the embedded face", async () => (await width()) === 2 * remoteWidth);

/** Sound less picture, in ms, as the browser plays them by the sender's clock: in the middle of some looks, as one says little. */
const playoutSkew = () =>
  page.evaluate(async () => {
    type Stats = Record<"audio" | "video", { estimatedPlayoutTimestamp: number }>;
    const skews: number[] = [];
    while (skews.length < 9) {
      const { audio, video } = (await (window as { lessonStats?: () => Promise<Stats> }).lessonStats?.())!;
      skews.push(audio.estimatedPlayoutTimestamp - video.estimatedPlayoutTimestamp);
      await new Promise((done) => setTimeout(done, 200));
    }
    return skews.toSorted((a, b) => a - b)[4]!;
  });

/** The browser's buffers are as long as a stream was uneven, and shrink again. */
const together = () =>
  until("sound and picture to be together", async () => {
    const skewMs = await playoutSkew();
    return Math.abs(skewMs) < skewMaxMs && { skewMs };
  });

async function ask(...tokens: string[]): Promise<void> {
  ollama.next({ tokens });
  await page.getByRole("textbox", { name: "Your question" }).fill("How?");
  await page.keyboard.press("Enter");
  await until("speech", async () => (await badge()) === "Speaking");
}

test("the student sees and hears the remote face, its lips in step with its sound", async () => {
  await remote();
  face = await watchFace(page);
  lips = await watchLips(page);
  const rest = await face.during(1_000);
  expect(rest.loudness).toBeLessThan(0.002);
  expect(rest.picturesPerSecond).toBeGreaterThanOrEqual(picturesPerSecondMin);
  await ask("Plants make sugar. ", "They use the light of the sun for it.");
  const speech = await face.during(1_500);
  await page.screenshot({ path: artifact("mageurite-speaking.png") });
  expect(speech.loudness).toBeGreaterThan(0.01);
  expect(speech.picturesPerSecond).toBeGreaterThanOrEqual(picturesPerSecondMin);
  await until("the end of the answer", async () => (await badge()) !== "Speaking");
  const { openings, skewMs } = await lips.seen();
  const { skewMs: playoutSkewMs } = await together();
  // Told what the browser takes, the server spends more on its pictures than it does by itself.
  const rise = async () =>
    (await mageurite.state()).bitRates.some((rate) => rate !== null && rate > rateDefault);
  await until("a higher rate", rise, { withinMs: 20_000 });
  const { bitRates } = await mageurite.state();
  await Bun.write(
    artifact("mageurite-lips.json"),
    JSON.stringify({ openings, skewMs, playoutSkewMs, bitRates }),
  );
  expect(openings).toBeGreaterThan(0);
});

test("'Stop' silences it while it babbles on, and shows a face at rest", async () => {
  await mageurite.set({ residueMs: 2_000 });
  await ask("This is a long story. ".repeat(10));
  expect((await face.during(800)).loudness).toBeGreaterThan(0.01);
  await page.getByRole("button", { name: /stop/i }).click();
  await embedded();
  // What the browser had buffered when the button was pressed has played after this.
  await face.during(700);
  const after = await face.during(1_000);
  expect(after.loudness).toBeLessThan(0.002);
  expect(after.picturesPerSecond).toBeGreaterThanOrEqual(picturesPerSecondMin);
  await mageurite.set({ residueMs: 200 });
  await remote();
});

test("when the server is killed the lesson goes on with the embedded face, and is never black", async () => {
  await ask("This is a long story. ".repeat(4));
  await lips.forget();
  await mageurite.kill();
  await embedded();
  expect((await face.during(1_000)).picturesPerSecond).toBeGreaterThanOrEqual(picturesPerSecondMin);
  expect((await face.during(1_000)).loudness).toBeGreaterThan(0.01);
  expect((await lips.seen()).darkest).toBeGreaterThan(20);
  const { skewMs } = await together();
  await Bun.write(artifact("mageurite-killed.json"), JSON.stringify({ playoutSkewMs: skewMs }));
  await page.screenshot({ path: artifact("mageurite-killed.png") });
});
