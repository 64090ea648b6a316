import type { TracedText } from "./traced-text.ts";

type Rules = readonly (readonly [RegExp, string])[];

/** A sign after a figure, with a space or without; not the beginning of a longer word. */
const afterFigure = (sign: string) =>
  new RegExp(`(?<=\\d)[ \\u00A0\\u202F]?${sign}(?![\\p{L}\\p{N}/²³])`, "gu");
/** Letters of Japanese may follow, and a figure may end in 万. */
const afterJapaneseFigure = (sign: string) => new RegExp(`(?<=[\\d万億])\\s?${sign}(?![A-Za-z/²³])`, "gu");
const between = (sign: string) => new RegExp(`(?<=[\\p{L}\\p{N})])\\s*${sign}\\s*(?=[\\p{L}\\p{N}(])`, "gu");
const range = /(?<![\d–-])(\d+(?:[.,]\d+)?)\s?[–-]\s?(?=\d+(?:[.,]\d+)?(?![\d–-]))/gu;

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
    [range, "$1 bis "],
    [afterFigure("km/h"), " Kilometer pro Stunde"],
    [afterFigure("m/s"), " Meter pro Sekunde"],
    [afterFigure("km"), " Kilometer"],
    [afterFigure("cm"), " Zentimeter"],
    [afterFigure("mm"), " Millimeter"],
    [afterFigure("m"), " Meter"],
    [afterFigure("kg"), " Kilogramm"],
    [afterFigure("g"), " Gramm"],
    [afterFigure("°\\s?C"), " Grad Celsius"],
    [afterFigure("°"), " Grad"],
    [afterFigure("%"), " Prozent"],
    [afterFigure("€"), " Euro"],
    [/(?<=\p{L})²/gu, " Quadrat"],
    [/²/gu, " Quadrat"],
    [/³/gu, " hoch drei"],
    [between("="), " gleich "],
    [between("\\+"), " plus "],
    [between("[×·]"), " mal "],
    [between("÷"), " geteilt durch "],
    [/≈/gu, " ungefähr "],
    [/\s&\s/gu, " und "],
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
    [range, "$1 a "],
    [afterFigure("km/h"), " kilómetros por hora"],
    [afterFigure("m/s"), " metros por segundo"],
    [afterFigure("km"), " kilómetros"],
    [afterFigure("cm"), " centímetros"],
    [afterFigure("mm"), " milímetros"],
    [afterFigure("m"), " metros"],
    [afterFigure("kg"), " kilogramos"],
    [afterFigure("g"), " gramos"],
    [afterFigure("°\\s?C"), " grados Celsius"],
    [afterFigure("°"), " grados"],
    [afterFigure("%"), " por ciento"],
    [afterFigure("€"), " euros"],
    [/²/gu, " al cuadrado"],
    [/³/gu, " al cubo"],
    [between("="), " es igual a "],
    [between("\\+"), " más "],
    [between("[×·]"), " por "],
    [between("÷"), " entre "],
    [/≈/gu, " aproximadamente "],
    [/\s&\s/gu, " y "],
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
    [range, "$1 à "],
    [afterFigure("km/h"), " kilomètres par heure"],
    [afterFigure("m/s"), " mètres par seconde"],
    [afterFigure("km"), " kilomètres"],
    [afterFigure("cm"), " centimètres"],
    [afterFigure("mm"), " millimètres"],
    [afterFigure("m"), " mètres"],
    [afterFigure("kg"), " kilogrammes"],
    [afterFigure("g"), " grammes"],
    [afterFigure("°\\s?C"), " degrés Celsius"],
    [afterFigure("°"), " degrés"],
    [afterFigure("%"), " pour cent"],
    [afterFigure("€"), " euros"],
    [/²/gu, " au carré"],
    [/³/gu, " au cube"],
    [between("="), " égale "],
    [between("\\+"), " plus "],
    [between("[×·]"), " fois "],
    [between("÷"), " divisé par "],
    [/≈/gu, " environ "],
    [/\s&\s/gu, " et "],
  ],
  ja: [
    [/(?<=\d)\s?[–~〜～-]\s?(?=\d)/gu, "から"],
    [afterJapaneseFigure("km/h"), "キロメートル毎時"],
    [afterJapaneseFigure("m/s"), "メートル毎秒"],
    [afterJapaneseFigure("km"), "キロメートル"],
    [afterJapaneseFigure("cm"), "センチメートル"],
    [afterJapaneseFigure("mm"), "ミリメートル"],
    [afterJapaneseFigure("m"), "メートル"],
    [afterJapaneseFigure("kg"), "キログラム"],
    [afterJapaneseFigure("g"), "グラム"],
    [/(?<=\d)\s?(?:°C|℃)/gu, "度"],
    [/(?<=\d)\s?°/gu, "度"],
    [/(?<=\d)\s?[%％]/gu, "パーセント"],
    [/[¥￥](\d[\d,]*)/gu, "$1円"],
    [/²/gu, "の2乗"],
    [/³/gu, "の3乗"],
    [between("[=＝]"), "イコール"],
    [between("[+＋]"), "足す"],
    [between("×"), "掛ける"],
    [between("÷"), "割る"],
    [/≈/gu, "およそ"],
    [/[「」『』]/gu, " "],
  ],
};

/** Speech in a language whose figures voices read themselves: abbreviations, units and signs become words. */
export function otherSpeech(text: TracedText, tag: string): TracedText {
  const worded = (rules[tag] ?? []).reduce((rest, [pattern, words]) => rest.replace(pattern, words), text);
  const speech = worded
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
