import { expect, test } from "bun:test";
import { FrameReader, frameMaxBytes } from "./frame-reader.ts";

const framed = (text: string) =>
  Buffer.concat([Buffer.from([text.length >> 8, text.length & 0xff]), Buffer.from(text)]);

function read(chunks: readonly Uint8Array[]): { frames: string[]; ok: boolean } {
  const reader = new FrameReader();
  const frames: string[] = [];
  const ok = chunks.every((chunk) => reader.push(chunk, (frame) => frames.push(String(frame))));
  return { frames, ok };
}

test("frames come out whole, however the stream is cut", () => {
  const stream = Buffer.concat([framed("one"), framed(""), framed("two"), framed("x".repeat(300))]);
  for (let size = 1; size <= stream.length; size++) {
    const chunks = [];
    for (let at = 0; at < stream.length; at += size) chunks.push(stream.subarray(at, at + size));
    expect(read(chunks)).toEqual({ frames: ["one", "two", "x".repeat(300)], ok: true });
  }
});

test("a frame that is too long is known by its length", () => {
  expect(read([framed("x".repeat(frameMaxBytes))]).ok).toBe(true);
  expect(read([framed("one"), Buffer.from([(frameMaxBytes + 1) >> 8, (frameMaxBytes + 1) & 0xff])])).toEqual({
    frames: ["one"],
    ok: false,
  });
});
