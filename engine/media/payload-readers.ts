import type { VideoCodec } from "./peer.ts";

/** A picture while its packets come in. */
export interface PictureParts {
  readonly chunks: Buffer[];
  bytes: number;
  /** False when a packet was malformed or the beginning is missing. */
  intact: boolean;
}

const startCode = Buffer.from([0, 0, 0, 1]);
const nalIdr = 5;
const stapA = 24;
const fuA = 28;

/** Adds a packet of VP8 (RFC 7741 §4.2): the descriptor goes, the frame's bytes stay. */
export function appendVp8(parts: PictureParts, payload: Buffer): void {
  const header = vp8DescriptorBytes(payload);
  const startsFrame = (payload[0]! & 0x10) !== 0 && (payload[0]! & 0x07) === 0;
  if (header === undefined || header >= payload.length || startsFrame !== (parts.chunks.length === 0)) {
    parts.intact = false;
    return;
  }
  add(parts, payload.subarray(header));
}

function vp8DescriptorBytes(payload: Buffer): number | undefined {
  if (payload.length < 2) return undefined;
  const extended = (payload[0]! & 0x80) !== 0;
  if (!extended) return 1;
  const flags = payload[1]!;
  let bytes = 2;
  if (flags & 0x80) {
    if (bytes >= payload.length) return undefined;
    bytes += payload[bytes]! & 0x80 ? 2 : 1;
  }
  if (flags & 0x40) bytes++;
  if (flags & 0x30) bytes++;
  return bytes;
}

/** Adds a packet of H.264 in packetization mode 1 (RFC 6184 §5.6 to §5.8) as Annex B. */
export function appendH264(parts: PictureParts, payload: Buffer): void {
  const type = payload.length > 0 ? payload[0]! & 0x1f : 0;
  if (type >= 1 && type < stapA) add(parts, startCode, payload);
  else if (type === stapA) appendAggregate(parts, payload);
  else if (type === fuA) appendFragment(parts, payload);
  else parts.intact = false;
}

function appendAggregate(parts: PictureParts, payload: Buffer): void {
  for (let at = 1; at < payload.length; ) {
    const size = at + 2 <= payload.length ? payload.readUInt16BE(at) : 0;
    const end = at + 2 + size;
    if (size === 0 || end > payload.length) {
      parts.intact = false;
      return;
    }
    add(parts, startCode, payload.subarray(at + 2, end));
    at = end;
  }
}

function appendFragment(parts: PictureParts, payload: Buffer): void {
  if (payload.length < 3) {
    parts.intact = false;
    return;
  }
  const starts = (payload[1]! & 0x80) !== 0;
  if (starts) {
    const header = (payload[0]! & 0xe0) | (payload[1]! & 0x1f);
    add(parts, startCode, Buffer.from([header]));
  } else if (parts.chunks.length === 0) parts.intact = false;
  add(parts, payload.subarray(2));
}

function add(parts: PictureParts, ...chunks: Buffer[]): void {
  for (const chunk of chunks) {
    parts.chunks.push(chunk);
    parts.bytes += chunk.length;
  }
}

/** True for a VP8 key frame (RFC 6386 §9.1) and for an access unit with an IDR slice. */
export function isKeyPicture(codec: VideoCodec, picture: Buffer): boolean {
  if (codec === "VP8") return (picture[0]! & 0x01) === 0;
  for (let at = picture.indexOf(startCode); at >= 0; at = picture.indexOf(startCode, at + 4)) {
    if ((picture[at + 4]! & 0x1f) === nalIdr) return true;
  }
  return false;
}
