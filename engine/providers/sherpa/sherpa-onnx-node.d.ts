/** What the programs beside it use of the package, whose own types are comments. */
declare module "sherpa-onnx-node" {
  export interface TtsRequest {
    readonly text: string;
    readonly sid: number;
    readonly speed: number;
    /** The sound of a part of the text, ±1; 0 or false stops. */
    readonly onProgress?: (part: { readonly samples: Float32Array }) => boolean;
  }

  export class OfflineTts {
    constructor(config: object);
    readonly sampleRate: number;
    readonly numSpeakers: number;
    generateAsync(request: TtsRequest): Promise<{ readonly samples: Float32Array }>;
  }

  export interface OfflineStream {
    /** Samples are ±1. */
    acceptWaveform(sound: { readonly samples: Float32Array; readonly sampleRate: number }): void;
  }

  export class OfflineRecognizer {
    constructor(config: object);
    createStream(): OfflineStream;
    setConfig(config: object): void;
    decodeAsync(stream: OfflineStream): Promise<{ readonly text: string }>;
  }
}
