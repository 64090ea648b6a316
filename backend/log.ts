import { DrizzleQueryError } from "drizzle-orm";
import { type DestinationStream, type Logger, pino } from "pino";
import { toLogError } from "../deploy/error-in-log.ts";
import type { BackendConfig } from "./config.ts";

export type Log = Logger;

/** Keys whose values never reach the log, at the top of a line and one level below. */
const privateKeys = [
  "answer",
  "authorization",
  "email",
  "guestName",
  "heard",
  "name",
  "notes",
  "password",
  "persona",
  "question",
  "refresh_token",
  "ticket",
  "access_token",
];

/** One JSON object per line on stdout, or wherever `destination` writes. */
export function openLog(config: Pick<BackendConfig, "logLevel">, destination?: DestinationStream): Log {
  return pino(
    {
      level: config.logLevel,
      base: { service: "backend" },
      redact: { paths: privateKeys.flatMap((key) => [key, `*.${key}`]), censor: "[private]" },
      serializers: { err: toBackendError },
    },
    ...(destination ? [destination] : []),
  );
}

/** A database's message repeats the row's values; its statement has placeholders. */
const toBackendError = (error: unknown) => ({
  ...toLogError(error),
  ...(error instanceof DrizzleQueryError ? { message: undefined, statement: error.query } : {}),
});
