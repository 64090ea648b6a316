import type { Viseme, VisemeName } from "../../speech/viseme.ts";

/** A sound that eSpeak NG made: its name in the International Phonetic Alphabet, "" for a pause. Times in ms. */
export interface IpaPhone {
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** The share of a diphthong, or of an affricate's glide, that its first mouth shape takes. */
const firstShare = 0.6;

/** Sounds by the shape of the lips; a longer name is looked for before a shorter one. */
const soundsOf: Readonly<Partial<Record<VisemeName, string>>> = {
  PP: "p b m pʰ ph ɓ ʙ β ɸ mʲ pʲ bʲ",
  FF: "f v ɱ pf ʋ",
  TH: "θ ð",
  DD: "t d ɾ ʈ ɖ th tʰ ts dz tsh tsʰ t̪ d̪ ɗ",
  kk: "k ɡ g x ɣ h ɦ ŋ q χ ʔ kh kʰ ç c ɟ ħ ʕ ɠ ɢ ɰ",
  CH: "tʃ dʒ ʃ ʒ tɕ tɕh tɕʰ dʑ ɕ ʑ tʂ ʈʂ tʂh tʂʰ ʂ ʐ",
  SS: "s z",
  nn: "n l ɫ ɲ ʎ ɬ ɭ ɳ ɮ ɴ",
  RR: "r ɹ ʀ ʁ ɻ ɽ ɚ ɜ ɝ",
  aa: "a ɑ ɐ ʌ æ ɒ",
  E: "e ɛ ε ə œ ø ɘ ɤ ɞ ᵊ",
  I: "i ɪ j ʝ ɨ ᵻ ɿ ʅ",
  O: "o ɔ ɵ",
  U: "u ʊ w ʍ ʉ ɯ ɥ y ʏ",
};

const visemeOf = new Map(
  Object.entries(soundsOf).flatMap(([viseme, sounds]) =>
    sounds.split(" ").map((sound): [string, VisemeName] => [sound, viseme as VisemeName]),
  ),
);
const longestFirst = [...visemeOf.keys()].sort((one, other) => other.length - one.length);

/** The mouth shapes of a sound, one or two; none for what has no sound, such as marks of stress and tone. */
export function ipaVisemes(name: string): VisemeName[] {
  let rest = name.normalize("NFD").replace(/\p{M}|[ˈˌːˑʲˤ'.|_\-\d˥˦˧˨˩]/gu, "");
  const shapes: VisemeName[] = [];
  while (rest !== "") {
    const sound = longestFirst.find((each) => rest.startsWith(each));
    const viseme = sound && visemeOf.get(sound);
    if (viseme && shapes.at(-1) !== viseme) shapes.push(viseme);
    rest = rest.slice(sound?.length ?? 1);
  }
  return shapes.length > 2 ? [shapes[0]!, shapes.at(-1)!] : shapes;
}

/** Mouth shapes that touch from the first phone's start to the last one's end. */
export function toIpaVisemes(phones: readonly IpaPhone[]): Viseme[] {
  return phones.flatMap(({ name, startMs, endMs }): Viseme[] => {
    const [first = "sil", second] = ipaVisemes(name);
    if (second === undefined) return [{ name: first, startMs, endMs }];
    const glideMs = startMs + (endMs - startMs) * firstShare;
    return [
      { name: first, startMs, endMs: glideMs },
      { name: second, startMs: glideMs, endMs },
    ];
  });
}
