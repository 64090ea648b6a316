import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { earSampleRateHz } from "../../engine/listening/ear-messages.ts";
import {
  type SpokenWords,
  type Transcriber,
  TranscriberUnavailable,
} from "../../engine/listening/transcriber.ts";
import { resample } from "../../engine/speech/resample.ts";
import { openWorkerSpeaker } from "../../engine/speech/worker-speaker.ts";

const speechRateHz = 48_000;
const never = new AbortController().signal;
/** What the subjects of the suite have to understand. */
export const sentences = [
  "why are leaves green",
  "what is the speed of light",
  "tell me about water",
] as const;

export interface TranscriberSubject extends AsyncDisposable {
  readonly transcriber: Transcriber;
  /** Makes it fail from now on. */
  breakDown(): Promise<void>;
}

/** Words as all recognisers write them. */
export const plain = (text: string) => text.toLowerCase().replace(/[^a-z ]/g, "");

/** A voice that nobody's microphone recorded, as the ears give it. */
export async function say(text: string): Promise<SpokenWords> {
  await using speaker = await openWorkerSpeaker();
  const pieces: Int16Array[] = [];
  for await (const { pcm } of speaker.synthesize({ text, language: "en", voice: undefined }, never))
    pieces.push(pcm);
  const sound = Float32Array.from(pieces.flatMap((piece) => [...piece]));
  const pcm = Int16Array.from(resample(sound, { fromHz: speechRateHz, toHz: earSampleRateHz }));
  return { pcm, sampleRateHz: earSampleRateHz, language: "en", isInterim: false };
}

/** What every Transcriber keeps to. */
export function transcriberSuite(name: string, open: () => Promise<TranscriberSubject>): void {
  describe(`${name} as a Transcriber`, () => {
    setDefaultTimeout(120_000);
    let subject: TranscriberSubject;
    let spoken: SpokenWords[];
    beforeAll(async () => {
      [subject, spoken] = await Promise.all([open(), Promise.all(sentences.map(say))]);
    }, 120_000);
    afterAll(() => subject?.[Symbol.asyncDispose]());

    test("understands what is said, also when several say something at once", async () => {
      subject.transcriber.prepare();
      const texts = await Promise.all(spoken.map((each) => subject.transcriber.transcribe(each, never)));
      expect(texts.map(plain)).toEqual([...sentences]);
    });

    test("finds no words where there are none", async () => {
      for (const pcm of [new Int16Array(earSampleRateHz), new Int16Array(0)])
        expect(await subject.transcriber.transcribe({ ...spoken[0]!, pcm }, never)).toBe("");
    });

    test("lets whoever gives up go, and understands the next one", async () => {
      const stop = new AbortController();
      const given = subject.transcriber.transcribe(spoken[0]!, stop.signal);
      stop.abort(new Error("enough"));
      await expect(given).rejects.toThrow("enough");
      await expect(subject.transcriber.transcribe(spoken[0]!, stop.signal)).rejects.toThrow("enough");
      expect(plain(await subject.transcriber.transcribe(spoken[1]!, never))).toBe(sentences[1]);
    });

    test("says that it is in trouble", async () => {
      await subject.breakDown();
      subject.transcriber.prepare();
      await expect(subject.transcriber.transcribe(spoken[0]!, never)).rejects.toBeInstanceOf(
        TranscriberUnavailable,
      );
    });
  });
}
