import type { TracedText } from "./traced-text.ts";

const afterFigure = (sign: string) => new RegExp(`(?<=\\d)\\s?${sign}(?![A-Za-z/²³])`, "gu");

/** Signs of units after a figure; the longer ones first. */
const units: readonly (readonly [RegExp, string])[] = [
  [afterFigure("km/h"), "千米每小时"],
  [afterFigure("m/s²"), "米每二次方秒"],
  [afterFigure("m/s"), "米每秒"],
  [afterFigure("km²"), "平方千米"],
  [afterFigure("m²"), "平方米"],
  [afterFigure("m³"), "立方米"],
  [afterFigure("km"), "千米"],
  [afterFigure("cm"), "厘米"],
  [afterFigure("mm"), "毫米"],
  [afterFigure("m"), "米"],
  [afterFigure("kg"), "千克"],
  [afterFigure("mg"), "毫克"],
  [afterFigure("g"), "克"],
  [afterFigure("mL"), "毫升"],
  [afterFigure("L"), "升"],
];

/** Chinese ready for a voice: signs in words, no marks that would be read out. Figures stay; voices read them. */
export function chineseSpeech(text: TracedText): TracedText {
  const speech = units
    .reduce((rest, [pattern, words]) => rest.replace(pattern, words), text)
    .replace(/[₀-₉]/gu, (digit) => String((digit.codePointAt(0) ?? 0) - 0x2080))
    .replace(/(?<=\d),(?=\d{3}(?!\d))/gu, "")
    .replace(/[¥￥]\s?(\d+(?:\.\d+)?)/gu, "$1元")
    .replace(/(?<![\d.])(\d+(?:\.\d+)?)\s?%/gu, "百分之$1")
    .replace(/(?<![\d.])(\d+(?:\.\d+)?)\s?°C/gu, "$1摄氏度")
    .replace(/(?<![\d.])(\d+(?:\.\d+)?)\s?°F/gu, "$1华氏度")
    .replace(/(?<![\d.])(\d+(?:\.\d+)?)\s?°/gu, "$1度")
    .replace(/(?<=\d)\s?[–~～-]\s?(?=\d)/gu, "到")
    .replace(/(?<![A-Za-z\d])[-−](?=\d)/gu, "负")
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
