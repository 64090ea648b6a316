import { describe, expect, test } from "bun:test";
import { HandshakeOrder, handshakeMessageMaxBytes } from "./dtls-handshake-order.ts";

const [hello, certificate, keyExchange, verify] = [1, 11, 16, 15];

/** One fragment; without `offset` and `length` the whole message. */
function fragment(
  type: number,
  sequence: number,
  message: Buffer,
  offset = 0,
  length = message.length,
): Buffer {
  const header = Buffer.alloc(12);
  header[0] = type;
  header.writeUIntBE(message.length, 1, 3);
  header.writeUInt16BE(sequence, 4);
  header.writeUIntBE(offset, 6, 3);
  header.writeUIntBE(length, 9, 3);
  return Buffer.concat([header, message.subarray(offset, offset + length)]);
}
const body = (bytes: number) => Buffer.from(Array.from({ length: bytes }, (_, i) => i & 0xff));

describe("messages", () => {
  test("pass in order and again", () => {
    const order = new HandshakeOrder();
    for (const sequence of [0, 1, 1, 0, 1]) {
      const whole = fragment(hello, sequence, body(50));
      expect(order.take(whole)).toEqual(whole);
    }
    expect(order.has(hello)).toBe(true);
  });

  test("wait for those before them", () => {
    const order = new HandshakeOrder();
    order.take(fragment(hello, 0, body(10)));
    expect(order.take(fragment(verify, 3, body(10)))).toBeUndefined();
    expect(order.take(fragment(keyExchange, 2, body(10)))).toBeUndefined();
    expect(order.has(verify)).toBe(false);
    for (const [type, sequence] of [
      [certificate, 1],
      [keyExchange, 2],
      [verify, 3],
    ] as const) {
      expect(order.take(fragment(type, sequence, body(10)))).toBeDefined();
    }
    expect(order.has(verify)).toBe(true);
  });

  test("in one record are judged one by one", () => {
    const order = new HandshakeOrder();
    const [first, second, last] = [0, 1, 3].map((sequence) => fragment(hello, sequence, body(5)));
    expect(order.take(Buffer.concat([first!, last!, second!]))).toEqual(Buffer.concat([first!, second!]));
  });
});

describe("fragments", () => {
  const message = body(1000);
  const whole = fragment(hello, 0, message);
  const [head, tail] = [fragment(hello, 0, message, 0, 600), fragment(hello, 0, message, 600, 400)];

  test("pass as one message when they are complete", () => {
    const order = new HandshakeOrder();
    expect(order.take(tail)).toBeUndefined();
    expect(order.take(head)).toBeUndefined();
    expect(order.has(hello)).toBe(false);
    expect(order.take(tail)).toEqual(whole);
    expect(order.has(hello)).toBe(true);
  });

  test("may come again before and after that", () => {
    const order = new HandshakeOrder();
    for (const round of [1, 2]) {
      for (let i = 0; i < round; i++) expect(order.take(head)).toBeUndefined();
      expect(order.take(tail)).toEqual(whole);
    }
  });

  test("may overlap, as after a change of the path's MTU", () => {
    const order = new HandshakeOrder();
    order.take(head);
    expect(order.take(fragment(hello, 0, message, 0, 300))).toBeUndefined();
    expect(order.take(fragment(hello, 0, message, 300, 500))).toBeUndefined();
    expect(order.take(fragment(hello, 0, message, 800, 200))).toEqual(whole);
    expect(new HandshakeOrder().take(Buffer.concat([head, whole]))).toEqual(whole);
  });

  test("of a message the client has left behind do not hold up the next one", () => {
    const order = new HandshakeOrder();
    order.take(whole);
    // Half of a repetition, then the next message; then a late rest of the former.
    expect(order.take(head)).toBeUndefined();
    expect(order.take(fragment(hello, 1, message, 0, 600))).toBeUndefined();
    expect(order.take(tail)).toBeUndefined();
    expect(order.take(fragment(hello, 1, message, 600, 400))).toEqual(fragment(hello, 1, message));
  });

  test("outside their message, of a huge message or cut short do not pass", () => {
    const order = new HandshakeOrder();
    const outside = Buffer.from(head);
    outside.writeUIntBE(950, 6, 3);
    expect(order.take(outside)).toBeUndefined();
    expect(order.take(fragment(hello, 0, body(handshakeMessageMaxBytes + 1)))).toBeUndefined();
    expect(order.take(whole.subarray(0, -1))).toBeUndefined();
    expect(order.take(whole.subarray(0, 5))).toBeUndefined();
    expect(order.take(fragment(hello, 0, message, 0, 0))).toBeUndefined();
    expect(order.take(whole)).toEqual(whole);
  });
});
