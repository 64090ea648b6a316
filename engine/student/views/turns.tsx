import type { Ref } from "preact";
import type { Entry, ShownTurn } from "../conversation.ts";
import { TurnItem } from "./turn-item.tsx";

export interface TurnActions {
  /** A question that was not taken up. */
  askAgain(entry: ShownTurn): void;
  rate(turn: number, rating: "good" | "poor" | null): void;
}

interface TurnsProps {
  readonly entries: readonly Entry[];
  readonly tutor: { readonly name: string; readonly language: string };
  /** Undefined while nothing can be done. */
  readonly actions?: TurnActions | undefined;
  readonly list?: Ref<HTMLOListElement>;
}

/** Questions and answers, oldest first. */
export function Turns({ entries, tutor, actions, list }: TurnsProps) {
  return (
    <ol class="turns" ref={list ?? null}>
      {entries.map((entry) =>
        "trouble" in entry ? (
          <li class="trouble" key={entry.key}>
            {entry.trouble}
          </li>
        ) : (
          <TurnItem key={entry.key} entry={entry} tutor={tutor} actions={actions} />
        ),
      )}
    </ol>
  );
}
