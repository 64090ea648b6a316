import { Database as Connection, SQLiteError } from "bun:sqlite";
import { findSqlite } from "../../backend/database/sqlite-database.ts";
import { readEngineConfig } from "../../engine/config.ts";
import { startEngine } from "../../engine/server.ts";
import { type BackendClient, ownerEmail, ownerPassword } from "../_support/backend.ts";
import { openCuttableProxy } from "../_support/cuttable-proxy.ts";
import { openTestPostgres } from "../_support/postgres.ts";
import { type School, startSchool } from "../_support/school.ts";
import { Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";
import type { FaultReport } from "./fault-report.ts";

const patienceMs = 60_000;
const questionsAtLeast = 3;
/** Fewer than an engine takes of one student in ten minutes. */
const questionsAtMost = 100;

export interface OutageSize {
  readonly students: number;
  readonly outageMs: number;
}

/** F7: Postgres is away while students talk. */
export async function stopDatabase(size: OutageSize): Promise<FaultReport> {
  await using postgres = await openTestPostgres();
  const url = new URL(postgres.url);
  await using proxy = await openCuttableProxy({ host: url.hostname, port: Number(url.port) });
  url.port = String(proxy.port);
  await using school = await startSchool({ database: { url: url.href }, lessonsMax: size.students });
  return await loseDatabase(school, size, {
    what: "the database is away",
    readyStatus: 503,
    cut: async () => proxy.cut(),
    restore: () => proxy.restore(),
  });
}

/** F7: another program keeps the SQLite file to itself, as a copy in the wrong way does. Reading goes on. */
export async function lockDatabase(size: OutageSize): Promise<FaultReport> {
  await using school = await startSchool({ lessonsMax: size.students });
  if (!("dataDir" in school.backend.place)) throw new Error("this is not SQLite");
  using other = new Connection(findSqlite(school.backend.place.dataDir));
  return await loseDatabase(school, size, {
    what: "the SQLite file is locked",
    readyStatus: 200,
    cut: () => until("the lock", () => tryLock(other)),
    restore: () => other.run("commit"),
  });
}

/** False while the backend writes. SQLite's own waiting would stop the backend, which is in this process, before its commit. */
function tryLock(connection: Connection): boolean {
  try {
    connection.run("begin immediate");
    return true;
  } catch (error) {
    if (error instanceof SQLiteError && error.code === "SQLITE_BUSY") return false;
    throw error;
  }
}

interface DatabaseFault {
  readonly what: string;
  /** What the backend says of itself meanwhile. */
  readonly readyStatus: number;
  cut(): Promise<unknown>;
  restore(): void;
}

async function loseDatabase(
  school: School,
  { students, outageMs }: OutageSize,
  fault: DatabaseFault,
): Promise<FaultReport> {
  const admin = await school.backend.signIn();
  const path = { tutorId: school.tutorId };
  const failures: string[] = [];
  const sessions = await Promise.all(
    Array.from({ length: students }, async () => {
      const { sessionId, student } = await school.join();
      student.send({ type: "settings", media: "text" });
      return { sessionId, student };
    }),
  );
  await fault.cut();
  const body = { email: ownerEmail, password: ownerPassword };
  const ready = await school.backend.guest.GET("/readyz");
  if (ready.response.status !== fault.readyStatus)
    failures.push(`the backend says ${ready.response.status} of itself`);
  const signIn = await school.backend.guest.POST("/api/auth/login", { body });
  for (const { response, error } of [ready, signIn]) {
    if (response.status !== 200 && typeof error !== "object")
      failures.push(`${response.url} answered ${response.status} without a problem`);
  }
  if (signIn.response.status !== 503) failures.push(`a sign-in is answered with ${signIn.response.status}`);
  const asked = await Promise.all(
    sessions.map(({ student }) => converse(school, student, outageMs, failures)),
  );
  fault.restore();
  let stored = 0;
  for (const [i, { sessionId, student }] of sessions.entries()) {
    stored += await countTurns(admin, { ...path, sessionId }, asked[i]!).catch((error: unknown) => {
      failures.push(`student ${i}: ${error instanceof Error ? error.message : "turns are missing"}`);
      return 0;
    });
    await student[Symbol.asyncDispose]();
  }
  return {
    fault: "F7",
    what: `${fault.what} for ${outageMs / 1000} s`,
    figures: { "turns stored afterwards": `${stored} of ${sum(asked)}` },
    failures,
  };
}

/** F8: the backend is away; lessons go on, and new ones begin with tickets that students have already. */
export async function stopBackend({ students, outageMs }: OutageSize): Promise<FaultReport> {
  await using school = await startSchool({ lessonsMax: students });
  const { hostname, port } = new URL(school.backend.url);
  await using proxy = await openCuttableProxy({ host: hostname, port: Number(port) });
  const environment = { ...school.engineEnvironment, BACKEND_URL: `http://127.0.0.1:${proxy.port}` };
  await using engine = await startEngine({ ...readEngineConfig(environment), lessonsMax: students });
  const path = { tutorId: school.tutorId };
  const failures: string[] = [];
  const visits = await Promise.all(Array.from({ length: students }, () => school.visit()));
  const join = async ({ ticket }: (typeof visits)[number]) => {
    const student = await Student.join(engine.url, school.tutorId, ticket);
    student.send({ type: "settings", media: "text" });
    return student;
  };
  const half = Math.ceil(students / 2);
  const lessons = await Promise.all(visits.slice(0, half).map(join));
  proxy.cut();
  const late = await Promise.allSettled(visits.slice(half).map(join));
  for (const result of late) {
    if (result.status === "fulfilled") lessons.push(result.value);
    else failures.push(`a student with a ticket could not begin: ${result.reason}`);
  }
  const asked = await Promise.all(lessons.map((student) => converse(school, student, outageMs, failures)));
  proxy.restore();
  // Afterwards: a token from before would have ended in a long outage.
  const admin = await school.backend.signIn();
  let stored = 0;
  for (const [i, { sessionId }] of visits.slice(0, lessons.length).entries()) {
    stored += await countTurns(admin, { ...path, sessionId }, asked[i]!).catch((error: unknown) => {
      failures.push(`session ${i}: ${error instanceof Error ? error.message : "turns are missing"}`);
      return 0;
    });
  }
  for (const student of lessons) await student[Symbol.asyncDispose]();
  return {
    fault: "F8",
    what: `the backend is away for ${outageMs / 1000} s`,
    figures: {
      "lessons begun meanwhile": `${late.filter(({ status }) => status === "fulfilled").length} of ${late.length}`,
      "turns answered and stored afterwards": `${stored} of ${sum(asked)}`,
    },
    failures,
  };
}

/** Asks one question after the other for a time; how many. Each has to be answered by the model. */
async function converse(
  school: School,
  student: Student,
  forMs: number,
  failures: string[],
): Promise<number> {
  const endMs = performance.now() + forMs;
  const pauseMs = Math.max(100, forMs / questionsAtMost);
  let asked = 0;
  while (asked < questionsAtLeast || performance.now() < endMs) {
    const from = student.messages.length;
    school.ollama.next({ tokens: ["They reflect ", "green light."], tokenEveryMs: 50 });
    student.say(`Why are leaves green, for the ${asked + 1}. time?`);
    const end = await student.message("turn-end", { from, withinMs: patienceMs });
    if (end.outcome !== "complete" || end.source !== "model")
      failures.push(`question ${asked}: ${end.outcome} from ${end.source}`);
    asked++;
    await Bun.sleep(pauseMs);
  }
  return asked;
}

/** Waits until as many turns are stored, each once and whole. */
async function countTurns(
  admin: BackendClient,
  path: { tutorId: string; sessionId: string },
  turnCount: number,
): Promise<number> {
  return until(
    `${turnCount} turns`,
    async () => {
      const { data } = await admin.GET("/api/tutors/{tutorId}/sessions/{sessionId}/transcript", {
        params: { path },
      });
      // As text it would be for people.
      if (!data || typeof data === "string") return false;
      const whole = data.turns.filter(({ outcome }) => outcome === "complete");
      return whole.length === turnCount && data.turns.length === turnCount && turnCount;
    },
    { withinMs: patienceMs },
  );
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
