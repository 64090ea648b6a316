import { PageProblem, type ProblemKind } from "./page-problem.ts";

const requestTimeoutMs = 10_000;

/** What a status of the backend means for the page, where it is not the usual. */
export type ProblemOf = (status: number) => ProblemKind | undefined;

/** Asks the backend. Every failure is a PageProblem. */
export async function askSchool(
  url: string,
  init: RequestInit,
  { signal, problemOf }: { signal?: AbortSignal | undefined; problemOf?: ProblemOf },
): Promise<Response> {
  const limit = AbortSignal.timeout(requestTimeoutMs);
  let response: Response;
  try {
    response = await fetch(url, {
      ...init,
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      cache: "no-store",
    });
  } catch (cause) {
    throw new PageProblem("backend-unreachable", { cause });
  }
  if (response.ok) return response;
  const kind = problemOf?.(response.status) ?? usualProblemOf(response.status);
  throw new PageProblem(kind, { retryAfterMs: readRetryAfterMs(response) });
}

/** An object in JSON. */
export async function readObject(response: Response): Promise<Record<string, unknown>> {
  const body: unknown = await response.json().catch(() => undefined);
  if (typeof body !== "object" || body === null) throw new PageProblem("backend-failing");
  return body as Record<string, unknown>;
}

export function post(body?: unknown): RequestInit {
  if (body === undefined) return { method: "POST" };
  return { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } };
}

function usualProblemOf(status: number): ProblemKind {
  if (status === 404) return "tutor-unknown";
  if (status === 422) return "address-wrong";
  if (status === 403) return "tutor-enrolled";
  if (status === 429) return "too-many-visits";
  return "backend-failing";
}

/** RFC 9110 section 10.2.3, seconds only. Undefined where the server does not say, or does not show it to other origins. */
export function readRetryAfterMs(response: Response): number | undefined {
  const text = response.headers.get("retry-after") ?? "";
  return /^\d{1,5}$/.test(text) ? Number(text) * 1000 : undefined;
}
