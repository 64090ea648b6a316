import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import {
  type BackendClient,
  databases,
  serviceTestTimeoutMs,
  startTestBackend,
  type TestBackend,
} from "../_support/backend.ts";

setDefaultTimeout(serviceTestTimeoutMs);

const unknownId = "01939a0e-3f5c-7a4c-9d2e-6f1b3c5d7e9f";

describe.each(databases)("tutors, on %s", (database) => {
  let backend: TestBackend;
  let admin: BackendClient;
  let stranger: BackendClient;
  beforeAll(async () => {
    backend = await startTestBackend({ database, demoTutor: false });
    admin = await backend.signIn();
    stranger = await backend.signInAsSecondAdmin();
  });
  afterAll(() => backend[Symbol.asyncDispose]());

  async function createTutor(name: string, owner = admin) {
    const { data } = await owner.POST("/api/tutors", { body: { name } });
    return data!;
  }

  const at = (tutorId: string) => ({ params: { path: { tutorId } } });

  test("a tutor made from a name alone has the contract's defaults", async () => {
    const { data, response } = await admin.POST("/api/tutors", { body: { name: "Bo" } });
    expect(response.status).toBe(201);
    expect(response.headers.get("location")).toBe(`/api/tutors/${data!.id}`);
    expect(response.headers.get("etag")).toBe('"1"');
    expect(data).toMatchObject({
      version: 1,
      name: "Bo",
      language: "en",
      starters: [],
      model: null,
      temperature: 0.4,
      voice: null,
      avatar: "ada",
      access: "enrolled",
    });
  });

  test("every field is read back as it was written, in any script", async () => {
    const body = {
      name: "Łucja 🧪",
      subject: "Химия",
      description: "説明",
      language: "pt-BR",
      persona: "Be kind.\nBe brief.",
      greeting: "¡Hola!",
      starters: ['What is "salt"?', "水は何ですか"],
      notes: "# Notes\n\n100 % of it\\, 'quoted'",
      model: "llama3.2:3b",
      temperature: 1.25,
      voice: "slt",
      avatar: "ada",
      access: "public" as const,
    };
    const created = await admin.POST("/api/tutors", { body });
    const read = await admin.GET("/api/tutors/{tutorId}", at(created.data!.id));
    expect(read.data).toMatchObject(body);
    expect(read.data).toEqual(created.data!);
  });

  test("characters that a database refuses are replaced, not answered with an error", async () => {
    const { data } = await admin.POST("/api/tutors", {
      body: { name: "a\0b", starters: ["c\0d", "\ud800"] },
    });
    expect(data).toMatchObject({ name: "a\ufffdb", starters: ["c\ufffdd", "\ufffd"] });
  });

  test("a change keeps the other fields and grows the version", async () => {
    const tutor = await createTutor("Cleo");
    const { data, response } = await admin.PATCH("/api/tutors/{tutorId}", {
      ...at(tutor.id),
      body: { subject: "History", voice: "slt" },
    });
    expect(response.headers.get("etag")).toBe('"2"');
    expect(data).toMatchObject({ name: "Cleo", subject: "History", voice: "slt", version: 2 });
    const cleared = await admin.PATCH("/api/tutors/{tutorId}", { ...at(tutor.id), body: { voice: null } });
    expect(cleared.data).toMatchObject({ voice: null, version: 3 });
  });

  test("If-Match lets only the version pass that was read", async () => {
    const tutor = await createTutor("Dora");
    const change = (ifMatch: string) =>
      admin.PATCH("/api/tutors/{tutorId}", {
        params: { path: { tutorId: tutor.id }, header: { "If-Match": ifMatch } },
        body: { subject: ifMatch.slice(0, 20) },
      });
    expect((await change('"1"')).response.status).toBe(200);
    const stale = await change('"1"');
    expect(stale.response.status).toBe(412);
    expect(stale.error).toMatchObject({ type: "precondition-failed" });
    for (const refused of ['W/"2"', '"99999999999999999999"', '"nonsense"', "2"]) {
      expect((await change(refused)).response.status).toBe(412);
    }
    expect((await change('"1", "2"')).response.status).toBe(200);
    expect((await change("*")).response.status).toBe(200);
  });

  test("of two changes to the same version one is told that it came too late", async () => {
    const tutor = await createTutor("Emmy");
    const changes = await Promise.all(
      ["one", "two"].map((subject) =>
        admin.PATCH("/api/tutors/{tutorId}", {
          params: { path: { tutorId: tutor.id }, header: { "If-Match": '"1"' } },
          body: { subject },
        }),
      ),
    );
    expect(changes.map(({ response }) => response.status).sort()).toEqual([200, 412]);
  });

  test("a deleted tutor is gone, for guests too", async () => {
    const tutor = await createTutor("Fay");
    expect((await admin.DELETE("/api/tutors/{tutorId}", at(tutor.id))).response.status).toBe(204);
    expect((await admin.DELETE("/api/tutors/{tutorId}", at(tutor.id))).response.status).toBe(404);
    expect((await admin.GET("/api/tutors/{tutorId}", at(tutor.id))).response.status).toBe(404);
    expect((await backend.guest.GET("/api/tutors/{tutorId}/info", at(tutor.id))).response.status).toBe(404);
  });

  test("somebody else's tutor is answered like one that does not exist, everywhere", async () => {
    const tutor = await createTutor("Gia");
    const asStranger = async (tutorId: string) => {
      const sessionId = unknownId;
      return Promise.all([
        stranger.GET("/api/tutors/{tutorId}", at(tutorId)),
        stranger.PATCH("/api/tutors/{tutorId}", { ...at(tutorId), body: { name: "mine now" } }),
        stranger.PATCH("/api/tutors/{tutorId}", {
          params: { path: { tutorId }, header: { "If-Match": '"7"' } },
          body: { name: "mine now" },
        }),
        stranger.DELETE("/api/tutors/{tutorId}", at(tutorId)),
        stranger.GET("/api/tutors/{tutorId}/sessions", at(tutorId)),
        stranger.GET("/api/tutors/{tutorId}/sessions/{sessionId}/transcript", {
          params: { path: { tutorId, sessionId } },
        }),
      ]);
    };
    const real = await asStranger(tutor.id);
    const missing = await asStranger(unknownId);
    expect(real.map(({ response }) => response.status)).toEqual(Array<number>(real.length).fill(404));
    expect(real.map(({ error }) => error)).toEqual(missing.map(({ error }) => error));
    expect((await admin.GET("/api/tutors/{tutorId}", at(tutor.id))).data).toEqual(tutor);
  });

  test("pages show every tutor of the admin once, newest first, and nobody else's", async () => {
    const owner = await backend.signInAsSecondAdmin();
    const created: string[] = [];
    for (let i = 0; i < 7; i++) created.push((await createTutor(`Tutor ${i}`, owner)).id);
    const seen: string[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const { data } = await owner.GET("/api/tutors", { params: { query: { limit: 3, cursor } } });
      seen.push(...data!.items.map((tutor) => tutor.id));
      cursor = data!.nextCursor ?? undefined;
      pages++;
    } while (cursor !== undefined);
    expect(seen).toEqual(created.reverse());
    expect(pages).toBe(3);
  });

  test("a page that ends with the last tutor says that there is no other", async () => {
    const owner = await backend.signInAsSecondAdmin();
    for (let i = 0; i < 2; i++) await createTutor(`Tutor ${i}`, owner);
    const { data } = await owner.GET("/api/tutors", { params: { query: { limit: 2 } } });
    expect(data).toMatchObject({ nextCursor: null });
    expect(data!.items.length).toBe(2);
  });

  test("guests see of a tutor what its page needs, and nothing of its notes", async () => {
    const { data: tutor } = await admin.POST("/api/tutors", {
      body: { name: "Hedy", notes: "secret notes", persona: "secret persona", starters: ["Why?"] },
    });
    const { data } = await backend.guest.GET("/api/tutors/{tutorId}/info", at(tutor!.id));
    expect(data).toEqual({
      id: tutor!.id,
      name: "Hedy",
      subject: "",
      grade: "",
      description: "",
      language: "en",
      starters: ["Why?"],
      avatar: "ada",
      access: "enrolled",
    });
  });
});

test("the first start makes a public tutor with notes, unless it is told not to", async () => {
  await using backend = await startTestBackend({ database: "sqlite" });
  const admin = await backend.signIn();
  const { data } = await admin.GET("/api/tutors");
  expect(data!.items).toMatchObject([{ id: backend.demoTutorId, name: "Ada", access: "public" }]);
  expect(data!.items[0]!.notes.length).toBeGreaterThan(1000);

  await using bare = await startTestBackend({ database: "sqlite", demoTutor: false });
  expect(bare.demoTutorId).toBeUndefined();
  expect((await (await bare.signIn()).GET("/api/tutors")).data!.items).toEqual([]);
});
