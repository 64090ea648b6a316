import { figuresInWords } from "./spoken-figures.ts";
import type { TracedText } from "./traced-text.ts";

type Rules = readonly (readonly [RegExp, string])[];

/** Thousands are set apart by points or spaces: a voice would read two numbers. */
function numbersWhole(text: TracedText, tag: string): TracedText {
  const points = /(?<![\d.,])\d{1,3}(?:\.\d{3})+(?![\d.]\d|\d)/gu;
  const spaces = /(?<![\d.,]|\d )\d{1,3}(?:[ \u00A0\u202F]\d{3})+(?! ?\d)/gu;
  const commas = /(?<![\d.,])\d{1,3}(?:,\d{3}){2,}(?!\d)/gu;
  if (tag === "ja") return text;
  const joined = text
    .replace(spaces, (number) => number.replace(/\s/gu, ""))
    .replace(commas, (number) => number.replaceAll(",", ""));
  return tag === "de" || tag === "es"
    ? joined.replace(points, (number) => number.replaceAll(".", ""))
    : joined;
}

/** What is read in words: abbreviations first, then units, then signs. Figures stay; voices read them. */
const rules: Readonly<Record<string, Rules>> = {
  de: [
    [/\bz\.\s?B\./gu, "zum Beispiel"],
    [/\bd\.\s?h\./gu, "das heißt"],
    [/\bu\.\s?a\./gu, "unter anderem"],
    [/\busw\.(?=\s+\p{Lu}|\s*$)/gu, "und so weiter."],
    [/\busw\./gu, "und so weiter"],
    [/\bbzw\./gu, "beziehungsweise"],
    [/\bca\.(?=\s)/gu, "circa"],
    [/\bDr\.(?=\s)/gu, "Doktor"],
    [/\bNr\.(?=\s*\d)/gu, "Nummer"],
    [/\s&\s/gu, " und "],
    [/\s?[→⇒]\s?/gu, " ergibt "],
  ],
  es: [
    [/\bp\.\s?ej\./giu, "por ejemplo"],
    [/\betc\.(?=\s+\p{Lu}|\s*$)/gu, "etcétera."],
    [/\betc\./gu, "etcétera"],
    [/\bDra\.(?=\s)/gu, "Doctora"],
    [/\bDr\.(?=\s)/gu, "Doctor"],
    [/\bSra\.(?=\s)/gu, "Señora"],
    [/\bSr\.(?=\s)/gu, "Señor"],
    [/\bn\.º(?=\s*\d)/gu, "número"],
    [/\s&\s/gu, " y "],
    [/\s?[→⇒]\s?/gu, " da "],
  ],
  fr: [
    [/\bp\.\s?ex\./giu, "par exemple"],
    [/\bc\.-à-d\./giu, "c'est-à-dire"],
    [/\betc\.(?=\s+\p{Lu}|\s*$)/gu, "et cetera."],
    [/\betc\./gu, "et cetera"],
    [/\bDr\.?(?=\s+\p{Lu})/gu, "Docteur"],
    [/\bMme(?=\s+\p{Lu})/gu, "Madame"],
    [/\bM\.(?=\s+\p{Lu})/gu, "Monsieur"],
    [/\bn°(?=\s*\d)/gu, "numéro"],
    [/\s&\s/gu, " et "],
    [/\s?[→⇒]\s?/gu, " donne "],
  ],
  ja: [
    [/[「」『』]/gu, " "],
    [/\s?[→⇒]\s?/gu, "、"],
    [/(?<=\d),(?=\d{3}(?!\d))/gu, ""],
  ],
};

/** Speech in a language whose figures voices read themselves: abbreviations, units and signs become words. */
export function otherSpeech(text: TracedText, tag: string): TracedText {
  const meant = (told: TracedText) =>
    (rules[tag] ?? []).reduce(
      (rest, [pattern, words]) => rest.replace(pattern, words),
      numbersWhole(told, tag),
    );
  const speech = figuresInWords(text, tag, meant)
    .replace(/[—―…]+|\.{3,}|\s[–-]\s(?=\p{L})/gu, tag === "ja" ? "、" : ", ")
    .replace(/[^\p{L}\p{M}\p{N}\s.,!?;:'’%€$°¿¡，。！？、।؟-]/gu, " ")
    .replace(/\s+/gu, " ")
    .replace(/\s+(?=[.,!?;:])/gu, "")
    .replace(
      /(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}，。！？、]) | (?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}，。！？、])/gu,
      "",
    )
    .replace(/([.,!?;:，。！？、])[.,!?;:，。！？、]+/gu, "$1")
    .replace(/^[\s.,!?;:，。！？、]+/u, "")
    .trim();
  return /[\p{L}\p{N}]/u.test(speech.text) ? speech : speech.slice(0, 0);
}
