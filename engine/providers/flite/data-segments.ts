import { WasmReader } from "./wasm-reader.ts";

/** A part of a module's memory that holds something from the start: `from` up to, not including, `to`, in bytes. */
export interface DataSegment {
  readonly from: number;
  readonly to: number;
}

const preambleBytes = 8;
const dataSection = 11;
const activeInMemory0 = 0;
const i32Const = 0x41;
const end = 0x0b;

/**
 * The initialised parts of a module's memory, in order (WebAssembly Core Specification 2.0, section 5.5.14). Throws
 * RangeError when they are not of the one kind that C compilers emit: active, in memory 0, at a constant place.
 */
export function readDataSegments(wasm: Uint8Array): DataSegment[] {
  const reader = new WasmReader(wasm, preambleBytes);
  while (reader.at < wasm.length) {
    const id = reader.byte();
    const length = reader.number();
    if (id === dataSection) return readSection(reader);
    reader.at += length;
  }
  return [];
}

function readSection(reader: WasmReader): DataSegment[] {
  const segments: DataSegment[] = [];
  for (let left = reader.number(); left > 0; left--) {
    const isActive = reader.number() === activeInMemory0 && reader.byte() === i32Const;
    const from = isActive ? reader.number({ signed: true }) : -1;
    if (!isActive || reader.byte() !== end || from < (segments.at(-1)?.to ?? 0))
      throw new RangeError("the module's data is not where it is looked for");
    const length = reader.number();
    segments.push({ from, to: from + length });
    reader.at += length;
  }
  return segments;
}
