import { Ollama } from "ollama";
import { traceHeaders } from "../../../deploy/tracing.ts";
import type { OllamaLimits } from "./ollama-limits.ts";

/** Ollama answered, but with an HTTP status that is no success. */
export class OllamaRefusal extends Error {
  override readonly name = "OllamaRefusal";
  constructor(
    readonly status: number,
    message: string,
    readonly retryAfterMs: number | undefined,
  ) {
    super(message);
  }

  /** For the log, which repeats no message of an error with a code. */
  get code(): string {
    return `HTTP ${this.status}`;
  }
}

/** What Ollama sent breaks a bound or is not what the protocol promises. */
export class OllamaNonsense extends Error {
  override readonly name = "OllamaNonsense";
}

/** What became of the stream of one call. */
export interface StreamFacts {
  /** The text of an `{"error": …}` line. */
  error?: string;
  /** The body came to its regular end. */
  ended?: boolean;
  /** Lines that were not JSON objects, left out. */
  garbageLines: number;
}

export interface OllamaCall {
  readonly client: Ollama;
  readonly facts: StreamFacts;
}

/**
 * One client for one request, because the client's own way to cancel does not work before the
 * response headers and leaks after an abandoned stream: the signal given here closes the connection
 * at any time. The fetch also keeps the client from ever seeing what it would print: bodies of errors
 * and lines that are not JSON.
 */
export function openCall(baseUrl: string, limits: OllamaLimits, signal: AbortSignal): OllamaCall {
  const facts: StreamFacts = { garbageLines: 0 };
  const boundFetch = async (input: Parameters<typeof fetch>[0], init?: RequestInit): Promise<Response> => {
    // No pooled connections: one that the server has closed meanwhile would look like a failure.
    const headers = { ...Object.fromEntries(new Headers(init?.headers)), ...traceHeaders() };
    const response = await fetch(input, { ...init, headers, signal, redirect: "error", keepalive: false });
    if (!response.ok) throw await readRefusal(response, limits);
    if (init?.method !== "POST") return new Response(await readBody(response, limits.bodyBytesMax));
    if (!response.body) throw new OllamaNonsense("The reply has no body");
    return new Response(response.body.pipeThrough(jsonLines(limits.lineBytesMax, facts)));
  };
  const client = new Ollama({
    host: baseUrl,
    fetch: Object.assign(boundFetch, { preconnect: fetch.preconnect }),
  });
  return { client, facts };
}

async function readRefusal(response: Response, limits: OllamaLimits): Promise<OllamaRefusal> {
  const bytes = await readBody(response, limits.bodyBytesMax).catch(() => new Uint8Array());
  const retryAfter = Number(response.headers.get("retry-after") ?? Number.NaN);
  return new OllamaRefusal(
    response.status,
    errorText(parseObject(new TextDecoder().decode(bytes))?.error) || `HTTP ${response.status}`,
    retryAfter >= 0 ? retryAfter * 1000 : undefined,
  );
}

async function readBody(response: Response, bytesMax: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > bytesMax) throw new OllamaNonsense(`An answer is larger than ${bytesMax} bytes`);
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}

/** Passes on the lines that hold a JSON object, each as one chunk; notes errors and the regular end. */
function jsonLines(lineBytesMax: number, facts: StreamFacts): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let pending = "";
  const pass = (line: string, controller: TransformStreamDefaultController<Uint8Array>) => {
    if (line.trim() === "") return;
    const object = parseObject(line);
    if (!object) {
      facts.garbageLines += 1;
      return;
    }
    if ("error" in object) facts.error = errorText(object.error) || "no reason given";
    controller.enqueue(encoder.encode(`${line}\n`));
  };
  return new TransformStream({
    transform(chunk, controller) {
      pending += decoder.decode(chunk, { stream: true });
      const lines = pending.split("\n");
      pending = lines.pop() ?? "";
      if (pending.length > lineBytesMax)
        throw new OllamaNonsense(`A line is longer than ${lineBytesMax} bytes`);
      for (const line of lines) pass(line, controller);
    },
    flush(controller) {
      pass(pending + decoder.decode(), controller);
      facts.ended = true;
    },
  });
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Upstream's words, fit for one line of a log. */
function errorText(value: unknown): string {
  return typeof value === "string" ? value.replace(/\s+/gu, " ").trim().slice(0, 200) : "";
}
