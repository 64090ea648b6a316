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
import { type MalformedOptions, readBodyExamples } from "../_support/malformed-requests.ts";
import { attackWithRequests, sendRawRequests } from "../reliability/request-attack.ts";

setDefaultTimeout(120_000);

/** Every request is read before a database hears of it; Postgres has some that reach it all the same. */
const requestsOf = { sqlite: 10_000, postgres: 2_000 } as const;

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

  test(`${requestsOf[database]} of them are all answered, never with a failure of ours`, async () => {
    const seed = Number(process.env.MALFORMED_SEED ?? 4711);
    const size = { count: requestsOf[database], seed };
    const report = await attackWithRequests(backend.url, options, { ...size, isMachineQuiet: false });
    expect(report).toMatchObject({ seed, faults: [] });
  });

  test("what no client library sends is refused or cut off, and the service goes on", async () => {
    const statuses = await sendRawRequests(backend.url, options.bearers.bearerAuth!);
    // 505: there is no HTTP/9.9.
    expect(statuses.filter((status) => status >= 500 && status !== 505)).toEqual([]);
    expect(statuses.filter((status) => status >= 400).length).toBeGreaterThan(statuses.length / 2);
    expect((await backend.guest.GET("/readyz")).response.status).toBe(200);
  });
});
