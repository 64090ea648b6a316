import type { TracedText } from "./traced-text.ts";

/** Signs that are written in several ways, in the one that the rules know. */
const folded: Readonly<Record<string, string>> = {
  ...{ "℃": "°C", "℉": "°F", "％": "%", "＝": "=", "＋": "+", "－": "-", "＜": "<", "＞": ">", "／": "/" },
  ...{ "㎡": "m²", "㎥": "m³", "㎞": "km", "㎝": "cm", "㎜": "mm", "㎏": "kg", "㎎": "mg", "㎖": "ml" },
  ...{ µ: "μ", "⋅": "·", "∙": "·", "∗": "×", "＊": "×", "⟶": "→", "≃": "≈", "≅": "≈", "＄": "$", "￥": "¥" },
};
const foldedSigns = new RegExp(`[${Object.keys(folded).join("")}]`, "gu");
const vulgar = /(\d?)([½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])/gu;
const operandBefore = "(?<=[\\p{L}\\p{N})²³]\\s?)";
const operandAfter = "(?=\\s?[\\p{L}\\p{N}(√−-])";
const typed = (sign: string) => new RegExp(`${operandBefore}(?:${sign})${operandAfter}`, "gu");
/** Each typed sign, and the one that is meant. */
const typedSigns: readonly (readonly [RegExp, string])[] = [
  [/(?<=\d\s?[kcm]?m)\^2(?!\d)/gu, "²"],
  [/(?<=\d\s?[kcm]?m)\^3(?!\d)/gu, "³"],
  [/(?<=[\d)]\s?)(?<!\*)\*(?!\*)(?=\s?[\d(])|(?<=[\p{L}\p{N})²³] )\*(?= [\p{L}\p{N}(√−-])/gu, "×"],
  [typed("<=|=<"), "≤"],
  [typed(">="), "≥"],
  [typed("!="), "≠"],
  [/(?<=\s)(?:-{1,2}>|=>)(?=\s)/gu, "→"],
  [/(?<![\p{L}\p{N}~]\s?)~\s?(?=\d)|(?<=\p{L}\s)~\s?(?=\d)/gu, "∼"],
];

/** Signs of other widths, fractions of one character, and what is typed for want of a key: "<=", "2*3", "~5". */
export function foldSigns(text: TracedText): TracedText {
  const plain = text
    .replace(foldedSigns, (sign) => folded[sign]!)
    .replace(vulgar, (_, whole: string, part: string) => {
      const [top, bottom] = part.normalize("NFKD").split("\u2044");
      return `${whole && `${whole} `}${top}/${bottom}`;
    })
    .replace(/(?<=\d\s?)(?:EUR|USD|GBP)(?![A-Za-z])/gu, (code) => ({ EUR: "€", USD: "$" })[code] ?? "£");
  return typedSigns.reduce((rest, [pattern, sign]) => rest.replace(pattern, sign), plain);
}
