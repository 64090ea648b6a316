import { readdirSync } from "node:fs";
import { serviceToken, startTestBackend, type TestBackend } from "../_support/backend.ts";
import { ownResidentMb } from "../_support/cpu-seconds.ts";
import { startFakeOllama } from "../_support/fake-ollama.ts";
import { readOpenMetrics, sumOf } from "../_support/open-metrics.ts";
import { freePort } from "../_support/product.ts";
import { type ServiceProcesses, startService } from "../_support/service-processes.ts";
import { Student } from "../_support/student.ts";
import { openTicketPress } from "../_support/ticket-press.ts";

/** What an engine holds. */
export interface Holdings {
  readonly lessons: number;
  /** Connections to browsers, those that are being made included. */
  readonly peers: number;
  readonly descriptors: number;
  /** Of the engine itself, without the processes that it has started. */
  readonly residentMb: number;
}

/** An engine in a process of its own, which may fall; the backend and the model are beside whoever attacks. */
export interface AttackedSchool extends AsyncDisposable {
  readonly engine: ServiceProcesses["engine"];
  readonly backend: TestBackend;
  readonly tutorId: string;
  /** The ticket of a visit. One address has some in a minute. */
  visit(): Promise<string>;
  /** A ticket that has started nothing, of a session that the backend ends as soon as it hears of it. */
  openTicket(): Promise<string>;
  holdings(): Promise<Holdings>;
  /** A student in a lesson that goes on. */
  join(): Promise<Student>;
  /** What the engine did not foresee, from its log, since the last time it was asked. */
  takeSurprises(): string[];
}

export async function openAttackedSchool(settings: Record<string, string> = {}): Promise<AttackedSchool> {
  await using opened = new AsyncDisposableStack();
  const ollama = opened.use(await startFakeOllama({ parallel: 4 }));
  const enginePort = await freePort();
  const engineUrl = `http://localhost:${enginePort}`;
  const backend = opened.use(
    // Attackers have addresses of their own, by the header that an entrance adds.
    await startTestBackend({ database: "sqlite", engineUrl, enginePublicUrl: engineUrl, proxyHops: 1 }),
  );
  const engine = opened.use(
    await startService("engine", {
      ENGINE_PORT: String(enginePort),
      ENGINE_METRICS_PORT: "0",
      MEDIA_PORT: "0",
      MEDIA_ADDRESSES: "127.0.0.1",
      BACKEND_URL: backend.url,
      SERVICE_TOKEN: serviceToken,
      OLLAMA_BASE_URL: ollama.url,
      LOG_LEVEL: "info",
      ...settings,
    }),
  );
  const admin = await backend.signIn();
  const { data } = await admin.POST("/api/tutors", {
    body: { name: "Bo", access: "public", notes: "# Leaves\n\nLeaves are green." },
  });
  const tutorId = data!.id;
  const sign = await openTicketPress(backend);
  const visit = async () => {
    const params = { path: { tutorId } };
    const { data: opened } = await backend.guest.POST("/api/tutors/{tutorId}/visits", { params, body: {} });
    return opened!.ticket;
  };
  let linesRead = 0;
  const stack = opened.move();
  return {
    engine,
    backend,
    tutorId,
    openTicket: () => sign(tutorId),
    async holdings() {
      const samples = readOpenMetrics(await (await fetch(engine.metricsUrl)).text());
      return {
        lessons: sumOf(samples, "tutor_engine_lessons_active"),
        peers: sumOf(samples, "tutor_engine_peers"),
        descriptors: readdirSync(`/proc/${engine.pid}/fd`).length,
        residentMb: ownResidentMb(engine.pid),
      };
    },
    visit,
    join: async () => await Student.join(engine.url, tutorId, await visit(), { decode: false }),
    takeSurprises() {
      const lines = engine.lines();
      const fresh = lines.slice(linesRead);
      linesRead = lines.length;
      return fresh.filter(({ level }) => isFailure(level)).map((line) => JSON.stringify(line));
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** As pino counts (50: error) or names them. */
const isFailure = (level: unknown) =>
  typeof level === "number" ? level >= 50 : /error|fatal/.test(`${level}`);
