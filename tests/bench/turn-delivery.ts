import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import createClient from "openapi-fetch";
import type { paths } from "../../generated/backend.types.ts";
import { databases } from "../_support/backend.ts";
import { openTestPostgres } from "../_support/postgres.ts";
import { type Figure, median } from "./report.ts";
import { openService, type ServiceUnderTest } from "./service-process.ts";

const sessionCount = 8;
const rounds = 3;
const deliveriesPerSession = 60;
const serviceToken = "x".repeat(40);
const credentials = { email: "bench@school.example", password: "a sentence nobody guesses" };

/** What storing the turns of lessons costs the backend, beside its cheapest authenticated read. */
export async function measureTurnDelivery(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const database of databases) {
    await using opened = new AsyncDisposableStack();
    const dataDir = mkdtempSync(join(tmpdir(), "virtual-tutor-bench-"));
    opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
    const backend = opened.use(
      await openService("backend/main.ts", {
        DATA_DIR: dataDir,
        SERVICE_TOKEN: serviceToken,
        LOG_LEVEL: "error",
        BACKEND_PORT: "0",
        ADMIN_EMAIL: credentials.email,
        ADMIN_PASSWORD: credentials.password,
        ...(database === "postgres" && { DATABASE_URL: opened.use(await openTestPostgres()).url }),
      }),
    );
    const { authorization, sessions } = await openSessions(backend.url);
    const perSecond = async (count: number, send: () => Promise<unknown>) => {
      const before = backend.cpuSeconds();
      await send();
      return count / (backend.cpuSeconds() - before);
    };
    const deliver = (round: number) =>
      perSecond(sessionCount * deliveriesPerSession, () =>
        Promise.all(sessions.map((session) => deliverTurns(backend, session, round))),
      );
    const read = () =>
      perSecond(sessionCount * deliveriesPerSession, () =>
        Promise.all(sessions.map(() => readMany(backend.url, authorization))),
      );
    // What is compiled on its first use is not measured.
    await deliver(0);
    await read();
    const results = { deliver: [] as number[], read: [] as number[] };
    for (let round = 1; round <= rounds; round++) {
      results.deliver.push(await deliver(round));
      results.read.push(await read());
    }
    figures.push({
      what: `turns stored on ${database}, per CPU second of the backend`,
      value: median(results.deliver),
      unit: "deliveries",
      budget: "beside the baseline",
      baseline: { what: "GET /api/auth/me", value: median(results.read) },
      samples: rounds,
    });
  }
  return figures;
}

async function openSessions(url: string) {
  const guest = createClient<paths>({ baseUrl: url });
  const { data } = await guest.POST("/api/auth/login", { body: credentials });
  const authorization = `Bearer ${data!.access_token}`;
  const admin = createClient<paths>({ baseUrl: url, headers: { authorization } });
  const { data: tutor } = await admin.POST("/api/tutors", { body: { name: "Bo", access: "public" } });
  const sessions: string[] = [];
  for (let i = 0; i < sessionCount; i++) {
    const { data: visit } = await guest.POST("/api/tutors/{tutorId}/visits", {
      params: { path: { tutorId: tutor!.id } },
      body: {},
    });
    sessions.push(visit!.session.id);
  }
  return { authorization, sessions };
}

/** As an engine does: each turn at its start, after a sentence and at its end, in a request of its own. */
async function deliverTurns(backend: ServiceUnderTest, session: string, round: number): Promise<void> {
  for (let i = 0; i < deliveriesPerSession; i++) {
    const turn = {
      sequence: Math.floor((round * deliveriesPerSession + i) / 3),
      revision: i % 3,
      question: "Why do leaves turn towards the light?",
      answer: "They grow faster on the side in the shade. ".repeat(6),
      heard: "They grow faster on the side in the shade. ".repeat(3),
      outcome: "complete",
      source: "model",
      flags: [],
      startedAt: "2026-11-22T09:30:00.000Z",
      endedAt: "2026-11-22T09:30:20.000Z",
    };
    const response = await fetch(`${backend.url}/internal/sessions/${session}/turns`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${serviceToken}` },
      body: JSON.stringify({ turns: [turn] }),
    });
    if (response.status !== 204) throw new Error(`${response.status}: ${await response.text()}`);
  }
}

async function readMany(url: string, authorization: string): Promise<void> {
  for (let i = 0; i < deliveriesPerSession; i++) {
    const response = await fetch(`${url}/api/auth/me`, { headers: { authorization } });
    if (!response.ok) throw new Error(`answered ${response.status}`);
    await response.arrayBuffer();
  }
}
