import { createHmac, timingSafeEqual } from "node:crypto";
import { crc32 } from "node:zlib";
import { addressBytes } from "../../deploy/ip-address.ts";

/**
 * STUN binding requests as ICE uses them (RFC 8489, RFC 8445 §7.3): read, authenticated and answered.
 * Nothing is answered, and no state touched, before a request has proved that it knows our password.
 */
export interface BindingRequest {
  bytes: Buffer;
  transactionId: Buffer;
  /** The user name up to the colon: the fragment we gave out, which names the session. */
  localUfrag: string;
  /** The browser asks us to use the pair this request travels on (RFC 8445 §7.1.2). */
  useCandidate: boolean;
  /** Where MESSAGE-INTEGRITY starts; what lies behind it is not covered and not read, but for FINGERPRINT. */
  integrityAt: number;
}

const headerBytes = 20;
const cookie = 0x2112a442;
const bindingRequest = 0x0001;
const bindingSuccess = 0x0101;
const username = 0x0006;
const messageIntegrity = 0x0008;
const xorMappedAddress = 0x0020;
const priority = 0x0024;
const useCandidate = 0x0025;
const fingerprint = 0x8028;
const iceControlled = 0x8029;
const iceControlling = 0x802a;
/** "STUN" in ASCII: keeps the checksum apart from those of other protocols (RFC 8489 §14.7). */
const fingerprintXor = 0x5354554e;
const integrityBytes = 24;
const fingerprintBytes = 8;
/** A check of a browser is about 100 bytes; a user name of the largest size still fits. */
export const stunMaxBytes = 1024;

/** The first two bits of STUN are zero and so are the next four of what ICE sends (RFC 7983 §7). */
export function looksLikeStun(datagram: Uint8Array): boolean {
  return datagram[0]! < 4;
}

/**
 * Undefined for everything that is not a well-formed ICE binding request from an agent of the other role. As an ICE-lite agent
 * we are controlled. Not yet authentic.
 */
export function readBindingRequest(
  bytes: Buffer,
  role: "controlled" | "controlling" = "controlled",
): BindingRequest | undefined {
  if (bytes.length < headerBytes || bytes.length > stunMaxBytes) return undefined;
  if (bytes.readUInt16BE(0) !== bindingRequest || bytes.readUInt32BE(4) !== cookie) return undefined;
  if (bytes.readUInt16BE(2) !== bytes.length - headerBytes || bytes.length % 4 !== 0) return undefined;
  const attributes = readAttributes(bytes);
  if (!attributes) return undefined;
  const { user, integrityAt, fingerprintAt, seen } = attributes;
  if (user === undefined || integrityAt === undefined || fingerprintAt === undefined) return undefined;
  // A check without a priority or from an agent of our own role is not ICE.
  if (!seen.has(priority) || seen.has(role === "controlled" ? iceControlled : iceControlling))
    return undefined;
  const colon = user.indexOf(":");
  if (colon <= 0 || checksum(bytes.subarray(0, fingerprintAt)) !== bytes.readUInt32BE(fingerprintAt + 4)) {
    return undefined;
  }
  const transactionId = bytes.subarray(8, headerBytes);
  const localUfrag = user.slice(0, colon);
  return { bytes, transactionId, localUfrag, useCandidate: seen.has(useCandidate), integrityAt };
}

function readAttributes(bytes: Buffer) {
  const seen = new Set<number>();
  let user: string | undefined;
  let integrityAt: number | undefined;
  let fingerprintAt: number | undefined;
  for (let at = headerBytes; at < bytes.length; ) {
    if (at + 4 > bytes.length || fingerprintAt !== undefined) return undefined;
    const type = bytes.readUInt16BE(at);
    const length = bytes.readUInt16BE(at + 2);
    const end = at + 4 + length;
    if (end > bytes.length) return undefined;
    if (type === fingerprint && length === fingerprintBytes - 4) fingerprintAt = at;
    else if (integrityAt === undefined) {
      if (type === messageIntegrity && length === integrityBytes - 4) integrityAt = at;
      else seen.add(type);
      if (type === username) user = bytes.toString("utf8", at + 4, end);
    }
    at = end + ((4 - (length % 4)) % 4);
  }
  return { user, integrityAt, fingerprintAt, seen };
}

/** True when the sender of `request` knows `password`, the one we gave out with the request's user name. */
export function isAuthentic(request: BindingRequest, password: string): boolean {
  const { bytes, integrityAt } = request;
  const expected = integrityOf(bytes.subarray(0, integrityAt), password);
  return timingSafeEqual(expected, bytes.subarray(integrityAt + 4, integrityAt + integrityBytes));
}

/** The answer to an authentic request that came from `source`, an address written in the one way. */
export function answerBinding(
  request: BindingRequest,
  source: { address: string; port: number },
  password: string,
): Buffer {
  const octets = addressBytes(source.address);
  const mappedBytes = 8 + octets.length;
  const message = Buffer.alloc(headerBytes + mappedBytes + integrityBytes + fingerprintBytes);
  message.writeUInt16BE(bindingSuccess, 0);
  message.writeUInt32BE(cookie, 4);
  request.transactionId.copy(message, 8);
  // RFC 8489 §14.2: the address is hidden behind the cookie and, of IPv6, the transaction as well.
  const mappedAt = headerBytes;
  message.writeUInt16BE(xorMappedAddress, mappedAt);
  message.writeUInt16BE(mappedBytes - 4, mappedAt + 2);
  message[mappedAt + 5] = octets.length === 4 ? 1 : 2;
  message.writeUInt16BE(source.port ^ (cookie >>> 16), mappedAt + 6);
  octets.forEach((octet, i) => {
    message[mappedAt + 8 + i] = octet ^ message[4 + i]!;
  });
  const integrityAt = mappedAt + mappedBytes;
  message.writeUInt16BE(messageIntegrity, integrityAt);
  message.writeUInt16BE(integrityBytes - 4, integrityAt + 2);
  integrityOf(message.subarray(0, integrityAt), password).copy(message, integrityAt + 4);
  const fingerprintAt = integrityAt + integrityBytes;
  message.writeUInt16BE(message.length - headerBytes, 2);
  message.writeUInt16BE(fingerprint, fingerprintAt);
  message.writeUInt16BE(4, fingerprintAt + 2);
  message.writeUInt32BE(checksum(message.subarray(0, fingerprintAt)), fingerprintAt + 4);
  return message;
}

/** RFC 8489 §14.5: over what precedes the attribute, with the header's length as if the message ended with it. */
function integrityOf(preceding: Buffer, password: string): Buffer {
  const header = Buffer.from(preceding.subarray(0, 4));
  header.writeUInt16BE(preceding.length - headerBytes + integrityBytes, 2);
  return createHmac("sha1", password).update(header).update(preceding.subarray(4)).digest();
}

/** RFC 8489 §14.7. FINGERPRINT is the last attribute, so the header's length already counts it. */
function checksum(preceding: Buffer): number {
  return (crc32(preceding) ^ fingerprintXor) >>> 0;
}
