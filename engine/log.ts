import pino from "pino";
import { toLogError } from "../deploy/error-in-log.ts";

export type Log = pino.Logger;

/** JSON lines on stdout. What people say, tickets and SDP are not logged; a key that slips in is cut here. */
export function openLog(level: string, destination?: pino.DestinationStream): Log {
  return pino(
    {
      level,
      base: { service: "engine" },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ["ticket", "token", "text", "question", "sdp", "authorization", "*.authorization"],
      serializers: { err: toLogError },
    },
    ...(destination ? [destination] : []),
  );
}
