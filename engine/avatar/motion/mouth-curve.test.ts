import { expect, test } from "bun:test";
import type { Viseme, VisemeName } from "../../speech/viseme.ts";
import { between, mouthAt, opennessOf, restMouth } from "./mouth-curve.ts";

/** Shapes of 100 ms each, one after the other. */
function say(names: string, eachMs = 100): Viseme[] {
  return names.split(" ").map((name, i) => ({
    name: name as VisemeName,
    startMs: i * eachMs,
    endMs: (i + 1) * eachMs,
  }));
}

test("a mouth that says nothing is at rest", () => {
  expect(mouthAt([], 1_000)).toEqual(restMouth);
});

test("an ah said long opens the mouth nearly fully", () => {
  expect(mouthAt(say("aa", 300), 150).open).toBeGreaterThan(0.95);
});

test("a vowel that is held stays open from start to end", () => {
  const visemes = say("aa", 3_000);
  for (let ms = 50; ms <= 2_950; ms += 100) expect(mouthAt(visemes, ms).open).toBeGreaterThan(0.95);
});

test("lips are pursed for oo and spread for ee", () => {
  expect(mouthAt(say("U", 200), 100).width).toBeLessThan(0.05);
  expect(mouthAt(say("I", 200), 100).width).toBeGreaterThan(0.9);
});

test.each([40, 60, 100, 160])(
  "the lips meet for a p of %d ms on the picture nearest its middle",
  (eachMs) => {
    const visemes = say("aa PP aa", eachMs);
    for (let phase = 0; phase < 40; phase += 5) {
      const pictures = Array.from({ length: 20 }, (_, i) => mouthAt(visemes, phase + i * 40 - 100).open);
      expect(Math.min(...pictures)).toBe(0);
    }
  },
);

test("the mouth is open again on both sides of a p", () => {
  const visemes = say("aa PP aa", 120);
  expect(mouthAt(visemes, 60).open).toBeGreaterThan(0.8);
  expect(mouthAt(visemes, 300).open).toBeGreaterThan(0.8);
});

test("the lower lip stays under the teeth for f", () => {
  const mouth = mouthAt(say("aa FF aa"), 150);
  expect(mouth.open).toBeLessThanOrEqual(0.12);
  expect(mouth.detail).toBe("tuck");
});

test("neighbours colour each other: an s before oo is rounder than one before ee", () => {
  expect(mouthAt(say("SS U"), 80).width).toBeLessThan(mouthAt(say("SS I"), 80).width - 0.1);
});

test("teeth and tongue show in the middle of their sounds only", () => {
  const visemes = say("aa SS aa TH aa");
  expect([50, 150, 250, 350, 450].map((ms) => mouthAt(visemes, ms).detail)).toEqual([
    "plain",
    "teeth",
    "plain",
    "tongue",
    "plain",
  ]);
});

test("the mouth comes back to rest without a jump", () => {
  const visemes = say("aa O");
  let before = mouthAt(visemes, 150);
  for (let ms = 160; ms <= 700; ms += 10) {
    const mouth = mouthAt(visemes, ms);
    expect(Math.abs(mouth.open - before.open)).toBeLessThan(0.15);
    expect(Math.abs(mouth.width - before.width)).toBeLessThan(0.15);
    before = mouth;
  }
  expect(before.open).toBeLessThan(0.02);
  expect(before.width).toBeCloseTo(restMouth.width, 1);
});

test("lips do not get ready too early", () => {
  const visemes = say("aa", 300).map((viseme) => ({ ...viseme, startMs: 1_000, endMs: 1_300 }));
  expect(mouthAt(visemes, 860).open).toBeLessThan(0.1);
  expect(mouthAt(visemes, 980).open).toBeGreaterThan(0.5);
});

test("a curve's golden values hold", () => {
  const visemes = say("sil PP aa nn E sil", 80);
  const curve = Array.from({ length: 12 }, (_, i) => mouthAt(visemes, i * 40));
  const percent = curve.map(({ open, width }) => `${Math.round(open * 100)}/${Math.round(width * 100)}`);
  expect(percent.join(" ")).toBe("0/59 1/56 5/51 0/48 47/49 76/52 71/55 50/61 50/69 51/72 35/69 14/64");
});

test("who hurries opens less", () => {
  expect(opennessOf(say("aa nn aa", 50))).toBe(0.85);
  expect(opennessOf(say("aa nn aa", 100))).toBe(1);
  expect(opennessOf([])).toBe(1);
});

test("a shape between two is a mix", () => {
  const open = { open: 1, width: 0.2, detail: "teeth" } as const;
  expect(between(restMouth, open, 0)).toEqual(restMouth);
  const middle = between(restMouth, open, 0.5);
  expect(middle).toMatchObject({ open: 0.5, detail: "teeth" });
  expect(middle.width).toBeCloseTo(0.41, 9);
});
