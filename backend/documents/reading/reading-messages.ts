import type { DocumentPassage } from "../passages.ts";
import type { RefusalReason } from "./document-refused.ts";

export type DocumentKind = "markdown" | "text" | "pdf" | "docx";

/** A line of the file that the reading process writes: a passage with the terms it is found by. */
export interface ReadPassage extends DocumentPassage {
  readonly terms: string;
}

/** The last word of the reading process. */
export type ReadingMessage =
  | {
      readonly type: "done";
      readonly pages: number | null;
      readonly characters: number;
      readonly passages: number;
      readonly hasPoorText: boolean;
    }
  | { readonly type: "refused"; readonly reason: RefusalReason }
  | { readonly type: "failed"; readonly reason: string };
