/** What `sherpa-program.ts` uses of the package, whose own types are comments. */
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
}
