import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import createClient from "openapi-fetch";
import type { paths } from "../../generated/backend.types.ts";
import { type Figure, median } from "./report.ts";
import { openService, type ServiceUnderTest } from "./service-process.ts";

const rounds = 5;
const requestsPerRound = 6_000;
const signInsPerRound = 40;
const atOnce = 32;
/** As many passwords as are worked on at a time: more would only wait. */
const signInsAtOnce = 4;
const credentials = { email: "bench@school.example", password: "a sentence nobody guesses" };

/** What reads and sign-ins cost of a core, beside plain Elysia with the same rules on the same routes and the same database. */
export async function measureApi(): Promise<Figure[]> {
  const dataDir = mkdtempSync(join(tmpdir(), "virtual-tutor-bench-"));
  const settings = {
    DATA_DIR: dataDir,
    SERVICE_TOKEN: "x".repeat(40),
    LOG_LEVEL: "error",
    BACKEND_PORT: "0",
    ADMIN_EMAIL: credentials.email,
    ADMIN_PASSWORD: credentials.password,
  };
  try {
    await using backend = await openService("backend/main.ts", settings);
    await using plain = await openService("tests/bench/plain-backend.ts", settings);
    const { authorization, tutorId } = await prepare(backend.url);
    const headers = { authorization };
    const figures: Figure[] = [];
    const reads = [
      ["/api/auth/me", "≥ 15000"],
      [`/api/tutors/${tutorId}`, "≥ 15000"],
      // Twenty tutors with all their fields: the database and JSON are what it costs.
      ["/api/tutors", "beside the baseline"],
    ] as const;
    for (const [path, budget] of reads) {
      const what = `GET ${path.replace(tutorId, "{tutorId}")}`;
      const ask = (url: string) => fetch(url + path, { headers });
      const measured = await compare({ backend, plain, ask, count: requestsPerRound, width: atOnce });
      figures.push(toFigure(what, budget, measured));
    }
    const body = JSON.stringify(credentials);
    const signIn = (url: string) =>
      fetch(`${url}/api/auth/login`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
      });
    const measured = await compare({
      ...{ backend, plain, ask: signIn },
      ...{ count: signInsPerRound, width: signInsAtOnce },
    });
    figures.push(toFigure("POST /api/auth/login", "the cost of argon2id", measured));
    return figures;
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function prepare(url: string): Promise<{ authorization: string; tutorId: string }> {
  const guest = createClient<paths>({ baseUrl: url });
  const { data } = await guest.POST("/api/auth/login", { body: credentials });
  const headers = { authorization: `Bearer ${data!.access_token}` };
  const admin = createClient<paths>({ baseUrl: url, headers });
  const persona = "You are patient and end each answer with a small question. ".repeat(10);
  let tutorId = "";
  for (let i = 0; i < 20; i++) {
    const { data: tutor } = await admin.POST("/api/tutors", { body: { name: `Tutor ${i}`, persona } });
    tutorId = tutor!.id;
  }
  return { ...headers, tutorId };
}

interface Comparison {
  readonly backend: ServiceUnderTest;
  readonly plain: ServiceUnderTest;
  ask(url: string): Promise<Response>;
  readonly count: number;
  readonly width: number;
}

/** Requests per CPU second of the server's process; both take turns, so that a noisy machine is noisy for both. */
async function compare({ backend, plain, ask, count, width }: Comparison) {
  const measure = async (service: ServiceUnderTest) => {
    const before = service.cpuSeconds();
    await askMany(() => ask(service.url), count, width);
    return count / (service.cpuSeconds() - before);
  };
  const results = { backend: [] as number[], plain: [] as number[] };
  // What is compiled on its first use is not measured.
  for (const { url } of [backend, plain]) await askMany(() => ask(url), count / 4, width);
  for (let round = 0; round < rounds; round++) {
    results.backend.push(await measure(backend));
    results.plain.push(await measure(plain));
  }
  return { backend: median(results.backend), plain: median(results.plain) };
}

async function askMany(ask: () => Promise<Response>, count: number, width: number): Promise<void> {
  let left = count;
  const work = async () => {
    while (left-- > 0) {
      const response = await ask();
      if (!response.ok) throw new Error(`answered ${response.status}`);
      await response.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: width }, work));
}

const toFigure = (
  what: string,
  budget: string,
  { backend, plain }: { backend: number; plain: number },
): Figure => ({
  what,
  value: backend,
  unit: "requests per second of one core",
  budget,
  baseline: { what: "plain Elysia with the same rules", value: plain },
  samples: rounds,
});
