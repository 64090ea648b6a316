import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { components } from "../../generated/engine.types.ts";
import { serviceToken } from "../_support/backend.ts";
import { type School, startSchool } from "../_support/school.ts";

setDefaultTimeout(120_000);

type SpeechRequest = components["schemas"]["SpeechRequest"];

let school: School;
beforeAll(async () => {
  school = await startSchool();
});
afterAll(async () => {
  await school?.[Symbol.asyncDispose]();
});

const ask = (path: string, init: RequestInit = {}, token = serviceToken) =>
  fetch(school.engine.url + path, {
    ...init,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...init.headers },
  });
const speak = (body: SpeechRequest | Record<string, unknown>, token = serviceToken) =>
  ask("/api/tts/synthesize", { method: "POST", body: JSON.stringify(body) }, token);

/** Seconds of sound in a WAV, and how loud its loudest tenth of a second is, from 0 to 1. */
async function listen(response: Response): Promise<{ seconds: number; loudest: number }> {
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("audio/wav");
  const view = new DataView(await response.arrayBuffer());
  expect(view.getUint32(24, true)).toBe(48_000);
  expect(view.getUint32(40, true)).toBe(view.byteLength - 44);
  const samples = Int16Array.from({ length: (view.byteLength - 44) / 2 }, (_, i) =>
    view.getInt16(44 + i * 2, true),
  );
  let loudest = 0;
  for (let at = 0; at + 4_800 <= samples.length; at += 4_800) {
    const part = samples.subarray(at, at + 4_800);
    loudest = Math.max(loudest, Math.sqrt(part.reduce((sum, each) => sum + (each / 32_768) ** 2, 0) / 4_800));
  }
  return { seconds: samples.length / 48_000, loudest };
}

test("voices tell their language, where they speak, whether they tell times, and their licence", async () => {
  const list = async (query = "") =>
    ((await (await ask(`/api/tts/voices${query}`)).json()) as components["schemas"]["VoiceList"]).items;
  const items = await list();
  const ray = items.find(({ id }) => id === "rms");
  expect(ray).toMatchObject({ engine: "flite", language: "en", offline: true, timings: "phonemes" });
  expect(ray!.licence).toContain("CMU Flite");
  const english = await list("?language=en-GB");
  expect(english.length).toBeGreaterThan(1);
  expect(english.every(({ language }) => language === null || /^en\b/.test(language))).toBe(true);
  // What a language gets by itself stands first.
  for (const [language, id] of [
    ["zh", "espeak_cmn"],
    ["zh-HK", "espeak_yue"],
    ["es-MX", "espeak_es-419"],
  ]) {
    const spoken = await speak({ text: "123", language: language! });
    await spoken.arrayBuffer();
    expect([(await list(`?language=${language}`))[0]!.id, spoken.headers.get("voice")]).toEqual([id!, id!]);
  }
  expect((await ask("/api/tts/voices?language=klingon!")).status).toBe(422);
});

test("a text is spoken as a WAV; faster when asked, and Markdown as a tutor reads it", async () => {
  const text = "Water boils at 100 °C. **Steam** rises.";
  const [even, fast] = await Promise.all([
    speak({ text, language: "en" }).then(listen),
    speak({ text, language: "en", rate: 2 }).then(listen),
  ]);
  expect(even.loudest).toBeGreaterThan(0.05);
  expect(even.seconds).toBeGreaterThan(2.5);
  expect(fast.seconds).toBeLessThan(even.seconds * 0.6);
  const named = await speak({ text: "Hello.", language: "en", voice: "slt" });
  expect(named.headers.get("voice")).toBe("slt");
  await listen(named);
});

test("whoever is not the backend is refused, and so is what cannot be spoken", async () => {
  const { ticket } = await school.visit();
  for (const token of ["wrong", ticket])
    expect((await speak({ text: "Hello.", language: "en" }, token)).status).toBe(401);
  const refused: [Record<string, unknown>, number][] = [
    [{ text: "", language: "en" }, 422],
    [{ text: "a".repeat(2_001), language: "en" }, 422],
    [{ text: "Hello.", language: "en", rate: 9 }, 422],
    [{ text: "Hello.", language: "en", voice: "../../etc/passwd" }, 422],
    [{ text: "***", language: "en" }, 422],
    [{ text: "hallo", language: "xx" }, 503],
  ];
  for (const [body, status] of refused) {
    const response = await speak(body);
    expect([body, response.status]).toEqual([body, status]);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(response.headers.has("retry-after")).toBe(status === 503);
  }
});

test("more texts at a time than the voices can take are sent away, and none of them is lost by halves", async () => {
  const text = "Leaves are green. ".repeat(40);
  const answers = await Promise.all(Array.from({ length: 8 }, () => speak({ text, language: "en" })));
  const statuses = answers.map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([200, 503]));
  for (const answer of answers.filter(({ status }) => status === 200))
    expect((await listen(answer)).seconds).toBeGreaterThan(20);
});
