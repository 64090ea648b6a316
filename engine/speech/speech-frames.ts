/** A message of a speech process: what it says, and sound that belongs to it. */
export interface SpeechFrame {
  readonly head: Readonly<Record<string, unknown>>;
  /** Mono. */
  readonly pcm: Int16Array;
}

/** Ten minutes at 22 kHz, and every phoneme of them. */
const pcmBytesMax = 32 * 1024 * 1024;
const headBytesMax = 8 * 1024 * 1024;
/** Two lengths, little endian: of the head in JSON, of the samples of 16 bit behind it. */
const lengthsBytes = 8;

export function toFrameBytes(head: Readonly<Record<string, unknown>>, pcm: Int16Array): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(head));
  const bytes = new Uint8Array(lengthsBytes + text.length + pcm.byteLength);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, text.length, true);
  view.setUint32(4, pcm.byteLength, true);
  bytes.set(text, lengthsBytes);
  bytes.set(new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength), lengthsBytes + text.length);
  return bytes;
}

/** Cuts what a process writes into frames; throws RangeError or SyntaxError at what is none. */
export async function* readFrames(stream: AsyncIterable<Uint8Array>): AsyncGenerator<SpeechFrame, void> {
  let pieces: Uint8Array[] = [];
  let held = 0;
  let wanted = lengthsBytes;
  for await (const piece of stream) {
    pieces.push(piece);
    held += piece.length;
    if (held < wanted) continue;
    let bytes: Uint8Array = Buffer.concat(pieces);
    while (bytes.length >= lengthsBytes) {
      const view = new DataView(bytes.buffer, bytes.byteOffset);
      const [headBytes, pcmBytes] = [view.getUint32(0, true), view.getUint32(4, true)];
      if (headBytes > headBytesMax || pcmBytes > pcmBytesMax || pcmBytes % 2 !== 0)
        throw new RangeError("the process does not keep to its frames");
      wanted = lengthsBytes + headBytes + pcmBytes;
      if (bytes.length < wanted) break;
      yield readFrame(bytes.subarray(lengthsBytes, wanted), headBytes);
      bytes = bytes.subarray(wanted);
      wanted = lengthsBytes;
    }
    pieces = [bytes];
    held = bytes.length;
  }
}

function readFrame(bytes: Uint8Array, headBytes: number): SpeechFrame {
  const head: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(0, headBytes)));
  if (typeof head !== "object" || head === null) throw new RangeError("a frame without a head");
  // Samples have to start at an even place, so they get a buffer of their own.
  const pcm = new Int16Array(new Uint8Array(bytes.subarray(headBytes)).buffer);
  return { head: head as SpeechFrame["head"], pcm };
}
