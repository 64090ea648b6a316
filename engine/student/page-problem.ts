/** Everything that can stand between a student and a lesson; each has its own words in every language. */
export type ProblemKind =
  | "address-wrong"
  | "tutor-unknown"
  | "tutor-enrolled"
  | "sign-in-refused"
  | "too-many-sign-ins"
  | "signed-out"
  | "password-wrong"
  | "password-weak"
  | "backend-unreachable"
  | "backend-failing"
  | "too-many-visits"
  | "ticket-refused"
  | "engine-unreachable"
  | "engine-failing"
  | "engine-full"
  | "offer-refused"
  | "no-picture"
  | "connection-lost"
  | "replaced"
  | "browser-unsupported";

/** Why something did not come about. */
export interface LessonProblem extends Error {
  readonly kind: ProblemKind;
  /** `retryAfterMs`: how long to wait before trying again, where the school says so. */
  readonly more: { readonly retryAfterMs?: number | undefined; readonly cause?: unknown };
}

/** A request or a connection did not do what the page needs of it. */
export class PageProblem extends Error implements LessonProblem {
  override readonly name = "PageProblem";

  constructor(
    readonly kind: ProblemKind,
    readonly more: { retryAfterMs?: number | undefined; cause?: unknown } = {},
  ) {
    super(kind, { cause: more.cause });
  }
}

/** Trying again by itself cannot help: the student has to do something first. */
const lasting: ReadonlySet<ProblemKind> = new Set([
  "address-wrong",
  "tutor-unknown",
  "tutor-enrolled",
  "signed-out",
  "too-many-visits",
  "offer-refused",
  "replaced",
  "browser-unsupported",
]);

export function isLasting(kind: ProblemKind): boolean {
  return lasting.has(kind);
}
