/** How many items are asked for at once. */
const pageItems = "50";

/** What comes after the path; what is empty is left out. */
export function toQuery(values: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
}

export const toPageQuery = (
  cursor: string | undefined,
  filter: Readonly<Record<string, string | undefined>> = {},
) => toQuery({ ...filter, cursor, limit: pageItems });

/** An id may come from the address bar. */
export const toPath = (collection: string, ...parts: readonly string[]) =>
  [`/api/${collection}`, ...parts.map(encodeURIComponent)].join("/");

/** For creations: a repetition of the same request creates nothing. */
export const once = () => ({ "idempotency-key": crypto.randomUUID() });
