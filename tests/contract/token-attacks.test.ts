import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { openDatabase } from "../../backend/database/open-database.ts";
import { listSigningKeys } from "../../backend/keys/signing-keys.ts";
import { ownerEmail, ownerPassword } from "../_support/backend.ts";
import { attacksOn, type GenuineToken, signToken } from "../_support/forged-tokens.ts";
import { type School, startSchool } from "../_support/school.ts";

setDefaultTimeout(120_000);

const kinds = ["an admin's access token", "a student's access token", "a ticket"] as const;
type Kind = (typeof kinds)[number];

interface Target {
  readonly url: string;
  readonly genuine: GenuineToken;
}

let school: School;
const targets = new Map<Kind, Target>();
beforeAll(async () => {
  school = await startSchool();
  const { backend, engine, tutorId } = school;
  const admin = await backend.signIn();
  const { data: owner } = await backend.guest.POST("/api/auth/login", {
    body: { email: ownerEmail, password: ownerPassword },
  });
  const credentials = { email: "kim@school.example", password: "three blue kites at noon" };
  await admin.POST("/api/tutors/{tutorId}/students", {
    params: { path: { tutorId } },
    body: { ...credentials, name: "Kim" },
  });
  const { data: kim } = await backend.guest.POST("/api/student/auth/login", {
    body: { tutorId, ...credentials },
  });
  const { ticket } = await school.visit();
  await using db = await openDatabase(backend.place);
  const [access] = await listSigningKeys(db, "access");
  const [tickets] = await listSigningKeys(db, "ticket");
  const ofAccess = { key: access!.jwk, otherKind: { kid: tickets!.kid, key: tickets!.jwk } };
  const ofTickets = { key: tickets!.jwk, otherKind: { kid: access!.kid, key: access!.jwk } };
  targets.set("an admin's access token", {
    url: `${backend.url}/api/tutors`,
    genuine: { ...read(owner!.access_token), ...ofAccess },
  });
  targets.set("a student's access token", {
    url: `${backend.url}/api/student/auth/me`,
    genuine: { ...read(kim!.access_token), ...ofAccess },
  });
  targets.set("a ticket", {
    url: `${engine.url}/api/tutors/${tutorId}/ice-servers`,
    genuine: { ...read(ticket), ...ofTickets },
  });
});
afterAll(() => school?.[Symbol.asyncDispose]());

function read(token: string): Pick<GenuineToken, "header" | "claims"> {
  const part = (index: number) =>
    JSON.parse(Buffer.from(token.split(".")[index] ?? "", "base64url").toString());
  return { header: part(0), claims: part(1) };
}

/** All of an answer that somebody could learn from. */
async function ask(url: string, token: string | undefined) {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(url, { headers });
  return {
    status: response.status,
    challenge: response.headers.get("www-authenticate"),
    body: await response.text(),
  };
}

describe.each(kinds)("%s", (kind) => {
  test("that is forged with the right key passes, so what follows is refused for its fault alone", async () => {
    const { url, genuine } = targets.get(kind)!;
    expect((await ask(url, signToken(genuine.header, genuine.claims, genuine.key))).status).toBe(200);
  });

  test("is refused after each of fifty attacks, with the answer that no token at all gets", async () => {
    const { url, genuine } = targets.get(kind)!;
    const refusal = await ask(url, undefined);
    expect(refusal).toMatchObject({ status: 401, challenge: "Bearer" });
    const attacks = attacksOn(genuine);
    expect(attacks.length).toBeGreaterThanOrEqual(50);
    for (const [attack, tokens] of attacks) {
      for (const token of tokens) {
        const answer = await ask(url, token);
        // Headers of 64 KB are cut off by the server before anybody reads the token.
        if (token.length > 16_000 && answer.status === 431) continue;
        expect({ attack, ...answer }).toEqual({ attack, ...refusal });
      }
    }
  });
});

test("a ticket opens nothing of another tutor, and an offer that is refused does not use it up", async () => {
  const { engine, tutorId, demoTutorId } = school;
  const { ticket } = await school.visit();
  const start = (id: string, body: string) =>
    fetch(`${engine.url}/api/tutors/${id}/webrtc`, {
      method: "POST",
      headers: { authorization: `Bearer ${ticket}`, "content-type": "application/sdp" },
      body,
    });
  expect((await start(demoTutorId, "v=0")).status).toBe(404);
  expect((await start(tutorId, "v=0")).status).toBe(400);
  expect((await start(tutorId, "v=0")).status).toBe(400);
});

test("no token of one kind passes for another", async () => {
  const { backend, engine, tutorId } = school;
  const doors = [
    ...[...targets].map(([kind, { url }]) => [kind, url] as const),
    ["the service token", `${backend.url}/internal/tutors/${tutorId}/profile`] as const,
    ["the service token", `${engine.url}/api/avatar/list`] as const,
  ];
  for (const [kind, { genuine }] of targets) {
    const token = signToken(genuine.header, genuine.claims, genuine.key);
    for (const [door, url] of doors) {
      if (door !== kind) expect([kind, url, (await ask(url, token)).status]).toEqual([kind, url, 401]);
    }
  }
});
