import { figuresInWords } from "./spoken-figures.ts";
import type { TracedText } from "./traced-text.ts";

/** Chinese ready for a voice: signs in words, no marks that would be read out. Figures stay; voices read them. */
export function chineseSpeech(text: TracedText): TracedText {
  const meant = (told: TracedText) =>
    told.replace(/(?<=\d),(?=\d{3}(?!\d))/gu, "").replace(/[→⇒]/gu, "，得到");
  const speech = figuresInWords(text, "zh", meant)
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
