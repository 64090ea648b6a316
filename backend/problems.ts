import { Problem } from "../openapi/binding/problem.ts";
import { RefreshRefused, WrongPassword } from "./accounts/accounts.ts";
import { AdminEmailTaken, OwnAccount } from "./accounts/admins.ts";
import { NotOwner } from "./accounts/owner.ts";
import { LoginRefused } from "./accounts/password-check.ts";
import { HasherBusy } from "./accounts/password-hasher.ts";
import { AvatarConflict, AvatarsBusy, InvalidAvatar } from "./avatars/avatar-faults.ts";
import { AvatarVersionMismatch } from "./avatars/avatars-repository.ts";
import { EngineRefused, EngineUnreachable } from "./avatars/engine-avatars.ts";
import { DatabaseUnavailable, toDatabaseError } from "./database/database-errors.ts";
import { DocumentsFull } from "./documents/documents.ts";
import { ReadersBusy } from "./documents/reading/document-reader.ts";
import { DocumentRefused, refusalTexts } from "./documents/reading/document-refused.ts";
import { KeyReused, RequestInFlight } from "./idempotency/idempotency.ts";
import { KeyBeingReplaced } from "./keys/keys.ts";
import { NotFound } from "./not-found.ts";
import { RateExceeded, type RateLimitHeaders } from "./rate-limit.ts";
import { InvalidTurn } from "./sessions/delivered-turns.ts";
import { LessonsAtOnce } from "./sessions/student-sessions.ts";
import { TutorNotPublic } from "./sessions/visits.ts";
import { AccountEnded } from "./students/account-ended.ts";
import { ImportsBusy } from "./students/student-imports.ts";
import { InvalidTable } from "./students/student-table.ts";
import { EmailTaken } from "./students/students.ts";
import { InvalidOrigin } from "./tutors/embed-origins.ts";
import { VersionMismatch } from "./tutors/tutors-repository.ts";

/** When to come back to a database that does not answer, in seconds. */
const unavailableRetrySeconds = 2;
const hasherRetrySeconds = 1;
/** A lesson that ended without a word is forgotten after this. */
const lessonsRetrySeconds = 30;
const importsRetrySeconds = 10;
const readersRetrySeconds = 5;
const avatarsRetrySeconds = 30;
const engineRetrySeconds = 5;

/** The one place where error classes become answers; undefined: an error nobody foresaw. */
export function toBackendProblem(thrown: unknown): Problem | undefined {
  // Its cause, too, is a socket that failed.
  const error = thrown instanceof EngineUnreachable ? thrown : toDatabaseError(thrown);
  if (error instanceof NotFound) return new Problem("not-found", `there is no such ${error.kind}`);
  if (error instanceof LoginRefused) return unauthorized("e-mail or password is wrong", error.headers);
  if (error instanceof RefreshRefused) return unauthorized("the refresh token is not valid (any more)");
  if (error instanceof AccountEnded) return unauthorized("the account is not active (any more)");
  if (error instanceof RequestInFlight) return new Problem("conflict", "the same request is being answered");
  if (error instanceof KeyReused) {
    const detail = "another request came with this key";
    return new Problem("invalid-request", detail, {
      errors: [{ in: "header", pointer: "/idempotency-key", detail }],
    });
  }
  if (error instanceof NotOwner) return new Problem("forbidden", "this is for owners");
  if (error instanceof OwnAccount) return new Problem("conflict", "this cannot be done to one's own account");
  if (error instanceof AdminEmailTaken)
    return new Problem("conflict", "another admin has this e-mail address");
  if (error instanceof KeyBeingReplaced)
    return new Problem("conflict", "somebody else is replacing this key");
  if (error instanceof WrongPassword) {
    return new Problem("forbidden", "the current password is wrong", { headers: { ...error.headers } });
  }
  if (error instanceof EmailTaken) return new Problem("conflict", "another student has this e-mail address");
  if (error instanceof InvalidTable) {
    return new Problem("invalid-request", error.message, {
      errors: [{ in: "body", pointer: "", detail: error.message }],
    });
  }
  if (error instanceof DocumentRefused) {
    const detail = refusalTexts[error.reason];
    return new Problem("invalid-request", detail, { errors: [{ in: "body", pointer: "", detail }] });
  }
  if (error instanceof DocumentsFull)
    return new Problem("conflict", "the tutor has as many documents as it may have: delete some first");
  if (error instanceof ReadersBusy) return retryAfter("too-many-requests", readersRetrySeconds);
  if (error instanceof LessonsAtOnce) {
    return new Problem("too-many-requests", "end another lesson first", {
      headers: { "retry-after": String(lessonsRetrySeconds) },
    });
  }
  if (error instanceof ImportsBusy) return retryAfter("too-many-requests", importsRetrySeconds);
  if (error instanceof TutorNotPublic) return new Problem("forbidden", "this tutor is not open to guests");
  if (error instanceof VersionMismatch) return new Problem("precondition-failed", "read the tutor again");
  if (error instanceof InvalidTurn) {
    const { pointer, reason } = error;
    return new Problem("invalid-request", "body does not conform to the contract", {
      errors: [{ in: "body", pointer, detail: reason }],
    });
  }
  if (error instanceof InvalidOrigin) {
    const detail = "must be an origin as browsers write it, such as https://school.example";
    return new Problem("invalid-request", "body does not conform to the contract", {
      errors: [{ in: "body", pointer: `/embedOrigins/${error.index}`, detail }],
    });
  }
  if (error instanceof AvatarVersionMismatch)
    return new Problem("precondition-failed", "read the avatar again");
  if (error instanceof AvatarConflict) return new Problem("conflict", error.message);
  if (error instanceof AvatarsBusy) return retryAfter("too-many-requests", avatarsRetrySeconds);
  if (error instanceof InvalidAvatar) return invalidField(error.field, error.reason);
  if (error instanceof EngineRefused) return toRefusal(error);
  if (error instanceof EngineUnreachable) {
    const headers = { "retry-after": String(engineRetrySeconds) };
    return new Problem("unavailable", error.message, { headers });
  }
  if (error instanceof RateExceeded)
    return retryAfter("too-many-requests", error.retryAfterSeconds, error.headers);
  if (error instanceof HasherBusy) return retryAfter("too-many-requests", hasherRetrySeconds);
  if (error instanceof DatabaseUnavailable) return retryAfter("unavailable", unavailableRetrySeconds);
  return undefined;
}

/** What the engine says of a face is passed on: it knows best what is wrong with it. */
function toRefusal({ status, detail }: EngineRefused): Problem {
  if (status === 404) return new Problem("not-found", "the engine has no such face");
  if (status === 409) return new Problem("conflict", detail);
  if (status === 413) return new Problem("too-large", detail);
  if (status === 429) return retryAfter("too-many-requests", avatarsRetrySeconds);
  return invalidField("file", detail);
}

const invalidField = (field: string, detail: string) =>
  new Problem("invalid-request", "body does not conform to the contract", {
    errors: [{ in: "body", pointer: `/${field}`, detail }],
  });

const unauthorized = (detail: string, headers?: RateLimitHeaders) =>
  new Problem("unauthorized", detail, { headers: { "www-authenticate": "Bearer", ...headers } });

const retryAfter = (type: "too-many-requests" | "unavailable", seconds: number, headers?: RateLimitHeaders) =>
  new Problem(type, undefined, { headers: { "retry-after": String(seconds), ...headers } });
