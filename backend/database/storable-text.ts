/**
 * Text as every database keeps it: Postgres refuses the character U+0000 and, in JSON, a surrogate without its
 * partner; both become U+FFFD. Doing it for SQLite too makes a tutor the same on both.
 */
export const toStorableText = (text: string): string => text.toWellFormed().replaceAll("\0", "\uFFFD");

/** The JSON text of a value, its strings (keys excepted, which are ours) made storable. */
export const toStorableJson = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => (typeof part === "string" ? toStorableText(part) : part));
