import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { backendContract } from "../../generated/backend.contract.ts";
import {
  ownerEmail,
  ownerPassword,
  serviceToken,
  startTestBackend,
  type TestBackend,
} from "../_support/backend.ts";
import { type FakeEngine, startFakeEngine } from "../_support/fake-engine.ts";
import {
  canary,
  type MalformedOptions,
  type MalformedRequest,
  makeMalformed,
  rawRequests,
  readBodyExamples,
} from "../_support/malformed-requests.ts";
import { Random } from "../_support/random.ts";

setDefaultTimeout(120_000);

const atOnce = 32;
/** Every request is read before a database hears of it; Postgres has some that reach it all the same. */
const requestsOf = { sqlite: 10_000, postgres: 2_000 } as const;
/** A server that waits for more of a broken request may do so; this side does not. */
const rawPatienceMs = 20_000;

describe.each(["sqlite", "postgres"] as const)("malformed requests, on %s", (database) => {
  let engine: FakeEngine;
  let backend: TestBackend;
  let options: MalformedOptions;
  beforeAll(async () => {
    engine = startFakeEngine();
    backend = await startTestBackend({ database, engineUrl: engine.url });
    const body = { email: ownerEmail, password: ownerPassword };
    const owner = await backend.guest.POST("/api/auth/login", { body });
    const admin = await backend.signIn();
    const params = { path: { tutorId: backend.demoTutorId! } };
    const credentials = { email: "kim@school.example", password: "three blue kites at noon" };
    const { data: added } = await admin.POST("/api/tutors/{tutorId}/students", {
      params,
      body: { ...credentials, name: "Kim" },
    });
    const student = await backend.guest.POST("/api/student/auth/login", {
      body: { ...credentials, ...params.path },
    });
    const { data: visit } = await backend.guest.POST("/api/tutors/{tutorId}/visits", { params, body: {} });
    options = {
      contract: backendContract,
      examples: readBodyExamples(backendContract),
      bearers: {
        bearerAuth: `Bearer ${owner.data!.access_token}`,
        studentAuth: `Bearer ${student.data!.access_token}`,
        serviceToken: `Bearer ${serviceToken}`,
      },
      ids: [backend.demoTutorId!, added!.student.id, visit!.session.id],
    };
  });
  afterAll(async () => {
    await backend?.[Symbol.asyncDispose]();
    await engine?.[Symbol.asyncDispose]();
  });

  /** What is wrong with the answer; undefined: nothing. */
  async function fault(request: MalformedRequest): Promise<string | undefined> {
    const { method, path, headers, body } = request;
    const response = await fetch(backend.url + path, { method, headers, body, redirect: "manual" });
    const text = await response.text();
    const { status } = response;
    if (status >= 500) return `${status}`;
    // Bun's own word on headers that are too long, before anything of ours is asked.
    if (status < 400 || (status === 431 && text === "")) return undefined;
    if (response.headers.get("content-type") !== "application/problem+json") return "is no problem+json";
    if (JSON.parse(text).status !== status) return "says another status";
    return text.includes(canary) ? "repeats what it was told" : undefined;
  }

  test(`${requestsOf[database]} of them are all answered, never with a failure of ours`, async () => {
    const seed = Number(process.env.MALFORMED_SEED ?? 4711);
    const random = new Random(seed);
    const faults: string[] = [];
    let left = requestsOf[database];
    const work = async () => {
      while (left-- > 0) {
        const request = makeMalformed(random, options);
        const found = await fault(request);
        if (found === undefined) continue;
        const shown = JSON.stringify({ ...request, headers: { ...request.headers, authorization: "…" } });
        faults.push(`${found}: ${shown.slice(0, 600)}`);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    expect({ seed, faults: faults.slice(0, 10) }).toEqual({ seed, faults: [] });
    expect((await backend.guest.GET("/readyz")).response.status).toBe(200);
  });

  test("what no client library sends is refused or cut off, and the service goes on", async () => {
    const statuses = await Promise.all(rawRequests(options.bearers.bearerAuth!).map(sendRaw));
    // 505: there is no HTTP/9.9.
    expect(statuses.filter((status) => status >= 500 && status !== 505)).toEqual([]);
    expect(statuses.filter((status) => status >= 400).length).toBeGreaterThan(statuses.length / 2);
    expect((await backend.guest.GET("/readyz")).response.status).toBe(200);
  });

  /** Writes bytes and reads the status of the first answer; 0: the connection was cut, or nothing came. */
  async function sendRaw(bytes: string): Promise<number> {
    const answered = Promise.withResolvers<number>();
    let text = "";
    const socket = await Bun.connect({
      hostname: "127.0.0.1",
      port: Number(new URL(backend.url).port),
      socket: {
        data(_, data) {
          text += data.toString("latin1");
          const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
          if (status) answered.resolve(Number(status));
        },
        close: () => answered.resolve(0),
        error: () => answered.resolve(0),
      },
    });
    socket.write(bytes);
    const timer = setTimeout(() => answered.resolve(0), rawPatienceMs);
    const status = await answered.promise;
    clearTimeout(timer);
    socket.end();
    return status;
  }
});
