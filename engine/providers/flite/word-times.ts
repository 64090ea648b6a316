import type { SpokenWord } from "../../speech/synthesizer.ts";
import { isVowel, type Phone, pause } from "./phones.ts";

/** A word of a text: its place in UTF-16 units. */
export interface WordSpan {
  readonly from: number;
  readonly to: number;
}

/** Costs of the alignment: a vowel that changed (the, a, to) is a smaller surprise than a sound that came or went. */
const otherSound = 1;
const otherVowel = 0.5;
const extraSound = 0.8;

/**
 * Gives each word its time. `expected` holds each word's phones when said alone; in running speech
 * some differ ("the" before a vowel, "Dr." before a name), so the two phone strings are aligned by
 * least edit cost (Wagner and Fischer, 1974) and a word takes the phones that fell to it. A word to
 * which none fell gets an empty time where the previous word ended. Times never run backwards.
 */
export function toWordTimes(
  words: readonly WordSpan[],
  expected: readonly (readonly string[])[],
  phones: readonly Phone[],
): SpokenWord[] {
  const spoken = phones.filter((phone) => phone.name !== pause);
  const owners = expected.flatMap((names, word) => names.map((name) => ({ name, word })));
  const ownerOf = align(owners, spoken);
  let previousEndMs = spoken[0]?.startMs ?? 0;
  return words.map((span, word) => {
    const first = ownerOf.indexOf(word);
    const last = ownerOf.lastIndexOf(word);
    const startMs = first < 0 ? previousEndMs : spoken[first]!.startMs;
    const endMs = last < 0 ? previousEndMs : spoken[last]!.endMs;
    previousEndMs = endMs;
    return { ...span, startMs, endMs };
  });
}

/** Shares phones out by the length of the words, for text whose words could not be sounded one by one. */
export function guessPhonesPerWord(
  text: string,
  words: readonly WordSpan[],
  phones: readonly Phone[],
): string[][] {
  const spoken = phones.filter((phone) => phone.name !== pause);
  const lengths = words.map((word) => text.slice(word.from, word.to).replace(/[^a-z0-9]/gi, "").length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  let done = 0;
  return lengths.map((length) => {
    const from = Math.round((done / total) * spoken.length);
    done += length;
    return spoken.slice(from, Math.round((done / total) * spoken.length)).map((phone) => phone.name);
  });
}

/** For each spoken phone the index of the word it belongs to; never decreasing. */
function align(owners: readonly { name: string; word: number }[], spoken: readonly Phone[]): number[] {
  const columns = spoken.length + 1;
  const cost = new Float64Array((owners.length + 1) * columns);
  for (let row = 0; row <= owners.length; row++) {
    for (let column = 0; column < columns; column++) {
      if (row === 0 || column === 0) cost[row * columns + column] = (row + column) * extraSound;
      else {
        const above = (row - 1) * columns + column;
        cost[row * columns + column] = Math.min(
          cost[above - 1]! + difference(owners[row - 1]!.name, spoken[column - 1]!.name),
          cost[above]! + extraSound,
          cost[row * columns + column - 1]! + extraSound,
        );
      }
    }
  }
  const words = new Array<number>(spoken.length);
  let row = owners.length;
  let column = spoken.length;
  while (column > 0) {
    const here = cost[row * columns + column]!;
    const above = (row - 1) * columns + column;
    if (row > 0 && here === cost[above - 1]! + difference(owners[row - 1]!.name, spoken[column - 1]!.name)) {
      words[--column] = owners[--row]!.word;
    } else if (row > 0 && here === cost[above]! + extraSound) row--;
    else words[--column] = owners[Math.max(0, row - 1)]?.word ?? 0;
  }
  return words;
}

function difference(expected: string, spoken: string): number {
  if (expected === spoken) return 0;
  return isVowel(expected) && isVowel(spoken) ? otherVowel : otherSound;
}
