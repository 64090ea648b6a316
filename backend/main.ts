import { SettingError } from "../deploy/settings.ts";
import { readBackendConfig } from "./config.ts";
import { openLog } from "./log.ts";
import { type RunningBackend, startBackend } from "./server.ts";

/** What this process tells the one that started it, where they share a channel. */
export interface BackendReady {
  readonly type: "ready";
  readonly url: string;
  readonly demoTutorId: string | undefined;
  readonly firstAdmin: RunningBackend["firstAdmin"];
}

async function main(): Promise<void> {
  const config = readBackendConfig(process.env);
  const log = openLog(config);
  await using _traces = await startTraces(config.tracesUrl);
  const backend = await startBackend(config, { log });
  // Listened to before anybody is told that it runs, and may stop it.
  const stopping = stopAsked();
  log.info({ url: backend.url, metricsUrl: backend.metricsUrl }, "ready");
  announce(backend);
  const signal = await stopping;
  log.info({ signal }, "stopping");
  await backend.stop();
}

/** The exporter is loaded only where it is wanted. */
async function startTraces(url: string | undefined): Promise<AsyncDisposable | undefined> {
  if (url === undefined) return undefined;
  const { startTraceExport } = await import("../deploy/trace-export.ts");
  return startTraceExport("backend", url);
}

function announce({ url, demoTutorId, firstAdmin }: RunningBackend): void {
  if (process.send) {
    process.send({ type: "ready", url, demoTutorId, firstAdmin } satisfies BackendReady);
  } else if (firstAdmin) {
    // Not through the log, which is kept.
    process.stdout.write(
      `\nSign in at ${url}/console as ${firstAdmin.email} with the password ${firstAdmin.password}\nIt is shown this once.\n\n`,
    );
  }
}

/** Resolves with the first reason to stop. A second signal ends the process at once, as it does by default. */
function stopAsked(): Promise<string> {
  return new Promise((resolve) => {
    process.once("SIGTERM", () => resolve("SIGTERM"));
    process.once("SIGINT", () => resolve("SIGINT"));
    process.once("disconnect", () => resolve("the starter is gone"));
  });
}

/** One sentence that says what to do. */
function toSentence(error: unknown): string {
  if (error instanceof SettingError) return error.message;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") {
    return "The port is taken: stop the program that uses it, or set BACKEND_PORT to another one.";
  }
  if (code === "EACCES") return "The port may not be opened: set BACKEND_PORT to one above 1023.";
  if (code === "EADDRNOTAVAIL" || code === "EINVAL" || code === "ENOTFOUND")
    return "This machine does not have the address: correct HOST.";
  return `The backend cannot start: ${error instanceof Error ? error.message : "unknown error"}.`;
}

try {
  await main();
  // Whatever a library has left open does not keep the process.
  process.exit(0);
} catch (error) {
  process.stderr.write(`${toSentence(error)}\n`);
  process.exit(1);
}
