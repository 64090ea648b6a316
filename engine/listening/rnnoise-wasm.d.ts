declare module "@echogarden/rnnoise-wasm" {
  /** RNNoise's C functions (rnnoise.h) in WebAssembly; pointers are byte offsets into `HEAPF32.buffer`. */
  export interface RnnoiseModule {
    readonly HEAPF32: Float32Array;
    _malloc(bytes: number): number;
    _free(pointer: number): void;
    /** `model` 0: the built-in one. */
    _rnnoise_create(model: number): number;
    _rnnoise_destroy(state: number): void;
    /** 480 samples in and out, on the scale of 16-bit integers. Answers the probability of speech. */
    _rnnoise_process_frame(state: number, out: number, input: number): number;
  }
  // biome-ignore lint/style/noDefaultExport: the package has no other
  export default function open(): Promise<RnnoiseModule>;
}
