import type { AnyElysia } from "elysia";
import { urlHost } from "../../deploy/ip-address.ts";

export interface ListenOptions {
  readonly hostname: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Bound on every body; operations allow less and answer with a problem. */
  readonly bodyBytesMax: number;
}

export interface Listening extends AsyncDisposable {
  readonly port: number;
  /** An address that works on this machine, without a slash at its end. */
  readonly url: string;
  /** What is served, as "GET /path/:parameter". */
  readonly routes: readonly string[];
  /** Resolves when no request is being answered, or when `withinMs` are over. */
  quiet(withinMs: number): Promise<void>;
}

/** A connection on which nothing comes or goes is closed after this; an operation that is being answered is not. */
export const idleTimeoutSeconds = 28;
/** How long stopping waits for requests that are being answered. */
const drainMaxMs = 5_000;
const drainPollMs = 20;

/** Serves an app until it is disposed of. Throws the socket's error where the port cannot be opened. */
export function listen(app: AnyElysia, { hostname, port, bodyBytesMax }: ListenOptions): Listening {
  app.listen({
    hostname,
    port,
    // With Elysia's own default a second process would share the port without a word.
    reusePort: false,
    idleTimeout: idleTimeoutSeconds,
    maxRequestBodySize: bodyBytesMax,
  });
  const { server } = app;
  if (!server) throw new Error("the server does not listen");
  const quiet = async (withinMs: number) => {
    const deadline = performance.now() + withinMs;
    while (server.pendingRequests > 0 && performance.now() < deadline) await Bun.sleep(drainPollMs);
  };
  const everywhere = hostname === "0.0.0.0" || hostname === "::";
  return {
    port: server.port ?? port,
    url: `http://${everywhere || hostname === "127.0.0.1" ? "localhost" : urlHost(hostname)}:${server.port}`,
    routes: app.routes.map(({ method, path }) => `${method} ${path}`),
    quiet,
    async [Symbol.asyncDispose]() {
      // New connections are refused from here on; idle ones that clients keep open are not waited for.
      const stopped = server.stop(false);
      await quiet(drainMaxMs);
      await server.stop(true);
      await stopped;
    },
  };
}
