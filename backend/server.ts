import { join } from "node:path";
import { Elysia } from "elysia";
import { openMetricsPort } from "../deploy/metrics-port.ts";
import { traceAnswer } from "../deploy/tracing.ts";
import { backendContract } from "../generated/backend.contract.ts";
import { bind } from "../openapi/binding/bind.ts";
import { crossOrigin } from "../openapi/binding/cross-origin.ts";
import { lazily } from "../openapi/binding/lazily.ts";
import { listen } from "../openapi/binding/listen.ts";
import type { Violation } from "../openapi/binding/reply-writer.ts";
import { openSwaggerPage } from "../openapi/binding/swagger-page.ts";
import { openAccessTokens } from "./accounts/access-tokens.ts";
import { Accounts } from "./accounts/accounts.ts";
import { adminRoutes } from "./accounts/admin-routes.ts";
import { Admins } from "./accounts/admins.ts";
import { authRoutes } from "./accounts/auth-routes.ts";
import { adminAuthenticator, engineAuthenticator, studentAuthenticator } from "./accounts/authenticators.ts";
import { ensureFirstAdmin, type FirstAdmin } from "./accounts/first-admin.ts";
import { PasswordHasher } from "./accounts/password-hasher.ts";
import { RefreshTokens } from "./accounts/refresh-tokens.ts";
import { AuditLog } from "./audit/audit-log.ts";
import { auditRoutes } from "./audit/audit-routes.ts";
import { RefusedChanges } from "./audit/refused-changes.ts";
import { AvatarReports } from "./avatars/avatar-reports.ts";
import { avatarRoutes } from "./avatars/avatar-routes.ts";
import { startAvatarUpkeep } from "./avatars/avatar-upkeep.ts";
import { AvatarUploads } from "./avatars/avatar-uploads.ts";
import { Avatars } from "./avatars/avatars.ts";
import { EngineAvatars } from "./avatars/engine-avatars.ts";
import { type BackendAuthenticators, backendHandlers } from "./backend-handlers.ts";
import { BackendMetrics } from "./backend-metrics.ts";
import type { BackendConfig } from "./config.ts";
import { openConsole } from "./console/console-page.ts";
import { consoleRoutes } from "./console/console-routes.ts";
import type { Database } from "./database/database.ts";
import { openDatabase } from "./database/open-database.ts";
import { documentRoutes } from "./documents/document-routes.ts";
import { Documents } from "./documents/documents.ts";
import { PassageEmbedder } from "./documents/passage-embedder.ts";
import { PassageSearch } from "./documents/passage-search.ts";
import { DocumentReader } from "./documents/reading/document-reader.ts";
import { VectorShelf } from "./documents/vector-shelf.ts";
import { Idempotency } from "./idempotency/idempotency.ts";
import { KeyRing } from "./keys/key-ring.ts";
import { keyRoutes } from "./keys/key-routes.ts";
import { Keys } from "./keys/keys.ts";
import { openSigningKeys } from "./keys/signing-keys.ts";
import { type Log, openLog } from "./log.ts";
import { toBackendProblem } from "./problems.ts";
import { docsRoutes } from "./service/docs-routes.ts";
import { EngineChoices } from "./service/engine-choices.ts";
import { healthRoutes } from "./service/health-routes.ts";
import { SystemHealth } from "./service/system-health.ts";
import { engineRoutes } from "./sessions/engine-routes.ts";
import { Receipts } from "./sessions/receipts.ts";
import { startRetention } from "./sessions/retention.ts";
import { RunningLessons } from "./sessions/running-lessons.ts";
import { sessionRoutes } from "./sessions/session-routes.ts";
import { Sessions } from "./sessions/sessions.ts";
import { studentSessionRoutes } from "./sessions/student-session-routes.ts";
import { StudentSessions } from "./sessions/student-sessions.ts";
import { openTickets } from "./sessions/tickets.ts";
import { Visits } from "./sessions/visits.ts";
import { StudentAccounts } from "./students/student-accounts.ts";
import { studentAuthRoutes } from "./students/student-auth-routes.ts";
import { StudentImports } from "./students/student-imports.ts";
import { studentRoutes } from "./students/student-routes.ts";
import { Students } from "./students/students.ts";
import { tutorRoutes } from "./tutors/tutor-routes.ts";
import { Tutors } from "./tutors/tutors.ts";
import { findDemoTutor } from "./tutors/tutors-repository.ts";

/** The largest body of any operation: a form with an avatar's video, which is never held in memory. */
const bodyBytesMax = 201 * 1024 * 1024;

export interface RunningBackend extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Where figures are read; undefined where they are not served. */
  readonly metricsUrl: string | undefined;
  /** What is served, as "GET /path/:parameter". */
  readonly routes: readonly string[];
  /** The account that this start made, if its password was made up: to be shown to whoever started the service. */
  readonly firstAdmin: FirstAdmin | undefined;
  /** The tutor that came with the service, while it is there. */
  readonly demoTutorId: string | undefined;
  /** Ends requests (within seconds) and closes the database. */
  stop(): Promise<void>;
}

export interface BackendOptions {
  readonly log?: Log;
  /** Hears of replies that break the contract, which are answered with 500 all the same. */
  readonly onViolation?: Violation;
}

/** Throws SettingError, and the socket's error where the port cannot be opened. */
export async function startBackend(
  config: BackendConfig,
  options: BackendOptions = {},
): Promise<RunningBackend> {
  await using opened = new AsyncDisposableStack();
  const db = opened.use(await openDatabase(config.database));
  const hasher = new PasswordHasher();
  const metrics = opened.use(new BackendMetrics(db));
  const tutors = new Tutors(db, config.enginePublicUrl);
  const engineAvatars = new EngineAvatars(config.engineUrl, config.serviceToken);
  const avatars = new Avatars(db, engineAvatars, config.enginePublicUrl);
  const log = options.log ?? openLog(config);
  const engine = { url: config.engineUrl, serviceToken: config.serviceToken };
  const embedder = opened.use(
    new PassageEmbedder(db, engine, (err) => log.warn({ err }, "passages could not be embedded")),
  );
  const parts = { db, hasher, metrics, tutors, avatars, engineAvatars, embedder };
  const app = new Elysia({ strictPath: true })
    .use(corsFor(config.enginePublicUrl, tutors))
    .use(await bindBackend(config, parts, options));
  const listening = opened.use(listen(app, { hostname: config.host, port: config.port, bodyBytesMax }));
  const metricsPort =
    config.metricsPort === undefined
      ? undefined
      : opened.use(openMetricsPort(metrics.registry, { hostname: config.host, port: config.metricsPort }));
  // Whoever watches would keep the service from stopping.
  opened.use(avatars);
  opened.use(startRetention(db, log));
  opened.use(startAvatarUpkeep(db, engineAvatars, log));
  // Last of all: a password that was made up must not be lost to a start that fails.
  const firstAdmin = await ensureFirstAdmin(db, hasher, config);
  const demoTutor = await findDemoTutor(db);
  const stack = opened.move();
  const stop = () => stack.disposeAsync();
  return {
    url: listening.url,
    port: listening.port,
    routes: listening.routes,
    metricsUrl: metricsPort?.url,
    firstAdmin,
    demoTutorId: demoTutor?.id,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

interface ServerParts {
  readonly db: Database;
  readonly hasher: PasswordHasher;
  readonly metrics: BackendMetrics;
  readonly tutors: Tutors;
  readonly avatars: Avatars;
  readonly engineAvatars: EngineAvatars;
  readonly embedder: PassageEmbedder;
}

async function bindBackend(
  config: BackendConfig,
  { db, hasher, metrics, tutors, avatars, engineAvatars, embedder }: ServerParts,
  { log = openLog(config), onViolation }: BackendOptions,
) {
  const accessKeys = new KeyRing(() => openSigningKeys(db, "access"));
  const ticketKeys = new KeyRing(() => openSigningKeys(db, "ticket"));
  // Made here and now where they are missing: whoever asks first finds both.
  await Promise.all([accessKeys.all(), ticketKeys.all()]);
  const accessTokens = openAccessTokens(accessKeys, "virtual-tutor-admin");
  const studentTokens = openAccessTokens(accessKeys, "virtual-tutor-student");
  const refreshTokens = new RefreshTokens(db);
  const tickets = openTickets(ticketKeys);
  const accounts = new Accounts({ db, hasher, accessTokens, refreshTokens });
  const studentSessions = new StudentSessions(db, tickets, config.enginePublicUrl);
  const students = new Students({ db, hasher, refreshTokens });
  const studentAccounts = new StudentAccounts({ db, hasher, refreshTokens, accessTokens: studentTokens });
  const sessions = new Sessions(db);
  const visits = new Visits(db, tickets, config.enginePublicUrl);
  const { enginePublicUrl } = config;
  const uploads = new AvatarUploads({ db, engine: engineAvatars, tutors, enginePublicUrl });
  const contractPath = join(import.meta.dir, "../openapi/backend.yaml");
  const handlers = backendHandlers({
    ...authRoutes(accounts, config),
    ...adminRoutes(new Admins({ db, hasher, refreshTokens })),
    ...keyRoutes(new Keys(db)),
    ...auditRoutes(new AuditLog(db)),
    ...tutorRoutes(tutors),
    ...documentRoutes(
      new Documents(db, new DocumentReader(), () => embedder.wake()),
      new PassageSearch(db, new VectorShelf(db)),
    ),
    ...avatarRoutes(avatars, uploads, new AvatarReports(db)),
    ...studentAuthRoutes(studentAccounts, accounts),
    ...studentRoutes(students, new StudentImports({ db, hasher }), studentSessions),
    ...studentSessionRoutes(studentSessions),
    ...sessionRoutes(sessions, visits, new Receipts(sessions, config.serviceToken)),
    ...engineRoutes({ tutors, sessions, tickets, lessons: new RunningLessons(db) }),
    ...healthRoutes(db, new SystemHealth(db, config.engineUrl), new EngineChoices(engineAvatars)),
    ...docsRoutes(lazily(() => openSwaggerPage({ contractPath, title: "Virtual Tutor backend" }))),
    ...consoleRoutes(lazily(openConsole)),
  });
  const admin = adminAuthenticator(db, accessTokens);
  const authenticators: BackendAuthenticators = {
    bearerAuth: admin,
    passwordFlow: admin,
    studentAuth: studentAuthenticator(db, studentTokens),
    serviceToken: engineAuthenticator(config.serviceToken),
  };
  const onError = (err: unknown, operation: string) => log.error({ err, operation }, "a request failed");
  const refusals = new RefusedChanges(db, onError);
  const guarded = new Idempotency(db).guard(backendContract, refusals.guard(backendContract, handlers));
  return bind(backendContract, guarded, {
    authenticators,
    toProblem: toBackendProblem,
    proxyHops: config.proxyHops,
    around: config.tracesUrl === undefined ? undefined : traceAnswer,
    onAnswer: (answer) => {
      metrics.onAnswer(answer);
      log.debug(answer, "answered");
    },
    onError,
    onViolation(operation, detail) {
      onViolation?.(operation, detail);
      // A key that nobody declared may be somebody's secret: better no answer than that one.
      throw new Error(`the reply of ${operation} breaks the contract: ${detail}`);
    },
  });
}

/** What a site that embeds a tutor may ask of the backend by itself: who the tutor is, and a visit. */
const embeddedPath = /^\/api\/tutors\/([0-9a-f-]{36})\/(?:info|visits(?:\/.*)?)$/;

/** Lets the engine's page read answers, and embedding sites those that concern their tutor. */
function corsFor(enginePublicUrl: string, tutors: Tutors) {
  return crossOrigin({
    pages: originsOf(enginePublicUrl),
    tutorOf: (path) => embeddedPath.exec(path)?.[1],
    embedOrigins: (tutorId) => tutors.getEmbedOrigins(tutorId),
    methods: ["GET", "POST", "DELETE"],
    allowedHeaders: ["authorization", "content-type", "idempotency-key"],
    exposeHeaders: ["location", "retry-after", "ratelimit", "ratelimit-policy"],
  });
}

/** An origin, and the same host by its other name: browsers tell localhost and 127.0.0.1 apart. */
function originsOf(address: string): string[] {
  const { origin, hostname } = new URL(address);
  if (hostname === "localhost") return [origin, origin.replace("//localhost", "//127.0.0.1")];
  if (hostname === "127.0.0.1") return [origin, origin.replace("//127.0.0.1", "//localhost")];
  return [origin];
}
