/** What `espeak-program.ts` uses of the package, which comes without types. */
declare module "@echogarden/espeak-ng-emscripten" {
  export interface EspeakEvent {
    readonly type: string;
    readonly id: number | string;
    /** In ms. */
    readonly audio_position: number;
    /** In code points; the first is 1. */
    readonly text_position: number;
    readonly word_length: number;
  }

  interface Espeak {
    set_voice(name: string, language: string, gender: number, age: number, variant: number): number;
    set_rate(wordsPerMinute: number): void;
    get_samplerate(): number;
    /** Blocks; `onSound` returns true to stop. */
    synthesize(
      text: string,
      onSound: (pcm: Int16Array | null, events: readonly EspeakEvent[]) => boolean,
    ): void;
  }

  // biome-ignore lint/style/noDefaultExport: the package has no other export
  export default function open(options: {
    print(): void;
    printErr(): void;
  }): Promise<{ readonly eSpeakNGWorker: new () => Espeak }>;
}
