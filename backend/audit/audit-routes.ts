import { Problem } from "../../openapi/binding/problem.ts";
import { requireOwner } from "../accounts/owner.ts";
import type { Account, BackendHandlers, Schemas } from "../backend-handlers.ts";
import { toByteStream } from "../byte-stream.ts";
import type { AuditFilter } from "./audit-events.ts";
import { toCsv, toJsonLines } from "./audit-export.ts";
import type { AuditLog } from "./audit-log.ts";
import { serviceChain } from "./audit-repository.ts";

const yearMax = 9999;

export const auditRoutes = (log: AuditLog) =>
  ({
    async listAuditEvents({ principal, query }) {
      const { cursor, limit = 20, scope, ...filter } = query;
      const page = { before: cursor === undefined ? undefined : Number(cursor), limit };
      return { status: 200, body: await log.list(toChain(principal, scope), toFilter(filter), page) };
    },

    exportAuditEvents({ principal, query }) {
      const { format, scope, ...filter } = query;
      const batches = log.batches(toChain(principal, scope), toFilter(filter));
      const reply = { status: 200, headers: toHeaders(format ?? "csv") } as const;
      return format === "jsonl"
        ? { ...reply, type: "application/jsonl", body: toByteStream(toJsonLines(batches)) }
        : { ...reply, type: "text/csv", body: toByteStream(toCsv(batches)) };
    },

    async verifyAuditEvents({ principal, query, signal }) {
      return { status: 200, body: await log.verify(toChain(principal, query.scope), signal) };
    },
  }) satisfies Pick<BackendHandlers, "listAuditEvents" | "exportAuditEvents" | "verifyAuditEvents">;

function toChain(principal: Account, scope: "own" | "service" | undefined): string {
  if (scope !== "service") return principal.adminId;
  requireOwner(principal);
  return serviceChain;
}

function toFilter(query: {
  actor?: string;
  action?: Schemas["AuditAction"];
  object?: string;
  outcome?: "done" | "refused";
  from?: string;
  until?: string;
}): AuditFilter {
  const { from, until, ...rest } = query;
  return { ...rest, from: toMoment(from), until: toMoment(until) };
}

/** RFC 3339 knows moments that a Date does not, leap seconds for one, and a Date some that no database keeps. */
function toMoment(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const moment = new Date(text);
  if (moment.getTime() >= 0 && moment.getUTCFullYear() <= yearMax) return moment;
  throw new Problem("invalid-request", `a time must lie between 1970 and ${yearMax}`);
}

const toHeaders = (format: "csv" | "jsonl") => ({
  "Content-Disposition": `attachment; filename="audit-log.${format}"`,
  "Cache-Control": "no-store",
});
