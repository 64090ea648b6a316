import type { TracedText } from "./traced-text.ts";

/** Chinese ready for a voice: signs in words, no marks that would be read out. Figures stay; voices read them. */
export function chineseSpeech(text: TracedText): TracedText {
  const speech = text
    .replace(/(?<![\d.])(\d+(?:\.\d+)?)\s?%/gu, "百分之$1")
    .replace(/(?<![\d.])(\d+(?:\.\d+)?)\s?°C/gu, "$1摄氏度")
    .replace(/(?<![\d.])(\d+(?:\.\d+)?)\s?°F/gu, "$1华氏度")
    .replace(/(?<![\d.])(\d+(?:\.\d+)?)\s?°/gu, "$1度")
    .replace(/(?<=\d)\s?[–~～-]\s?(?=\d)/gu, "到")
    .replace(/(?<![\p{L}\p{N}])[-−](?=\d)/gu, "负")
    .replace(/[→⇒]/gu, "，得到")
    .replace(/×/gu, "乘以")
    .replace(/÷/gu, "除以")
    .replace(/≈/gu, "约等于")
    .replace(/(?<=[\p{L}\p{N}]\s*)=(?=\s*[\p{L}\p{N}])/gu, "等于")
    .replace(/(?<=[\p{L}\p{N}]\s*)\+(?=\s*[\p{L}\p{N}])/gu, "加")
    .replace(/²/gu, "的平方")
    .replace(/³/gu, "的立方")
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
