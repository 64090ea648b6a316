import type { SpokenWord } from "../../speech/synthesizer.ts";
import type { IpaPhone } from "./ipa-visemes.ts";

/** eSpeak leaves shorter gaps before a stop's burst: the lips and tongue are in its place already. */
const pauseMinMs = 60;

/** What eSpeak NG tells of an utterance. */
export interface EspeakTimes {
  /** Name in IPA and start in ms; "" is a pause, "(en)" a change of language. */
  readonly phonemes: readonly (readonly [string, number])[];
  /** Place and length in code points, and start in ms. */
  readonly words: readonly (readonly [number, number, number])[];
}

/** Throws TypeError for what is not of that shape. */
export function readEspeakTimes(
  head: Readonly<Record<string, unknown>>,
): EspeakTimes & { sampleRateHz: number } {
  const { sampleRateHz, phonemes, words } = head;
  const isRow = (kinds: string) => (row: unknown) =>
    Array.isArray(row) && row.map((each) => typeof each).join(" ") === kinds;
  if (
    typeof sampleRateHz !== "number" ||
    !Array.isArray(phonemes) ||
    !Array.isArray(words) ||
    !phonemes.every(isRow("string number")) ||
    !words.every(isRow("number number number"))
  )
    throw new TypeError("these are no times of eSpeak NG");
  return { sampleRateHz, phonemes, words };
}

/** Phones that touch, from 0 to the end of the sound. */
export function toPhones(phonemes: EspeakTimes["phonemes"], durationMs: number): IpaPhone[] {
  const phones: { name: string; startMs: number; endMs: number }[] = [];
  let startMs = 0;
  const heard = phonemes.filter(([name]) => !name.startsWith("("));
  for (const [index, [name, at]] of heard.entries()) {
    if (phones.length === 0 && at > 0) phones.push({ name: "", startMs: 0, endMs: at });
    startMs = phones.at(-1)?.endMs ?? 0;
    const endMs = Math.min(durationMs, heard[index + 1]?.[1] ?? durationMs);
    if (endMs <= startMs) continue;
    // The next sound begins in the gap before it.
    if (name === "" && endMs - at < pauseMinMs && index < heard.length - 1) continue;
    phones.push({ name, startMs, endMs });
  }
  const last = phones.at(-1);
  if (!last) return [{ name: "", startMs: 0, endMs: durationMs }];
  last.endMs = durationMs;
  return phones;
}

/**
 * Words in order, none over another. eSpeak tells where a word begins, and not always how long it is: a word of two
 * Chinese characters counts as one, a figure as several at the same place or in it. A word lasts until the next begins,
 * or until a pause does, and takes the letters up to the next place.
 */
export function toSpokenWords(
  text: string,
  { words }: Pick<EspeakTimes, "words">,
  phones: readonly IpaPhone[],
): SpokenWord[] {
  const places = codePointPlaces(text);
  const starts: { from: number; startMs: number }[] = [];
  for (const [point, , startMs] of words) {
    const from = places[Math.max(0, Math.min(places.length - 1, point))]!;
    const isInFigure = /[\d.,]/.test(text[from - 1] ?? "") && /\d/.test(text[from] ?? "");
    if (from > (starts.at(-1)?.from ?? -1) && !isInFigure) starts.push({ from, startMs });
  }
  const durationMs = phones.at(-1)!.endMs;
  return starts.flatMap(({ from, startMs }, index): SpokenWord[] => {
    const next = starts[index + 1] ?? { from: text.length, startMs: durationMs };
    const found = /[\p{L}\p{M}\p{N}](?:.*[\p{L}\p{M}\p{N}])?/su.exec(text.slice(from, next.from));
    if (!found) return [];
    const pause = phones.find((phone) => isPause(phone) && phone.startMs > startMs);
    const endMs = Math.max(startMs, Math.min(next.startMs, pause?.startMs ?? durationMs));
    const place = from + found.index;
    return [{ from: place, to: place + found[0].length, startMs, endMs }];
  });
}

const isPause = ({ name }: IpaPhone) => name === "";

/** Where each code point begins, and the end, in UTF-16 units. */
function codePointPlaces(text: string): number[] {
  const places: number[] = [];
  let at = 0;
  for (const character of text) {
    places.push(at);
    at += character.length;
  }
  places.push(at);
  return places;
}
