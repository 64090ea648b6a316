import {
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";

/**
 * Spans around what the services do. They go nowhere, and cost next to nothing, until trace-export.ts has been started
 * in the process. Names and attributes are words of the code: no ids of people, no words of theirs.
 */
export interface SpanOptions {
  /** `client`: asks another service, as a part of what is running. The others begin something new. */
  readonly kind: "server" | "client" | "internal";
  readonly attributes?: Readonly<Record<string, string | number>>;
  /** Headers of whoever asked, where they may be believed: the span is a part of the one that they name. */
  readonly caller?: Headers;
}

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL };

/** Runs work in a span, which ends with it; what it throws marks the span as failed. */
export function inSpan<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  const { kind, attributes = {}, caller } = options;
  const parent =
    kind === "client"
      ? context.active()
      : caller
        ? propagation.extract(ROOT_CONTEXT, Object.fromEntries(caller))
        : ROOT_CONTEXT;
  const tracer = trace.getTracer("virtual-tutor");
  return tracer.startActiveSpan(name, { kind: kinds[kind], attributes }, parent, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      markFailed(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** The error's class only: its message may repeat what somebody said. */
export function markFailed(span: Span, error: unknown): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.setAttribute("error.type", error instanceof Error ? error.name : "unknown");
}

/** A span that is running, begun and ended by its owner; `within` runs work as a part of it. */
export function startSpan(name: string, attributes: Readonly<Record<string, string | number>>) {
  const span = trace.getTracer("virtual-tutor").startSpan(name, { kind: SpanKind.CLIENT, attributes });
  const inside = trace.setSpan(context.active(), span);
  return { span, within: <T>(work: () => T): T => context.with(inside, work) };
}

/** Headers that tell another service which span asks it (W3C Trace Context); none without one. */
export function traceHeaders(): Record<string, string> {
  const headers: Record<string, string> = {};
  propagation.inject(context.active(), headers);
  return headers;
}

/** Probes come every few seconds and tell nothing. */
const probes = /^get(?:Liveness|Readiness|Health)$/;

interface TracedOperation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly security: readonly string[];
}

/** A span for each answered operation. Only a service that knows our secret may say which trace its request belongs to. */
export function traceAnswer(
  operation: TracedOperation,
  request: Request,
  answer: () => Promise<Response>,
): Promise<Response> {
  if (probes.test(operation.id)) return answer();
  const attributes = { "http.request.method": operation.method, "http.route": operation.path };
  const caller = operation.security.includes("serviceToken") ? { caller: request.headers } : {};
  return inSpan(
    `${operation.method} ${operation.path}`,
    { kind: "server", attributes, ...caller },
    async (span) => {
      const response = await answer();
      span.setAttribute("http.response.status_code", response.status);
      if (response.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      return response;
    },
  );
}
