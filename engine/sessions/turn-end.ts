import type { components } from "../../generated/engine.types.ts";
import type { Turn, TurnOutcome } from "../turns/turn.ts";

/** A browser that says nothing for this long hears nothing either; it speaks every second or two. */
const unreachableAfterMs = 4_000;

/** What the page is told of a turn's end. What was sent to a browser that could not be reached was not heard. */
export function endOf(
  turn: Turn,
  ended: TurnOutcome,
  { silentMs, mediaMs }: { readonly silentMs: number; readonly mediaMs: number },
): components["schemas"]["TurnEnded"] {
  const isLost = silentMs > unreachableAfterMs;
  if (isLost) turn.lose(mediaMs - silentMs);
  const { sequence, source, flags, heard, heardTo, latency } = turn;
  const outcome = isLost && ended === "complete" ? "cut" : ended;
  return { type: "turn-end", turn: sequence, outcome, source, flags: [...flags], heard, heardTo, latency };
}
