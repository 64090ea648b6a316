import { digitWords, numberWords, ordinalWords, timeWords, yearWords } from "./english-numbers.ts";
import { figurePattern, unitWords } from "./english-units.ts";
import { plainFormulas } from "./plain-formulas.ts";
import { digitsOf, smallFigures } from "./small-figures.ts";
import type { TracedText } from "./traced-text.ts";

const abbreviations: readonly (readonly [RegExp, string])[] = [
  [/\be\.\s?g\.,?/giu, "for example,"],
  [/\bi\.\s?e\.,?/giu, "that is,"],
  [/\betc\.(?=\s+\p{Lu}|\s*$)/gu, "et cetera."],
  [/\betc\.?/gu, "et cetera"],
  [/\bvs\.?(?=\s)/giu, "versus"],
  [/\bapprox\.(?=\s)/giu, "approximately"],
  [/\bcf\.(?=\s)/giu, "compare"],
  [/\bDr\.?(?=\s+\p{Lu})/gu, "Doctor"],
  [/\bMr\.?(?=\s+\p{Lu})/gu, "Mister"],
  [/\bMr\.?(?=\s+and\s+Mrs)/gu, "Mister"],
  [/\bMrs\.?(?=\s+\p{Lu})/gu, "Missus"],
  [/\bMs\.?(?=\s+\p{Lu})/gu, "Miz"],
  [/\bProf\.?(?=\s+\p{Lu})/gu, "Professor"],
  [/\bFigs?\.(?=\s*\d)/gu, "Figure"],
  [/\bEqs?\.(?=\s*\d)/gu, "Equation"],
  [/\bNo\.(?=\s*\d)/gu, "Number"],
  [/\bCh\.(?=\s*\d)/gu, "Chapter"],
  [/\bSec\.(?=\s*\d)/gu, "Section"],
  [/\bVol\.(?=\s*\d)/gu, "Volume"],
  [/\bpp\.(?=\s*\d)/gu, "pages"],
  [/\bp\.(?=\s*\d)/gu, "page"],
  [/\ba\.m\.(?=\s*$)/gu, "A M."],
  [/\bp\.m\.(?=\s*$)/gu, "P M."],
  [/\ba\.m\./gu, "A M"],
  [/\bp\.m\./gu, "P M"],
];

const signs: readonly (readonly [RegExp, string])[] = [
  [/√/gu, " the square root of "],
  [/∛/gu, " the cube root of "],
  [/∞/gu, " infinity "],
  [/π/gu, " pi "],
  [/[→⇒]/gu, " gives "],
  [/[×·](?=\s*[\p{L}\p{N}(−-])/gu, " times "],
  [/(?<=\d)\s*[*](?=\s*\d)/gu, " times "],
  [/÷/gu, " divided by "],
  [/±/gu, " plus or minus "],
  [/≈/gu, " is about "],
  [/∼/gu, " about "],
  [/≠/gu, " is not equal to "],
  [/≤/gu, " is at most "],
  [/≥/gu, " is at least "],
  [/(?<=[\p{L}\p{N})])\s*(?:\^2|²)(?!\d)/gu, " squared "],
  [/(?<=[\p{L}\p{N})])\s*(?:\^3|³)(?!\d)/gu, " cubed "],
  [/(?<=[\p{L}\p{N})])\s*\^\(([^()^]{1,20})\)/gu, " to the power of $1 "],
  [/(?<=[\p{L}\p{N})])\s*\^([-−]?[\p{L}\p{N}]+)/gu, " to the power of $1 "],
  [/(?<=\p{N})!(?=\s?[=+−×·÷])/gu, " factorial "],
  [/(?<=[\p{L}\p{N})%!]\s*)=(?=\s*[\p{L}\p{N}(√∞?−-])/gu, " equals "],
  [/(?<=[\p{L}\p{N})%!]\s*)\+(?=\s*[\p{L}\p{N}(√−-])/gu, " plus "],
  [/(?<=[\p{L}\p{N})]\s+)<(?=\s+[\p{L}\p{N}(−-])|(?<=(?<!\p{L})[A-Za-z\d]\s?)<(?=\s?\d)/gu, " is less than "],
  [
    /(?<=[\p{L}\p{N})]\s+)>(?=\s+[\p{L}\p{N}(−-])|(?<=(?<!\p{L})[A-Za-z\d]\s?)>(?=\s?\d)/gu,
    " is greater than ",
  ],
  [/(?<=^|[\s(])<(?=\d)/gu, " less than "],
  [/(?<=^|[\s(])>(?=\d)/gu, " more than "],
  [/−|(?<![\p{L}\p{N}.])-(?=\d)/gu, " minus "],
  [/(?<![\p{L}\p{N}])\+(?=\d)/gu, " plus "],
  [/∕/gu, " over "],
  [/∶/gu, " to "],
  [/&/gu, " and "],
  [/@/gu, " at "],
  [/\band\/or\b/giu, "and or"],
  [/\b(e)ither\/or\b/giu, "$1ither or"],
  [/(?<=\p{L})\/(?=\p{L})/gu, " or "],
  [/#(?=\d)/gu, " number "],
  [/%/gu, " percent "],
];

const greek: Record<string, string> = {
  α: "alpha",
  β: "beta",
  γ: "gamma",
  δ: "delta",
  Δ: "delta",
  ε: "epsilon",
  θ: "theta",
  λ: "lambda",
  μ: "mu",
  ρ: "rho",
  σ: "sigma",
  Σ: "sigma",
  τ: "tau",
  φ: "phi",
  ψ: "psi",
  ω: "omega",
  Ω: "omega",
};

const foldings: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  Æ: "Ae",
  ø: "o",
  Ø: "O",
  œ: "oe",
  ł: "l",
  Ł: "L",
  đ: "d",
  ð: "th",
  þ: "th",
  ı: "i",
};
const months = "January February March April May June July August September October November December".split(
  " ",
);
const spelledAloud = new Set(
  "DNA RNA ATP USA UK EU UN AI URL API PDF HTML HTTP CSS SQL CPU GPU USB TV IQ ID ADP UV".split(" "),
);

/** English ready for a voice: words and plain punctuation of ASCII only, figures and signs as words. */
export function englishSpeech(text: TracedText): TracedText {
  let speech = asciiPunctuation(plainFormulas(text, "en"));
  for (const [pattern, words] of abbreviations) speech = speech.replace(pattern, words);
  speech = unitWords(datesAndTimes(raisedFigures(formulas(speech))));
  for (const [pattern, words] of signs) speech = speech.replace(pattern, words);
  speech = speech.replace(/[α-ωΔΣΩ]/gu, (letter) => (greek[letter] ? ` ${greek[letter]} ` : " "));
  return tidy(fold(spelling(figures(speech))));
}

function asciiPunctuation(text: TracedText): TracedText {
  return text
    .replace(/[‘’ʼ´`]/gu, "'")
    .replace(/[“”„«»‹›"]/gu, " ")
    .replace(/[\u2010\u2011]/gu, "-")
    .replace(/\s*[—―]\s*|\s+[–-]{1,3}\s+/gu, ", ")
    .replace(/…|\.{3,}/gu, ", ")
    .replace(/[。．]/gu, ". ")
    .replace(/[，、]/gu, ", ")
    .replace(/！/gu, "! ")
    .replace(/？/gu, "? ");
}

/** "f(x)", and "CO₂" letter by letter. */
function formulas(text: TracedText): TracedText {
  return text
    .replace(/\b([fgh])\((\p{L})\)/gu, "$1 of $2")
    .replace(/\b[A-Z]{2,4}(?=[\d₀-₉])/gu, (letters) => [...letters].join(" "));
}

/** Raised and lowered digits: "H₂O", "10⁶". */
function raisedFigures(text: TracedText): TracedText {
  return smallFigures(text, { plus: "plus", minus: "minus" }).replace(
    /(?<=\p{N})[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+/gu,
    (raised) => `^${digitsOf(raised)}`,
  );
}

function datesAndTimes(text: TracedText): TracedText {
  return text
    .replace(/\b(\d{3}0)s\b/gu, (_, year: string) => decade(year))
    .replace(
      /\b(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\b/gu,
      (_, year: string, month: string, day: string) => {
        return `${months[Number(month) - 1]} ${ordinalWords(String(Number(day)))}, ${yearWords(year)}`;
      },
    )
    .replace(/(?<![\d:])([01]?\d|2[0-3]):([0-5]\d)(?![\d:])/gu, (_, hours: string, minutes: string) =>
      timeWords(hours, minutes),
    )
    .replace(/(?<![\d:])(\d+):(\d+)(?![\d:])/gu, "$1 to $2");
}

function figures(text: TracedText): TracedText {
  return text
    .replace(/\b(\d+)(?:st|nd|rd|th)\b/gu, (_, figure: string) => ` ${ordinalWords(figure)} `)
    .replace(/(?<=(?<![\d.,/])\d{1,3}) (?=\d\/\d(?![\d/]))/gu, " and ")
    .replace(
      /(?<![\d/])(\d{1,3})\/(\d{1,3})(?![\d/])/gu,
      (found, top: string, bottom: string) => fraction(top, bottom) ?? found,
    )
    .replace(
      /(?<![\d.,])(?:1[1-9]|20)\d\d(?![\d.,]*\d|\s*(?:percent|degrees|[a-z]*(?:meters|grams|bytes|watts|hertz|liters|volts|joules|newtons|pascals|amperes|moles|seconds|minutes|hours)))/gu,
      (year) => ` ${yearWords(year)} `,
    )
    .replace(
      /(?<![\d.,])\+?\d{2,}(?:[- ]\d{2,}){2,}(?![.,]?\d)/gu,
      (phone) => ` ${digitWords(phone.replace(/\D/gu, ""))} `,
    )
    .replace(new RegExp(figurePattern, "gu"), (figure) => ` ${numberWords(figure)} `);
}

/** "1990" for "the 1990s". */
function decade(figure: string): string {
  const words = yearWords(figure);
  return words.endsWith("y") ? `${words.slice(0, -1)}ies` : `${words}s`;
}

function fraction(top: string, bottom: string): string | undefined {
  // Round the clock, and what has a year somewhere near.
  if ((top === "24" && bottom === "7") || /^0/u.test(top)) return undefined;
  if (bottom.length > 1) return `${numberWords(top)} over ${numberWords(bottom)}`;
  if (bottom === "2") return top === "1" ? "one half" : `${numberWords(top)} halves`;
  if (bottom === "0" || bottom === "1") return `${numberWords(top)} over ${numberWords(bottom)}`;
  const part = bottom === "4" ? "quarter" : ordinalWords(bottom);
  return `${numberWords(top)} ${part}${top === "1" ? "" : "s"}`;
}

/** Capitals that stand for letters: known ones, and those without a vowel. */
function spelling(text: TracedText): TracedText {
  const letters = text.text.match(/[A-Za-z]/gu)?.length ?? 0;
  const capitals = text.text.match(/[A-Z]/gu)?.length ?? 0;
  if (capitals > 12 && capitals > letters / 2) return text;
  return text.replace(/\b[A-Z]{2,5}\b/gu, (word) =>
    spelledAloud.has(word) || !/[AEIOUY]/u.test(word) ? [...word].join(" ") : word,
  );
}

function fold(text: TracedText): TracedText {
  return text
    .replace(/[ßæÆøØœłŁđðþı]/gu, (letter) => foldings[letter] ?? letter)
    .replace(/[^\x20-\x7E]/gu, (character) => character.normalize("NFKD").replace(/\p{M}+/gu, ""))
    .replace(/[^\x20-\x7E]/gu, " ");
}

/** Leaves one mark where several met, and none that a voice would read out. */
function tidy(text: TracedText): TracedText {
  const speech = text
    .replace(/_/gu, " ")
    .replace(/[()[\]{}]/gu, ", ")
    .replace(/[^A-Za-z0-9 .,!?;:'-]/gu, " ")
    .replace(/(?<![A-Za-z])['-]+|['-]+(?![A-Za-z])/gu, " ")
    .replace(/\s+/gu, " ")
    .replace(/\s+(?=[.,!?;:])/gu, "")
    .replace(/[.,!?;:]{2,}/gu, strongest)
    .replace(/(?<=[.,!?;:])(?=[A-Za-z])(?<!\b[A-Za-z]\.)/gu, " ")
    .replace(/^[\s.,!?;:]+/u, "")
    .trim();
  return /[A-Za-z0-9]/u.test(speech.text) ? speech : speech.slice(0, 0);
}

function strongest(marks: string): string {
  return [..."?!.:;,"].find((mark) => marks.includes(mark)) ?? "";
}
