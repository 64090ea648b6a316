import { Elysia } from "elysia";
import { openMetricsPort } from "../deploy/metrics-port.ts";
import { traceAnswer } from "../deploy/tracing.ts";
import { engineContract } from "../generated/engine.contract.ts";
import { bind } from "../openapi/binding/bind.ts";
import { crossOrigin } from "../openapi/binding/cross-origin.ts";
import { lazily } from "../openapi/binding/lazily.ts";
import { listen } from "../openapi/binding/listen.ts";
import { openSwaggerPage } from "../openapi/binding/swagger-page.ts";
import { avatarRoutes, deleteFace } from "./avatar/avatar-routes.ts";
import { videoCodecs } from "./avatar/face.ts";
import { openFaces } from "./avatar/faces.ts";
import { AvatarJobs } from "./avatar/jobs/avatar-jobs.ts";
import { AvatarReporter } from "./avatar/jobs/avatar-reporter.ts";
import { AvatarWorkshop } from "./avatar/jobs/avatar-workshop.ts";
import { emptyPoster, Posters } from "./avatar/posters.ts";
import { AvatarStore } from "./avatar/store/avatar-store.ts";
import { Rounds } from "./avatar/store/rounds.ts";
import { Transcoder } from "./avatar/transcoding/transcoder.ts";
import { AvatarBuilder } from "./avatar/video/avatar-builder.ts";
import { chatRoutes } from "./chat/chat-routes.ts";
import { observedModel } from "./chat/observed-model.ts";
import { Passages } from "./chat/passages.ts";
import { QuestionLimit } from "./chat/question-limit.ts";
import type { EngineConfig } from "./config.ts";
import type { DrainBudget } from "./drain-budget.ts";
import { engineAuthenticators, engineHandlers } from "./engine-contract.ts";
import { EngineMetrics } from "./engine-metrics.ts";
import { Ears } from "./listening/ears.ts";
import { openTranscriber } from "./listening/open-transcriber.ts";
import { openLog } from "./log.ts";
import { openMediaPort } from "./media/media-port.ts";
import { startTicker } from "./media/ticker.ts";
import { openUpstreamPeer } from "./media/upstream-peer.ts";
import { watchOptionalParts } from "./optional-parts.ts";
import { ownUrlOf } from "./own-url.ts";
import { toEngineProblem } from "./problems.ts";
import { PodDeletionCost } from "./providers/kubernetes/pod-deletion-cost.ts";
import type { Mageurite, MageuriteOptions } from "./providers/mageurite/mageurite.ts";
import { ollamaEmbeddings } from "./providers/ollama/ollama-embeddings.ts";
import { openOllama } from "./providers/ollama/ollama-model.ts";
import { serviceRoutes } from "./service-routes.ts";
import { BackendClient } from "./sessions/backend-client.ts";
import { LessonOwners } from "./sessions/lesson-owners.ts";
import { LessonReports } from "./sessions/lesson-reports.ts";
import { Lessons } from "./sessions/lessons.ts";
import { realtimeRoutes } from "./sessions/realtime-routes.ts";
import { TicketOffice } from "./sessions/ticket.ts";
import { TurnReceipts } from "./sessions/turn-receipts.ts";
import { TutorProfiles } from "./sessions/tutor-profiles.ts";
import { speechRoutes } from "./speech/speech-routes.ts";
import { openWorkerSpeaker } from "./speech/worker-speaker.ts";
import { readEmbedOrigins } from "./student/embedding.ts";
import { openStudentPage } from "./student/student-page.ts";
import { OutboxFile } from "./turns/outbox-file.ts";
import { TranscriptOutbox } from "./turns/transcript-outbox.ts";
import type { WorkerEnd } from "./workers/worker-end.ts";

export interface RunningEngine extends AsyncDisposable {
  readonly url: string;
  readonly mediaPort: number;
  readonly mediaTcpPort: number | undefined;
  /** Where figures are read; undefined where they are not served. */
  readonly metricsUrl: string | undefined;
  /** What is served, as "GET /path/:parameter". */
  readonly routes: readonly string[];
  /** Lessons that are going on. */
  readonly lessonCount: number;
  /** Leaves the service in order; to be disposed of afterwards. */
  drain(budget: DrainBudget): Promise<void>;
}

export interface EngineOptions {
  /** Called when a reply breaks the contract; the reply is sent all the same. */
  onViolation?: (operation: string, detail: string) => void;
}

/** What a site that embeds a tutor may ask of the engine by itself. */
const embeddedPath = /^\/api\/tutors\/([0-9a-f-]{36})\//;
/** What nobody needs any longer is removed from the store of faces once a day. */
const sweepEveryMs = 24 * 60 * 60_000;
/** The start waits so long for the names of faces. */
const firstLookMaxMs = 3_000;
/** The transcript's last turns have this long to reach the backend when the engine stops. */
const flushMs = 3_000;
/** Part of the model's window that its reply and the template of the model may take, in tokens. */
const replyTokensRoom = 800;
/** The largest body of any operation: an avatar's video, which is never held in memory. */
const bodyBytesMax = 200 * 1024 * 1024 + 16 * 1024;

/** Opens every part, joins them and serves the contract. What was opened is closed again when a later part fails. */
export async function startEngine(config: EngineConfig, options: EngineOptions = {}): Promise<RunningEngine> {
  await using opened = new AsyncDisposableStack();
  const log = openLog(config.logLevel);
  const onError = (error: unknown) => log.error({ err: error }, "unexpected error");

  const metrics = opened.use(new EngineMetrics());
  const onWorkerEnd = (end: WorkerEnd) => {
    log.warn(end, "a worker ended and is started again");
    metrics.onWorkerEnd(end);
  };

  const backend = new BackendClient(config.backendUrl, config.serviceToken);
  const tickets = new TicketOffice(backend);
  const profiles = new TutorProfiles(backend);

  const store = new AvatarStore(config.avatars);
  // Where the store cannot be reached, lessons begin with the drawn tutors, and the others come when it can.
  await opened.use(store.keepFresh(onError)).first(firstLookMaxMs);
  const open = async <Part extends AsyncDisposable>(part: Promise<Part>) => opened.use(await part);
  const openFacesAtRest = async () => {
    const faces = await open(openFaces({ cacheDir: config.cacheDir, store, onWorkerEnd }));
    // Recorded once; whoever comes first need not wait for it.
    const standIn = faces.face(faces.drawnNames[0]!);
    await Promise.all(videoCodecs.map((codec) => standIn.idle(codec)));
    return { faces, standIn };
  };
  const [mediaPort, speaker, { faces, standIn }] = await Promise.all([
    open(
      openMediaPort({
        ...{ port: config.mediaPort, tcpPort: config.mediaTcpPort, host: config.mediaHost },
        announcedAddresses: config.mediaAddresses,
        // The relay stands on the engine's side of routers.
        announceOwn: config.relay !== undefined,
      }),
    ),
    open(openWorkerSpeaker(config.speech, { onWorkerEnd })),
    openFacesAtRest(),
  ]);
  const { ollamaBaseUrl: baseUrl, ollamaNumCtx: numCtx, ollamaParallel: repliesMax } = config;
  const ollama = opened.use(await openOllama({ baseUrl, numCtx, limits: { repliesMax } }));
  const model = observedModel(ollama, metrics.onReply);
  const promptTokensMax = config.ollamaNumCtx - replyTokensRoom;
  const questions = new QuestionLimit(config.questionsMax);
  const receipts = new TurnReceipts(config.serviceToken);
  const outbox = await openOutbox(config, backend, { log, opened });
  // Closed in reverse order: the lessons end, then their last turns are delivered.
  opened.defer(() => outbox.flush(flushMs));
  const reports = opened.use(new LessonReports(backend, onError));
  const transcoder = opened.use(new Transcoder(onWorkerEnd));
  const mageurite =
    config.mageurite &&
    (await open(
      openMageurite({
        ...config.mageurite,
        openPeer: openUpstreamPeer,
        transcode: transcoder.transcode.bind(transcoder),
        onChange: (found) => log.info({ found }, "avatar server"),
      }),
    ));
  const faceOf = (name: string, pack: string | null) => {
    if (faces.has(name) || pack) return faces.face(name, pack);
    // Behind a face of the avatar server stands the one of the same name here.
    const here = mageurite?.nameOf(name);
    return here !== undefined && faces.has(here) ? faces.face(here, null) : standIn;
  };
  const embeddings =
    config.ollamaEmbedModel === undefined
      ? undefined
      : ollamaEmbeddings({ baseUrl, model: config.ollamaEmbedModel });
  const passages = new Passages(backend, embeddings, (err) =>
    log.warn({ err }, "answering without the tutor's documents"),
  );
  const passagesOf = passages.finder.bind(passages);
  const record = outbox.put.bind(outbox);
  const hearing = config.transcriber && {
    ears: opened.use(new Ears(onWorkerEnd)),
    transcriber: opened.use(openTranscriber(config.transcriber)),
    languages: config.transcriber.languages,
  };
  const deletionCost =
    config.pod && opened.use(new PodDeletionCost(config.pod, { cost: () => lessons.count, onError }));
  // Lessons begin when requests come, and those when the port is known. This machine's address may come later than that.
  let port = 0;
  const owners = new LessonOwners(config.serviceToken, () => config.ownUrl ?? ownUrlOf(config.host, port));
  const lessons = opened.use(
    new Lessons(
      {
        ...{
          passagesOf,
          listening: hearing,
          model,
          questions,
          promptTokensMax,
          speaker,
          profiles,
          mediaPort,
          faceOf,
          standIn,
          startTicker,
          record,
          onError,
        },
        backend,
        nameLesson: () => owners.nameLesson(),
        signReceipt: (sessionId, turn) => receipts.sign(sessionId, turn),
        remoteFaceOf: (name) => mageurite?.faceOf(name),
        onPeer: metrics.onPeer,
        onChange: () => {
          reports.changed();
          deletionCost?.changed();
        },
        onTurnEnd: metrics.onTurnEnd,
        onPictureLate: metrics.onPictureLate,
        onRelayRefused: metrics.onRelayRefused,
      },
      { facesMax: config.lessonsMax, waitingMax: config.waitingMax },
    ),
  );
  reports.start(lessons);
  outbox.onStored = (sessionId, turn) => lessons.stored(sessionId, turn);
  const optionalParts = watchOptionalParts(model, mageurite && (() => mageurite.state));
  metrics.watch({
    ...{ lessons, lessonsMax: config.lessonsMax, outbox, mediaPort, ollama, optionalParts },
    avatarServer: mageurite,
  });

  let draining = false;
  const checks = async () => {
    await tickets.refreshKeys().catch(() => {});
    return {
      tickets: tickets.hasKeys ? "ok" : "the backend's keys cannot be read yet",
      lessons: draining ? "the engine is about to stop" : "ok",
    };
  };
  const contractPath = new URL("../openapi/engine.yaml", import.meta.url).pathname;
  const docs = lazily(() => openSwaggerPage({ contractPath, title: "Virtual Tutor engine" }));
  const page = lazily(() => openStudentPage({ backendPublicUrl: config.backendPublicUrl }));
  const posters = new Posters({ faces, server: mageurite });
  const poster = async (tutorId: string) => {
    const { access, avatar, avatarVersion } = await profiles.get(tutorId);
    const isForAll = access === "public" || faces.drawnNames.includes(avatar);
    return isForAll ? posters.of(avatar, String(avatarVersion)) : emptyPoster;
  };
  const builder = opened.use(new AvatarBuilder());
  const jobs = opened.use(new AvatarJobs(store.assets, onError));
  const reporter = opened.use(
    new AvatarReporter({
      onError,
      tell: (avatarId, report) => backend.reportAvatar(avatarId, report),
      packOf: (name) => store.findPack(name),
      drop: async (name) => void (await deleteFace({ store, jobs, server: mageurite }, name)),
    }),
  );
  const sweep = async () => {
    await jobs.sweep();
    await store.sweep();
  };
  opened.use(new Rounds({ everyMs: sweepEveryMs, work: sweep, onError }));
  jobs.onChange = (job) => reporter.changed(job);
  const workshop = await AvatarWorkshop.open({
    ...{ builder, store, jobs, folder: config.uploadsDir },
    ...{ warm: faces.warm, onError },
  });
  const handlers = engineHandlers({
    ...chatRoutes({ model, questions, promptTokensMax, profiles, passagesOf, embeddings, onError }),
    ...avatarRoutes({ faces, store, workshop, jobs, server: mageurite }),
    ...realtimeRoutes({ lessons, owners, relay: config.relay }),
    ...speechRoutes(speaker),
    ...serviceRoutes({
      ...{ docs, page, poster, checks, optionalParts },
      embedOrigins: (tutorId) => readEmbedOrigins(profiles, tutorId),
    }),
  });
  const app = new Elysia({ strictPath: true })
    .use(
      crossOrigin({
        // A lesson is opened from the engine's own page, from pages of the console's host, and from sites that embed the tutor.
        pages: [new URL(config.backendPublicUrl).origin],
        tutorOf: (path) => embeddedPath.exec(path)?.[1],
        embedOrigins: (tutorId) => readEmbedOrigins(profiles, tutorId),
        methods: ["GET", "POST", "PATCH", "DELETE"],
        allowedHeaders: ["authorization", "content-type"],
        exposeHeaders: ["location", "retry-after"],
      }),
    )
    .use(
      bind(engineContract, handlers, {
        authenticators: engineAuthenticators(tickets, config.serviceToken),
        toProblem: toEngineProblem,
        onError,
        around: config.tracesUrl === undefined ? undefined : traceAnswer,
        onAnswer: (answer) => {
          metrics.onAnswer(answer);
          log.debug(answer, "answered");
        },
        onViolation: (operation, detail) => {
          log.error({ operation, detail }, "a reply breaks the contract");
          options.onViolation?.(operation, detail);
        },
      }),
    );
  const listening = opened.use(listen(app, { hostname: config.host, port: config.port, bodyBytesMax }));
  port = listening.port;
  // Whoever comes first finds the page built and the face open; the start does not wait for that.
  const prepared = Promise.all([page(), posters.standIn()]).then(() => {}, onError);
  opened.defer(() => prepared);
  const metricsPort =
    config.metricsPort === undefined
      ? undefined
      : opened.use(openMetricsPort(metrics.registry, { hostname: config.host, port: config.metricsPort }));
  log.info(
    {
      ...{ port: listening.port, mediaPort: mediaPort.port, mediaTcpPort: mediaPort.tcpPort },
      metricsUrl: metricsPort?.url,
    },
    "engine is listening",
  );

  const parts = opened.move();
  return {
    url: listening.url,
    mediaPort: mediaPort.port,
    mediaTcpPort: mediaPort.tcpPort,
    metricsUrl: metricsPort?.url,
    routes: listening.routes,
    get lessonCount() {
      return lessons.count;
    },
    async drain({ noticeMs, answersMs }) {
      draining = true;
      await Bun.sleep(noticeMs);
      await Promise.all([lessons.migrate(answersMs), listening.quiet(answersMs)]);
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

/** Loaded only where it is wanted: it brings FFmpeg along, which this process does without otherwise. */
async function openMageurite(options: MageuriteOptions): Promise<Mageurite> {
  const loaded = await import("./providers/mageurite/mageurite.ts");
  return new loaded.Mageurite(options);
}

/** Turns that a crash left undelivered are delivered first. */
async function openOutbox(
  { outboxPath }: EngineConfig,
  backend: BackendClient,
  { log, opened }: { log: ReturnType<typeof openLog>; opened: AsyncDisposableStack },
): Promise<TranscriptOutbox> {
  const { file, items } = await OutboxFile.open(outboxPath, (error) =>
    log.error({ err: error }, "the outbox cannot be written; turns wait in memory only"),
  );
  opened.use(file);
  const onLost = (reason: string, count: number) =>
    log.error({ reason, count }, "turns of a transcript were lost");
  const outbox = opened.use(new TranscriptOutbox(backend, onLost, file));
  for (const { sessionId, turn } of items) outbox.put(sessionId, turn);
  return outbox;
}
