import { plainFormulas } from "./plain-formulas.ts";
import { datesInWords, timesInWords } from "./spoken-dates.ts";
import {
  fractionsInWords,
  phonesInDigits,
  powersInWords,
  rootsInWords,
  signsInWords,
} from "./spoken-signs.ts";
import { unitsInWords } from "./spoken-units.ts";
import type { TracedText } from "./traced-text.ts";

/**
 * What stands around figures becomes words of the language, a BCP 47 primary tag; figures stay, voices read them. `meant` gets the text
 * when phone numbers, formulas, dates and times are told apart, and before the rules that would take them for something else.
 */
export function figuresInWords(
  text: TracedText,
  tag: string,
  meant: (text: TracedText) => TracedText,
): TracedText {
  const told = timesInWords(datesInWords(plainFormulas(phonesInDigits(text), tag), tag), tag);
  const measured = unitsInWords(rootsInWords(fractionsInWords(meant(told), tag), tag), tag);
  return powersInWords(signsInWords(measured, tag), tag);
}
