/** Reads the binary format of WebAssembly (Core Specification 2.0, section 5) from one place to the next. */
export class WasmReader {
  constructor(
    readonly bytes: Uint8Array,
    public at = 0,
  ) {}

  byte(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw new RangeError("the module ends too early");
    return byte;
  }

  /** An integer of up to 32 bits in LEB128 (section 5.2.2). */
  number({ signed = false } = {}): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte >= 0x80) continue;
      return signed && byte >= 0x40 ? value - 2 ** (shift + 7) : value;
    }
    throw new RangeError("a number of the module is too long");
  }

  /** As many bytes as the number before them says. */
  block(): Uint8Array {
    const length = this.number();
    const block = this.bytes.subarray(this.at, this.at + length);
    if (block.length < length) throw new RangeError("the module ends too early");
    this.at += length;
    return block;
  }
}
