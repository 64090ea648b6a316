import { describe, expect, test } from "bun:test";
import { H264RtpPayload, Vp8RtpPayload } from "werift";
import { payloadMaxBytes, payloadsOf, pictureMaxBytes } from "./payloads.ts";

const noise = (bytes: number) => Buffer.from(Array.from({ length: bytes }, (_, i) => (i * 31 + 7) & 0xff));

describe("VP8", () => {
  test("a picture comes back whole from its payloads", () => {
    const picture = noise(5000);
    const parts = payloadsOf("VP8", picture).map((payload) => Vp8RtpPayload.deSerialize(payload));
    expect(Buffer.concat(parts.map((part) => part.payload))).toEqual(picture);
    expect(parts.map((part) => part.sBit)).toEqual([1, 0, 0, 0, 0]);
  });

  test("every payload fits a packet", () => {
    for (const bytes of [1, payloadMaxBytes - 1, payloadMaxBytes, payloadMaxBytes * 3, 60_000]) {
      for (const payload of payloadsOf("VP8", noise(bytes)))
        expect(payload.length).toBeLessThanOrEqual(payloadMaxBytes);
    }
  });
});

describe("H.264", () => {
  const startCode = Buffer.from([0, 0, 0, 1]);
  const nal = (type: number, bytes: number) =>
    Buffer.concat([Buffer.from([0x60 | type]), Buffer.alloc(bytes, 0x55)]);
  const annexB = (...nals: Buffer[]) => Buffer.concat(nals.flatMap((each) => [startCode, each]));
  /** The NAL units that a receiver puts together (RFC 6184 §5.6 to §5.8), in Annex B form. */
  const received = (payloads: readonly Buffer[]) => {
    let fragment: Buffer | undefined;
    return Buffer.concat(
      payloads.map((payload) => {
        const part = H264RtpPayload.deSerialize(payload, fragment);
        fragment = part.fragment;
        return part.payload ?? Buffer.alloc(0);
      }),
    );
  };

  test("a key picture leaves as aggregated parameter sets and a fragmented slice", () => {
    const picture = annexB(nal(7, 20), nal(8, 5), nal(5, 4000));
    const payloads = payloadsOf("H264", picture);
    expect(payloads[0]![0]! & 0x1f).toBe(24);
    expect(payloads.slice(1).map((payload) => payload[0]! & 0x1f)).toEqual([28, 28, 28, 28]);
    expect(received(payloads)).toEqual(picture);
    for (const payload of payloads) expect(payload.length).toBeLessThanOrEqual(payloadMaxBytes);
  });

  test("a small picture leaves as it is", () => {
    const slice = nal(1, 300);
    expect(payloadsOf("H264", annexB(slice))).toEqual([slice]);
  });

  test("bytes that are not Annex B are an error", () => {
    expect(() => payloadsOf("H264", noise(100))).toThrow();
  });
});

test("one picture sent to many is split once, and apart for each codec", () => {
  const picture = Buffer.concat([Buffer.from([0, 0, 0, 1]), Buffer.alloc(3000, 0x41)]);
  expect(payloadsOf("VP8", picture)).toBe(payloadsOf("VP8", picture));
  expect(payloadsOf("H264", picture)).toBe(payloadsOf("H264", picture));
  expect(payloadsOf("H264", picture)).not.toBe(payloadsOf("VP8", picture));
});

test("an empty or oversized picture is refused", () => {
  expect(() => payloadsOf("VP8", new Uint8Array(0))).toThrow(RangeError);
  expect(() => payloadsOf("VP8", new Uint8Array(pictureMaxBytes + 1))).toThrow(RangeError);
});
