/**
 * Which SCTP packets may reach the association of a data channel (RFC 9260 §3): whole chunks of the kinds a data channel
 * uses, with whole parameters, and no more work in one packet than an honest browser causes.
 */

const commonHeaderBytes = 12;
/** One datagram of at most 1 500 bytes, less IP, UDP and DTLS. */
export const packetMaxBytes = 1500;
const dataHeaderBytes = 16;
const sack = 3;
const data = 0;
/** Offset of the parameters behind the chunk header, for chunks that carry them (RFC 9260 §3.3, RFC 6525 §3.1). */
const parametersAt: Readonly<Record<number, number>> = { 1: 16, 2: 16, 4: 0, 5: 0, 6: 0, 9: 0, 130: 0 };
const plainChunks: ReadonlySet<number> = new Set([7, 8, 10, 11, 14, 192]);
/** Packets a selective acknowledgement may span: several times what may be in flight within `channelBufferMaxBytes`. */
export const sackSpanMax = 8192;

export function isPlausibleSctp(packet: Buffer): boolean {
  if (packet.length < commonHeaderBytes + 4 || packet.length > packetMaxBytes) return false;
  for (let at = commonHeaderBytes; at < packet.length; ) {
    if (at + 4 > packet.length) return false;
    const length = packet.readUInt16BE(at + 2);
    const end = at + length;
    if (length < 4 || end > packet.length) return false;
    if (!isPlausibleChunk(packet[at]!, packet.subarray(at + 4, end))) return false;
    at = end + padding(length);
  }
  return true;
}

function isPlausibleChunk(type: number, body: Buffer): boolean {
  if (type === data) return body.length >= dataHeaderBytes - 4;
  if (type === sack) return isPlausibleSack(body);
  const parameters = parametersAt[type];
  if (parameters !== undefined)
    return body.length >= parameters && hasWholeParameters(body.subarray(parameters));
  return plainChunks.has(type) && (type !== 192 || (body.length >= 4 && body.length % 4 === 0));
}

function isPlausibleSack(body: Buffer): boolean {
  if (body.length < 12) return false;
  const gaps = body.readUInt16BE(8);
  const duplicates = body.readUInt16BE(10);
  if (body.length < 12 + 4 * (gaps + duplicates)) return false;
  let span = 0;
  for (let gap = 0; gap < gaps; gap++) {
    const from = body.readUInt16BE(12 + 4 * gap);
    const to = body.readUInt16BE(14 + 4 * gap);
    span += Math.max(0, to - from) + 1;
  }
  return span <= sackSpanMax;
}

function hasWholeParameters(bytes: Buffer): boolean {
  for (let at = 0; at + 4 <= bytes.length; ) {
    const length = bytes.readUInt16BE(at + 2);
    if (length < 4 || at + length > bytes.length) return false;
    at += length + padding(length);
  }
  return true;
}

function padding(length: number): number {
  return (4 - (length % 4)) % 4;
}
