export type RefusalReason =
  | "empty"
  | "unreadable"
  | "locked"
  | "not-what-it-says"
  | "too-many-pages"
  | "too-much-text"
  | "too-large-inside"
  | "too-slow"
  | "too-much-memory";

/** The file cannot be used, for a reason that its owner can do something about. */
export class DocumentRefused extends Error {
  override readonly name = "DocumentRefused";
  constructor(
    readonly reason: RefusalReason,
    options?: ErrorOptions,
  ) {
    super(reason, options);
  }
}

/** What the owner of a refused file reads. */
export const refusalTexts: Readonly<Record<RefusalReason, string>> = {
  empty: "the file has no text: a scanned book needs its text recognised (OCR) first",
  unreadable: "the file is damaged: open it in the program that made it and save it again",
  locked: "the file is protected by a password: save it without one",
  "not-what-it-says": "the file's content is not of the type that it was sent as",
  "too-many-pages": "the file has too many pages: divide it into parts",
  "too-much-text": "the file has too much text: divide it into parts",
  "too-large-inside": "the file unpacks to more than can be read: save it without pictures, or divide it",
  "too-slow": "reading the file takes too long: divide it into parts or save it as plain text",
  "too-much-memory": "reading the file takes too much memory: divide it into parts or save it as plain text",
};
