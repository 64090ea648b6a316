import { marked, type Token, type Tokens } from "marked";
import type { Block, ReadText } from "./block.ts";
import { decodeText } from "./decode-text.ts";

/** Markdown (CommonMark with tables). What is markup is left out; formulas and code stay as they are written. Throws DocumentRefused. */
export function readMarkdown(bytes: Uint8Array): ReadText {
  const blocks = marked.lexer(decodeText(bytes)).flatMap(blocksOf);
  return { blocks, pages: null, hasPoorText: false };
}

function blocksOf(token: Token): Block[] {
  switch (token.type) {
    case "heading":
      return [{ type: "heading", level: (token as Tokens.Heading).depth, text: textOf(token) }];
    case "list":
      return (token as Tokens.List).items.flatMap(({ tokens }) => tokens.flatMap(blocksOf));
    case "blockquote":
      return (token as Tokens.Blockquote).tokens.flatMap(blocksOf);
    case "table":
      return rowsOf(token as Tokens.Table);
    case "space":
    case "hr":
    case "def":
    // Markup that is shown nowhere.
    case "html":
      return [];
    default:
      return [{ type: "paragraph", text: textOf(token) }];
  }
}

function rowsOf({ header, rows }: Tokens.Table): Block[] {
  const names = header.map(textOf);
  return rows.map((cells) => ({
    type: "row",
    text: cells.map((cell, column) => `${names[column]}: ${textOf(cell)}`).join("; "),
  }));
}

/** The words of a token and of those inside it. */
function textOf(token: { tokens?: Token[]; text?: string; type?: string }): string {
  if (token.type === "br") return "\n";
  if (token.type === "image" || token.type === "html") return "";
  return token.tokens ? token.tokens.map(textOf).join("") : (token.text ?? "");
}
