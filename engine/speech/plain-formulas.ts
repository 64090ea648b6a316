import type { TextRange, TracedText } from "./traced-text.ts";

/** What a hyphen or a dash between two figures or letters of algebra says. */
type DashMeaning = "minus" | "range" | "score";

interface FormulaWords {
  /** "3–5" */
  readonly range: string;
  /** Stand before a subtraction, at the end of what comes first. */
  readonly asks: RegExp;
  /** Stand after a subtraction. */
  readonly answers: RegExp;
  /** Single letters that are words. */
  readonly words: string;
  /** "6 : 3" is a division where there is an equals sign. */
  readonly colonDivides: boolean;
  /** "3-2" is what a game ended with; elsewhere the word of ranges says it as well. */
  readonly hasScores: boolean;
}

const wordsOf: Readonly<Record<string, FormulaWords>> = {
  en: {
    range: " to ",
    asks: /(?:what(?:'s| is)|how much is|calculate|compute|subtract|solve|work out|find)[\s:]*$/iu,
    answers: /^\s*(?:is|equals|makes|gives|leaves)\b/iu,
    words: "aAI",
    ...{ colonDivides: false, hasScores: false },
  },
  de: {
    range: " bis ",
    asks: /(?:was ist|was sind|wie ?viel (?:ist|sind|gibt|ergibt)|berechne|rechne|löse)[\s:]*$/iu,
    answers: /^\s*(?:ist|sind|gibt|ergibt|macht|gleich)(?!\p{L})/iu,
    words: "",
    ...{ colonDivides: true, hasScores: true },
  },
  es: {
    range: " a ",
    asks: /(?:cuánto (?:es|da|son)|calcula|calcule|resuelve|resta)[\s:]*$/iu,
    answers: /^\s*(?:es|son|da|igual)(?!\p{L})/iu,
    words: "aeouyAEOUY",
    ...{ colonDivides: true, hasScores: false },
  },
  fr: {
    range: " à ",
    asks: /(?:combien (?:font|fait)|calcule[rz]?|résous|que (?:vaut|font))[\s:]*$/iu,
    answers: /^\s*(?:est|font|fait|égale|donne|vaut)(?!\p{L})/iu,
    words: "ayàAYÀ",
    ...{ colonDivides: true, hasScores: false },
  },
  zh: {
    range: "到",
    asks: /(?:计算|求|算一算|算)[\s：:]*$/u,
    answers: /^\s*(?:等于|得|是多少|的差|的结果)/u,
    words: "",
    ...{ colonDivides: true, hasScores: true },
  },
  ja: {
    range: "から",
    asks: /(?:計算[^。]{0,4})[\s：:]*$/u,
    answers: /^\s*(?:は(?!じ)|の答え|の差|を計算|を求)/u,
    words: "",
    ...{ colonDivides: true, hasScores: true },
  },
};

const space = "[ \\u00A0\\u202F]";
const latin = "A-Za-zÀ-ÖØ-öø-ÿͰ-Ͽ";
const figure = "\\d+(?:[.,]\\d+)*";
const unit = `(?:${space}?(?:km|cm|mm|kg|mg|ml|mL|min|m|g|l|L|h|s|[%‰€$£¥]|°[CF]?))`;
const raised = "[₀-₉]*(?:[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+|\\^\\(?[-−]?\\w{1,3}\\)?)?";
/** "2x", "−5 km", "√(a", "b)²": what stands between two signs of a formula. */
const operand =
  `[-–−+±]?[√∛]?\\(*[-−]?[√∛]?(?:${figure}(?:[a-zA-Zα-ω]{1,3}(?![${latin}\\d])|${unit})?|[a-zA-Zα-ω]|∞)` +
  `(?![${latin}\\d])(?:${raised})(?:!(?=${space}?[-+×·÷=]))?\\)*${raised}`;
const sign = "[-–~～〜−+×·÷/:^=≈≠<>≤≥±]";
const formula = new RegExp(
  `(?<![${latin}\\d.,~～〜-])${operand}(?:${space}?${sign}${space}?${operand})+(?![-–]?\\d)`,
  "gu",
);
/** Whoever writes one of these calculates. */
const calculates = /[=≈≠<>≤≥+×·÷^√∛±−]|(?<=[\d\p{L})])[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]/u;
const oneDash = new RegExp(`^(${operand})(${space}?)([-–~～〜])(${space}?)(${operand})$`, "u");
const unitRatio = /(?:km|m|g|kg|mol|l|L|J|W|N)$/u;
const unitOver = /^(?:s|h|m|l|L|kg|mol|K|g|cm)(?![A-Za-z])/u;
/** Words of proportions, after which "1:10" is no time of day. */
const proportions =
  /(?:ratio|scale|odds|Verhältnis|Maßstab|rapport|échelle|proportion|razón|proporción|escala|比例|比率|比|縮尺)[^.!?。！？\d]{0,20}$/iu;

/** What later rules find: an unmistakable minus sign, a slash that divides, a colon that is a ratio. */
export const overSlash = "∕";
export const ratioColon = "∶";

/**
 * Tells what a reply in plain text means by signs that mean several things: "5-3=2" is no range, "1914–1918" no
 * subtraction, "6 : 3 = 2" no time. Minus signs become "−", ranges words, divisions "∕" or "÷", ratios "∶".
 */
export function plainFormulas(text: TracedText, tag: string): TracedText {
  const words = wordsOf[tag];
  if (!words) return text;
  const edits = [...text.text.matchAll(formula)].flatMap(({ 0: found, index }) => {
    const moved = (edit: Edit): Edit => ({ ...edit, from: edit.from + index, to: edit.to + index });
    const around = { before: text.text.slice(0, index), after: text.text.slice(index + found.length) };
    return editsOf(found, around, words).map(moved);
  });
  return text.replaceRanges(edits);
}

type Edit = TextRange & { readonly words: string };

interface Around {
  readonly before: string;
  readonly after: string;
}

function editsOf(found: string, around: Around, words: FormulaWords): Edit[] {
  if (calculates.test(found)) return calculation(found, around.before, words);
  const dashed = oneDash.exec(found) ?? timeSpan.exec(found);
  if (dashed) {
    const [, left = "", before = "", dash = "", after = "", right = ""] = dashed;
    const isSpaced = before !== "" && after !== "";
    const meaning = dashMeaning({ left, right, dash, isSpaced }, around, words);
    if (meaning === undefined) return [];
    const edit = { from: left.length, to: left.length + before.length + dash.length + after.length };
    return [{ ...edit, words: { minus: " − ", range: words.range, score: ratioColon }[meaning] }];
  }
  const ratio = /^\d+(\s?:\s?)\d+$/u.exec(found);
  const isRatio = ratio && (proportions.test(around.before) || !/^\d{1,2}:[0-5]\d$/u.test(found));
  if (!isRatio) return [];
  const from = found.search(/\s?:/u);
  return [{ from, to: from + ratio[1]!.length, words: ratioColon }];
}

/** "9:00 - 10:30", and dates. */
const timeSpan = new RegExp(
  `^(\\d{1,2}[:.]\\d{2}(?:[.]\\d{2,4})?)(${space}?)([-–~～〜])(${space}?)(\\d{1,2}[:.]\\d{2}(?:[.]\\d{2,4})?)$`,
  "u",
);

function calculation(found: string, before: string, words: FormulaWords): Edit[] {
  const edits: Edit[] = [];
  for (const { 0: mark, index: from } of found.matchAll(/[-–/:]/gu)) {
    const [left, right] = [found.slice(0, from).trimEnd(), found.slice(from + 1).trimStart()];
    const edit = { from, to: from + 1 };
    if (mark === "-" || mark === "–") edits.push({ ...edit, words: "−" });
    else if (mark === ":") {
      const isSpaced = found[from - 1] === " ";
      const isEven = isSpaced === (found[from + 1] === " ");
      const isTime = /(?:^|\D)\d{1,2}$/u.test(left) && /^[0-5]\d(?!\d)/u.test(right) && !isSpaced;
      // "Exemple 1 : 5 - 3 = 2"
      const isLabel = isSpaced && /\p{Lu}\p{L}+\s$/u.test(before) && /^\d+$/u.test(left);
      const divides = words.colonDivides && /[\d)]$/u.test(left) && isEven && !isTime && !isLabel;
      if (divides) edits.push({ ...edit, words: "÷" });
    } else {
      const isFraction = /(?:^|[^\d^.,])\d+$/u.test(left) && /^\d+(?![\d\p{L}.,]*[\p{L}^(])/u.test(right);
      const isUnit = unitRatio.test(left) && unitOver.test(right);
      if (!isFraction && !isUnit) edits.push({ ...edit, words: overSlash });
    }
  }
  return edits;
}

interface Dash {
  readonly left: string;
  readonly right: string;
  readonly dash: string;
  readonly isSpaced: boolean;
}

/** Undefined: none of them, or nobody can tell. */
function dashMeaning(
  { left, right, dash, isSpaced }: Dash,
  { before, after }: Around,
  words: FormulaWords,
): DashMeaning | undefined {
  if (/[~～〜]/u.test(dash)) return "range";
  const isAsked = words.asks.test(before) || (words.answers.test(after) && falls(left, right));
  if (!/^\d/u.test(left) || !/^\d/u.test(right)) {
    const isWord = words.words.includes(left) || words.words.includes(right);
    const isAlgebra = /^(?:\d|[i-nkp-z]$)/u.test(left) && /^(?:\d|[i-nkp-z]$)/u.test(right);
    return !isWord && (isSpaced || isAsked || isAlgebra) ? "minus" : undefined;
  }
  if (/[:]|\..*\./u.test(left + right)) return "range";
  if (isAsked) return "minus";
  if (!falls(left, right)) {
    // "What is 3 - 5?", but "10 - 15 minutes" and "1914 - 1918".
    const isBare = !/^\s?\p{L}/u.test(after) && !/[%‰€$£¥°\p{L}]$/u.test(right) && !/^\d{4}$/u.test(right);
    return isSpaced && dash === "-" && isBare ? "minus" : "range";
  }
  if (isSpaced) return dash === "-" || !/^\s?\p{L}/u.test(after) ? "minus" : undefined;
  const isScore = words.hasScores && /^\d{1,3}$/u.test(left) && /^\d{1,3}$/u.test(right);
  return isScore ? "score" : "range";
}

/** Whether the second figure is smaller. */
function falls(left: string, right: string): boolean {
  const value = (written: string) =>
    Number.parseFloat(written.replace(/[.,](?=\d{3}(?!\d))/gu, "").replace(",", "."));
  return value(left) > value(right);
}
