import { boolean, customType, doublePrecision, integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { toStorableJson, toStorableText } from "./storable-text.ts";

export { foreignKey, index, primaryKey, unique, uniqueIndex } from "drizzle-orm/pg-core";

/** The column kit of Postgres; columns-sqlite.ts says what each one is for. */
export const table = pgTable;

export const word = (name: string) => text(name);

export const prose = customType<{ data: string; driverData: string }>({
  dataType: () => "text",
  toDriver: toStorableText,
});

export const whole = (name: string) => integer(name);

export const serial = (name: string) => integer(name).primaryKey().generatedAlwaysAsIdentity();

export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

export const decimal = (name: string) => doublePrecision(name);

export const flag = (name: string) => boolean(name);

export const time = (name: string) => timestamp(name, { withTimezone: true, mode: "date", precision: 3 });

// Bun's driver takes a value and writes the JSON itself. Drizzle's own jsonb() hands it JSON text, which would be
// stored as one JSON string.
const jsonValue = customType<{ data: unknown; driverData: unknown }>({
  dataType: () => "jsonb",
  toDriver: (value) => JSON.parse(toStorableJson(value)) as unknown,
});

export const json = <T>(name: string) => jsonValue(name).$type<T>();
