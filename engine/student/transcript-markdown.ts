import type { Entry } from "./conversation.ts";
import { heardLength } from "./heard-text.ts";

export interface TranscriptWords {
  readonly you: string;
  readonly interrupted: string;
  readonly cutOff: string;
}

/** A conversation to be kept: what was asked, and what was heard or read of the answers, whose Markdown stays as it is. */
export function toMarkdown(
  heading: string,
  entries: readonly Entry[],
  { tutor, words }: { tutor: string; words: TranscriptWords },
): string {
  const parts = [`# ${heading}`];
  for (const entry of entries) {
    if ("trouble" in entry || entry.stage === "undelivered") continue;
    const { question, answer, end } = entry;
    if (question !== null) parts.push(`**${words.you}:** ${question}`);
    if (answer === "") continue;
    const heardTo =
      end?.outcome === "interrupted" ? (end.heardTo ?? heardLength(answer, end.heard)) : undefined;
    const note =
      heardTo !== undefined
        ? ` *(${words.interrupted})*`
        : end?.outcome === "cut"
          ? ` *(${words.cutOff})*`
          : "";
    parts.push(`**${tutor}:** ${answer.slice(0, heardTo).trim()}${note}`);
  }
  return `${parts.join("\n\n")}\n`;
}
