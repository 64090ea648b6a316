import type { Schemas } from "../backend-handlers.ts";
import type { Reader } from "../database/database.ts";
import { type AuditFilter, findAuditHead, listAuditEvents, listAuditEventsFrom } from "./audit-events.ts";
import { type AuditEvent, chainStart, hashOfEvent } from "./audit-repository.ts";

/** Events that are read at once while a whole chain is walked. */
const batchEvents = 500;

/** Reading a chain of the audit log. */
export class AuditLog {
  constructor(private readonly db: Reader) {}

  /** One page, newest first. */
  async list(
    chain: string,
    filter: AuditFilter,
    { before, limit }: { before: number | undefined; limit: number },
  ): Promise<Schemas["AuditPage"]> {
    const events = await listAuditEvents(this.db, chain, filter, { before, rows: limit + 1 });
    const onPage = events.slice(0, limit);
    const last = onPage.at(-1);
    return {
      items: onPage.map(toAuditEvent),
      nextCursor: events.length > limit && last ? String(last.sequence) : null,
    };
  }

  /** Every event that the filter lets pass, newest first, in batches; one batch at a time is in memory. */
  async *batches(chain: string, filter: AuditFilter): AsyncGenerator<Schemas["AuditEvent"][]> {
    let before: number | undefined;
    while (true) {
      const events = await listAuditEvents(this.db, chain, filter, { before, rows: batchEvents });
      yield events.map(toAuditEvent);
      if (events.length < batchEvents) return;
      before = events.at(-1)?.sequence;
    }
  }

  /** Walks the chain from its start: nothing in it was changed, left out or cut off. */
  async verify(chain: string, signal: AbortSignal): Promise<Schemas["AuditVerification"]> {
    // Read first: what is recorded while the chain is walked lies beyond this.
    const head = await findAuditHead(this.db, chain);
    const length = head?.sequence ?? 0;
    let previousHash = chainStart;
    for (let from = 1; from <= length; from += batchEvents) {
      signal.throwIfAborted();
      const rows = Math.min(batchEvents, length - from + 1);
      const events = await listAuditEventsFrom(this.db, chain, { from, rows });
      for (let i = 0; i < rows; i++) {
        const event = events[i];
        if (!event || !isNext(event, from + i, previousHash)) return toBroken(from + i);
        previousHash = event.hash;
      }
    }
    if (head && head.hash !== previousHash) return toBroken(length);
    return { intact: true, events: length, brokenAt: null };
  }
}

const toBroken = (sequence: number) => ({ intact: false, events: sequence - 1, brokenAt: sequence });

function isNext(event: AuditEvent, sequence: number, previousHash: string): boolean {
  return (
    event.sequence === sequence && event.previousHash === previousHash && event.hash === hashOfEvent(event)
  );
}

function toAuditEvent(event: AuditEvent): Schemas["AuditEvent"] {
  const { chain: _chain, previousHash: _previous, occurredAt, action, ...said } = event;
  return { ...said, action: action as Schemas["AuditAction"], occurredAt: occurredAt.toISOString() };
}
