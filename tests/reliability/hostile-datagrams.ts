import { classes, Message, methods } from "werift";
import { mutateBytes } from "../_support/byte-mutations.ts";
import type { Random } from "../_support/random.ts";

export const datagramKinds = [
  "noise",
  "forged check",
  "other STUN",
  "DTLS hello",
  "DTLS record",
  "RTP",
] as const;
export type DatagramKind = (typeof datagramKinds)[number];

/** What whoever looks on may know of a lesson: the user name, which is sent in the clear, and no password. */
export interface Overheard {
  readonly ufrag: string;
  /** A check of the browser, as it was sent, with its right integrity. */
  readonly check: Uint8Array;
}

const noise = (random: Random, length: number) =>
  Buffer.from(Array.from({ length }, () => random.below(256)));

/** A check as ICE has it (RFC 8445 §7.1), signed with `password`. */
export function makeCheck(ufrag: string, password: string): Buffer {
  const message = new Message(methods.BINDING, classes.REQUEST);
  message
    .setAttribute("USERNAME", `${ufrag}:stranger`)
    .setAttribute("PRIORITY", 1_853_824_767)
    .setAttribute("ICE-CONTROLLING", 7n)
    .setAttribute("USE-CANDIDATE", null);
  return message.addMessageIntegrity(Buffer.from(password)).addFingerprint().bytes;
}

export function makeHostileDatagram(random: Random, kind: DatagramKind, overheard: Overheard): Buffer {
  switch (kind) {
    case "noise":
      return noise(random, random.below(random.chance(0.9) ? 200 : 1_500));
    case "forged check":
      return makeForgedCheck(random, overheard);
    case "other STUN":
      return makeOtherStun(random);
    case "DTLS hello":
      return makeHello(random);
    case "DTLS record":
      return makeRecord(random);
    case "RTP":
      return makeRtp(random);
  }
}

/** With a guessed password, or one that was sent: as it was, or with something changed. */
function makeForgedCheck(random: Random, { ufrag, check }: Overheard): Buffer {
  if (random.chance(0.2)) return makeCheck(ufrag, `guess ${random.below(1e9)}, long enough`);
  if (random.chance(0.1)) return Buffer.from(check);
  const forged = Buffer.from(check);
  if (random.chance(0.5)) return mutateBytes(random, forged, [check]).subarray(0, 1_400);
  forged[random.below(forged.length)]! ^= 1 << random.below(8);
  return forged;
}

/** Answers, indications and methods that nobody asked for, with attributes of any length (RFC 8489 §5). */
function makeOtherStun(random: Random): Buffer {
  const body = noise(random, 4 * random.below(60));
  const head = Buffer.alloc(20);
  head.writeUInt16BE(random.pick([0x0001, 0x0101, 0x0111, 0x0011, 0x0003, 0x0009, 0x3fff]), 0);
  head.writeUInt16BE(random.chance(0.5) ? body.length : random.below(65_536), 2);
  head.writeUInt32BE(random.chance(0.9) ? 0x2112a442 : random.below(2 ** 32), 4);
  noise(random, 12).copy(head, 8);
  for (let at = 0; at + 8 <= body.length; at += 8) {
    body.writeUInt16BE(random.pick([6, 8, 0x20, 0x24, 0x25, 0x8028, 0x802a, 0x0012, 0]), at);
    body.writeUInt16BE(random.pick([0, 4, 20, 0xffff, body.length]), at + 2);
  }
  return Buffer.concat([head, body]);
}

/** A DTLS 1.2 record (RFC 6347 §4.1). */
function record(random: Random, contentType: number, epoch: number, body: Buffer): Buffer {
  const head = Buffer.alloc(13);
  head[0] = contentType;
  head.writeUInt16BE(random.pick([0xfefd, 0xfefd, 0xfeff, 0x0303]), 1);
  head.writeUInt16BE(epoch, 3);
  head.writeUIntBE(random.below(random.chance(0.8) ? 100 : 2 ** 40), 5, 6);
  head.writeUInt16BE(random.chance(0.9) ? body.length : random.below(65_536), 11);
  return Buffer.concat([head, body]);
}

/** A ClientHello, whole or in pieces that overlap, lie about their length or never come to an end (RFC 6347 §4.2). */
function makeHello(random: Random): Buffer {
  const cookie = random.chance(0.3) ? noise(random, random.pick([20, 32, 255])) : Buffer.alloc(0);
  const hello = Buffer.concat([
    Buffer.from([0xfe, 0xfd]),
    noise(random, 32),
    Buffer.from([0, cookie.length]),
    cookie,
    Buffer.from([0, 4, 0xc0, 0x2b, 0xc0, 0x2f, 1, 0]),
    Buffer.from([0, 22, 0, 10, 0, 4, 0, 2, 0, 29, 0, 13, 0, 4, 0, 2, 4, 3, 0, 14, 0, 2, 0, 0]),
  ]);
  const from = random.chance(0.5) ? 0 : random.below(hello.length);
  const piece = hello.subarray(from, random.chance(0.5) ? hello.length : from + random.below(hello.length));
  const head = Buffer.alloc(12);
  head[0] = random.chance(0.9) ? 1 : random.below(256);
  head.writeUIntBE(random.chance(0.7) ? hello.length : random.below(2 ** 24), 1, 3);
  head.writeUInt16BE(random.below(random.chance(0.8) ? 3 : 65_536), 4);
  head.writeUIntBE(random.chance(0.9) ? from : random.below(2 ** 24), 6, 3);
  head.writeUIntBE(random.chance(0.9) ? piece.length : random.below(2 ** 24), 9, 3);
  return record(random, 22, 0, Buffer.concat([head, piece]));
}

function makeRecord(random: Random): Buffer {
  const contentType = random.pick([20, 21, 22, 23, 24, 25, 26, 63]);
  const body = noise(random, random.below(random.chance(0.9) ? 120 : 1_300));
  return record(random, contentType, random.pick([0, 0, 1, 1, 2, 65_535]), body);
}

function makeRtp(random: Random): Buffer {
  const bytes = noise(random, 12 + random.below(1_200));
  bytes[0] = 0x80 | random.below(64);
  if (random.chance(0.5)) bytes[1] = 192 + random.below(32);
  return bytes;
}
