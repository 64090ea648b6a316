import type { ReadText } from "./block.ts";
import { decodeText } from "./decode-text.ts";

/** Plain text: paragraphs stand between empty lines. Throws DocumentRefused. */
export function readPlainText(bytes: Uint8Array): ReadText {
  const paragraphs = decodeText(bytes).split(/\n[^\S\n]*\n/u);
  return {
    blocks: paragraphs.map((text) => ({ type: "paragraph", text })),
    pages: null,
    hasPoorText: false,
  };
}
