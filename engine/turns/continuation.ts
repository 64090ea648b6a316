import { sentenceEnds } from "./sentence-ends.ts";
import { SentenceSplitter } from "./sentence-splitter.ts";

/** What a tutor says before it goes on with an answer that was cut off. */
const leads: Readonly<Record<string, string>> = {
  en: "Sorry, I was cut off. ",
  zh: "抱歉，刚才断线了。",
  de: "Entschuldigung, ich wurde unterbrochen. ",
  es: "Perdona, se ha cortado. ",
  fr: "Pardon, nous avons été coupés. ",
  ja: "すみません、途中で切れました。",
};

/** Those words, with the space behind them. */
export function leadOf(language: string): string {
  return leads[language.toLowerCase().split("-")[0] ?? "en"] ?? leads.en!;
}

/** An answer that goes on already, without those words. */
export function withoutLead(answer: string, language: string): string {
  const lead = leadOf(language).trimEnd();
  return answer.startsWith(lead) ? answer.slice(lead.length).trimStart() : answer;
}

/**
 * What is left to say of an answer from the sentence in which it was cut off, after `heardTo` UTF-16 units of it; empty
 * when all of it was heard.
 */
export function restOf(answer: string, heardTo: number, language: string): string {
  const splitter = new SentenceSplitter(language);
  const sentences = [...splitter.push(answer), ...splitter.end()];
  const cut = sentences.find(({ displayFrom, text }) => displayFrom + text.trimEnd().length > heardTo);
  return cut ? withoutLead(answer.slice(cut.displayFrom).trim(), language) : "";
}

/** An answer that was left unfinished, up to its last whole sentence: nobody can go on in the middle of a word, or of code. */
export function wholeSentencesOf(answer: string): string {
  const fences = [...answer.matchAll(/^[^\S\n]*```/gmu)];
  if (fences.length % 2 === 1) return answer.slice(0, fences.at(-1)!.index).trimEnd();
  const text = answer.trimEnd();
  if (text.endsWith("```")) return text;
  // A number may have decimals to come.
  const end = sentenceEnds(text, { final: !/\d\.$/u.test(text) }).at(-1) ?? 0;
  return text.slice(0, end).trimEnd();
}

/** What stands between an answer as far as it came and how it goes on. */
export function gapAfter(text: string): string {
  if (text.endsWith("```")) return "\n\n";
  return text === "" || /[\s。！？｡।؟」』”）]$/u.test(text) ? "" : " ";
}
