import { SettingError } from "../deploy/settings.ts";
import { readEngineConfig } from "./config.ts";
import { alone, amongOthers, type DrainBudget } from "./drain-budget.ts";
import { warmUp } from "./media/warm-up.ts";
import { startEngine } from "./server.ts";

try {
  const config = readEngineConfig(process.env);
  const traces = await startTraces(config.tracesUrl);
  const engine = await startEngine(config);
  let stopping = false;
  const stop = async (budget: DrainBudget) => {
    if (stopping) return;
    stopping = true;
    await engine.drain(budget);
    await engine[Symbol.asyncDispose]();
    await traces?.[Symbol.asyncDispose]();
    process.exit(0);
  };
  process.once("SIGTERM", () => void stop(amongOthers));
  process.once("SIGINT", () => void stop(alone));
  // The one that started it is gone, and nobody else would end it.
  process.once("disconnect", () => void stop(alone));
  process.send?.({ type: "ready", url: engine.url });
  // Where it fails the first student waits a little longer, and nothing else.
  void warmUp().catch(() => {});
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}

/** The exporter is loaded only where it is wanted. */
async function startTraces(url: string | undefined): Promise<AsyncDisposable | undefined> {
  if (url === undefined) return undefined;
  const { startTraceExport } = await import("../deploy/trace-export.ts");
  return startTraceExport("engine", url);
}

/** One sentence that says what to do. */
function explain(error: unknown): string {
  if (error instanceof SettingError) return error.message;
  const code = (error as { code?: string }).code;
  if (code === "EADDRINUSE")
    return "A port of the engine is taken: stop what uses it, or set ENGINE_PORT, MEDIA_PORT, MEDIA_TCP_PORT and ENGINE_METRICS_PORT to free ones.";
  if (code === "EACCES" || code === "EPERM" || code === "EROFS")
    return "DATA_DIR cannot be written: give a folder that you own.";
  return `The engine cannot start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
