import type { ValidationError } from "./contract.ts";

/** Every problem type of both services (RFC 9457): its status and title. The contracts list the same names. */
export const problemTypes = {
  "invalid-json": { status: 400, title: "The body is not valid JSON" },
  "invalid-offer": { status: 400, title: "The WebRTC offer cannot be accepted" },
  unauthorized: { status: 401, title: "Credentials are missing or not valid" },
  forbidden: { status: 403, title: "Not allowed" },
  "not-found": { status: 404, title: "Not found" },
  "method-not-allowed": { status: 405, title: "Method not allowed" },
  conflict: { status: 409, title: "Conflict with the current state" },
  "precondition-failed": { status: 412, title: "Somebody else changed it meanwhile" },
  "too-large": { status: 413, title: "The body is too large" },
  "unsupported-media-type": { status: 415, title: "Unsupported media type" },
  "invalid-request": { status: 422, title: "The request does not conform to the contract" },
  "too-many-requests": { status: 429, title: "Too many requests" },
  internal: { status: 500, title: "Something went wrong on our side" },
  unavailable: { status: 503, title: "Not available right now" },
} as const;

export type ProblemType = keyof typeof problemTypes;

/** One thing that is wrong with a request: where (body, query, path, header), which field, and why. */
export interface FieldError {
  in: string;
  /** JSON pointer (RFC 6901) into that place. */
  pointer: string;
  detail: string;
}

/** The body of an error answer, application/problem+json. */
export interface ProblemBody {
  type: ProblemType;
  title: string;
  status: number;
  detail?: string;
  errors?: FieldError[];
}

const fieldErrorsMax = 20;

/** Thrown by handlers and the binding; leaves the service as application/problem+json. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;

  constructor(
    readonly type: ProblemType,
    readonly detail?: string,
    readonly more: {
      errors?: FieldError[];
      headers?: Record<string, string>;
      cause?: unknown;
    } = {},
  ) {
    super(detail ?? problemTypes[type].title, { cause: more.cause });
    this.status = problemTypes[type].status;
  }

  toBody(): ProblemBody {
    return {
      type: this.type,
      title: problemTypes[this.type].title,
      status: this.status,
      ...(this.detail === undefined ? {} : { detail: this.detail }),
      ...(this.more.errors === undefined ? {} : { errors: this.more.errors }),
    };
  }

  toResponse(): Response {
    return new Response(JSON.stringify(this.toBody()), {
      status: this.status,
      headers: {
        "content-type": "application/problem+json",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        ...this.more.headers,
      },
    });
  }
}

/** Turns a validator's errors into an invalid-request problem. Values and unknown keys are never repeated. */
export function invalidRequest(place: string, errors: readonly ValidationError[]): Problem {
  const fields = errors.slice(0, fieldErrorsMax).map((error) => toFieldError(place, error));
  return new Problem("invalid-request", `${place} does not conform to the contract`, { errors: fields });
}

function toFieldError(place: string, error: ValidationError): FieldError {
  const missing = error.params.missingProperty;
  const pointer = typeof missing === "string" ? `${error.instancePath}/${missing}` : error.instancePath;
  return { in: place, pointer, detail: error.message ?? "is not valid" };
}
