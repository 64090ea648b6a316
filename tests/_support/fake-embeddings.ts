const dimensions = 128;
/** Words that mean the same to the fake: a model would have learnt it. */
const meanings = [
  ["dog", "dogs", "hound", "hounds", "puppy"],
  ["sleep", "sleeps", "nap", "naps", "doze", "dozes"],
  ["buy", "purchase", "acquire"],
  ["狗", "犬"],
];
const meaningOf = new Map(meanings.flatMap((words) => words.map((word) => [word, words[0]!] as const)));

/** What a text means to a model without weights: its words, those of one meaning as one, scattered over the dimensions. */
export function fakeEmbedding(text: string): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  for (const [word] of text.toLowerCase().matchAll(/[a-z0-9]+|\p{Script=Han}/gu)) {
    const hash = Bun.hash.xxHash32(meaningOf.get(word) ?? word);
    vector[hash % dimensions]! += hash & 0x1000 ? 1 : -1;
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}
