import { expect, test } from "bun:test";
import { type Phone, readPhones } from "./phones.ts";
import { guessPhonesPerWord, toWordTimes } from "./word-times.ts";

/** Phones of 100 ms each, a pause first. */
function phonesOf(names: string): Phone[] {
  const list = ["pau", ...names.split(" ")];
  return readPhones(list.map((name, i) => `${name}:${((i + 1) / 10).toFixed(1)}`).join(" "));
}

const spans = (count: number) => Array.from({ length: count }, (_, i) => ({ from: i * 4, to: i * 4 + 3 }));
const times = (words: readonly { startMs: number; endMs: number }[]) =>
  words.map(({ startMs, endMs }) => [startMs, endMs]);

test("words take the phones they are spelled with", () => {
  const words = toWordTimes(
    spans(2),
    [
      ["k", "ae", "t"],
      ["s", "ae", "t"],
    ],
    phonesOf("k ae t s ae t"),
  );
  expect(times(words)).toEqual([
    [100, 400],
    [400, 700],
  ]);
});

test("a pause between words belongs to neither", () => {
  const words = toWordTimes(
    spans(2),
    [
      ["k", "ae", "t"],
      ["ih", "t"],
    ],
    phonesOf("k ae t pau ih t"),
  );
  expect(times(words)).toEqual([
    [100, 400],
    [500, 700],
  ]);
});

test("a word that sounds otherwise in running speech keeps its neighbours in place", () => {
  // "Dr. Smith": said alone, the first is "drive".
  const spelled = [
    ["d", "r", "ay", "v"],
    ["s", "m", "ih", "th"],
  ];
  const words = toWordTimes(spans(2), spelled, phonesOf("d aa k t er s m ih th"));
  expect(times(words)).toEqual([
    [100, 600],
    [600, 1000],
  ]);
});

test("a word that vanished gets an empty time, and time never runs backwards", () => {
  const words = toWordTimes(
    spans(3),
    [["k", "ae", "t"], ["ax"], ["s", "ih", "t"]],
    phonesOf("k ae t s ih t"),
  );
  expect(times(words)).toEqual([
    [100, 400],
    [400, 400],
    [400, 700],
  ]);
});

test("without spelling, phones are shared out by length and all are given away", () => {
  const text = "a longer word";
  const words = [
    { from: 0, to: 1 },
    { from: 2, to: 8 },
    { from: 9, to: 13 },
  ];
  const shares = guessPhonesPerWord(text, words, phonesOf("ax l ao ng g er w er d"));
  expect(shares.map((share) => share.length)).toEqual([1, 5, 3]);
});
