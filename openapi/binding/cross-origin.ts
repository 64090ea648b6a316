import { cors } from "@elysiajs/cors";
import { Elysia } from "elysia";

export interface CrossOriginOptions {
  /** Origins of our own pages, which may read every answer. */
  readonly pages: readonly string[];
  /** The tutor whose embedding sites may read the answers of a path; undefined: none may. */
  readonly tutorOf: (path: string) => string | undefined;
  /** The origins that may embed a tutor. A rejection counts as none. */
  readonly embedOrigins: (tutorId: string) => Promise<readonly string[]>;
  readonly methods: ("GET" | "POST" | "PATCH" | "DELETE")[];
  readonly allowedHeaders: string[];
  readonly exposeHeaders: string[];
}

const preflightLifeSeconds = 600;

/**
 * Says which pages of other origins may read answers: an exact list, never credentials, and never the origin `null`. Ours, and
 * for what concerns one tutor the sites that its admin named.
 */
export function crossOrigin({ pages, tutorOf, embedOrigins, ...rest }: CrossOriginOptions) {
  const ours = new Set(pages);
  const allowed = new WeakSet<Request>();
  const app = new Elysia({ name: "cross-origin" }).onRequest(async ({ request }) => {
    const origin = request.headers.get("origin");
    if (origin === null || ours.has(origin)) return;
    const tutorId = tutorOf(new URL(request.url).pathname);
    if (tutorId === undefined) return;
    const sites = await embedOrigins(tutorId).catch((): readonly string[] => []);
    if (sites.includes(origin)) allowed.add(request);
  });
  return app.use(
    cors({
      // The plugin asks at once and cannot wait, so the answer was found above.
      origin: (request) => ours.has(request.headers.get("origin") ?? "") || allowed.has(request),
      credentials: false,
      maxAge: preflightLifeSeconds,
      ...rest,
    }),
  );
}
