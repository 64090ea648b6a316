import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { widened } from "../../engine/speech/chunk-sound.ts";
import { measureSpeechLevel, peakLevelDbfs, speechLevelDbfs } from "../../engine/speech/loudness.ts";
import {
  type SpeechChunk,
  SpeechError,
  type Synthesizer,
  speechEngineNames,
  type Utterance,
  utteranceCharsMax,
} from "../../engine/speech/synthesizer.ts";

const samplesPerMs = 48;
const never = new AbortController().signal;

export interface SynthesizerSubject extends AsyncDisposable {
  readonly synthesizer: Synthesizer;
  /** Sentences with p, b or m in them, each with the voice and the language it is for. */
  readonly sentences: readonly Utterance[];
  /** A language that no voice of it speaks; undefined where there is none. */
  readonly foreign?: string | undefined;
}

export interface Said {
  readonly chunks: readonly SpeechChunk[];
  /** ±1 is full scale. */
  readonly pcm: Float32Array;
  readonly visemes: SpeechChunk["visemes"];
  readonly words: SpeechChunk["words"];
  readonly durationMs: number;
}

/** All that a voice says to an utterance. */
export async function hear(synthesizer: Synthesizer, utterance: Utterance, signal = never): Promise<Said> {
  const spoken = await Array.fromAsync(synthesizer.speak(utterance, signal));
  const chunks = spoken.map(widened);
  const pcm = Float32Array.from(
    chunks.flatMap((chunk) => Array.from(chunk.pcm, (sample) => sample / 32_768)),
  );
  return {
    chunks,
    pcm,
    visemes: chunks.flatMap((chunk) => chunk.visemes),
    words: chunks.flatMap((chunk) => chunk.words),
    durationMs: pcm.length / samplesPerMs,
  };
}

/** What every Synthesizer keeps to. */
export function synthesizerSuite(name: string, open: () => Promise<SynthesizerSubject>): void {
  describe(`${name} as a Synthesizer`, () => {
    setDefaultTimeout(120_000);
    let subject: SynthesizerSubject;
    let said: { utterance: Utterance; said: Said }[];
    beforeAll(async () => {
      subject = await open();
      said = [];
      for (const utterance of subject.sentences)
        said.push({ utterance, said: await hear(subject.synthesizer, utterance) });
    });
    afterAll(() => subject?.[Symbol.asyncDispose]());

    test("its voices have names of their own, a label and a licence", () => {
      const { voices } = subject.synthesizer;
      expect(voices.length).toBeGreaterThan(0);
      expect(new Set(voices.map(({ id }) => id)).size).toBe(voices.length);
      for (const { id, engine, label, licence } of voices) {
        expect(id).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
        expect(speechEngineNames).toContain(engine);
        expect(label.length * licence.length).toBeGreaterThan(0);
      }
    });

    test("every sentence is at the level of speech, and nothing is clipped", () => {
      for (const { utterance, said: heard } of said) {
        const off = Math.abs(measureSpeechLevel(heard.pcm, 48_000) - speechLevelDbfs);
        expect({ utterance, isOff: off > 2.5 }).toEqual({ utterance, isOff: false });
        const peak = heard.pcm.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
        expect(peak).toBeLessThanOrEqual(10 ** (peakLevelDbfs / 20) + 0.001);
      }
    });

    test("mouth shapes touch, last as long as the sound, open and close", () => {
      for (const { said: heard } of said) {
        let endMs = 0;
        for (const viseme of heard.visemes) {
          expect(viseme.startMs).toBeCloseTo(endMs, 3);
          expect(viseme.endMs).toBeGreaterThan(viseme.startMs);
          endMs = viseme.endMs;
        }
        expect(endMs).toBeCloseTo(heard.durationMs, 1);
        const names = new Set(heard.visemes.map((viseme) => viseme.name));
        expect(names).toContain("PP");
        expect(["aa", "E", "I", "O", "U"].filter((vowel) => names.has(vowel as "aa")).length).toBeGreaterThan(
          1,
        );
      }
    });

    test("words are in order, within the text and within the sound", () => {
      for (const { utterance, said: heard } of said) {
        let last = { to: 0, endMs: 0 };
        for (const word of heard.words) {
          expect(word.from).toBeGreaterThanOrEqual(last.to);
          expect(word.to).toBeGreaterThan(word.from);
          expect(word.startMs).toBeGreaterThanOrEqual(last.endMs - 1);
          expect(word.endMs).toBeGreaterThanOrEqual(word.startMs);
          last = word;
        }
        expect(last.endMs).toBeLessThanOrEqual(heard.durationMs + 1);
        expect(last.to).toBeLessThanOrEqual(utterance.text.length);
        const covered = heard.words.map(({ from, to }) => utterance.text.slice(from, to)).join("");
        const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, "").length;
        expect(letters(covered)).toBeGreaterThan(letters(utterance.text) * 0.9);
      }
    });

    test("it speaks slower and faster", async () => {
      const [utterance] = subject.sentences;
      const slow = await hear(subject.synthesizer, { ...utterance!, rate: 0.7 });
      const fast = await hear(subject.synthesizer, { ...utterance!, rate: 1.6 });
      expect(slow.durationMs).toBeGreaterThan(fast.durationMs * 1.6);
    });

    test("what cannot be spoken is an error, not silence", async () => {
      const [utterance] = subject.sentences;
      const texts = ["a ".repeat(utteranceCharsMax), "… — !"];
      for (const text of texts)
        await expect(hear(subject.synthesizer, { ...utterance!, text })).rejects.toBeInstanceOf(SpeechError);
      const { foreign } = subject;
      if (foreign !== undefined)
        await expect(
          hear(subject.synthesizer, { ...utterance!, voice: undefined, language: foreign }),
        ).rejects.toBeInstanceOf(SpeechError);
    });

    test("an abort ends it without an error, and the next sentence is spoken all the same", async () => {
      const [utterance] = subject.sentences;
      const stop = new AbortController();
      let chunks = 0;
      for await (const _ of subject.synthesizer.speak(utterance!, stop.signal)) {
        chunks++;
        stop.abort();
      }
      expect(chunks).toBeLessThanOrEqual(1);
      expect(await Array.fromAsync(subject.synthesizer.speak(utterance!, AbortSignal.abort()))).toEqual([]);
      expect((await hear(subject.synthesizer, utterance!)).durationMs).toBeGreaterThan(500);
    });
  });
}
