import { describe, expect, test } from "bun:test";
import {
  type DtlsRecord,
  handshakeDatagramsMax,
  lateHandshakesMax,
  readRecords,
  recordGate,
} from "./dtls-records.ts";

const record = (contentType: number, epoch: number, body: Buffer | number[] = [1, 2, 3]) => {
  const bytes = Buffer.from(body);
  const header = Buffer.alloc(13);
  header[0] = contentType;
  header.writeUInt16BE(0xfefd, 1);
  header.writeUInt16BE(epoch, 3);
  header.writeUInt16BE(bytes.length, 11);
  return Buffer.concat([header, bytes]);
};
/** A record with one whole handshake message. */
const message = (type: number, sequence: number) =>
  record(handshake, 0, [type, 0, 0, 2, 0, sequence, 0, 0, 0, 0, 0, 2, 9, 9]);
const [changeCipherSpec, alert, handshake, data] = [20, 21, 22, 23];

/** A gate whose encrypted records are "authentic" when their body starts with 0xaa; the rest is the plaintext. */
function gate(connected: boolean) {
  const state = { connected, alerts: 0 };
  const open = ({ bytes }: DtlsRecord) => {
    if (bytes[13] !== 0xaa) throw new Error("not authentic");
    return bytes.subarray(14);
  };
  const { pass } = recordGate({ isConnected: () => state.connected, open, onAlert: () => state.alerts++ });
  return { state, pass };
}

test("a datagram is split into its records, or is none", () => {
  const both = Buffer.concat([record(handshake, 0), record(changeCipherSpec, 0, [1])]);
  expect(readRecords(both)?.map(({ contentType, epoch }) => [contentType, epoch])).toEqual([
    [22, 0],
    [20, 0],
  ]);
  for (let length = 1; length < record(handshake, 0).length; length++) {
    expect(readRecords(both.subarray(0, length))).toBeUndefined();
  }
  const otherVersion = record(handshake, 0);
  otherVersion[1] = 3;
  expect(readRecords(otherVersion)).toBeUndefined();
});

describe("during the handshake", () => {
  test("handshake records pass, alerts and unknown kinds do not", () => {
    const { pass, state } = gate(false);
    const hello = message(1, 0);
    expect(pass(hello)).toEqual(hello);
    expect(pass(record(alert, 0, [2, 40]))).toBeUndefined();
    expect(pass(record(63, 0))).toBeUndefined();
    expect(pass(Buffer.concat([hello, record(alert, 0, [1, 0])]))).toEqual(hello);
    expect(state.alerts).toBe(0);
  });

  test("what follows from a lost message waits for its repetition", () => {
    const { pass } = gate(false);
    const finished = record(handshake, 1, [0xaa, 20]);
    const [hello, certificate, keyExchange, verify] = [
      message(1, 0),
      message(11, 1),
      message(16, 2),
      message(15, 3),
    ];
    expect(pass(hello)).toEqual(hello);
    // The certificate was lost.
    expect(pass(Buffer.concat([keyExchange, verify, finished]))).toBeUndefined();
    const again = Buffer.concat([certificate, keyExchange, verify, finished]);
    expect(pass(again)).toEqual(again);
  });

  test("no more than a bounded number of datagrams passes", () => {
    const { pass } = gate(false);
    const passed = Array.from({ length: handshakeDatagramsMax + 50 }, () => pass(message(1, 0)));
    expect(passed.filter(Boolean)).toHaveLength(handshakeDatagramsMax);
  });
});

describe("after the handshake", () => {
  test("encrypted data passes; nothing in the clear does", () => {
    const { pass, state } = gate(true);
    expect(pass(record(data, 1))).toEqual(record(data, 1));
    for (const kind of [changeCipherSpec, alert, handshake, data, 24, 63])
      expect(pass(record(kind, 0))).toBeUndefined();
    expect(pass(Buffer.concat([record(handshake, 0), record(data, 1)]))).toEqual(record(data, 1));
    expect(state.alerts).toBe(0);
  });

  test("an alert counts when it is authentic, and only then", () => {
    const { pass, state } = gate(true);
    expect(pass(record(alert, 1, [1, 0]))).toBeUndefined();
    expect(pass(record(alert, 0, [0xaa, 1, 0]))).toBeUndefined();
    expect(state.alerts).toBe(0);
    expect(pass(record(alert, 1, [0xaa, 1, 0]))).toBeUndefined();
    expect(state.alerts).toBe(1);
  });

  test("a repeated Finished passes a few times, a new handshake never", () => {
    const { pass } = gate(true);
    expect(pass(record(handshake, 1, [0xaa, 1]))).toBeUndefined();
    const finished = record(handshake, 1, [0xaa, 20]);
    const passed = Array.from({ length: lateHandshakesMax * 2 }, () => pass(finished));
    expect(passed.filter(Boolean)).toHaveLength(lateHandshakesMax - 1);
  });

  test("a kind of record that does not exist does not pass", () => {
    expect(gate(true).pass(record(24, 1))).toBeUndefined();
  });
});

test("noise ends in nothing", () => {
  const { pass } = gate(true);
  for (let round = 0; round < 3000; round++) {
    const bytes = Buffer.from(crypto.getRandomValues(new Uint8Array(1 + (round % 100))));
    if (bytes[0]! === 23) continue;
    expect(pass(bytes)).toBeUndefined();
  }
});
