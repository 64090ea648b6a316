import type { PlainSound } from "../plain-voice.ts";
import { Resampler } from "../resample.ts";
import { VoiceUnavailable } from "../synthesizer.ts";

export const outputRateHz = 48_000;
/** Rates that a server may send: from a telephone's to a studio's. */
const rateMinHz = 8_000;
const rateMaxHz = 96_000;
/** Ten minutes; no utterance lasts so long. */
const samplesMax = 600 * outputRateHz;
/** Below this level a voice has not begun yet, in dB below full scale. */
const silenceDb = -60;
/** What is left of the silence before the first word, for the lips to get ready. */
const leadInMs = 40;
const frame = outputRateHz / 100;

/** The sound of one utterance at 48 kHz as it arrives, without the silence in front of it. */
export class GrowingSound {
  #pcm = new Float32Array(outputRateHz * 4);
  #length = 0;
  #rateHz = 0;
  #resampler: Resampler | undefined;
  #hasBegun = false;

  get lengthMs(): number {
    return (this.#length / outputRateHz) * 1000;
  }

  /** Fails with VoiceUnavailable for sound that nobody can play. */
  add({ pcm, sampleRateHz }: PlainSound): void {
    if (this.#rateHz !== 0 && this.#rateHz !== sampleRateHz)
      throw new VoiceUnavailable("the voice changed its sample rate");
    this.#rateHz = sampleRateHz;
    const sound = Float32Array.from(pcm, (sample) => sample / 32_768);
    if (sampleRateHz !== outputRateHz) this.#resampler ??= openResampler(sampleRateHz);
    this.#append(this.#resampler?.push(sound) ?? sound);
  }

  end(): void {
    if (this.#resampler) this.#append(this.#resampler.end());
  }

  /** The sound from one time to another, in ms; as it is held, so to be read only. */
  part(fromMs: number, toMs: number = this.lengthMs): Float32Array {
    const sample = (ms: number) => Math.min(this.#length, Math.round((ms / 1000) * outputRateHz));
    return this.#pcm.subarray(sample(fromMs), sample(toMs));
  }

  #append(sound: Float32Array): void {
    const start = this.#hasBegun ? 0 : this.#findBeginning(sound);
    const kept = sound.subarray(start);
    if (this.#length + kept.length > samplesMax) throw new VoiceUnavailable("the voice does not end");
    if (this.#length + kept.length > this.#pcm.length) {
      const larger = new Float32Array(Math.max(this.#length + kept.length, this.#pcm.length * 2));
      larger.set(this.#pcm.subarray(0, this.#length));
      this.#pcm = larger;
    }
    this.#pcm.set(kept, this.#length);
    this.#length += kept.length;
  }

  /** Where to begin in the first pieces: a little before the first frame that is not silent. */
  #findBeginning(sound: Float32Array): number {
    const threshold = frame * 10 ** (silenceDb / 10);
    for (let at = 0; at < sound.length; at += frame) {
      let energy = 0;
      for (const sample of sound.subarray(at, at + frame)) energy += sample * sample;
      if (energy <= threshold) continue;
      this.#hasBegun = true;
      return Math.max(0, at - (leadInMs / 1000) * outputRateHz);
    }
    return sound.length;
  }
}

function openResampler(fromHz: number): Resampler {
  if (fromHz < rateMinHz || fromHz > rateMaxHz)
    throw new VoiceUnavailable(`the voice sends ${fromHz} samples a second`);
  try {
    return new Resampler({ fromHz, toHz: outputRateHz });
  } catch (cause) {
    throw new VoiceUnavailable(`the voice sends ${fromHz} samples a second`, { cause });
  }
}
