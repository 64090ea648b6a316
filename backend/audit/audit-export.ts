import { stringify } from "csv-stringify/sync";
import type { Schemas } from "../backend-handlers.ts";

type Event = Schemas["AuditEvent"];

/** The columns of a CSV file, in this order. */
const columns = [
  "sequence",
  "occurredAt",
  "actorKind",
  "actorId",
  "action",
  "objectKind",
  "objectId",
  "fields",
  "address",
  "outcome",
  "reason",
  "id",
  "hash",
] as const satisfies readonly (keyof Event)[];

/** CSV (RFC 4180) with a header. What a spreadsheet would take for a formula is marked as text. */
export async function* toCsv(batches: AsyncIterable<Event[]>): AsyncGenerator<string> {
  yield `${columns.join(",")}\r\n`;
  for await (const events of batches) {
    const rows = events.map((event) => columns.map((name) => toCell(event[name])));
    yield stringify(rows, { record_delimiter: "windows", escape_formulas: true });
  }
}

const toCell = (value: Event[keyof Event]) => (Array.isArray(value) ? value.join(" ") : value);

/** One event a line. */
export async function* toJsonLines(batches: AsyncIterable<Event[]>): AsyncGenerator<string> {
  for await (const events of batches) yield events.map((event) => `${JSON.stringify(event)}\n`).join("");
}
