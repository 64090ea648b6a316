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

/** Chinese ready for a voice: signs in words, no marks that would be read out. Figures stay; voices read them. */
export function chineseSpeech(text: TracedText): TracedText {
  const meant = timesInWords(datesInWords(plainFormulas(phonesInDigits(text), "zh"), "zh"), "zh")
    .replace(/(?<=\d),(?=\d{3}(?!\d))/gu, "")
    .replace(/[→⇒]/gu, "，得到");
  const measured = unitsInWords(rootsInWords(fractionsInWords(meant, "zh"), "zh"), "zh");
  const speech = powersInWords(signsInWords(measured, "zh"), "zh")
    .replace(/[—…]+|\.{3,}/gu, "，")
    .replace(/[^\p{L}\p{M}\p{N}\s，。！？；：、.,!?;:'-]/gu, " ")
    .replace(/\s+/gu, " ")
    .replace(/(?<=[\p{Script=Han}，。！？；：、]) | (?=[\p{Script=Han}，。！？；：、])/gu, "")
    .replace(
      /[，。！？；：、,.!?;:]{2,}/gu,
      (marks) => [...marks].find((mark) => "？?！!。.".includes(mark)) ?? marks[0]!,
    )
    .replace(/^[\s，。！？；：、,.!?;:]+/u, "")
    .trim();
  return /[\p{L}\p{N}]/u.test(speech.text) ? speech : speech.slice(0, 0);
}
