import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { decodeJwt, SignJWT } from "jose";
import type { components } from "../../generated/backend.types.ts";
import {
  databases,
  serviceTestTimeoutMs,
  serviceToken,
  startTestBackend,
  type TestBackend,
} from "../_support/backend.ts";

setDefaultTimeout(serviceTestTimeoutMs);

type Turn = components["schemas"]["Turn"];

const makeTurn = (sequence: number, revision = 0, heard = ""): Turn => ({
  sequence,
  revision,
  question: `Question ${sequence}?`,
  answer: "An answer.",
  heard,
  outcome: "complete",
  source: "model",
  flags: ["homework"],
  rating: "good",
  citations: [],
  answerWhole: true,
  startedAt: "2026-11-22T09:30:00.000Z",
  endedAt: "2026-11-22T09:31:00.000Z",
});

const receiptKey = new Bun.CryptoHasher("sha256", serviceToken).update("turn-receipt").digest();

interface Forging {
  key?: Uint8Array;
  typ?: string;
  issuer?: string;
}

async function receiptOf(sessionId: string, turn: unknown, { key = receiptKey, typ, issuer }: Forging = {}) {
  return await new SignJWT({ turn })
    .setProtectedHeader({ alg: "HS256", typ: typ ?? "turn-receipt+jwt" })
    .setIssuer(issuer ?? "virtual-tutor-engine")
    .setAudience("virtual-tutor-backend")
    .setSubject(sessionId)
    .sign(key);
}

describe.each(databases)("a visit that goes on, on %s", (database) => {
  let backend: TestBackend;
  beforeAll(async () => {
    backend = await startTestBackend({ database });
  });
  afterAll(() => backend[Symbol.asyncDispose]());

  const visit = async () => {
    const { data } = await backend.guest.POST("/api/tutors/{tutorId}/visits", {
      params: { path: { tutorId: backend.demoTutorId! } },
      body: { name: "Kim" },
    });
    return data!;
  };
  const resume = (sessionId: string, secret: string, tutorId = backend.demoTutorId!) =>
    backend.guest.POST("/api/tutors/{tutorId}/visits/{sessionId}/tickets", {
      params: { path: { tutorId, sessionId } },
      body: { secret },
    });
  const redeem = async (...receipts: string[]) =>
    (await backend.guest.POST("/api/receipts", { body: { receipts } })).data;
  const turnsOf = async (sessionId: string) =>
    (
      await backend.engine.GET("/internal/sessions/{sessionId}/turns", {
        params: { path: { sessionId } },
      })
    ).data?.turns;

  test("the secret of a visit gives another ticket for the same session, which says that it goes on", async () => {
    const first = await visit();
    expect(decodeJwt(first.ticket)).toMatchObject({ resumed: false });
    const { data, response } = await resume(first.session.id, first.secret);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(decodeJwt(data!.ticket)).toMatchObject({
      sub: first.session.id,
      tutor: backend.demoTutorId,
      student: "Kim",
      resumed: true,
    });
    expect(decodeJwt(data!.ticket).jti).not.toBe(decodeJwt(first.ticket).jti);
  });

  test("nobody else gets one", async () => {
    const [mine, other] = [await visit(), await visit()];
    const unknown = "01939a0e-3f5c-7a4c-9d2e-6f1b3c5d7e9f";
    expect((await resume(mine.session.id, other.secret)).response.status).toBe(404);
    expect((await resume(unknown, mine.secret)).response.status).toBe(404);
    expect((await resume(mine.session.id, mine.secret, unknown)).response.status).toBe(404);
    expect((await resume(mine.session.id, "short")).response.status).toBe(422);
  });

  test("the engine reads the last turns in order, flags and all", async () => {
    const { session } = await visit();
    expect(await turnsOf(session.id)).toEqual([]);
    const turns = Array.from({ length: 60 }, (_, sequence) => makeTurn(sequence));
    for (const part of [turns.slice(0, 30), turns.slice(30)])
      await backend.engine.POST("/internal/sessions/{sessionId}/turns", {
        params: { path: { sessionId: session.id } },
        body: { turns: part },
      });
    expect(await turnsOf(session.id)).toEqual(turns.slice(10));
    const { response } = await backend.guest.GET("/internal/sessions/{sessionId}/turns", {
      params: { path: { sessionId: session.id } },
    });
    expect(response.status).toBe(401);
  });

  test("receipts store each turn once, in its highest revision", async () => {
    const { session } = await visit();
    const [older, newer] = [makeTurn(0, 1, "An"), makeTurn(0, 2, "An answer.")];
    const receipts = [await receiptOf(session.id, newer), await receiptOf(session.id, older)];
    expect(await redeem(...receipts)).toEqual({ stored: 2, refused: 0 });
    expect(await redeem(...receipts)).toEqual({ stored: 2, refused: 0 });
    expect(await turnsOf(session.id)).toEqual([newer]);
  });

  test("what no engine has signed is refused", async () => {
    const { session, ticket } = await visit();
    const turn = makeTurn(0);
    const good = await receiptOf(session.id, turn);
    const [header, payload, signature] = good.split(".");
    const forged = [
      await receiptOf(session.id, turn, { key: new TextEncoder().encode(serviceToken) }),
      await receiptOf(session.id, turn, { typ: "at+jwt" }),
      await receiptOf(session.id, turn, { issuer: "somebody-else" }),
      await receiptOf(session.id, { ...turn, outcome: "splendid" }),
      await receiptOf("01939a0e-3f5c-7a4c-9d2e-6f1b3c5d7e9f", turn),
      `${btoa(JSON.stringify({ alg: "none", typ: "turn-receipt+jwt" }))}.${payload}.`,
      `${header}.${payload}x.${signature}`,
      ticket,
      "nonsense",
    ];
    expect(await redeem(...forged)).toEqual({ stored: 0, refused: forged.length });
    expect(await turnsOf(session.id)).toEqual([]);
    expect(await redeem(good)).toEqual({ stored: 1, refused: 0 });
  });
});
