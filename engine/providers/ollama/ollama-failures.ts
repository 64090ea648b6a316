import { ModelUnavailable } from "../../chat/language-model.ts";
import { OllamaRefusal } from "./ollama-call.ts";

/** A failed try, and what to do about it. */
export interface Failure {
  readonly error: ModelUnavailable;
  /** Undefined: trying again would not help. `retryAfterMs`: the pause that the server asks for. */
  readonly retry?: { readonly retryAfterMs?: number | undefined } | undefined;
  /** Says something about the server's health; a missing model or a busy server does not. */
  readonly counts: boolean;
}

const unreachableCodes = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ETIMEDOUT",
]);
const transientStatuses = new Set([429, 502, 503, 504]);
const busyStatuses = new Set([429, 503]);

/** Sorts what a try can end with. The messages name no words of the conversation. */
export function toFailure(reason: unknown): Failure {
  if (reason instanceof ModelUnavailable) return { error: reason, counts: reason.code !== "model-missing" };
  if (reason instanceof OllamaRefusal) return fromRefusal(reason);
  const code = codeOf(reason);
  if (unreachableCodes.has(code)) {
    const error = new ModelUnavailable("unreachable", `Ollama is not reachable (${code})`, { cause: reason });
    return { error, retry: {}, counts: true };
  }
  const error = new ModelUnavailable("failed", `The connection to Ollama broke (${code || "no code"})`, {
    cause: reason,
  });
  return code === "ECONNRESET" || code === "EPIPE"
    ? { error, retry: {}, counts: true }
    : { error, counts: true };
}

function fromRefusal(refusal: OllamaRefusal): Failure {
  const { status, message, retryAfterMs } = refusal;
  const retry = transientStatuses.has(status) ? { retryAfterMs } : undefined;
  const fail = (code: ModelUnavailable["code"], counts: boolean): Failure => ({
    error: new ModelUnavailable(code, `Ollama: ${message} (HTTP ${status})`, { cause: refusal }),
    retry,
    counts,
  });
  if (status === 404) return fail("model-missing", false);
  if (busyStatuses.has(status)) return fail("busy", false);
  return fail("failed", status >= 500);
}

function codeOf(reason: unknown): string {
  return reason instanceof Error && "code" in reason && typeof reason.code === "string" ? reason.code : "";
}
