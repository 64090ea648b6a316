import { Problem } from "../openapi/binding/problem.ts";
import { AvatarServerError } from "./avatar/avatar-server.ts";
import { AssetsUnreachable } from "./avatar/store/asset-store.ts";
import { AvatarNameTaken } from "./avatar/store/avatar-entry.ts";
import { AvatarMissing } from "./avatar/store/avatar-store.ts";
import { BuilderBusy } from "./avatar/video/avatar-builder.ts";
import { SourceRefused } from "./avatar/video/source-refused.ts";
import { ModelUnavailable } from "./chat/language-model.ts";
import { TooManyQuestions } from "./chat/question-limit.ts";
import { OfferRejected } from "./media/sdp.ts";
import { BackendRefused, BackendUnavailable } from "./sessions/backend-client.ts";
import { LessonsFull } from "./sessions/lessons.ts";
import { ProfileUnavailable, TutorUnknown } from "./sessions/tutor-profiles.ts";

/** Seconds after which trying again makes sense. */
const retryAfterSeconds = "2";

/** The one place that turns the engine's errors into problems; undefined: not ours to explain. */
export function toEngineProblem(error: unknown): Problem | undefined {
  if (error instanceof OfferRejected) return new Problem("invalid-offer", error.message, { cause: error });
  if (error instanceof TutorUnknown)
    return new Problem("not-found", "there is no such tutor", { cause: error });
  if (error instanceof ProfileUnavailable)
    return unavailable("the tutor's profile cannot be read right now", error);
  if (error instanceof BackendUnavailable)
    return unavailable("what was said before cannot be read right now", error);
  if (error instanceof BackendRefused && error.status === 404)
    return new Problem("not-found", "there is no such session", { cause: error });
  if (error instanceof LessonsFull) return unavailable("every place is taken", error);
  if (error instanceof AvatarServerError) {
    if (error.failure !== "refused") return unavailable(error.message, error);
    return new Problem("conflict", error.message, { cause: error });
  }
  if (error instanceof AvatarNameTaken)
    return new Problem("conflict", "there is a face of this name already", { cause: error });
  if (error instanceof AvatarMissing)
    return new Problem("not-found", "there is no such avatar", { cause: error });
  if (error instanceof BuilderBusy || error instanceof AssetsUnreachable)
    return unavailable(error.message, error);
  // The only one that is met before a job begins.
  if (error instanceof SourceRefused && error.reason === "too-large")
    return new Problem("too-large", error.message, { cause: error });
  if (error instanceof TooManyQuestions) {
    const headers = { "retry-after": String(Math.ceil(error.retryAfterMs / 1000)) };
    return new Problem("too-many-requests", error.message, { headers, cause: error });
  }
  if (error instanceof ModelUnavailable) return unavailable("no model answers", error);
  return undefined;
}

function unavailable(detail: string, cause: unknown): Problem {
  return new Problem("unavailable", detail, { headers: { "retry-after": retryAfterSeconds }, cause });
}
