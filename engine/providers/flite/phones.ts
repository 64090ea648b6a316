import type { Viseme, VisemeName } from "../../speech/viseme.ts";

/** One sound that Flite made, in ms from the start of its audio. */
export interface Phone {
  /** A CMU phone in lower case, or "pau" for a pause. */
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
}

export const pause = "pau";

/** The share of a diphthong that its first mouth shape takes. */
const diphthongFirstShare = 0.6;

/** CMU phones (http://www.speech.cs.cmu.edu/cgi-bin/cmudict) as mouth shapes; diphthongs glide between two. */
const visemesOf: Readonly<Record<string, readonly [VisemeName, VisemeName?]>> = {
  pau: ["sil"],
  aa: ["aa"],
  ae: ["E"],
  ah: ["aa"],
  ao: ["O"],
  aw: ["aa", "U"],
  ax: ["E"],
  ay: ["aa", "I"],
  b: ["PP"],
  ch: ["CH"],
  d: ["DD"],
  dh: ["TH"],
  eh: ["E"],
  er: ["RR"],
  ey: ["E", "I"],
  f: ["FF"],
  g: ["kk"],
  hh: ["kk"],
  ih: ["I"],
  iy: ["I"],
  jh: ["CH"],
  k: ["kk"],
  l: ["nn"],
  m: ["PP"],
  n: ["nn"],
  ng: ["kk"],
  ow: ["O", "U"],
  oy: ["O", "I"],
  p: ["PP"],
  r: ["RR"],
  s: ["SS"],
  sh: ["CH"],
  t: ["DD"],
  th: ["TH"],
  uh: ["U"],
  uw: ["U"],
  v: ["FF"],
  w: ["U"],
  y: ["I"],
  z: ["SS"],
  zh: ["CH"],
};

const vowels = new Set("aa ae ah ao aw ax ay eh er ey ih iy ow oy uh uw".split(" "));

export function isVowel(phone: string): boolean {
  return vowels.has(phone);
}

/** Reads what Flite prints for `-psdur`: `name:end` for each phone, ends in seconds from the start, over all sentences. */
export function readPhones(printed: string): Phone[] {
  const phones: Phone[] = [];
  let startMs = 0;
  for (const entry of printed.split(/\s+/)) {
    const match = /^([a-z]+)\d?:(\d+(?:\.\d+)?)$/.exec(entry);
    if (!match) continue;
    const endMs = Number(match[2]) * 1000;
    if (endMs <= startMs) continue;
    phones.push({ name: match[1]!, startMs, endMs });
    startMs = endMs;
  }
  return phones;
}

/** Mouth shapes that touch from the first phone's start to the last one's end. */
export function toVisemes(phones: readonly Phone[]): Viseme[] {
  return phones.flatMap(({ name, startMs, endMs }): Viseme[] => {
    const [first, second] = visemesOf[name] ?? ["sil"];
    if (second === undefined) return [{ name: first, startMs, endMs }];
    const glideMs = startMs + (endMs - startMs) * diphthongFirstShare;
    return [
      { name: first, startMs, endMs: glideMs },
      { name: second, startMs: glideMs, endMs },
    ];
  });
}
