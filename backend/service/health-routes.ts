import type { BackendHandlers } from "../backend-handlers.ts";
import type { Database } from "../database/database.ts";
import { DatabaseUnavailable } from "../database/database-errors.ts";
import type { EngineChoices } from "./engine-choices.ts";
import type { SystemHealth } from "./system-health.ts";

type ServiceOperations =
  | "getLiveness"
  | "getReadiness"
  | "getHealth"
  | "getSystemHealth"
  | "getSystemChoices"
  | "previewFace";

const faceLifeSeconds = 300;

export const healthRoutes = (db: Database, system: SystemHealth, choices: EngineChoices) => {
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
    getSystemChoices: async () => ({ status: 200, body: await choices.list() }),
    previewFace: async ({ path }) => {
      const headers = { "Cache-Control": `private, max-age=${faceLifeSeconds}` };
      return { status: 200, headers, body: await choices.preview(path.face) };
    },
  } satisfies Pick<BackendHandlers, ServiceOperations>;
};
