import { cors } from "@elysiajs/cors";
import { Elysia } from "elysia";
import { engineContract } from "../generated/engine.contract.ts";
import { bind } from "../openapi/binding/bind.ts";
import { listen } from "../openapi/binding/listen.ts";
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
import { Lessons, videoCodecs } from "./sessions/lessons.ts";
import { realtimeRoutes } from "./sessions/realtime-routes.ts";
import { TicketOffice } from "./sessions/ticket.ts";
import { TutorProfiles } from "./sessions/tutor-profiles.ts";
import { openWorkerSpeaker } from "./speech/worker-speaker.ts";
import { openStudentPage } from "./student/student-page.ts";
import { TranscriptOutbox } from "./turns/transcript-outbox.ts";

export interface RunningEngine extends AsyncDisposable {
  readonly url: string;
  readonly mediaPort: number;
  /** What is served, as "GET /path/:parameter". */
  readonly routes: readonly string[];
  /** Lessons that are going on. */
  readonly lessonCount: number;
}

export interface EngineOptions {
  /** Called when a reply breaks the contract; the reply is sent all the same. */
  onViolation?: (operation: string, detail: string) => void;
}

/** The transcript's last turns have this long to reach the backend when the engine stops. */
const flushMs = 3_000;
/** Part of the model's window that its reply and the template of the model may take, in tokens. */
const replyTokensRoom = 800;
const mebibyte = 1024 * 1024;

/** Opens every part, joins them and serves the contract. What was opened is closed again when a later part fails. */
export async function startEngine(config: EngineConfig, options: EngineOptions = {}): Promise<RunningEngine> {
  await using opened = new AsyncDisposableStack();
  const log = openLog(config.logLevel);
  const onError = (error: unknown) => log.error({ err: error }, "unexpected error");

  const backend = new BackendClient(config.backendUrl, config.serviceToken);
  const tickets = new TicketOffice(backend);
  const profiles = new TutorProfiles(backend);

  const open = async <Part extends AsyncDisposable>(part: Promise<Part>) => opened.use(await part);
  const [mediaPort, speaker, faces, docs] = await Promise.all([
    open(
      openMediaPort({ port: config.mediaPort, host: config.host, announcedAddresses: config.mediaAddresses }),
    ),
    open(openWorkerSpeaker()),
    open(openDrawnFaces({ cacheDir: config.cacheDir })),
    openSwaggerPage({
      contractPath: new URL("../openapi/engine.yaml", import.meta.url).pathname,
      title: "Virtual Tutor engine",
    }),
  ]);
  const model = opened.use(await openOllama({ baseUrl: config.ollamaBaseUrl, numCtx: config.ollamaNumCtx }));
  const promptTokensMax = config.ollamaNumCtx - replyTokensRoom;
  const outbox = opened.use(
    new TranscriptOutbox(backend, (reason, count) =>
      log.error({ reason, count }, "turns of a transcript were lost"),
    ),
  );
  // Closed in reverse order: the lessons end, then their last turns are delivered.
  opened.defer(() => outbox.flush(flushMs));
  const poster = new Uint8Array(await faces.facePoster(faces.names[0]!));
  const page = await openStudentPage({ backendPublicUrl: config.backendPublicUrl, poster });

  // Recorded once; whoever comes first need not wait for it.
  await Promise.all(faces.names.flatMap((name) => videoCodecs.map((codec) => faces.face(name).idle(codec))));
  const faceOf = (name: string) => faces.face(faces.names.includes(name) ? name : faces.names[0]!);
  const record = outbox.put.bind(outbox);
  const lessons = opened.use(
    new Lessons(
      { model, promptTokensMax, speaker, profiles, mediaPort, faceOf, startTicker, record, onError },
      config.lessonsMax,
    ),
  );

  const checks = async () => {
    await tickets.refreshKeys().catch(() => {});
    return { tickets: tickets.hasKeys ? "ok" : "the backend's keys cannot be read yet" };
  };
  const handlers: EngineHandlers = {
    ...chatRoutes({ model, promptTokensMax, profiles, onError }),
    ...realtimeRoutes(lessons),
    ...serviceRoutes({ docs, page, checks }),
  };
  const app = new Elysia({ strictPath: true })
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
  const listening = opened.use(
    listen(app, { hostname: config.host, port: config.port, bodyBytesMax: mebibyte }),
  );
  log.info({ port: listening.port, mediaPort: mediaPort.port }, "engine is listening");

  const parts = opened.move();
  return {
    url: listening.url,
    mediaPort: mediaPort.port,
    routes: listening.routes,
    get lessonCount() {
      return lessons.count;
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}
