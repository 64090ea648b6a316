import { DrizzleQueryError } from "drizzle-orm";
import { type DestinationStream, type Logger, pino } from "pino";
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

const causesMax = 5;

/** One JSON object per line on stdout, or wherever `destination` writes. */
export function openLog(config: Pick<BackendConfig, "logLevel">, destination?: DestinationStream): Log {
  return pino(
    {
      level: config.logLevel,
      base: { service: "backend" },
      redact: { paths: privateKeys.flatMap((key) => [key, `*.${key}`]), censor: "[private]" },
      serializers: { err: toLogError },
    },
    ...(destination ? [destination] : []),
  );
}

/**
 * What may be said of an error. A database's message repeats the row's values, so of those only the statement (it
 * has placeholders) and the codes are kept; a JavaScript message is kept at the top only, where it is ours.
 */
export function toLogError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const causes: string[] = [];
  for (let cause = error.cause; cause instanceof Error && causes.length < causesMax; cause = cause.cause) {
    causes.push([cause.name, codeOf(cause)].filter(Boolean).join(" "));
  }
  const isOfDatabase = codeOf(error) !== undefined || error instanceof DrizzleQueryError;
  return {
    type: error.name,
    code: codeOf(error),
    message: isOfDatabase ? undefined : error.message,
    statement: error instanceof DrizzleQueryError ? error.query : undefined,
    causes,
    stack: (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line)),
  };
}

function codeOf(error: Error): string | undefined {
  const { errno, code } = error as { errno?: unknown; code?: unknown };
  return typeof errno === "string" ? errno : typeof code === "string" ? code : undefined;
}
