import type { BackendHandlers } from "../backend-handlers.ts";
import type { Database } from "../database/database.ts";
import { DatabaseUnavailable } from "../database/database-errors.ts";

export const healthRoutes = (db: Database) => {
  const readiness = async () => {
    try {
      await db.ping();
    } catch (cause) {
      throw new DatabaseUnavailable("", { cause });
    }
    return { status: 200, body: { status: "ready", checks: { database: "ok" } } } as const;
  };
  return {
    getLiveness: () => ({ status: 200, body: { status: "live" } }),
    getReadiness: readiness,
    getHealth: readiness,
  } satisfies Pick<BackendHandlers, "getLiveness" | "getReadiness" | "getHealth">;
};
