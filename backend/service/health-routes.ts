import type { BackendHandlers } from "../backend-handlers.ts";
import type { Database } from "../database/database.ts";
import { DatabaseUnavailable } from "../database/database-errors.ts";
import type { SystemHealth } from "./system-health.ts";

export const healthRoutes = (db: Database, system: SystemHealth) => {
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
    getSystemHealth: async () => ({ status: 200, body: await system.look() }),
  } satisfies Pick<BackendHandlers, "getLiveness" | "getReadiness" | "getHealth" | "getSystemHealth">;
};
