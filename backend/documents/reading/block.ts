/** A piece of a document's text in the order of the file, whatever the file's format is. */
export type Block =
  /** Level 1 is the outermost. */
  | { readonly type: "heading"; readonly level: number; readonly text: string }
  /** Sentences that belong together. */
  | { readonly type: "paragraph"; readonly text: string }
  /** A row of a table with the names of its columns: kept whole. */
  | { readonly type: "row"; readonly text: string }
  /** What follows stands on this page; the first one is 1. */
  | { readonly type: "page"; readonly page: number };

/** What a reader makes of a file. */
export interface ReadText {
  readonly blocks: readonly Block[];
  /** Null for formats without pages. */
  readonly pages: number | null;
  /** Letters or whole pages are missing. */
  readonly hasPoorText: boolean;
}
