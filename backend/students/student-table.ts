import { CsvError, parse } from "csv-parse/sync";
import { toEmailKey } from "../accounts/admins-repository.ts";
import type { Schemas } from "../backend-handlers.ts";

/** What is wrong with a table as a whole. */
export class InvalidTable extends Error {
  override readonly name = "InvalidTable";
}

export type Fault = Schemas["ImportFault"];

export interface TableRow {
  /** The line of the file on which the row begins, from 1. */
  readonly line: number;
  readonly email: string;
  readonly name: string;
  /** Undefined where there is none. */
  readonly password: string | undefined;
  readonly faults: readonly Fault[];
}

/** Each row costs a password's hash, about 30 ms of a core. */
const rowsMax = 500;
const emailLengthMax = 254;
const nameLengthMax = 80;
const passwordLengthMin = 8;
const passwordLengthMax = 256;

const columns = ["email", "name", "password"] as const;
type Column = (typeof columns)[number];

/**
 * Reads a CSV file (RFC 4180) with a header; commas, semicolons or tabs, whichever the header has, since spreadsheets take
 * another one in each country. Every row is answered with what is wrong with it. Throws InvalidTable.
 */
export function readStudentTable(text: string): TableRow[] {
  const [header, ...records] = readRecords(text);
  const places = readHeader(header?.record ?? []);
  if (records.length === 0) throw new InvalidTable("there are no rows below the header");
  if (records.length > rowsMax) throw new InvalidTable(`there may be ${rowsMax} rows at most`);
  const seen = new Set<string>();
  return records.map(({ record, line }) => {
    const cell = (column: Column) => record[places.get(column) ?? -1] ?? "";
    const email = cell("email").trim();
    const row = { email, name: cell("name").trim(), password: cell("password") || undefined };
    const faults = [...findFaults(row)];
    if (record.length !== header?.record.length) faults.unshift("columns");
    if (seen.has(toEmailKey(email))) faults.push("email-repeated");
    if (email) seen.add(toEmailKey(email));
    return { ...row, line, faults };
  });
}

/** The records that hold anything, each with the line on which it begins. */
function readRecords(text: string): { record: string[]; line: number }[] {
  const firstLine = /^\uFEFF?([^\r\n]*)/.exec(text)?.[1] ?? "";
  const delimiter = [",", ";", "\t"].find((sign) => firstLine.includes(sign)) ?? ",";
  try {
    let begin = 1;
    const lines: number[] = [];
    const records: string[][] = parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      on_record(record: string[], { lines: end }) {
        lines.push(begin);
        begin = end + 1;
        return record;
      },
    });
    return records
      .map((record, index) => ({ record, line: lines[index]! }))
      .filter(({ record }) => record.some((cell) => cell.trim() !== ""));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === "number" ? ` in line ${error.lines}` : "";
    throw new InvalidTable(`the file is no CSV: look at the quotation marks${line}`);
  }
}

function readHeader(header: readonly string[]): Map<Column, number> {
  const places = new Map<Column, number>();
  for (const [index, cell] of header.entries()) {
    const column = columns.find((name) => name === cell.trim().toLowerCase());
    if (!column) throw new InvalidTable("the first line may name the columns email, name and password only");
    if (places.has(column)) throw new InvalidTable(`the first line names the column ${column} twice`);
    places.set(column, index);
  }
  if (!places.has("email") || !places.has("name")) {
    throw new InvalidTable("the first line must name the columns email and name");
  }
  return places;
}

function* findFaults({
  email,
  name,
  password,
}: Pick<TableRow, "email" | "name" | "password">): Generator<Fault> {
  if (email === "") yield "email-missing";
  else if (email.length > emailLengthMax || !/^\S+@\S+$/.test(email)) yield "email-invalid";
  if (name === "") yield "name-missing";
  // As JSON Schema counts: by code point.
  else if ([...name].length > nameLengthMax) yield "name-too-long";
  const length = password === undefined ? passwordLengthMin : [...password].length;
  if (length < passwordLengthMin || length > passwordLengthMax) yield "password-length";
  // What is left of bytes that are not UTF-8.
  if (`${email}${name}${password ?? ""}`.includes("\uFFFD")) yield "encoding";
}
