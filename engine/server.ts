import { cors } from "@elysiajs/cors";
import { Elysia } from "elysia";
import { engineContract } from "../generated/engine.contract.ts";
import { bind } from "../openapi/binding/bind.ts";
import { openSwaggerPage } from "../openapi/binding/swagger-page.ts";
import { openDrawnFaces } from "./avatar/drawn-faces.ts";
import { chatRoutes } from "./chat/chat-routes.ts";
import type { EngineConfig } from "./config.ts";
import { type EngineHandlers, engineAuthenticators } from "./engine-contract.ts";
import { openLog } from "./log.ts";
import { openMediaPort } from "./media/media-port.ts";
import { startTicker } from "./media/ticker.ts";
import { toEngineProblem } from "./problems.ts";
import { openOllama } from "./providers/ollama/ollama-model.ts";
import { serviceRoutes } from "./service-routes.ts";
import { BackendClient } from "./sessions/backend-client.ts";
import { Lessons } from "./sessions/lessons.ts";
import { realtimeRoutes } from "./sessions/realtime-routes.ts";
import { TicketOffice } from "./sessions/ticket.ts";
import { TutorProfiles } from "./sessions/tutor-profiles.ts";
import { openWorkerSpeaker } from "./speech/worker-speaker.ts";
import { openStudentPage } from "./student/student-page.ts";
import { TranscriptOutbox } from "./turns/transcript-outbox.ts";

export interface RunningEngine extends AsyncDisposable {
  readonly url: string;
  readonly mediaPort: number;
  /** Lessons that are going on. */
  readonly lessonCount: number;
}

export interface EngineOptions {
  /** Called when a reply breaks the contract; the reply is sent all the same. */
  onViolation?: (operation: string, detail: string) => void;
}

/** The transcript's last turns have this long to reach the backend when the engine stops. */
const flushMs = 3_000;
/** Requests that still run when the engine stops have this long. */
const drainMs = 5_000;
const mebibyte = 1024 * 1024;

/** Opens every part, joins them and serves the contract. What was opened is closed again when a later part fails. */
export async function startEngine(config: EngineConfig, options: EngineOptions = {}): Promise<RunningEngine> {
  await using opened = new AsyncDisposableStack();
  const log = openLog(config.logLevel);
  const onError = (error: unknown) => log.error({ err: error }, "unexpected error");

  const backend = new BackendClient(config.backendUrl, config.serviceToken);
  const tickets = new TicketOffice(backend);
  const profiles = new TutorProfiles(backend);

  const [mediaPort, speaker, faces, docs] = await Promise.all([
    openMediaPort({ port: config.mediaPort, host: config.host, announcedAddresses: config.mediaAddresses }),
    openWorkerSpeaker(),
    openDrawnFaces({ cacheDir: config.cacheDir }),
    openSwaggerPage({
      contractPath: new URL("../openapi/engine.yaml", import.meta.url).pathname,
      title: "Virtual Tutor engine",
    }),
  ]);
  opened.use(mediaPort);
  opened.use(speaker);
  opened.use(faces);
  const model = opened.use(await openOllama({ baseUrl: config.ollamaBaseUrl, numCtx: config.ollamaNumCtx }));
  const outbox = opened.use(
    new TranscriptOutbox(backend, (reason, count) =>
      log.error({ reason, count }, "turns of a transcript were lost"),
    ),
  );
  const poster = new Uint8Array(await faces.facePoster(faces.names[0]!));
  const page = await openStudentPage({ backendPublicUrl: config.backendPublicUrl, poster });

  const faceOf = (name: string) => faces.face(faces.names.includes(name) ? name : faces.names[0]!);
  const record = outbox.put.bind(outbox);
  const lessons = opened.use(
    new Lessons(
      { model, speaker, profiles, mediaPort, faceOf, startTicker, record, onError },
      config.lessonsMax,
    ),
  );
  opened.defer(() => outbox.flush(flushMs));

  const checks = async () => {
    await tickets.refreshKeys().catch(() => {});
    return { tickets: tickets.hasKeys ? "ok" : "the backend's keys cannot be read yet" };
  };
  const handlers: EngineHandlers = {
    ...chatRoutes({ model, profiles, onError }),
    ...realtimeRoutes(lessons),
    ...serviceRoutes({ docs, page, checks }),
  };
  const app = new Elysia({ strictPath: true, serve: { maxRequestBodySize: mebibyte } })
    .use(
      cors({
        // A lesson is opened from the engine's own page, and from pages of the console's host.
        origin: [new URL(config.backendPublicUrl).origin],
        credentials: false,
        methods: ["GET", "POST", "DELETE"],
        allowedHeaders: ["authorization", "content-type"],
        exposeHeaders: ["location", "retry-after"],
        maxAge: 600,
      }),
    )
    .use(
      bind(engineContract, handlers, {
        authenticators: engineAuthenticators(tickets, config.serviceToken),
        toProblem: toEngineProblem,
        onError,
        onViolation: (operation, detail) => {
          log.error({ operation, detail }, "a reply breaks the contract");
          options.onViolation?.(operation, detail);
        },
      }),
    );
  // Two processes on one port would share its requests without a word.
  app.listen({ port: config.port, hostname: config.host, reusePort: false });
  const server = app.server!;
  opened.defer(async () => {
    const drained = app.stop();
    await Promise.race([drained, Bun.sleep(drainMs)]);
    await app.stop(true);
  });
  log.info({ port: server.port, mediaPort: mediaPort.port }, "engine is listening");

  const parts = opened.move();
  return {
    url: `http://${urlHost(config.host)}:${server.port}`,
    mediaPort: mediaPort.port,
    get lessonCount() {
      return lessons.count;
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

/** A host that a client on this machine can name. */
function urlHost(host: string): string {
  return host === "0.0.0.0" || host === "127.0.0.1" ? "localhost" : host;
}
