import { opusSampleRateHz } from "../speech/opus-packets.ts";
import { resample } from "../speech/resample.ts";
import { type EarReport, earSampleRateHz } from "./ear-messages.ts";
import type { OpusDecoder } from "./opus-decoder.ts";
import { stepMs, VoiceActivity } from "./voice-activity.ts";
import { detectorFrameSamples, type VoiceDetector } from "./voice-detector.ts";

/** What is kept from before the beginning was noticed, so that no first syllable is lost. */
const beforeMs = 300;
/** Between two looks at what was said up to now. */
const soFarEveryMs = 1_500;

/** What one report says, without whose it is. */
export type EarEvent = EarReport extends infer Report
  ? Report extends { id: number }
    ? Omit<Report, "id">
    : never
  : never;

/** One microphone: Opus in, utterances out. */
export class EarStream implements Disposable {
  readonly #activity = new VoiceActivity();
  /** Decoded samples that do not fill a step yet. */
  #rest = new Float32Array(0);
  /** Clean steps: the last `beforeMs`, or the whole utterance. */
  #steps: Float32Array[] = [];
  #sinceSoFarMs = 0;

  constructor(
    private readonly parts: { decoder: OpusDecoder; detector: VoiceDetector },
    private readonly report: (event: EarEvent) => void,
  ) {}

  set tutorSpeaks(speaks: boolean) {
    this.#activity.tutorSpeaks = speaks;
  }

  take(packet: Uint8Array): void {
    const decoded = this.parts.decoder.decode(packet);
    if (!decoded) return;
    const samples = new Float32Array(this.#rest.length + decoded.length);
    samples.set(this.#rest);
    samples.set(decoded, this.#rest.length);
    let from = 0;
    for (; from + detectorFrameSamples <= samples.length; from += detectorFrameSamples)
      this.#step(samples.subarray(from, from + detectorFrameSamples));
    this.#rest = samples.slice(from);
  }

  [Symbol.dispose](): void {
    this.parts.decoder[Symbol.dispose]();
    this.parts.detector[Symbol.dispose]();
  }

  #step(frame: Float32Array): void {
    const { probability, clean } = this.parts.detector.detect(frame);
    this.#steps.push(clean.slice());
    const event = this.#activity.step(probability);
    if (event === "start") {
      this.#sinceSoFarMs = 0;
      this.report({ type: "start" });
    } else if (event === "pause") this.report({ type: "pause" });
    else if (event === "end") {
      this.report({ type: "end", pcm: this.#pcm() });
      this.#steps = [];
    } else if (this.#activity.isSpeaking) {
      this.#sinceSoFarMs += stepMs;
      if (this.#sinceSoFarMs < soFarEveryMs) return;
      this.#sinceSoFarMs = 0;
      this.report({ type: "so-far", pcm: this.#pcm() });
    } else if (this.#steps.length > beforeMs / stepMs) this.#steps.shift();
  }

  #pcm(): Int16Array {
    const all = new Float32Array(this.#steps.length * detectorFrameSamples);
    for (const [index, step] of this.#steps.entries()) all.set(step, index * detectorFrameSamples);
    const narrow = resample(all, { fromHz: opusSampleRateHz, toHz: earSampleRateHz });
    return Int16Array.from(narrow, (sample) => Math.max(-1, Math.min(1, sample)) * 32_767);
  }
}
