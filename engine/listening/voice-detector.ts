import openRnnoise, { type RnnoiseModule } from "@echogarden/rnnoise-wasm";

/** RNNoise works on 10 ms at 48 kHz. */
export const detectorFrameSamples = 480;
const int16Scale = 32_768;
const floatBytes = 4;
/** Root mean square below this, of samples from -1 to 1, is no speech: -66 dBFS. The network is not asked. */
const silenceRms = 0.0005;

export interface DetectedFrame {
  /** That somebody speaks, 0 to 1. */
  readonly probability: number;
  /** The frame without its noise, samples from -1 to 1. */
  readonly clean: Float32Array;
}

let loading: Promise<RnnoiseModule> | undefined;

/** Tells speech from noise and takes the noise away: RNNoise (Valin, "A Hybrid DSP/Deep Learning Approach to Real-Time Full-Band Speech Enhancement", MMSP 2018). */
export class VoiceDetector implements Disposable {
  readonly #state: number;
  readonly #buffer: number;

  private constructor(private readonly rnnoise: RnnoiseModule) {
    this.#state = rnnoise._rnnoise_create(0);
    this.#buffer = rnnoise._malloc(detectorFrameSamples * floatBytes);
  }

  static async open(): Promise<VoiceDetector> {
    loading ??= openRnnoise();
    return new VoiceDetector(await loading);
  }

  /** `frame`: `detectorFrameSamples` samples from -1 to 1, at 48 kHz. */
  detect(frame: Float32Array): DetectedFrame {
    let power = 0;
    for (const sample of frame) power += sample * sample;
    if (Math.sqrt(power / frame.length) < silenceRms) return { probability: 0, clean: frame };
    const { rnnoise } = this;
    const from = this.#buffer / floatBytes;
    // The memory may have moved since the last frame.
    const inside = () => rnnoise.HEAPF32.subarray(from, from + detectorFrameSamples);
    inside().set(frame.map((sample) => sample * int16Scale));
    const probability = rnnoise._rnnoise_process_frame(this.#state, this.#buffer, this.#buffer);
    return { probability, clean: inside().map((sample) => sample / int16Scale) };
  }

  [Symbol.dispose](): void {
    this.rnnoise._rnnoise_destroy(this.#state);
    this.rnnoise._free(this.#buffer);
  }
}
