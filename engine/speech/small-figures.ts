import type { TracedText } from "./traced-text.ts";

/** Lowered figures as plain ones, and charges in words: "H₂O" and "Ca²⁺". */
export function smallFigures(text: TracedText, signs: { plus?: string; minus?: string }): TracedText {
  return text
    .replace(/[₀-₉]/gu, (digit) => String(digit.codePointAt(0)! - 0x2080))
    .replace(/(?<=\p{L})([⁰¹²³⁴-⁹]*)([⁺⁻])(?![⁰¹²³⁴-⁹])/gu, (_, count: string, charge: string) => {
      return ` ${digitsOf(count)} ${charge === "⁺" ? signs.plus : signs.minus} `;
    });
}

/** "-3" for "⁻³". */
export function digitsOf(raised: string): string {
  return [...raised].map((digit) => (digit === "⁻" ? "-" : "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(digit))).join("");
}
