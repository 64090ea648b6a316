import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { toWavFile } from "../../engine/speech/wav-file.ts";
import { openWorkerSpeaker } from "../../engine/speech/worker-speaker.ts";
import { artifact } from "../_support/artifacts.ts";
import { openChromium } from "../_support/chromium.ts";
import { openRecogniserModel } from "../_support/recogniser-model.ts";
import { type School, startSchool } from "../_support/school.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(120_000);

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "voice-"));
const sampleRateHz = 48_000;

let school: School;
let browser: Browser;

beforeAll(async () => {
  school = await startSchool({ settings: { TRANSCRIBER_MODEL_DIR: openRecogniserModel() } });
  await using speaker = await openWorkerSpeaker();
  const pieces: Int16Array[] = [new Int16Array(2 * sampleRateHz)];
  const question = "Why are the leaves of most plants green, and why do they turn yellow in autumn?";
  const utterance = { text: question, language: "en", voice: undefined };
  for await (const { pcm } of speaker.synthesize(utterance, new AbortController().signal)) pieces.push(pcm);
  const file = join(folder, "voice.wav");
  await Bun.write(file, toWavFile([...pieces, new Int16Array(6 * sampleRateHz)], sampleRateHz));
  browser = await openChromium(
    "--use-fake-device-for-media-stream",
    `--use-file-for-fake-audio-capture=${file}`,
  );
});
afterAll(async () => {
  await browser?.close();
  await school?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

async function startLesson(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${school.engine.url}/tutors/${school.tutorId}`);
  await page.getByRole("button", { name: "Start lesson" }).click();
  await page.locator('[data-state="live"]').waitFor();
  return page;
}

test("a spoken question is shown while it is said, understood and answered", async () => {
  const context = await browser.newContext({ permissions: ["microphone"], bypassCSP: true });
  const page = await startLesson(context);
  school.ollama.next({ tokens: ["Because of chlorophyll."] });
  await page.getByRole("button", { name: "Speak your question" }).click();
  await page.getByText("Listening…").waitFor();
  await until("the level meter moves", async () => {
    const style = await page.locator(".voice-panel .level span").getAttribute("style");
    return Number(/([\d.]+)%/.exec(style ?? "")?.[1] ?? 0) > 5;
  });
  await page.locator(".understood").getByText("leaves").waitFor({ timeout: 40_000 });
  await page.screenshot({ path: artifact("lesson-voice.png") });
  await page.locator("#log").getByText("turn yellow in autumn").first().waitFor({ timeout: 40_000 });
  await page.locator("#log").getByText("Because of chlorophyll.").first().waitFor({ timeout: 40_000 });
  await page.evaluate(axe);
  const { violations } = (await page.evaluate("axe.run()")) as { violations: { id: string }[] };
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page.getByRole("button", { name: "Turn the microphone off" }).click();
  expect(await page.locator(".voice-panel").count()).toBe(0);
  await context.close();
});

test("who does not allow the microphone is told what to do, and types", async () => {
  const context = await browser.newContext({ permissions: [] });
  const page = await startLesson(context);
  await page.getByRole("button", { name: "Speak your question" }).click();
  await page.getByRole("alert").getByText("allow the microphone").waitFor();
  school.ollama.next({ tokens: ["Yes."] });
  await page.getByRole("textbox", { name: "Your question" }).fill("Can you read me?");
  await page.getByRole("textbox", { name: "Your question" }).press("Enter");
  await page.locator("#log").getByText("Yes.").waitFor();
  await context.close();
});

test("where the school understands nobody, the browser's recognition is offered with where the sound goes", async () => {
  await using plain = await startSchool();
  const page = await browser.newPage();
  await page.goto(`${plain.engine.url}/tutors/${plain.tutorId}`);
  await page.getByRole("button", { name: "Start lesson" }).click();
  await page.locator('[data-state="live"]').waitFor();
  await page.getByRole("button", { name: "Speak your question" }).click();
  const consent = page.getByRole("group", { name: "Speak your question" });
  await consent.getByText("the company that makes the browser").waitFor();
  expect(await consent.getByRole("button", { name: "Speak your question" }).isDisabled()).toBe(true);
  await page.screenshot({ path: artifact("lesson-voice-consent.png") });
  await consent.getByRole("checkbox").check();
  await consent.getByRole("button", { name: "Speak your question" }).click();
  // This Chromium has no such service: that is said, and nothing breaks.
  await page.getByText("cannot understand speech right now").waitFor();
  await page.close();
});

test("a browser's recognition that hears the loudspeaker asks nothing, and whoever speaks into it is answered", async () => {
  await using plain = await startSchool();
  const page = await browser.newPage();
  await page.addInitScript(standInForRecognition);
  await page.goto(`${plain.engine.url}/tutors/${plain.tutorId}`);
  await page.getByRole("button", { name: "Start lesson" }).click();
  await page.locator('[data-state="live"]').waitFor();
  await page.getByRole("button", { name: "Speak your question" }).click();
  await page.getByRole("group", { name: "Speak your question" }).getByRole("checkbox").check();
  const consent = page.getByRole("group", { name: "Speak your question" });
  await consent.getByRole("button", { name: "Speak your question" }).click();
  plain.ollama.next({ tokens: Array(20).fill("Leaves throw back green light and take in blue. ") });
  const understand = (text: string, isFinal: boolean) =>
    page.evaluate(([said, final]) => window.understand?.(said, final), [text, isFinal] as const);
  await understand("Why are leaves green?", true);
  await until("the caption", async () =>
    ((await page.locator("#caption").textContent()) ?? "").includes("throw back"),
  );
  await understand("leaves throw back", false);
  await understand("leaves throw back green light and take in blue", true);
  plain.ollama.next({ tokens: ["Very well."] });
  await understand("take in blue please say it again", true);
  await page.locator("#log").getByText("Very well.").waitFor();
  const questions = await page.locator("#log .question").allTextContents();
  expect(questions).toEqual(["You: Why are leaves green?", "You: please say it again"]);
  await page.close();
});

/** Runs in the page: no service understands anybody here. */
const standInForRecognition = () => {
  class StandIn extends EventTarget {
    start() {
      window.understand = (transcript, isFinal) => {
        const result = Object.assign([{ transcript }], { isFinal });
        this.dispatchEvent(Object.assign(new Event("result"), { resultIndex: 0, results: [result] }));
      };
    }
    abort() {
      window.understand = undefined;
    }
  }
  Object.assign(window, { SpeechRecognition: StandIn, webkitSpeechRecognition: StandIn });
};

declare global {
  interface Window {
    understand?: ((text: string, isFinal: boolean) => void) | undefined;
  }
}
