import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from "jose";
import { TicketClaims } from "../../generated/engine.bodies.js";
import {
  type BackendClient,
  databases,
  serviceTestTimeoutMs,
  startTestBackend,
  type TestBackend,
} from "../_support/backend.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(serviceTestTimeoutMs);

const visitsAtOnce = 20;

describe.each(databases)("visits of guests, on %s", (database) => {
  let backend: TestBackend;
  let admin: BackendClient;
  beforeAll(async () => {
    backend = await startTestBackend({ database, enginePublicUrl: "https://engine.school.example" });
    admin = await backend.signIn();
  });
  afterAll(() => backend[Symbol.asyncDispose]());

  const visit = (tutorId: string, name?: string) =>
    backend.guest.POST("/api/tutors/{tutorId}/visits", {
      params: { path: { tutorId } },
      body: name === undefined ? {} : { name },
    });

  test("a guest gets a session, the engine's address and a ticket for ten minutes", async () => {
    const { data, response } = await visit(backend.demoTutorId!, "Kim");
    expect(response.status).toBe(201);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("ratelimit-policy")).toBe('"visits-of-address";q=120;w=120');
    expect(response.headers.get("ratelimit")).toMatch(/^"visits-of-address";r=\d+;t=\d+$/);
    expect(data).toMatchObject({
      engine_url: "https://engine.school.example",
      session: { tutorId: backend.demoTutorId, guestName: "Kim", turnCount: 0, lastTurnAt: null },
    });
    const lifeMs = Date.parse(data!.ticket_expires_at) - Date.parse(data!.session.startedAt);
    expect(lifeMs).toBeGreaterThan(590_000);
    expect(lifeMs).toBeLessThanOrEqual(600_000);
    const transcript = await fetch(`${backend.url}${response.headers.get("location")}`);
    expect(transcript.status).toBe(401);
  });

  test("the ticket says what the engine's contract asks for, under a key of the published set", async () => {
    const { data } = await visit(backend.demoTutorId!, "Kim");
    const keySet = await backend.guest.GET("/.well-known/jwks.json");
    expect(keySet.response.headers.get("cache-control")).toBe("public, max-age=600");
    const verified = await jwtVerify(data!.ticket, createLocalJWKSet(keySet.data!), {
      algorithms: ["EdDSA"],
      issuer: "virtual-tutor-backend",
      audience: "virtual-tutor-engine",
      typ: "tutor-ticket+jwt",
    });
    expect(TicketClaims(verified.payload)).toBe(true);
    expect(verified.payload).toMatchObject({
      sub: data!.session.id,
      tutor: backend.demoTutorId,
      student: "Kim",
      capabilities: ["chat", "webrtc"],
    });
    expect(verified.payload.exp! * 1000).toBe(Date.parse(data!.ticket_expires_at));
    expect(decodeProtectedHeader(data!.ticket).kid).toBe(keySet.data!.keys[0]!.kid);
  });

  test("the key set holds public parts only", async () => {
    const { data } = await backend.guest.GET("/.well-known/jwks.json");
    expect(Object.keys(data!.keys[0]!).sort()).toEqual(["alg", "crv", "kid", "kty", "use", "x"]);
  });

  test("a ticket is no access token, and an access token is no ticket for the engine's routes", async () => {
    const { data } = await visit(backend.demoTutorId!);
    const response = await fetch(`${backend.url}/api/tutors`, {
      headers: { authorization: `Bearer ${data!.ticket}` },
    });
    expect(response.status).toBe(401);
    const profile = await admin.GET("/internal/tutors/{tutorId}/profile", {
      params: { path: { tutorId: backend.demoTutorId! } },
    });
    expect(profile.response.status).toBe(401);
  });

  test("an enrolled tutor receives no guests, and an unknown one is unknown", async () => {
    const { data: tutor } = await admin.POST("/api/tutors", { body: { name: "Enrolled only" } });
    expect((await visit(tutor!.id)).response.status).toBe(403);
    expect((await visit("01939a0e-3f5c-7a4c-9d2e-6f1b3c5d7e9f")).response.status).toBe(404);
  });

  test("one address cannot open sessions without end", async () => {
    await using busy = await startTestBackend({ database });
    const visit = async () => {
      const { response } = await busy.guest.POST("/api/tutors/{tutorId}/visits", {
        params: { path: { tutorId: busy.demoTutorId! } },
        body: {},
      });
      return response;
    };
    let opened = 0;
    // On a busy machine some of the tries come back while they are used.
    const refused = await until(
      "a refusal",
      async () => {
        const responses = await Promise.all(Array.from({ length: visitsAtOnce }, visit));
        opened += responses.filter(({ status }) => status === 201).length;
        return responses.find(({ status }) => status === 429);
      },
      { withinMs: 25_000 },
    );
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(opened).toBeGreaterThan(30);
  });

  test("only the engine's page may read answers from another origin", async () => {
    const preflight = (origin: string) =>
      fetch(`${backend.url}/api/tutors/${backend.demoTutorId}/visits`, {
        method: "OPTIONS",
        headers: { origin, "access-control-request-method": "POST" },
      });
    const allowed = await preflight("https://engine.school.example");
    expect(allowed.headers.get("access-control-allow-origin")).toBe("https://engine.school.example");
    expect(allowed.headers.has("access-control-allow-credentials")).toBe(false);
    for (const origin of ["https://evil.example", "null", "https://engine.school.example.evil.example"]) {
      expect((await preflight(origin)).headers.has("access-control-allow-origin")).toBe(false);
    }
  });

  test("an engine on this machine may be reached by either of its names", async () => {
    await using local = await startTestBackend({ database, enginePublicUrl: "http://localhost:8001" });
    for (const origin of ["http://localhost:8001", "http://127.0.0.1:8001"]) {
      const response = await fetch(`${local.url}/api/tutors/${local.demoTutorId}/info`, {
        headers: { origin },
      });
      expect(response.headers.get("access-control-allow-origin")).toBe(origin);
    }
    const other = await fetch(`${local.url}/livez`, { headers: { origin: "http://localhost:9999" } });
    expect(other.headers.has("access-control-allow-origin")).toBe(false);
  });
});
