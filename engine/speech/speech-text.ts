import { chineseSpeech } from "./chinese-speech.ts";
import { englishSpeech } from "./english-speech.ts";
import { otherSpeech } from "./other-speech.ts";
import { plainTextRules } from "./plain-text.ts";
import { foldSigns } from "./sign-folding.ts";
import { TracedText } from "./traced-text.ts";

const textCharsMax = 4_000;
const url = /<?(?:https?:\/\/|\bwww\.)[^\s<>()\u3000-\u303F\uFF00-\uFFEF]+(?:\([^\s()]*\)[^\s<>()]*)*>?/giu;
const mail = /<?\b[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}\p{L}{2,24}\b>?/gu;

/** What is struck out is not said; a sign of two tildes alone is none. */
const struckOut = /~~(?=[^\s~])[^\n]{0,400}?[^\s~]~~(?!~)|~~[^\s~]~~(?!~)/gu;

const linkWords: Record<string, string> = { zh: "链接", de: "Link", es: "enlace", fr: "lien", ja: "リンク" };

/**
 * What a voice is to say for a piece of Markdown: marks, emojis, addresses and what is struck out are dropped; in English
 * figures, units and signs become words and only ASCII letters, digits and `.,!?;:'-` are left. Empty
 * when nothing can be said. `language` is a BCP 47 tag; languages without rules of their own keep their
 * letters and figures as they are.
 */
export function speechText(markdown: string, language: string): string {
  return tracedSpeech(TracedText.of(markdown), language).text;
}

/** The same, of a text that is traced to what is on the screen. */
export function tracedSpeech(markdown: TracedText, language: string): TracedText {
  const tag = language.toLowerCase().split("-")[0] ?? "en";
  const text = markdown
    .slice(0, textCharsMax)
    .replace(/[\p{Cc}\p{Cf}](?<![\n\t\u200D])/gu, " ")
    .replace(/(!?\[[^\]\n]{0,300}\])\([^)\n]{0,2000}\)/gu, "$1()")
    .replace(struckOut, "")
    .replace(url, (found) => ` ${linkWords[tag] ?? "link"}${/[.,;:!?]+$/u.exec(found)?.[0] ?? ""} `)
    .replace(mail, ` ${linkWords[tag] ?? "link"} `);
  const plain = plainTextRules.reduce(
    (rest, [pattern, words]) => rest.replace(pattern, words),
    foldSigns(text),
  );
  const lines = joinLines(plain, tag === "zh" || tag === "ja" ? "。" : ". ");
  if (tag === "en") return englishSpeech(lines);
  if (tag === "zh") return chineseSpeech(lines);
  return otherSpeech(lines, tag);
}

/** A line end is a pause: it gets a full stop unless the line has a mark already. */
function joinLines(text: TracedText, stop: string): TracedText {
  return text
    .replace(/^[^\S\n]*(\d{1,3})[.)](?=\s)/gmu, stop === "。" ? "$1，" : "$1,")
    .replace(/([.,;:!?…。，；：！？、]["'”’»)\]]*)\s*\n\s*/gu, "$1 ")
    .replace(/(?<=\S)[^\S\n]*\n\s*(?=\S)/gu, stop)
    .replace(/\n/gu, " ");
}
