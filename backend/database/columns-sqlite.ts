import { blob, customType, integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { toStorableJson, toStorableText } from "./storable-text.ts";

export { foreignKey, index, primaryKey, unique, uniqueIndex } from "drizzle-orm/sqlite-core";

/** The column kit of SQLite; columns-postgres.ts has the same names with the same row types. */
export const table = sqliteTable;

/** An identifier or another word of ours; never a person's text. */
export const word = (name: string) => text(name);

/** A person's or a model's text. */
export const prose = customType<{ data: string; driverData: string }>({
  dataType: () => "text",
  toDriver: toStorableText,
});

export const whole = (name: string) => integer(name);

/** A number that the database gives, higher for each new row; the row's primary key. */
export const serial = (name: string) => integer(name).primaryKey({ autoIncrement: true });

/** Bytes. */
export const bytes = (name: string) => blob(name, { mode: "buffer" });

export const decimal = (name: string) => real(name);

export const flag = (name: string) => integer(name, { mode: "boolean" });

/** A moment with milliseconds. */
export const time = (name: string) => integer(name, { mode: "timestamp_ms" });

const jsonText = customType<{ data: unknown; driverData: string }>({
  dataType: () => "text",
  toDriver: toStorableJson,
  fromDriver: (stored) => JSON.parse(stored),
});

export const json = <T>(name: string) => jsonText(name).$type<T>();
