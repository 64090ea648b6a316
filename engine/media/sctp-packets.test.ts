import { describe, expect, test } from "bun:test";
import { isPlausibleSctp, sackSpanMax } from "./sctp-packets.ts";

const chunk = (type: number, body: Buffer, length = body.length + 4) => {
  const header = Buffer.alloc(4);
  header[0] = type;
  header.writeUInt16BE(length, 2);
  return Buffer.concat([header, body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
};
const packet = (...chunks: Buffer[]) => Buffer.concat([Buffer.alloc(12), ...chunks]);
const sack = (gaps: [number, number][], claimed = gaps.length) => {
  const body = Buffer.alloc(12 + 4 * gaps.length);
  body.writeUInt16BE(claimed, 8);
  gaps.forEach(([from, to], i) => {
    body.writeUInt16BE(from, 12 + 4 * i);
    body.writeUInt16BE(to, 14 + 4 * i);
  });
  return chunk(3, body);
};
const parameter = (length: number) => {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16BE(13, 0);
  bytes.writeUInt16BE(length, 2);
  return bytes;
};

describe("what a browser sends is let through", () => {
  test.each([
    ["a message", packet(chunk(0, Buffer.alloc(12 + 5)))],
    [
      "two messages and an acknowledgement",
      packet(chunk(0, Buffer.alloc(13)), chunk(0, Buffer.alloc(14)), sack([[2, 3]])),
    ],
    ["INIT", packet(chunk(1, Buffer.concat([Buffer.alloc(16), parameter(8)])))],
    ["a heartbeat", packet(chunk(4, parameter(8)))],
    ["COOKIE ECHO", packet(chunk(10, Buffer.alloc(24)))],
    ["a stream reset", packet(chunk(130, parameter(8)))],
    ["FORWARD TSN", packet(chunk(192, Buffer.alloc(8)))],
    ["ABORT without a cause", packet(chunk(6, Buffer.alloc(0)))],
  ])("%s", (_name, bytes) => expect(isPlausibleSctp(bytes)).toBe(true));
});

describe("what no browser sends is not", () => {
  test.each([
    ["nothing", Buffer.alloc(0)],
    ["a header alone", Buffer.alloc(12)],
    ["a chunk of length zero", packet(chunk(0, Buffer.alloc(13), 0))],
    ["a chunk shorter than its header", packet(chunk(0, Buffer.alloc(13), 3))],
    ["a chunk that ends outside", packet(chunk(0, Buffer.alloc(13), 400))],
    ["an unknown chunk", packet(chunk(77, Buffer.alloc(8)))],
    ["data without its header", packet(chunk(0, Buffer.alloc(8)))],
    ["a parameter of length zero", packet(chunk(130, parameter(0)))],
    ["a parameter that ends outside", packet(chunk(9, parameter(60)))],
    ["INIT without its fields", packet(chunk(1, Buffer.alloc(8)))],
    ["an acknowledgement that claims more than it holds", packet(sack([[1, 2]], 9))],
    [
      "an acknowledgement of half the number space",
      packet(sack(Array.from({ length: 20 }, () => [0, 0x7fff]))),
    ],
    ["more than a datagram", packet(chunk(0, Buffer.alloc(2000)))],
  ])("%s", (_name, bytes) => expect(isPlausibleSctp(bytes)).toBe(false));
});

test("the span of an acknowledgement is bounded in sum", () => {
  expect(isPlausibleSctp(packet(sack([[1, sackSpanMax]])))).toBe(true);
  expect(
    isPlausibleSctp(
      packet(
        sack([
          [1, sackSpanMax],
          [1, 1],
        ]),
      ),
    ),
  ).toBe(false);
});

test("noise ends in an answer, whatever it is", () => {
  for (let round = 0; round < 5000; round++) {
    const bytes = Buffer.from(crypto.getRandomValues(new Uint8Array(round % 300)));
    expect(typeof isPlausibleSctp(bytes)).toBe("boolean");
  }
});
