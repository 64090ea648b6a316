import type { Validator } from "../../../openapi/binding/contract.ts";
import { AvatarServerError } from "../../avatar/avatar-server.ts";

/** A call to Mageurite failed; `message` holds nothing of the request. */
export class MageuriteError extends AvatarServerError {
  override readonly name = "MageuriteError";
}

export interface CallOptions {
  method?: "GET" | "POST" | "DELETE";
  body?: BodyInit;
  headers?: Record<string, string>;
  timeoutMs: number;
  /** Longest reply read. Default 1 MiB. */
  replyBytesMax?: number;
  signal?: AbortSignal | undefined;
}

const replyBytesMaxDefault = 1024 * 1024;

export interface Reply {
  status: number;
  bytes: Uint8Array;
  /** Undefined when the body is not JSON, as with errors in plain text. */
  json: unknown;
}

/**
 * One call to a configured server; `path` is a constant of the contract and never anybody's input. Redirects are not
 * followed. Fails with MageuriteError, or with the signal's reason when the caller has given up.
 */
export async function call(baseUrl: string, path: string, options: CallOptions): Promise<Reply> {
  const { method = "POST", timeoutMs, signal, replyBytesMax = replyBytesMaxDefault, ...rest } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  const whole = signal ? AbortSignal.any([signal, timeout]) : timeout;
  try {
    const response = await fetch(baseUrl + path, {
      method,
      redirect: "manual",
      signal: whole,
      body: rest.body ?? null,
      headers: rest.headers ?? {},
    });
    const bytes = await readBytes(response, replyBytesMax);
    return { status: response.status, bytes, json: parse(bytes) };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof MageuriteError) throw error;
    throw new MageuriteError("unreachable", "the avatar server does not answer", { cause: error });
  }
}

export const jsonBody = (value: unknown): Pick<CallOptions, "body" | "headers"> => ({
  body: JSON.stringify(value),
  headers: { "content-type": "application/json" },
});

/** The reply when it conforms, whatever its status; else the reason that the server gives. */
export function conforming<Value>(reply: Reply, validator: Validator): Value {
  if (validator(reply.json)) return reply.json as Value;
  throw failureOf(reply);
}

/** An Envelope must say 0 and a ManagerReply "success": errors arrive with HTTP 200 as well. */
export function expectDone(reply: Reply, validator: Validator): void {
  const { code, status } = conforming<{ code?: number; status?: string }>(reply, validator);
  if ((code !== undefined && code !== 0) || status === "error" || reply.status !== 200)
    throw failureOf(reply);
}

/** What the servers say when they are full. */
const fullWords = /max(imum)? session|reach max/i;

function failureOf({ status, json }: Reply): MageuriteError {
  const { msg, message, detail } = (json ?? {}) as Record<string, unknown>;
  const said = [msg, message, detail].find((each) => typeof each === "string");
  if (said === undefined) return new MageuriteError("broken", `an unexpected reply with HTTP ${status}`);
  if (fullWords.test(said)) return new MageuriteError("full", "every place of the avatar server is taken");
  return new MageuriteError("refused", "the avatar server refuses");
}

async function readBytes(response: Response, bytesMax: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += part.byteLength;
    if (bytes > bytesMax) throw new MageuriteError("broken", "the reply is too long");
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch {
    return undefined;
  }
}
