import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { EncryptJWT } from "jose";
import type { RunningEngine } from "../../engine/server.ts";
import { LessonOwners } from "../../engine/sessions/lesson-owners.ts";
import { serviceToken } from "../_support/backend.ts";
import { findFreePort } from "../_support/entrance.ts";
import { type School, startSchool } from "../_support/school.ts";
import { Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";

const opened = new AsyncDisposableStack();
let school: School;
/** Two engines with nothing between them and whoever asks. */
let engines: [RunningEngine, RunningEngine];
/** Listens where no engine does, and passes on what it gets if it is told to. */
let canary: Bun.Server<undefined>;
let heard: Request[];
let passOnTo: string | undefined;
beforeAll(async () => {
  school = opened.use(await startSchool());
  engines = [school.engine, opened.use(await school.openEngine())];
  canary = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      heard.push(request.clone());
      if (passOnTo === undefined) return new Response(null, { status: 204 });
      const { method, headers } = request;
      return fetch(passOnTo + new URL(request.url).pathname, { method, headers, body: await request.text() });
    },
  });
  opened.defer(() => canary.stop(true));
}, 60_000);
afterAll(async () => {
  await opened.disposeAsync();
});
beforeEach(() => {
  heard = [];
  passOnTo = undefined;
});

const credentials = `a=ice-ufrag:abcd\r\na=ice-pwd:${"p".repeat(22)}\r\n`;

/** Asks one engine about a lesson, whoever has it. */
function ask(
  engine: { url: string },
  { ticket, location }: { ticket: string; location: string },
  method: "PATCH" | "DELETE",
): Promise<Response> {
  return fetch(engine.url + new URL(location).pathname, {
    method,
    headers: {
      authorization: `Bearer ${ticket}`,
      ...(method === "PATCH" && { "content-type": "application/trickle-ice-sdpfrag" }),
    },
    ...(method === "PATCH" && { body: credentials }),
  });
}

async function join(engine: { url: string }) {
  const { ticket } = await school.visit();
  const student = await Student.join(engine.url, school.tutorId, ticket, { decode: false });
  return { student, ticket, location: student.location };
}

/** A lesson by another name. */
const named = (name: string, lesson: { ticket: string; location: string }) => ({
  ...lesson,
  location: new URL(name, lesson.location).href,
});

describe("a lesson", () => {
  test("goes on over another path, and ends, whichever engine is asked", async () => {
    for (const asked of engines) {
      const lesson = await join(engines[1]);
      await using _ = lesson.student;
      const restarted = await ask(asked, lesson, "PATCH");
      expect(restarted.status).toBe(200);
      expect(await restarted.text()).toMatch(/^a=ice-ufrag:\S{12}\r\na=ice-pwd:\S{32}\r\n$/);
      expect((await ask(asked, lesson, "DELETE")).status).toBe(204);
      expect(engines[1].lessonCount).toBe(0);
      expect((await ask(asked, lesson, "DELETE")).status).toBe(404);
    }
  }, 60_000);

  test("is the student's own on every engine", async () => {
    const lesson = await join(engines[0]);
    await using _ = lesson.student;
    const { ticket } = await school.visit();
    for (const engine of engines) {
      expect((await ask(engine, { ...lesson, ticket }, "DELETE")).status).toBe(404);
      expect((await ask(engine, { ...lesson, ticket: "forged" }, "DELETE")).status).toBe(401);
    }
    await until("this lesson alone", () => engines[0].lessonCount === 1);
  }, 60_000);

  test("is not found when its engine is gone", async () => {
    const { ticket, student, location } = await join(engines[0]);
    await using _ = student;
    const name = await new LessonOwners(
      serviceToken,
      () => `http://127.0.0.1:${findFreePort()}`,
    ).nameLesson();
    const answer = await ask(engines[0], named(name, { ticket, location }), "PATCH");
    expect([answer.status, answer.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
  }, 60_000);

  test("has a name that tells no address", async () => {
    const { student, location } = await join(engines[0]);
    await using _ = student;
    const name = new URL(location).pathname.split("/").at(-1)!;
    expect((await student.message("ready")).lesson).toBe(name);
    const readable = name
      .split(".")
      .map((part) => Buffer.from(part, "base64url").toString("latin1"))
      .join();
    expect(readable).not.toContain("127.0.0.1");
    expect(readable).not.toContain(new URL(engines[0].url).port);
  }, 60_000);
});

describe("an engine", () => {
  test("asks nobody whom a student names", async () => {
    const { ticket, student, location } = await join(engines[0]);
    await using _ = student;
    const canaryUrl = canary.url.origin;
    const real = new URL(location).pathname.split("/").at(-1)!;
    const forged = [
      // Of somebody who has another secret.
      await new LessonOwners(`${serviceToken}?`, () => canaryUrl).nameLesson(),
      await new EncryptJWT()
        .setProtectedHeader({ alg: "dir", enc: "A256GCM", typ: "tutor-lesson+jwt" })
        .setIssuer(canaryUrl)
        .setExpirationTime("1 day")
        .encrypt(new Uint8Array(32)),
      // Readable to all, signed by nobody.
      [
        { alg: "none", typ: "tutor-lesson+jwt" },
        { iss: canaryUrl, exp: 4_000_000_000 },
      ]
        .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
        .join(".")
        .concat("."),
      Buffer.from(canaryUrl).toString("base64url"),
      // One of ours, changed.
      real.slice(0, -4) + (real.endsWith("AAAA") ? "BBBB" : "AAAA"),
      real.replace(/^[^.]+/, Buffer.from('{"alg":"dir","enc":"A256GCM"}').toString("base64url")),
      Bun.randomUUIDv7(),
    ];
    for (const name of forged)
      expect([name, (await ask(engines[1], named(name, { ticket, location }), "DELETE")).status]).toEqual([
        name,
        404,
      ]);
    expect(heard).toEqual([]);
    await until("this lesson alone", () => engines[0].lessonCount === 1);
  }, 60_000);

  test("asks one other engine, and that one asks none", async () => {
    const { ticket, student, location } = await join(engines[0]);
    await using _ = student;
    const name = await new LessonOwners(serviceToken, () => canary.url.origin).nameLesson();
    expect((await ask(engines[0], named(name, { ticket, location }), "DELETE")).status).toBe(204);
    expect(heard.map(({ method }) => method)).toEqual(["DELETE"]);
    // The student's own ticket is all that is told: the engines' secret is not.
    expect([...heard[0]!.headers.values()].join()).not.toContain(serviceToken);

    heard = [];
    passOnTo = engines[1].url;
    expect((await ask(engines[0], named(name, { ticket, location }), "PATCH")).status).toBe(404);
    expect(heard.length).toBe(1);
  }, 60_000);

  test("believes no owner that answers something else", async () => {
    const { ticket, student, location } = await join(engines[0]);
    await using _ = student;
    const answers = [
      new Response("a=nothing"),
      new Response("x".repeat(1_000_000)),
      new Response(null, { status: 302, headers: { location: engines[1].url } }),
      new Response("<h1>no</h1>", { status: 502 }),
    ];
    for (const answer of answers) {
      using odd = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => answer.clone() });
      const name = await new LessonOwners(serviceToken, () => odd.url.origin).nameLesson();
      expect((await ask(engines[0], named(name, { ticket, location }), "PATCH")).status).toBe(404);
    }
  }, 60_000);
});
