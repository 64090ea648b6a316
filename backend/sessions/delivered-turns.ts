import type { Schemas } from "../backend-handlers.ts";
import type { TurnFields } from "./turns-repository.ts";

/** A delivered turn says something that cannot be kept. */
export class InvalidTurn extends Error {
  override readonly name = "InvalidTurn";

  constructor(
    /** JSON pointer (RFC 6901) into the delivery. */
    readonly pointer: string,
    readonly reason: string,
  ) {
    super(reason);
  }
}

/** Times that every database can keep. */
const timeMinMs = 0;
const timeMaxMs = Date.parse("9999-12-31T23:59:59.999Z");

/** The turns of a delivery, each sequence once in its highest revision. Throws InvalidTurn. */
export function readDeliveredTurns(delivered: readonly Schemas["Turn"][]): TurnFields[] {
  const highest = new Map<number, TurnFields>();
  for (const [index, turn] of delivered.entries()) {
    const { startedAt, endedAt, ...fields } = turn;
    const read = {
      ...fields,
      answerWhole: turn.answerWhole ?? true,
      rating: turn.rating ?? null,
      citations: turn.citations ?? [],
      startedAt: readTime(startedAt, `/turns/${index}/startedAt`),
      endedAt: endedAt === null ? null : readTime(endedAt, `/turns/${index}/endedAt`),
    };
    const known = highest.get(turn.sequence);
    if (!known || known.revision < turn.revision) highest.set(turn.sequence, read);
  }
  return [...highest.values()];
}

/** RFC 3339 knows times that a Date does not, leap seconds for one. */
function readTime(text: string, pointer: string): Date {
  const time = new Date(text);
  if (time.getTime() >= timeMinMs && time.getTime() <= timeMaxMs) return time;
  throw new InvalidTurn(pointer, "must be a time between 1970 and 9999");
}
