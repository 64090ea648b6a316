import type { components } from "../../generated/backend.types.ts";

export type ProblemType = components["schemas"]["ProblemType"];
export type FieldError = components["schemas"]["FieldError"];

/** `unreachable`: no answer came. `signed-out`: the sign-in is over, and the page asks for a new one. */
export type ApiProblemKind = ProblemType | "unreachable" | "signed-out";

export interface ApiProblemOptions extends ErrorOptions {
  readonly errors?: readonly FieldError[];
  readonly retryAfterSeconds?: number | undefined;
  /** What the backend says to those who read English. */
  readonly detail?: string | undefined;
}

/** A request failed; what the backend says about it, as far as it can be read. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly errors: readonly FieldError[];
  readonly retryAfterSeconds: number | undefined;
  readonly detail: string | undefined;

  constructor(
    readonly kind: ApiProblemKind,
    { errors = [], retryAfterSeconds, detail, ...options }: ApiProblemOptions = {},
  ) {
    super(kind, options);
    this.errors = errors;
    this.retryAfterSeconds = retryAfterSeconds;
    this.detail = detail;
  }
}

/** Reads an answer that is not a success (RFC 9457). */
export async function readApiProblem(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => undefined);
  const { type, errors, detail } = (typeof body === "object" && body !== null ? body : {}) as Record<
    string,
    unknown
  >;
  const kind =
    typeof type === "string" ? (type as ProblemType) : response.status >= 500 ? "internal" : "not-found";
  const seconds = response.headers.get("retry-after") ?? "";
  return new ApiProblem(kind, {
    errors: Array.isArray(errors) ? errors.filter(isFieldError) : [],
    retryAfterSeconds: /^\d{1,5}$/.test(seconds) ? Number(seconds) : undefined,
    detail: typeof detail === "string" ? detail : undefined,
  });
}

function isFieldError(error: unknown): error is FieldError {
  const { pointer, detail } = (error ?? {}) as Partial<Record<string, unknown>>;
  return typeof pointer === "string" && typeof detail === "string";
}
