import { Elysia } from "elysia";
import { clientAddress } from "./client-address.ts";
import type { Contract, Operation } from "./contract.ts";
import type { AnyHandler, Authenticators, HandlerContext, Handlers } from "./handler.ts";
import { idleTimeoutSeconds } from "./listen.ts";
import { Problem } from "./problem.ts";
import { declaredResponse, type Violation, writeReply } from "./reply-writer.ts";
import { readRequest } from "./request-reader.ts";

export interface BindOptions<Auth extends Authenticators> {
  /** One per security scheme of the contract. */
  readonly authenticators: Auth;
  /** Turns a service's own error classes into problems; undefined: an internal error. */
  readonly toProblem: (error: unknown) => Problem | undefined;
  /** Called with errors that became "internal"; the place to log them. */
  readonly onError: (error: unknown, operation: string) => void;
  /** Called when a reply or a thrown problem breaks the contract. Throwing turns the reply into a 500. */
  readonly onViolation: Violation;
  /** Called when the answer to a request that has an operation begins. */
  readonly onAnswer?: ((answer: OperationAnswer) => void) | undefined;
  /** Has each answer made inside of it, for traces; must call `answer` once and give back what it gives. */
  readonly around?:
    | ((operation: Operation, request: Request, answer: () => Promise<Response>) => Promise<Response>)
    | undefined;
  /** Proxies of ours in front of the service; see `clientAddress`. Default 0. */
  readonly proxyHops?: number | undefined;
}

export interface OperationAnswer {
  readonly operation: string;
  readonly status: number;
  /** From the request's arrival to its answer's head. */
  readonly durationMs: number;
}

/** The part of Bun's server that the binding uses. */
interface SocketServer {
  timeout(request: Request, seconds: number): void;
  requestIP(request: Request): { address: string } | null;
}

/**
 * Serves a contract: one route for each operation on Elysia's router, its request checked before the handler
 * sees it and its reply checked before the client sees it. Elysia's own validation is not used: it strips
 * unknown keys, splits query values and answers a bad reply with 422.
 */
export function bind<
  Operations extends { [Id in keyof Operations]: unknown },
  Security,
  Auth extends Authenticators,
>(contract: Contract, handlers: Handlers<Operations, Security, Auth>, options: BindOptions<Auth>) {
  const app = new Elysia({ name: `contract:${contract.name}`, strictPath: true });
  app.onError({ as: "global" }, ({ error, code, request }) => {
    if (code === "NOT_FOUND") return unknownRoute(contract, request).toResponse();
    return toProblem(error, "unrouted", options).toResponse();
  });
  for (const operation of Object.values(contract.operations)) {
    // `Handlers` has proved the types; from here on the contract checks the values.
    const handler = (handlers as Record<string, unknown>)[operation.id] as AnyHandler;
    app.route(
      operation.method,
      operation.path.replace(/\{(\w+)\}/g, ":$1"),
      async ({ request, params, server, set }) => {
        const startedAtMs = performance.now();
        const arrival = {
          params: params as Record<string, string>,
          server: server as SocketServer | null,
        };
        const bound = { contract, operation, handler, options };
        const begin = () => answer(bound, request, arrival);
        const response = await (options.around?.(operation, request, begin) ?? begin());
        const durationMs = performance.now() - startedAtMs;
        options.onAnswer?.({ operation: operation.id, status: response.status, durationMs });
        return withPluginHeaders(response, set);
      },
      { parse: "none", detail: { operationId: operation.id } },
    );
  }
  return app;
}

/**
 * What plugins want in the answer's head, put there once. Elysia itself would make a second Response with the first one's body as a
 * stream, which costs as much as a small read.
 */
function withPluginHeaders(response: Response, set: { headers: Record<string, unknown> }): Response {
  for (const name in set.headers) {
    if (!response.headers.has(name)) response.headers.set(name, String(set.headers[name]));
  }
  set.headers = {};
  return response;
}

interface Bound<Auth extends Authenticators> {
  contract: Contract;
  operation: Operation;
  handler: AnyHandler;
  options: BindOptions<Auth>;
}

interface Arrival {
  params: Record<string, string>;
  server: SocketServer | null;
}

/** Nobody reads it: it stands in figures only, as nginx has it. */
const clientLeft = 499;

/** The client is gone, and that is what broke the operation; nothing here is wrong. */
function isLeaving(error: unknown, { aborted, reason }: AbortSignal): boolean {
  return aborted && (error === reason || (error instanceof DOMException && error.name === "AbortError"));
}

/** Fails only where `onViolation` throws. */
async function answer<Auth extends Authenticators>(
  bound: Bound<Auth>,
  request: Request,
  arrival: Arrival,
): Promise<Response> {
  const { operation, options } = bound;
  try {
    return await serve(bound, request, arrival);
  } catch (error) {
    if (isLeaving(error, request.signal)) return new Response(null, { status: clientLeft });
    const problem = toProblem(error, operation.id, options);
    if (problem.status < 500 && !declaredResponse(operation, problem.status)) {
      options.onViolation(operation.id, `problem ${problem.status} is not declared`);
    }
    return problem.toResponse();
  }
}

async function serve<Auth extends Authenticators>(
  { contract, operation, handler, options }: Bound<Auth>,
  request: Request,
  { params, server }: Arrival,
): Promise<Response> {
  const principal = await authenticate(operation, request, options.authenticators);
  const read = await readRequest(contract, operation, request, params);
  // The handler may be silent for longer than the server's idle time-out, for example while a model is loaded.
  server?.timeout(request, 0);
  const { close, ...parts } = read;
  let address: string | undefined;
  const context = {
    ...parts,
    principal,
    request,
    // Most handlers ask for neither, and both cost more than a small read.
    get signal() {
      return request.signal;
    },
    get address() {
      const socketAddress = () => server?.requestIP(request)?.address ?? "";
      address ??= clientAddress(request, socketAddress(), options.proxyHops ?? 0);
      return address;
    },
  };
  try {
    const reply = await handler(context as HandlerContext<unknown, unknown>);
    return writeReply(contract, operation, reply, options.onViolation);
  } finally {
    await close();
    // From here on the client has to take what it gets. Streams of events have heartbeats.
    server?.timeout(request, idleTimeoutSeconds);
  }
}

async function authenticate(operation: Operation, request: Request, authenticators: Authenticators) {
  if (operation.security.length === 0) return undefined;
  for (const scheme of operation.security) {
    const principal = await authenticators[scheme]?.(request);
    if (principal !== undefined) return principal;
  }
  throw new Problem("unauthorized", undefined, { headers: { "www-authenticate": "Bearer" } });
}

function toProblem<Auth extends Authenticators>(
  error: unknown,
  operation: string,
  options: BindOptions<Auth>,
): Problem {
  if (error instanceof Problem) return error;
  const problem = options.toProblem(error);
  if (problem) return problem;
  options.onError(error, operation);
  return new Problem("internal", undefined, { cause: error });
}

/** 405 with `Allow` where the path exists under another method, else 404. */
function unknownRoute(contract: Contract, request: Request): Problem {
  const { pathname } = new URL(request.url);
  const methods = Object.values(contract.operations)
    .filter((operation) => new RegExp(`^${operation.path.replace(/\{\w+\}/g, "[^/]+")}$`).test(pathname))
    .map((operation) => operation.method);
  if (methods.length === 0) return new Problem("not-found", "there is no such path");
  return new Problem("method-not-allowed", undefined, { headers: { allow: methods.join(", ") } });
}
