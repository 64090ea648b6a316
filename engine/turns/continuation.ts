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

/**
 * How an answer goes on from the sentence in which it was cut off, after `heardTo` UTF-16 units of it; undefined
 * when all of it was heard.
 */
export function continuationOf(answer: string, heardTo: number, language: string): string | undefined {
  const splitter = new SentenceSplitter(language);
  const sentences = [...splitter.push(answer), ...splitter.end()];
  const cut = sentences.find(({ displayFrom, text }) => displayFrom + text.trimEnd().length > heardTo);
  const rest = cut ? answer.slice(cut.displayFrom).trim() : "";
  if (rest === "") return undefined;
  return (leads[language.toLowerCase().split("-")[0] ?? "en"] ?? leads.en!) + rest;
}
