import type { Schemas } from "../backend-handlers.ts";

/** The transcript in the format that was asked for. */
export function toTranscriptReply(
  transcript: Schemas["Transcript"],
  format: "json" | "markdown" | undefined,
) {
  return format === "markdown"
    ? ({ status: 200, type: "text/markdown", body: toMarkdown(transcript) } as const)
    : ({ status: 200, type: "application/json", body: transcript } as const);
}

const ratings = { good: "rated good", poor: "rated poor" } as const;

const outcomes: Partial<Record<Schemas["TurnOutcome"], string>> = {
  open: "not finished",
  interrupted: "interrupted",
  failed: "failed",
  cut: "cut off",
};

/** A transcript to be read and printed: what was asked, and what was heard. */
export function toMarkdown({ session, turns }: Schemas["Transcript"]): string {
  const who = session.studentName ?? session.guestName ?? "Student";
  const lines = [`# Lesson of ${toLine(session.startedAt)}`, ""];
  for (const { question, heard, outcome, rating, citations, startedAt } of turns) {
    if (question !== null)
      lines.push(`**${toPlainWords(who)}** (${toTime(startedAt)})`, "", ...toQuote(question), "");
    const notes = [outcomes[outcome], rating && ratings[rating]].filter(Boolean).join(", ");
    lines.push(`**Tutor**${notes && ` (${notes})`}`, "", ...toQuote(heard || "…"), "");
    if (citations && citations.length > 0) lines.push(...citations.map(toSource), "");
  }
  return lines.join("\n");
}

/** "1. Plants.pdf, p. 3, The light reactions" */
function toSource({ number, title, page, headings }: Schemas["Citation"]): string {
  const place = [title ?? "Notes", page === null ? "" : `p. ${page}`, ...headings].filter(Boolean).join(", ");
  return `${number}. ${toPlainWords(place)}`;
}

/** People's words must stay words: signs that Markdown or HTML would read as markup are escaped. */
const toPlainWords = (line: string): string =>
  line
    .replace(/[\\`*_[\]<>#|~&]/g, "\\$&")
    .replace(/^(\s*)([-+=])/, "$1\\$2")
    .replace(/^(\s*\d+)([.)])/, "$1\\$2");

const toQuote = (text: string): string[] => text.split(/\r?\n/).map((line) => `> ${toPlainWords(line)}`);

const toLine = (moment: string): string => `${moment.slice(0, 10)}, ${toTime(moment)}`;

const toTime = (moment: string): string => `${moment.slice(11, 16)} UTC`;
