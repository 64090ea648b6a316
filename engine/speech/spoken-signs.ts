import { overSlash, ratioColon } from "./plain-formulas.ts";
import { digitsOf, smallFigures } from "./small-figures.ts";
import { type MathSign, mathWords, signs } from "./spoken-math-words.ts";
import type { TracedText } from "./traced-text.ts";

/** Signs that stand between letters, figures and parentheses; those that also are marks of HTML have spaces or figures beside them. */
const closeSigns = [..."=+×·÷−≤≥≠≈±", overSlash];
const apartSigns = [..."<>"];
/** May stand before a figure with nothing before them. */
const leadingSigns = [..."+±≈∼≤≥"];

const meanings: Readonly<Record<string, MathSign>> = { ...signs, [overSlash]: "over", "∼": "about" };

interface FractionWords {
  /** Singular and plural of the parts from halves to tenths. */
  readonly parts: readonly (readonly [string, string])[];
  readonly one: string;
  readonly mixed: string;
}

const sameTwice = (list: string) => list.split(" ").map((word) => [word, word] as const);
const withPlural = (list: string) => list.split(" ").map((word) => [word, `${word}s`] as const);

const fractions: Readonly<Record<string, FractionWords>> = {
  de: {
    parts: [
      ["halb", "Halbe"],
      ...sameTwice("Drittel Viertel Fünftel Sechstel Siebtel Achtel Neuntel Zehntel"),
    ],
    ...{ one: "ein", mixed: " " },
  },
  es: {
    parts: withPlural("medio tercio cuarto quinto sexto séptimo octavo noveno décimo"),
    ...{ one: "un", mixed: " y " },
  },
  fr: {
    parts: [
      ["demi", "demis"],
      ["tiers", "tiers"],
      ...withPlural("quart cinquième sixième septième huitième neuvième dixième"),
    ],
    ...{ one: "un", mixed: " et " },
  },
  zh: { parts: [], one: "1", mixed: "又" },
  ja: { parts: [], one: "1", mixed: "と" },
};

/** "3/4" and "2 1/2"; not dates, nor chains. */
export function fractionsInWords(text: TracedText, tag: string): TracedText {
  const words = fractions[tag];
  const { fraction } = mathWords[tag] ?? {};
  if (!words || !fraction) return text;
  return text
    .replace(/(?<=(?<![\d.,/])\d{1,3}) (?=[1-9]\d?\/[1-9]\d?(?![\d/]|[.,]\d))/gu, words.mixed)
    .replace(/(?<![\d/∕]|[\d][.,])(\d+)\/(\d+)(?![\d/∕]|[.,]\d)/gu, (found, top: string, bottom: string) => {
      if (/^0\d/u.test(top) || /^0/u.test(bottom)) return found;
      const part = words.parts[Number(bottom) - 2];
      if (!part) return fraction(top, bottom);
      return top === "1" ? `${words.one} ${part[0]}` : `${top} ${part[1]}`;
    });
}

/** "√9", "π" and "∞" in words; powers of every way of writing as "^3", or "²" and "³". */
export function rootsInWords(text: TracedText, tag: string): TracedText {
  const words = mathWords[tag];
  if (!words) return text;
  return smallFigures(text, words.signs)
    .replace(/(?<=[\p{L}\p{N})])(?:[²³](?=[⁰¹²³⁴-⁹])|[⁰¹⁴-⁹⁻])[⁰¹²³⁴-⁹]*/gu, (all) => `^${digitsOf(all)}`)
    .replace(/(?<=[\p{L}\p{N})])\^([23])(?![\d.,]*\d)/gu, (_, power) => (power === "2" ? "²" : "³"))
    .replace(/(?<=\^)[-−](?=[\dA-Za-z])/gu, "⁻")
    .replace(/√\s?(?=[\p{L}\p{N}(])/gu, ` ${words.root("", "")}`)
    .replace(/∛\s?\(?([\p{L}\p{N}.,]+)/gu, (_, of: string) => ` ${words.root(of, "3")}`)
    .replace(/(?<!\p{Script=Greek})[α-ωΔΣΩ](?!\p{Script=Greek})/gu, (letter) => {
      const at = [...greek].indexOf(letter.toLowerCase());
      return at < 0 ? letter : ` ${words.greek[at]} `;
    })
    .replace(/∞/gu, ` ${words.signs.infinity} `);
}

/** In the order of `greekLetters`. */
const greek = "αβγδεζηθικλμνξπρστφχψω";

/** "2^3", "x²" and "10^⁻3", whatever signs stand around them, once those have become words. */
export function powersInWords(text: TracedText, tag: string): TracedText {
  const words = mathWords[tag];
  if (!words) return text;
  const negative = `${words.signs.negative ?? words.signs.minus} `;
  const power = (_: string, raised: string) => `${words.power("", raised.replace("⁻", negative))} `;
  return text
    .replace(/(?<=[\p{L}\p{N})])\^\(([^()^]{1,30})\)/gu, power)
    .replace(/(?<=[\p{L}\p{N})])\^(⁻?(?:\d+|[a-zA-Z]))/gu, power)
    .replace(/\s?²/gu, (found) => power(found, "2"))
    .replace(/\s?³/gu, (found) => power(found, "3"));
}

/** "5 > 3", "−4" and "3:1" in words. */
export function signsInWords(text: TracedText, tag: string): TracedText {
  const words = mathWords[tag]?.signs;
  if (!words) return text;
  const wordOf = (sign: string) => words[meanings[sign]!];
  const rule = (sign: string, space: string): readonly [RegExp, string] => [
    new RegExp(`(?<=[\\p{L}\\p{N}²³°%)!])${space}[${sign}]${space}(?=[\\p{L}\\p{N}(−-])`, "gu"),
    ` ${wordOf(sign)} `,
  ];
  const leading = (sign: string): readonly [RegExp, string] => [
    new RegExp(`[${sign}]\\s?(?=\\d)`, "gu"),
    ` ${wordOf(sign)} `,
  ];
  const negative = ` ${words.negative ?? words.minus} `;
  // Behind a Chinese or Japanese word, which ends without a space, nothing is taken from anything.
  const isWide = tag === "zh" || tag === "ja";
  const left = isWide ? "[A-Za-z\\d²³°.,)–-]\\s?" : "[\\p{L}\\p{N}²³%°.,)–-]\\s?";
  return [
    [/(?<=\p{N})!(?=\s?[=+−×·÷])/gu, ` ${words.factorial} `] as const,
    [new RegExp(`(?<!${left})−(?=[A-Za-z\\d(])`, "gu"), negative] as const,
    // A hyphen before a figure, with a space before it or nothing that it could join.
    [new RegExp(`(?<!\\d\\s?)(?<![${isWide ? "A-Za-z" : "\\p{L}"}.,)–-])-(?=\\d)`, "gu"), negative] as const,
    ...closeSigns.map((sign) => rule(sign, "\\s*")),
    ...apartSigns.map((sign) => rule(sign, "\\s+")),
    ...apartSigns.map(
      (sign) =>
        [
          new RegExp(`(?<=(?<![A-Za-z])[A-Za-z\\d]\\s?)${sign}(?=\\s?\\d)`, "gu"),
          ` ${wordOf(sign)} `,
        ] as const,
    ),
    ...leadingSigns.map(leading),
    ...apartSigns.map(
      (sign) => [new RegExp(`(?<=^|[\\s(])${sign}(?=\\d)`, "gu"), ` ${wordOf(sign)} `] as const,
    ),
    [new RegExp(ratioColon, "gu"), ratioWords[tag] ?? " "] as const,
  ].reduce((rest, [pattern, spoken]) => rest.replace(pattern, spoken), text);
}

const ratioWords: Readonly<Record<string, string>> = {
  de: " zu ",
  es: " a ",
  fr: " à ",
  zh: "比",
  ja: "対",
};

/** Numbers of telephones digit by digit: as figures they would be millions, or ranges. */
export function phonesInDigits(text: TracedText): TracedText {
  const parts = "[-/ ]?\\(?\\d{2,5}\\)?(?:[-/ ]?\\d{2,8}){1,4}";
  const phone = new RegExp(
    `(?<![\\d.,/-])(?:\\+\\d{1,3}${parts}|0\\d{1,4}-\\d{3,8}(?:[- ]\\d{2,5}){0,2}|0\\d{2,4}/\\d{4,8}|\\d{3}-\\d{3,4}-\\d{4}|1[3-9]\\d{9})(?![\\d-]|[.,]\\d)`,
    "gu",
  );
  return text.replace(phone, (found) => [...found.replace(/[^\d+]/gu, "")].join(" "));
}
