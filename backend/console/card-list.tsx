import type { ComponentChildren } from "preact";
import type { ConsoleRoute } from "./console-route.ts";
import { toHash } from "./console-route.ts";
import { Show, type useList } from "./loaded.tsx";
import { Empty, Heading, MoreButton } from "./view-parts.tsx";

interface CardListProps<Item> {
  readonly list: ReturnType<typeof useList<Item>>;
  readonly title: string;
  readonly about: string;
  /** Said where there is nothing yet. */
  readonly none: string;
  /** Where one more is made. */
  readonly create: { readonly to: ConsoleRoute; readonly text: string };
  readonly kind: "cards" | "faces";
  readonly card: (item: Item) => ComponentChildren;
}

/** A view of cards, page by page, with the way to one more in its heading. */
export function CardList<Item>({ list, title, about, none, create, kind, card }: CardListProps<Item>) {
  const way = (
    <a class="button primary" href={toHash(create.to)}>
      {create.text}
    </a>
  );
  return (
    <>
      <Heading title={title} about={about}>
        {way}
      </Heading>
      <Show from={list}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>
              <p>{none}</p>
              {way}
            </Empty>
          ) : (
            <>
              <ul class={kind}>{items.map(card)}</ul>
              <MoreButton more={list.more} />
            </>
          )
        }
      </Show>
    </>
  );
}
