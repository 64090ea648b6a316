import { expect, test } from "bun:test";
import { toByteStream } from "./byte-stream.ts";

/** Texts without end, and how many were asked for. */
function endless() {
  const source = { made: 0, ended: false };
  async function* texts() {
    try {
      while (true) yield `${source.made++}\n`;
    } finally {
      source.ended = true;
    }
  }
  return { source, texts: texts() };
}

test("a text is made when the reader asks for it, and not before", async () => {
  const { source, texts } = endless();
  const reader = toByteStream(texts).getReader();
  expect(source.made).toBe(0);
  for (let read = 1; read <= 3; read++) {
    await reader.read();
    expect(source.made).toBe(read);
  }
  await reader.cancel();
});

test("a reader that leaves ends the source", async () => {
  const { source, texts } = endless();
  const reader = toByteStream(texts).getReader();
  await reader.read();
  await reader.cancel();
  expect(source.ended).toBe(true);
});
