/** What a browser sends in one frame is a datagram of at most 1 500 bytes, with room to spare. */
export const frameMaxBytes = 2048;
const lengthBytes = 2;

/** Cuts a TCP stream into the datagrams that it carries, each behind its length in two bytes (RFC 4571 §2). */
export class FrameReader {
  /** The beginning of a frame that has not come whole. */
  #partial = Buffer.alloc(0);

  /** Frames are copies, so that none keeps a whole chunk alive. False when a frame is too long: the rest cannot be read. */
  push(chunk: Uint8Array, onFrame: (frame: Buffer) => void): boolean {
    const bytes =
      this.#partial.length > 0
        ? Buffer.concat([this.#partial, chunk])
        : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    let at = 0;
    while (at + lengthBytes <= bytes.length) {
      const length = bytes.readUInt16BE(at);
      if (length > frameMaxBytes) return false;
      const end = at + lengthBytes + length;
      if (end > bytes.length) break;
      // A frame without content keeps a connection open and says nothing.
      if (length > 0) onFrame(Buffer.from(bytes.subarray(at + lengthBytes, end)));
      at = end;
    }
    this.#partial = Buffer.from(bytes.subarray(at));
    return true;
  }
}
