/** What a tutor says around a quotation, because the model cannot be reached. */
export interface NotesWording {
  quoted(quotes: readonly string[], heading: string | undefined): string;
  notCovered(topics: readonly string[]): string;
  readonly noNotes: string;
}

const english: NotesWording = {
  quoted: (quotes, heading) =>
    `I cannot reach my language model right now, so I am quoting my notes${heading ? ` on “${heading}”` : ""}: “${quotes.join(" ")}”`,
  notCovered: (topics) =>
    `I cannot reach my language model right now, and my notes do not answer that. They are about ${listed(topics, ", ", " and ")}.`,
  noNotes:
    "I cannot reach my language model right now, and I have no notes to quote from. Please ask me again in a little while.",
};

const wordings: Record<string, NotesWording> = {
  en: english,
  zh: {
    quoted: (quotes, heading) =>
      `我现在连不上语言模型，所以引用我的笔记${heading ? `《${heading}》` : ""}：“${quotes.join("")}”`,
    notCovered: (topics) =>
      `我现在连不上语言模型，我的笔记也没有讲到这个问题。笔记讲的是：${topics.join("、")}。`,
    noNotes: "我现在连不上语言模型，也没有可以引用的笔记。请稍后再问我。",
  },
  de: {
    quoted: (quotes, heading) =>
      `Ich erreiche mein Sprachmodell gerade nicht und zitiere deshalb meine Notizen${heading ? ` zu „${heading}“` : ""}: „${quotes.join(" ")}“`,
    notCovered: (topics) =>
      `Ich erreiche mein Sprachmodell gerade nicht, und meine Notizen beantworten das nicht. Sie handeln von ${listed(topics, ", ", " und ")}.`,
    noNotes:
      "Ich erreiche mein Sprachmodell gerade nicht und habe keine Notizen, aus denen ich zitieren kann. Frag mich bitte bald noch einmal.",
  },
  es: {
    quoted: (quotes, heading) =>
      `Ahora no puedo usar mi modelo de lenguaje, así que cito mis notas${heading ? ` sobre «${heading}»` : ""}: «${quotes.join(" ")}»`,
    notCovered: (topics) =>
      `Ahora no puedo usar mi modelo de lenguaje, y mis notas no responden a eso. Tratan de ${listed(topics, ", ", " y ")}.`,
    noNotes:
      "Ahora no puedo usar mi modelo de lenguaje y no tengo notas que citar. Pregúntame de nuevo dentro de un rato.",
  },
  fr: {
    quoted: (quotes, heading) =>
      `Je ne peux pas utiliser mon modèle de langue en ce moment, alors je cite mes notes${heading ? ` sur « ${heading} »` : ""} : « ${quotes.join(" ")} »`,
    notCovered: (topics) =>
      `Je ne peux pas utiliser mon modèle de langue en ce moment, et mes notes ne répondent pas à cela. Elles parlent de ${listed(topics, ", ", " et ")}.`,
    noNotes:
      "Je ne peux pas utiliser mon modèle de langue en ce moment, et je n'ai pas de notes à citer. Repose-moi la question dans un instant.",
  },
  ja: {
    quoted: (quotes, heading) =>
      `今は言語モデルにつながらないので、私のノート${heading ? `「${heading}」` : ""}から引用します。「${quotes.join("")}」`,
    notCovered: (topics) =>
      `今は言語モデルにつながらず、私のノートにもその答えはありません。ノートの内容は、${topics.join("、")}です。`,
    noNotes: "今は言語モデルにつながらず、引用できるノートもありません。少ししてからもう一度聞いてください。",
  },
};

/** The wording for a BCP 47 tag; English where there is none. */
export function notesWording(language: string): NotesWording {
  return wordings[language.toLowerCase().split("-")[0] ?? "en"] ?? english;
}

function listed(items: readonly string[], comma: string, last: string): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(comma)}${last}${items.at(-1)}`;
}
