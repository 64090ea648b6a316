import pTimeout from "p-timeout";
import { likelyWords } from "../likely-words.ts";
import { resample } from "../resample.ts";
import { rateOf, SpeechError, type SpokenWord, type Utterance } from "../synthesizer.ts";
import type { Viseme } from "../viseme.ts";
import { type GrowingSound, outputRateHz } from "./growing-sound.ts";
import { analysisRateHz, frameMs, type MelSpectrum, melSpectrum } from "./mel-spectrum.ts";
import { listenForVisemes } from "./mouth-net.ts";
import { fitVisemes, type SpeechTimes, warped } from "./mouth-times.ts";
import { warpTime } from "./time-warp.ts";

/** Whoever waits for the reference longer does without it. */
const referenceTimeoutMs = 2_000;

/** Voices differ in speed, but none says the same in so small a share of the time; nor do a few words tell. */
const wholeShareMin = 0.35;
const tellingMs = 1_500;

/** The words of an utterance said by another voice, with their times. Fails only with SpeechError. */
export type Reference = (signal: AbortSignal) => Promise<SpeechTimes & { readonly pcm: Float32Array }>;

interface Aligned extends SpeechTimes {
  readonly spectrum: MelSpectrum;
}

export interface Part {
  readonly fromMs: number;
  readonly toMs: number;
  readonly isWhole: boolean;
}

/**
 * Finds out when an utterance of a voice without times says what. Words, and the moments at which the lips meet, come from
 * aligning it to a reference that says the same. The other shapes are a vote between the reference and listening: another
 * voice's vowels are not quite these (`alignment-accuracy.test.ts` measures both). Without a reference all comes from
 * listening, and words at the pace at which they are likely to be said.
 */
export class Timekeeper {
  #reference: Aligned | undefined;
  readonly #settled: Promise<void>;
  readonly #stop = new AbortController();

  constructor(
    private readonly utterance: Utterance,
    reference: Reference | undefined,
  ) {
    this.#settled = reference ? this.#listen(reference) : Promise.resolve();
    // Whoever waits for it hears of its failure.
    this.#settled.catch(() => {});
  }

  async #listen(reference: Reference): Promise<void> {
    try {
      const { pcm, ...times } = await reference(this.#stop.signal);
      const sound = resample(pcm, { fromHz: outputRateHz, toHz: analysisRateHz });
      this.#reference = { ...times, spectrum: melSpectrum(sound) };
    } catch (error) {
      // Without a reference the mouth follows what is heard.
      if (!(error instanceof SpeechError)) throw error;
    }
  }

  /** Waits for the reference, within reason. */
  async settle(signal: AbortSignal): Promise<void> {
    await pTimeout(this.#settled, { milliseconds: referenceTimeoutMs, signal }).catch(() => {});
  }

  /** The sound has ended, and cannot have said everything. */
  isCut(sound: GrowingSound): boolean {
    const expectedMs = (this.#reference?.spectrum.frames ?? 0) * frameMs;
    return expectedMs > tellingMs && sound.lengthMs < expectedMs * wholeShareMin;
  }

  /** The reference is not waited for any more. */
  close(): void {
    this.#stop.abort();
  }

  /** When everything is said that the sound holds so far. */
  at(sound: GrowingSound, isWhole: boolean): SpeechTimes {
    const heard = melSpectrum(resample(sound.part(0), { fromHz: outputRateHz, toHz: analysisRateHz }));
    if (!this.#reference) return { visemes: listenForVisemes(heard), words: this.#expected(sound, isWhole) };
    const { spectrum } = this.#reference;
    const { map, reachedMs } = warpTime(spectrum, heard, { openEnd: !isWhole });
    const isReached = ({ startMs }: { startMs: number }) => isWhole || startMs < reachedMs;
    const { visemes, words } = this.#reference;
    const aligned = warped({ visemes: visemes.filter(isReached), words: words.filter(isReached) }, map);
    return { visemes: listenForVisemes(heard, { expected: aligned.visemes }), words: aligned.words };
  }

  part(
    sound: GrowingSound,
    { fromMs, toMs, isWhole }: Part,
  ): { visemes: Viseme[]; words: readonly SpokenWord[] } {
    const { visemes, words } = this.at(sound, isWhole);
    return { visemes: fitVisemes(visemes, { fromMs, toMs }), words };
  }

  /** Words at their likely pace, which fits the sound once all of it is there. */
  #expected(sound: GrowingSound, isWhole: boolean): SpokenWord[] {
    const words = likelyWords(this.utterance.text, this.utterance.language);
    const likely = 1 / rateOf(this.utterance);
    const factor = isWhole ? sound.lengthMs / Math.max(1, words.at(-1)?.endMs ?? 1) : likely;
    return words.map((word) => ({ ...word, startMs: word.startMs * factor, endMs: word.endMs * factor }));
  }
}
