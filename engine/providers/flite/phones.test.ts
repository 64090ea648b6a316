import { expect, test } from "bun:test";
import { readPhones, toVisemes } from "./phones.ts";

test("reads names and end times, and skips what is neither", () => {
  expect(readPhones("pau:0.100 hh:0.150 \n?? ow:0.250 ow:0.250\n")).toEqual([
    { name: "pau", startMs: 0, endMs: 100 },
    { name: "hh", startMs: 100, endMs: 150 },
    { name: "ow", startMs: 150, endMs: 250 },
  ]);
});

test("lips close on p, b and m", () => {
  const phones = readPhones("p:0.1 b:0.2 m:0.3");
  expect(toVisemes(phones).map(({ name }) => name)).toEqual(["PP", "PP", "PP"]);
});

test("a diphthong glides from its first shape to its second at sixty per cent", () => {
  expect(toVisemes([{ name: "ay", startMs: 100, endMs: 200 }])).toEqual([
    { name: "aa", startMs: 100, endMs: 160 },
    { name: "I", startMs: 160, endMs: 200 },
  ]);
});

test("an unknown phone leaves the mouth at rest and no hole", () => {
  expect(toVisemes([{ name: "xx", startMs: 0, endMs: 50 }])).toEqual([
    { name: "sil", startMs: 0, endMs: 50 },
  ]);
});
