/** Where a list goes on: rows with an id below `before`, newest (highest) first, at most `limit` of them. */
export interface PageRequest {
  readonly before: string | undefined;
  readonly limit: number;
}

/** A text that sorts after every id, in any collation: ids are hexadecimal digits. */
export const afterEveryId = "z";

export interface Page<Item> {
  items: Item[];
  /** The `before` of the next page; null on the last one. */
  nextCursor: string | null;
}

/** Makes a page of rows that were read with `limit + 1`: one too many tells that there is another page. */
export function toPage<Row extends { id: string }, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
): Page<Item> {
  const onPage = rows.slice(0, limit);
  return {
    items: onPage.map(toItem),
    nextCursor: rows.length > limit ? (onPage.at(-1)?.id ?? null) : null,
  };
}
