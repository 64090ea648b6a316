import type { Listed } from "./api-client.ts";
import { type ConsoleContext, describeProblem } from "./console-context.ts";
import { makeButton } from "./element.ts";

/**
 * Fills `container` with the first page of a list; a button after it fetches the next. Resolves to false when there is
 * nothing at all. Rejects when the first page cannot be read; later failures are said in passing.
 */
export async function fillList<Item>(
  container: HTMLElement,
  context: ConsoleContext,
  read: (cursor?: string) => Promise<Listed<Item>>,
  toElement: (item: Item) => HTMLElement,
): Promise<{ isEmpty: boolean; more: HTMLButtonElement }> {
  let cursor: string | null = null;
  const append = ({ items, nextCursor }: Listed<Item>) => {
    container.append(...items.map(toElement));
    cursor = nextCursor;
    more.hidden = nextCursor === null;
  };
  const more = makeButton("quiet more", context.strings.loadMore, async () => {
    try {
      append(await read(cursor ?? undefined));
    } catch (error) {
      context.say(describeProblem(error, context.strings));
    }
  });
  const first = await read();
  append(first);
  return { isEmpty: first.items.length === 0, more };
}
