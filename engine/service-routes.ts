import { Problem } from "../openapi/binding/problem.ts";
import type { SwaggerPage } from "../openapi/binding/swagger-page.ts";
import type { EngineHandlers } from "./engine-contract.ts";
import type { OptionalPart } from "./optional-parts.ts";
import type { StudentPage } from "./student/student-page.ts";

type ServiceOperations =
  | "getLiveness"
  | "getReadiness"
  | "getHealth"
  | "getContract"
  | "getDocs"
  | "getDocsAsset"
  | "getStudentPage"
  | "getTutorPoster"
  | "getStudentAsset";

export interface ServiceParts {
  /** Pages are made when they are first asked for. */
  docs(): Promise<SwaggerPage>;
  page(): Promise<StudentPage>;
  /** A PNG of the tutor at rest. Rejects with TutorUnknown or ProfileUnavailable. */
  poster(tutorId: string): Promise<Uint8Array>;
  /** The sites that may show a tutor's page in a frame. */
  embedOrigins(tutorId: string): Promise<readonly string[]>;
  /** Each part the engine needs, by name: "ok", or what is wrong. */
  checks(): Promise<Record<string, string>>;
  /** What the engine can do without. */
  optionalParts(): Promise<readonly OptionalPart[]>;
}

/** Who may embed the page may change. */
const pageCache = "no-cache";
const assetCache = "public, max-age=300";

export const serviceRoutes = ({ docs, page, poster, embedOrigins, checks, optionalParts }: ServiceParts) => {
  const readiness = async (verbose: boolean) => {
    const found = await checks();
    const wrong = Object.entries(found).filter(([, state]) => state !== "ok");
    if (wrong.length > 0) {
      throw new Problem("unavailable", wrong.map(([name, state]) => `${name}: ${state}`).join("; "), {
        headers: { "retry-after": "1" },
      });
    }
    return {
      status: 200,
      body: {
        status: "ready",
        checks: found,
        ...(verbose ? { parts: [...(await optionalParts())] } : {}),
      },
    } as const;
  };
  return {
    getLiveness: () => ({ status: 200, body: { status: "live" } }),
    getReadiness: ({ query }) => readiness(query.verbose ?? false),
    getHealth: () => readiness(false),
    getContract: async () => ({ status: 200, body: (await docs()).contract }),
    getDocs: async () => {
      const { contentSecurityPolicy, html } = await docs();
      return { status: 200, headers: { "Content-Security-Policy": contentSecurityPolicy }, body: html };
    },
    getDocsAsset: async ({ path }) => ({
      status: 200,
      headers: { "Cache-Control": assetCache },
      ...found((await docs()).asset(path.asset)),
    }),
    getStudentPage: async ({ path }) => {
      const [{ contentSecurityPolicy, html }, sites] = await Promise.all([
        page(),
        embedOrigins(path.tutorId),
      ]);
      return {
        status: 200,
        headers: { "Content-Security-Policy": contentSecurityPolicy(sites), "Cache-Control": pageCache },
        body: html(path.tutorId),
      };
    },
    getTutorPoster: async ({ path }) => ({
      status: 200,
      headers: { "Cache-Control": assetCache },
      body: new Blob([new Uint8Array(await poster(path.tutorId))]),
    }),
    getStudentAsset: async ({ path }) => {
      const { type, body, cacheControl } = found((await page()).asset(path.asset));
      const headers = { "Cache-Control": cacheControl, "Access-Control-Allow-Origin": "*" } as const;
      return { status: 200, headers, type, body };
    },
  } satisfies Pick<EngineHandlers, ServiceOperations>;
};

function found<Asset>(asset: Asset | undefined): Asset {
  if (asset === undefined) throw new Problem("not-found", "there is no such file");
  return asset;
}
