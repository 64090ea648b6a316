/**
 * Mouth shapes: the fifteen visemes that Oculus published for lip-sync, which most face runtimes
 * understand. `PP` is the closed mouth of p, b and m; `sil` is the mouth at rest.
 */
export const visemeNames = [
  "sil",
  "PP",
  "FF",
  "TH",
  "DD",
  "kk",
  "CH",
  "SS",
  "nn",
  "RR",
  "aa",
  "E",
  "I",
  "O",
  "U",
] as const;

export type VisemeName = (typeof visemeNames)[number];

/** One mouth shape, in milliseconds from the start of its clip. Segments of a clip touch and never overlap. */
export interface Viseme {
  readonly name: VisemeName;
  readonly startMs: number;
  readonly endMs: number;
  /** Of a vowel: how far it opens the mouth for being loud or soft; 1 unless set. */
  readonly strength?: number | undefined;
}

const vowels: readonly VisemeName[] = ["aa", "E", "I", "O", "U"];

export function isVowel(name: VisemeName): boolean {
  return vowels.includes(name);
}
