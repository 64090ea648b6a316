import pTimeout from "p-timeout";

/** One event of a text/event-stream answer (HTML Living Standard, section 9.2). */
export interface ServerSentEvent<Data> {
  data: Data;
  event?: string;
  id?: string;
}

/** Silence after which a comment line keeps proxies from closing the stream, in ms. */
const heartbeatMs = 10_000;

const encoder = new TextEncoder();
const heartbeat = encoder.encode(":\n\n");

/**
 * Writes events as the reader takes them: the source runs only as fast as the socket drains, and is ended
 * (through `return`) when the reader leaves. `check` sees every event's data before it is written.
 */
export function toEventStream(
  events: AsyncIterable<ServerSentEvent<unknown>>,
  check: (data: unknown) => void,
): ReadableStream<Uint8Array> {
  const source = events[Symbol.asyncIterator]();
  let pending: Promise<IteratorResult<ServerSentEvent<unknown>>> | undefined;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        pending ??= source.next();
        try {
          const next = await pTimeout(pending, { milliseconds: heartbeatMs, message: false });
          if (!next) return controller.enqueue(heartbeat);
          pending = undefined;
          if (next.done) return controller.close();
          check(next.value.data);
          controller.enqueue(encoder.encode(toLines(next.value)));
        } catch (error) {
          await source.return?.();
          controller.error(error);
        }
      },
      async cancel() {
        await source.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

function toLines(event: ServerSentEvent<unknown>): string {
  const id = event.id === undefined ? "" : `id: ${event.id}\n`;
  const name = event.event === undefined ? "" : `event: ${event.event}\n`;
  return `${id}${name}data: ${JSON.stringify(event.data)}\n\n`;
}
