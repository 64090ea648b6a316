import type { KeptSession } from "./kept-session.ts";
import { PageProblem } from "./page-problem.ts";
import type { Visit, Visitor } from "./school-client.ts";

/** Whoever remembers which session is gone on with. */
export interface SessionKeeping {
  readonly session: KeptSession | undefined;
  keep(session: KeptSession): void;
  forget(): void;
}

/** A ticket for the kept session; where there is none (any more), for a new one, which `onOpened` hears of first. */
export async function nextTicket(
  visitor: Visitor,
  keeper: SessionKeeping,
  { signal, onOpened }: { signal: AbortSignal; onOpened?: (() => void) | undefined },
): Promise<Visit> {
  const kept = keeper.session;
  if (kept) {
    try {
      return await visitor.resume(kept, signal);
    } catch (error) {
      if (!(error instanceof PageProblem) || error.kind !== "tutor-unknown") throw error;
      keeper.forget();
    }
  }
  const { sessionId, secret, ...visit } = await visitor.open(signal);
  keeper.keep({ sessionId, secret });
  onOpened?.();
  return visit;
}
