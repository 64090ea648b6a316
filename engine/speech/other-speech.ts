import { mathWords, signs } from "./spoken-math-words.ts";
import type { TracedText } from "./traced-text.ts";

type Rules = readonly (readonly [RegExp, string])[];

/** A sign after a figure, with a space or without; not the beginning of a longer word. */
const afterFigure = (sign: string) =>
  new RegExp(`(?<=\\d)[ \\u00A0\\u202F]?${sign}(?![\\p{L}\\p{N}/²³])`, "gu");
/** Letters of Japanese may follow, and a figure may end in 万. */
const afterJapaneseFigure = (sign: string) => new RegExp(`(?<=[\\d万億])\\s?${sign}(?![A-Za-z/²³])`, "gu");
const range = /(?<![\d–-])(\d+(?:[.,]\d+)?)\s?[–-]\s?(?=\d+(?:[.,]\d+)?(?![\d–-]))/gu;

const monthsOf: Readonly<Record<string, readonly string[]>> = {
  de: "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(" "),
  es: "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(" "),
  fr: "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(" "),
};

/** Signs that stand between letters, figures and parentheses; those that also are marks of HTML and Markdown have spaces beside them. */
const closeSigns = [..."=＝+＋×·÷−≤≥≠≈±"];
const apartSigns = [..."<>"];
/** Of another width. */
const plainSigns: Readonly<Record<string, string>> = { "＝": "=", "＋": "+" };

/** "5 > 3" and "−4" in words. */
function signsInWords(text: TracedText, tag: string): TracedText {
  const words = mathWords[tag]?.signs;
  if (!words) return text;
  const wordOf = (sign: string) => words[signs[plainSigns[sign] ?? sign]!];
  const rule = (sign: string, space: string): readonly [RegExp, string] => [
    new RegExp(`(?<=[\\p{L}\\p{N}²³°%)])${space}[${sign}]${space}(?=[\\p{L}\\p{N}(−-])`, "gu"),
    ` ${wordOf(sign)} `,
  ];
  // Behind a Japanese word, which ends without a space, nothing is taken from anything.
  const negative =
    tag === "ja" ? /(?<![A-Za-z\d.,)–-]\s?)[−-](?=\d)/gu : /(?<![\p{L}\p{N}.,)–-]\s?)[−-](?=\d)/gu;
  return [
    [negative, `${words.negative ?? words.minus} `] as const,
    ...closeSigns.map((sign) => rule(sign, "\\s*")),
    ...apartSigns.map((sign) => rule(sign, "\\s+")),
  ].reduce((rest, [pattern, spoken]) => rest.replace(pattern, spoken), text);
}

/** Thousands are set apart by points or spaces: a voice would read two numbers. */
function numbersWhole(text: TracedText, tag: string): TracedText {
  const points = /(?<![\d.,])\d{1,3}(?:\.\d{3})+(?![\d.]\d|\d)/gu;
  const spaces = /(?<![\d.,])\d{1,3}(?:(?:[\u00A0\u202F]\d{3})+|(?: \d{3}){2,})(?!\d)/gu;
  const joined = text.replace(spaces, (number) => number.replace(/\s/gu, ""));
  return tag === "de" || tag === "es"
    ? joined.replace(points, (number) => number.replaceAll(".", ""))
    : joined;
}

/** 14.07.2024, 14/07/2024 and 2024-07-14, as those who speak the language write and say a date. */
function datesInWords(text: TracedText, tag: string): TracedText {
  const months = monthsOf[tag];
  if (!months) return text;
  const words = (day: string, month: string, year: string) => {
    const name = months[Number(month) - 1]!;
    if (tag === "de") return `${Number(day)}. ${name} ${year}`;
    if (tag === "es") return `${Number(day)} de ${name} de ${year}`;
    return `${day === "01" || day === "1" ? "1er" : Number(day)} ${name} ${year}`;
  };
  const month = "(0?[1-9]|1[0-2])";
  const day = "(0?[1-9]|[12]\\d|3[01])";
  const written = new RegExp(`(?<![\\d./])${day}([./])${month}\\2(\\d{4})(?![\\d/]|\\.\\d)`, "gu");
  return text
    .replace(written, (_, on: string, __, of: string, year: string) => words(on, of, year))
    .replace(/(?<![\d-])(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\d-])/gu, (_, year, of, on) =>
      words(on!, of!, year!),
    );
}

/** "15:45" as a time of day: voices read a colon as a pause, or not at all. */
function timesInWords(text: TracedText, tag: string): TracedText {
  const joint: Readonly<Record<string, string>> = { de: " Uhr ", es: " y ", fr: " heures " };
  const between = joint[tag];
  if (between === undefined) return text;
  return text.replace(
    /(?<![\d:])([01]?\d|2[0-3])[:h]([0-5]\d)(?![\d:])(?:\s*(?:Uhr|h)(?!\p{L}))?/gu,
    (_, hours: string, minutes: string) => {
      if (minutes !== "00") return `${Number(hours)}${between}${Number(minutes)}`;
      return tag === "es" ? `${Number(hours)}` : `${Number(hours)}${between.trimEnd()}`;
    },
  );
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
    [range, "$1 bis "],
    [/[$]\s?(\d+(?:[.,]\d+)?)/gu, "$1 Dollar"],
    [/£\s?(\d+(?:[.,]\d+)?)/gu, "$1 Pfund"],
    [afterFigure("m/s²"), " Meter pro Sekunde zum Quadrat"],
    [afterFigure("m²"), " Quadratmeter"],
    [afterFigure("m³"), " Kubikmeter"],
    [afterFigure("mg"), " Milligramm"],
    [afterFigure("ml"), " Milliliter"],
    [afterFigure("mL"), " Milliliter"],
    [afterFigure("l"), " Liter"],
    [afterFigure("L"), " Liter"],
    [afterFigure("min"), " Minuten"],
    [/½/gu, " ein halb "],
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
    [/[$]\s?(\d+(?:[.,]\d+)?)/gu, "$1 dólares"],
    [/£\s?(\d+(?:[.,]\d+)?)/gu, "$1 libras"],
    [afterFigure("m/s²"), " metros por segundo al cuadrado"],
    [afterFigure("m²"), " metros cuadrados"],
    [afterFigure("m³"), " metros cúbicos"],
    [afterFigure("mg"), " miligramos"],
    [afterFigure("ml"), " mililitros"],
    [afterFigure("mL"), " mililitros"],
    [afterFigure("l"), " litros"],
    [afterFigure("L"), " litros"],
    [afterFigure("min"), " minutos"],
    [/½/gu, " un medio "],
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
    [/[$]\s?(\d+(?:[.,]\d+)?)/gu, "$1 dollars"],
    [/£\s?(\d+(?:[.,]\d+)?)/gu, "$1 livres"],
    [afterFigure("m/s²"), " mètres par seconde au carré"],
    [afterFigure("m²"), " mètres carrés"],
    [afterFigure("m³"), " mètres cubes"],
    [afterFigure("mg"), " milligrammes"],
    [afterFigure("ml"), " millilitres"],
    [afterFigure("mL"), " millilitres"],
    [afterFigure("l"), " litres"],
    [afterFigure("L"), " litres"],
    [afterFigure("min"), " minutes"],
    [/½/gu, " un demi "],
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
    [/[「」『』]/gu, " "],
  ],
};

/** Speech in a language whose figures voices read themselves: abbreviations, units and signs become words. */
export function otherSpeech(text: TracedText, tag: string): TracedText {
  const dated = numbersWhole(timesInWords(datesInWords(text, tag), tag), tag);
  const worded = (rules[tag] ?? []).reduce((rest, [pattern, words]) => rest.replace(pattern, words), dated);
  const speech = signsInWords(worded, tag)
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
