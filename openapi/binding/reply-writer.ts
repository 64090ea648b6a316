import type { Contract, Operation, ResponseContract } from "./contract.ts";
import type { AnyReply, EventStream } from "./handler.ts";
import { toEventStream } from "./server-sent-events.ts";

/** Called with what is wrong when a reply breaks the contract; may throw to refuse the reply. */
export type Violation = (operation: string, detail: string) => void;

/** The declared answer for a status: exact, then its class ("4XX"), then the default. */
export function declaredResponse(operation: Operation, status: number): ResponseContract | undefined {
  const { responses } = operation;
  return responses[status] ?? responses[`${Math.floor(status / 100)}XX`] ?? responses.default;
}

/** Checks a handler's reply against the contract and writes it. */
export function writeReply(
  contract: Contract,
  operation: Operation,
  reply: AnyReply,
  violated: Violation,
): Response {
  const declared = declaredResponse(operation, reply.status);
  if (!declared) violated(operation.id, `status ${reply.status} is not declared`);
  const headers = toHeaders(reply);
  for (const name of declared?.headers ?? []) {
    if (!headers.has(name)) violated(operation.id, `header ${name} is missing`);
  }
  if (reply.body === undefined) return new Response(null, { status: reply.status, headers });
  const type = reply.type ?? Object.keys(declared?.content ?? {})[0];
  if (!type || !(type in (declared?.content ?? {})))
    violated(operation.id, `media type ${type} is not declared`);
  if (type) headers.set("content-type", type.startsWith("text/") ? `${type}; charset=utf-8` : type);
  if (type === "text/event-stream") {
    return writeEvents(contract, operation, { reply, headers, violated, validator: declared?.events });
  }
  const name = type ? declared?.content[type] : undefined;
  const validate = name ? contract.responses[name] : undefined;
  if (validate && !validate(reply.body)) violated(operation.id, explain(validate.errors));
  const body = reply.body;
  const isWritten =
    typeof body === "string" ||
    body instanceof Blob ||
    body instanceof Uint8Array ||
    body instanceof ReadableStream;
  return new Response(isJson(type) || !isWritten ? JSON.stringify(body) : (body as BodyInit), {
    status: reply.status,
    headers,
  });
}

function toHeaders(reply: AnyReply): Headers {
  const headers = new Headers({ "x-content-type-options": "nosniff", "referrer-policy": "same-origin" });
  for (const [name, value] of Object.entries(reply.headers ?? {})) {
    if (value !== undefined) headers.set(name, String(value));
  }
  return headers;
}

function writeEvents(
  contract: Contract,
  operation: Operation,
  events: { reply: AnyReply; headers: Headers; violated: Violation; validator: string | undefined },
): Response {
  const validate = events.validator ? contract.responses[events.validator] : undefined;
  const check = (data: unknown) => {
    if (validate && !validate(data)) events.violated(operation.id, `event: ${explain(validate.errors)}`);
  };
  events.headers.set("cache-control", "no-store");
  // nginx buffers answers of unknown length unless it is told not to.
  events.headers.set("x-accel-buffering", "no");
  return new Response(toEventStream(events.reply.body as EventStream, check), {
    status: events.reply.status,
    headers: events.headers,
  });
}

const isJson = (type: string | undefined) => type !== undefined && /[/+]json$/.test(type);

function explain(errors: { instancePath: string; message?: string }[] | null | undefined): string {
  return (errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ""}`.trim()).join("; ");
}
