import { expect, test } from "bun:test";
import type { Speaker, SpokenClip } from "./speaker.ts";
import { SpeechError } from "./synthesizer.ts";
import { timedSpeaker } from "./timed-speaker.ts";

const clip: SpokenClip = { packets: [new Uint8Array(1)], durationMs: 20, visemes: [], words: [] };
const { signal } = new AbortController();
const speakerOf = (speak: Speaker["speak"]) => timedSpeaker({ voices: [], speak });
const dumb = speakerOf(() => {
  throw new SpeechError("this voice speaks English only");
});
const all = (speaker: Speaker, text: string, language: string) =>
  Array.fromAsync(speaker.speak({ text, language }, signal));

test("a voice that can speak speaks", async () => {
  const able = speakerOf(async function* () {
    yield clip;
  });
  expect(await all(able, "Hello.", "en")).toEqual([clip]);
});

test.each([
  ["zh", "植物吸收阳光。", "植物吸收阳光"],
  ["fr", "Les plantes aiment le soleil.", "Lesplantesaimentlesoleil"],
])(
  "a sentence in %s that ours cannot say has its length and its words all the same",
  async (language, text, joined) => {
    const [silent] = await all(dumb, text, language);
    const { words, durationMs, packets } = silent!;
    expect(words.map(({ from, to }) => text.slice(from, to)).join("")).toBe(joined);
    expect(words.every(({ startMs, endMs }) => endMs > startMs)).toBe(true);
    expect(durationMs).toBe(packets.length * 20);
    expect(durationMs).toBeGreaterThanOrEqual(words.at(-1)!.endMs);
  },
);

test("any other failure, and one in the middle of a sentence, stays a failure", async () => {
  const broken = speakerOf(() => {
    throw new TypeError("a mistake");
  });
  await expect(all(broken, "Hello.", "en")).rejects.toThrow(TypeError);
  const breaking = speakerOf(async function* () {
    yield clip;
    throw new SpeechError("the voice failed");
  });
  await expect(all(breaking, "Hello.", "en")).rejects.toThrow(SpeechError);
});
