import { expect, test } from "bun:test";
import { buildStages, progressAt } from "./build-report.ts";
import { cropAbout } from "./framing.ts";
import { sniffSource, usedSeconds } from "./source-probe.ts";

const bytes = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));

test.each([
  ["mov", "\0\0\0 ftypisom"],
  ["mov", "\0\0\0\x14ftypqt  "],
  ["matroska", "\x1a\x45\xdf\xa3\x01\0\0\0"],
  ["jpeg_pipe", "\xff\xd8\xff\xe0\0\x10JFIF"],
  ["png_pipe", "\x89PNG\r\n\x1a\n"],
  ["webp_pipe", "RIFF\0\0\0\0WEBPVP8 "],
] as const)("%s is known by its first bytes", (format, head) => {
  expect(sniffSource(bytes(head))).toBe(format);
});

test.each([
  "",
  "ftyp",
  "\0\0\0\x18ftypheic",
  "\0\0\0\x1cftypavif",
  "\0\0\0\x18ftypmif1",
  "#EXTM3U\n",
  "GIF89a",
  "RIFF\0\0\0\0AVI LIST",
  "<svg xmlns=",
  "%!PS",
  "OggS\0",
])("what begins with %j is neither a video nor a photo", (head) => {
  expect(sniffSource(bytes(head))).toBeUndefined();
});

test("the crop is an even square about the face, inside the source", () => {
  const source = { width: 1_281, height: 721 };
  const middle = cropAbout({ x: 640, y: 300, eyes: 90 }, source);
  expect(middle).toEqual({ x: 442, y: 136, side: 396 });
  for (const face of [
    { x: 0, y: 0, eyes: 60 },
    { x: 1_280, y: 720, eyes: 200 },
    { x: 500, y: 100, eyes: 900 },
  ]) {
    const { x, y, side } = cropAbout(face, source);
    expect([x % 2, y % 2, side % 2]).toEqual([0, 0, 0]);
    expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
    expect(x + side).toBeLessThanOrEqual(source.width);
    expect(y + side).toBeLessThanOrEqual(source.height);
  }
});

test("progress grows from stage to stage and ends at one", () => {
  const steps = (Object.keys(buildStages) as (keyof typeof buildStages)[]).flatMap((stage) =>
    [0, 0.5, 1].map((share) => progressAt(stage, share).fraction),
  );
  expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  expect(steps[0]).toBe(0);
  expect(steps.at(-1)).toBeCloseTo(1, 9);
});

test("of a long video so much is used as can be decoded in time", () => {
  const [hd, uhd] = [
    { width: 1_920, height: 1_080 },
    { width: 2_160, height: 3_840 },
  ];
  expect(usedSeconds(300, hd, { num: 60, den: 1 })).toBe(60);
  expect(usedSeconds(300, uhd, { num: 30_000, den: 1_001 })).toBe(60);
  expect(usedSeconds(300, uhd, { num: 60, den: 1 })).toBe(30);
  expect(usedSeconds(20, uhd, { num: 60, den: 1 })).toBe(20);
  // A file may tell no duration, no rate, and any.
  expect(usedSeconds(0, hd, { num: 0, den: 0 })).toBe(60);
  expect(usedSeconds(300, uhd, { num: 100_000, den: 1 })).toBe(10);
});
