import { context, propagation, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";

/** Spans that wait to be sent; beyond it they are dropped. */
const spansMax = 2_048;
const sendMaxMs = 5_000;

/**
 * Sends the process's spans to an OpenTelemetry collector from now on (OTLP over HTTP, JSON). Once in a process, before
 * the services start. Disposing of it sends what waits; a collector that does not answer holds nobody up for long.
 */
export function startTraceExport(service: string, endpoint: string): AsyncDisposable {
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, timeoutMillis: sendMaxMs });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": `virtual-tutor-${service}` }),
    spanProcessors: [
      new BatchSpanProcessor({ exporter, maxQueueSize: spansMax, exportTimeoutMillis: sendMaxMs }),
    ],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  return { [Symbol.asyncDispose]: () => provider.shutdown().catch(() => {}) };
}
