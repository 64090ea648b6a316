import { setPriority } from "node:os";
import { toIndexTerms } from "../document-terms.ts";
import { passagesOf } from "../passages.ts";
import type { ReadText } from "./block.ts";
import { DocumentRefused } from "./document-refused.ts";
import { readingLimits } from "./reading-limits.ts";
import type { DocumentKind, ReadingMessage } from "./reading-messages.ts";

/**
 * A process of its own for one document: `<source> <kind> <file to write>`. A file that a reader chokes on ends this process and nothing
 * else. Writes one passage a line, as JSON.
 */
const [source, kind, target] = process.argv.slice(2);
const lowestPriority = 19;

const readers: Readonly<Record<DocumentKind, (bytes: Uint8Array) => ReadText | Promise<ReadText>>> = {
  markdown: async (bytes) => (await import("./read-markdown.ts")).readMarkdown(bytes),
  text: async (bytes) => (await import("./read-plain-text.ts")).readPlainText(bytes),
  pdf: async (bytes) => (await import("./read-pdf.ts")).readPdf(bytes),
  docx: async (bytes) => (await import("./read-docx.ts")).readDocx(bytes),
};

function isKind(word: string | undefined): word is DocumentKind {
  return word !== undefined && Object.hasOwn(readers, word);
}

async function read(): Promise<ReadingMessage> {
  if (!source || !target || !isKind(kind)) throw new Error("three arguments are expected");
  const { blocks, pages, hasPoorText } = await readers[kind](await Bun.file(source).bytes());
  const characters = blocks.reduce((sum, block) => sum + (block.type === "page" ? 0 : block.text.length), 0);
  if (characters > readingLimits.charactersMax) throw new DocumentRefused("too-much-text");
  const lines = Array.from(passagesOf(blocks), (passage) => {
    const terms = toIndexTerms([...passage.headings, passage.text].join(" "));
    return `${JSON.stringify({ ...passage, terms })}\n`;
  });
  if (lines.length === 0) throw new DocumentRefused("empty");
  await Bun.write(target, lines.join(""));
  return { type: "done", pages, characters, passages: lines.length, hasPoorText };
}

function toFailure(error: unknown): ReadingMessage {
  if (error instanceof DocumentRefused) return { type: "refused", reason: error.reason };
  return { type: "failed", reason: error instanceof Error ? error.message : "reading failed" };
}

setPriority(lowestPriority);
process.send?.(await read().catch(toFailure));
process.disconnect?.();
