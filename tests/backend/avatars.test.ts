import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { eq } from "drizzle-orm";
import { tidyAvatars } from "../../backend/avatars/avatar-upkeep.ts";
import { EngineAvatars } from "../../backend/avatars/engine-avatars.ts";
import type { Schemas } from "../../backend/backend-handlers.ts";
import { openDatabase } from "../../backend/database/open-database.ts";
import {
  type BackendClient,
  databases,
  serviceTestTimeoutMs,
  serviceToken,
  startTestBackend,
  type TestBackend,
} from "../_support/backend.ts";
import { type FakeEngine, startFakeEngine } from "../_support/fake-engine.ts";
import { toForm } from "../_support/forms.ts";

setDefaultTimeout(serviceTestTimeoutMs);

const unknownId = "01939a0e-3f5c-7a4c-9d2e-6f1b3c5d7e9f";
const file = () => new Blob([Buffer.alloc(300_000, 7)], { type: "video/mp4" });
const consentBy = "Anna's parents";

describe.each(databases)("avatars, on %s", (database) => {
  let engine: FakeEngine;
  let backend: TestBackend;
  let admin: BackendClient;
  let stranger: BackendClient;
  beforeAll(async () => {
    engine = startFakeEngine();
    backend = await startTestBackend({ database, demoTutor: false, engineUrl: engine.url });
    admin = await backend.signIn();
    stranger = await backend.signInAsSecondAdmin();
  });
  afterAll(async () => {
    await backend?.[Symbol.asyncDispose]();
    await engine?.[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    engine.refusal = undefined;
    engine.hasNothing = false;
    // Three at a time may be made.
    for (const { id } of (await list()).items) await report(id, { state: "done" });
  });

  let names = 0;
  type Form = Schemas["AvatarForm"];
  const post = (
    form: Partial<Form>,
    { key, client = admin }: { key?: string; client?: BackendClient } = {},
  ) =>
    client.POST("/api/avatars/create", {
      body: { name: `face-${++names}`, kind: "video", consentBy, file: file(), ...form },
      bodySerializer: toForm,
      params: { header: key === undefined ? {} : { "Idempotency-Key": key } },
    });
  const create = async (form: Partial<Form> = {}) => (await post(form)).data!;
  const list = async (query: { cursor?: string; limit?: number } = { limit: 100 }) =>
    (await admin.GET("/api/avatars", { params: { query } })).data!;
  const at = (avatarId: string) => ({ params: { path: { avatarId } } });
  const read = async (id: string) => (await admin.GET("/api/avatars/{avatarId}", at(id))).data!;
  const report = async (id: string, body: Schemas["AvatarReported"]) =>
    (await backend.engine.POST("/internal/avatars/{avatarId}/status", { ...at(id), body })).response.status;
  const createTutor = async (fields: Partial<Schemas["TutorCreate"]>) =>
    (await admin.POST("/api/tutors", { body: { name: "Bo", access: "public", ...fields } })).data!;

  test("an avatar is created, described, and its file is the engine's, under the avatar's id", async () => {
    const { data: avatar, response } = await post({ name: "Anna_1", displayName: "Anna", voice: "slt" });
    expect(response.status).toBe(201);
    expect(response.headers.get("location")).toBe(`/api/avatars/${avatar!.id}`);
    expect(response.headers.get("etag")).toBe(`"${avatar!.version}"`);
    expect(avatar).toMatchObject({
      ...{ name: "Anna_1", displayName: "Anna", kind: "video", voice: "slt", status: "processing" },
      ...{ error: null, preview: null, sourceBytes: 300_000, consent: { givenBy: consentBy } },
    });
    expect(avatar!.sourceHash).toBe(
      new Bun.CryptoHasher("sha256").update(Buffer.alloc(300_000, 7)).digest("hex"),
    );
    const { outcome, fields } = engine.uploads.at(-1)!;
    expect(outcome).toBe("whole");
    expect(fields).toMatchObject({ name: avatar!.id, model: "video" });
    // Who agreed is the school's business and not the engine's.
    expect(JSON.stringify(fields)).not.toContain("parents");
    expect(await read(avatar!.id)).toEqual(avatar!);
  });

  test("a drawn one needs a preset, and no file and no consent", async () => {
    const drawn = { kind: "drawn", file: undefined, consentBy: undefined } as const;
    const avatar = await create({ ...drawn, preset: "mei" });
    expect(avatar).toMatchObject({ kind: "drawn", sourceHash: null, sourceBytes: 0, consent: null });
    expect(engine.uploads.at(-1)!.fields).toEqual({ name: avatar.id, model: "drawn", preset: "mei" });
    expect((await post(drawn)).response.status).toBe(422);
    // Fields of a page's form that were left empty.
    expect(await create({ ...drawn, preset: "ben", voice: "", consentBy: "" })).toMatchObject({
      voice: null,
    });
  });

  test.each<[string, Partial<Form>, string]>([
    ["a name that is no label", { name: "../x" }, "/name"],
    ["a name with a space", { name: "a b" }, "/name"],
    ["a name too long", { name: "a".repeat(65) }, "/name"],
    ["a kind that nobody knows", { kind: "oil painting" }, "/kind"],
    ["no consent", { consentBy: undefined }, "/consentBy"],
    ["consent from the future", { consentAt: "2100-01-01T00:00:00Z" }, "/consentAt"],
    ["no file", { file: undefined }, "/file"],
    ["a photo without a file", { kind: "photo", file: undefined }, "/file"],
    ["a preset for a video", { preset: "ada" }, "/preset"],
  ])("%s is refused before anything is sent on", async (_what, form, pointer) => {
    const before = [engine.uploads.length, (await list()).items.length];
    const { response, error } = await post(form);
    expect(response.status).toBe(422);
    expect(error).toMatchObject({ type: "invalid-request", errors: [{ in: "body", pointer }] });
    expect([engine.uploads.length, (await list()).items.length]).toEqual(before);
  });

  test("what an engine refuses is passed on, and nothing is left", async () => {
    const before = await list();
    const cases = [
      [{ status: 409, type: "conflict", detail: "the avatar server is busy" }, 409],
      [{ status: 413, type: "too-large", detail: "The file is too large." }, 413],
      [{ status: 422, type: "invalid-request", detail: "There is no such model." }, 422],
      [{ status: 503, type: "unavailable", detail: "no avatar server is configured" }, 503],
      [{ status: 401, type: "unauthorized", detail: "another secret" }, 503],
    ] as const;
    for (const [refusal, status] of cases) {
      engine.refusal = refusal;
      const { response, error } = await post({ name: "refused" });
      expect([refusal.status, response.status]).toEqual([refusal.status, status]);
      expect(JSON.stringify(error)).toContain(refusal.detail);
      if (status === 503) expect(response.headers.get("retry-after")).not.toBeNull();
    }
    expect(await list()).toEqual(before);
  });

  test("names are taken once in a tenancy, and tell nobody of other tenancies", async () => {
    await create({ name: "once" });
    const again = await post({ name: "once" });
    expect(again.response.status).toBe(409);
    expect((await post({ name: "once" }, { client: stranger })).response.status).toBe(201);
  });

  test("three at a time are made", async () => {
    for (let i = 0; i < 3; i++) await create();
    const refused = await post({});
    expect(refused.response.status).toBe(429);
    expect(refused.response.headers.get("retry-after")).not.toBeNull();
  });

  test("an admin has a hundred at most, and may have others after deleting some", async () => {
    const other = await backend.signInAsSecondAdmin();
    const { data: me } = await other.GET("/api/auth/me");
    const drawn = { kind: "drawn", preset: "ada", file: undefined } as const;
    const { data: first } = await post(drawn, { client: other });
    await report(first!.id, { state: "done" });
    await using db = await openDatabase(backend.place);
    const { avatars } = db.tables;
    const [row] = await db.select().from(avatars).where(eq(avatars.id, first!.id));
    await db.write(async (transaction) => {
      const copies = Array.from({ length: 99 }, (_, i) => ({
        ...row!,
        id: Bun.randomUUIDv7(),
        name: `copy-${i}`,
      }));
      await transaction.insert(avatars).values(copies);
    });
    const full = await post(drawn, { client: other });
    expect(full.response.status).toBe(409);
    expect(full.error).toMatchObject({ detail: expect.stringContaining("100 avatars") });
    expect(row!.adminId).toBe(me!.id);
    await other.DELETE("/api/avatars/{avatarId}", at(first!.id));
    expect((await post(drawn, { client: other })).response.status).toBe(201);
  });

  test("the same request with the same key creates once", async () => {
    const key = crypto.randomUUID();
    const first = await post({ name: "keyed" }, { key });
    const again = await post({ name: "keyed" }, { key });
    expect(again.response.status).toBe(201);
    expect(again.data).toEqual(first.data!);
    expect((await post({ name: "keyed-2" }, { key })).response.status).toBe(422);
  });

  test("the engine's reports lead it to the end, and what it is watched by ends there", async () => {
    const { id } = await create();
    const watched = await admin.GET("/api/avatars/{avatarId}/events", { ...at(id), parseAs: "stream" });
    const events = readEvents(watched.data as unknown as ReadableStream<Uint8Array>);
    expect((await events.next()).value).toMatchObject({ status: "processing", progress: null });
    expect(await report(id, { state: "running", stage: "track", progress: 0.4 })).toBe(204);
    expect((await events.next()).value).toMatchObject({
      status: "processing",
      stage: "track",
      progress: 0.4,
    });
    const pack = "ab".repeat(32);
    await report(id, { state: "done", pack, notes: ["More light on the face would help."] });
    const { value: ready } = await events.next();
    expect(ready).toMatchObject({ status: "ready", stage: null, progress: null, error: null });
    expect(ready!.notes).toEqual(["More light on the face would help."]);
    expect((await events.next()).done).toBe(true);
    // Whoever asks again is told how it is.
    const again = await admin.GET("/api/avatars/{avatarId}/events", { ...at(id), parseAs: "text" });
    expect(String(again.data).match(/^data:/gm)?.length).toBe(1);
    const preview = await admin.GET("/api/avatars/{avatarId}/preview", { ...at(id), parseAs: "blob" });
    expect((preview.data as unknown as Blob).type).toBe("image/png");
    expect(ready!.preview).toBe(`/api/avatars/${id}/preview`);
  });

  test("a failure says what to do, and an engine that comes back makes it after all", async () => {
    const { id } = await create();
    await report(id, { state: "failed", error: "The face is too dark: sit where light falls on it." });
    expect(await read(id)).toMatchObject({
      status: "failed",
      error: expect.stringContaining("light"),
      preview: null,
    });
    const { response } = await admin.GET("/api/avatars/{avatarId}/preview", at(id));
    expect(response.status).toBe(409);
    await report(id, { state: "running", progress: 0.1 });
    expect(await read(id)).toMatchObject({ status: "processing", error: null, progress: 0.1 });
  });

  test("an avatar of which nobody hears any more has failed, an upload is forgotten, a deletion is finished", async () => {
    const silent = await create();
    const running = await create();
    const started = await create();
    await report(started.id, { state: "done" });
    await admin.POST("/api/avatars/{avatarId}/start", at(started.id));
    await using db = await openDatabase(backend.place);
    const { avatars } = db.tables;
    const [row] = await db.select().from(avatars).limit(1);
    const rest = { ...row!, heardAt: new Date(Date.now() - 60_000) };
    await db.write(async (transaction) => {
      const half = { ...rest, id: Bun.randomUUIDv7(), name: "half", status: "uploading" as const };
      const gone = { ...rest, id: Bun.randomUUIDv7(), name: "gone", status: "deleting" as const };
      await transaction.insert(avatars).values([half, gone]);
    });
    const faces = new EngineAvatars(engine.url, serviceToken);
    await tidyAvatars(db, faces, Date.now());
    const labels = async () => (await list()).items.map(({ name }) => name);
    expect(await labels()).not.toContain("half");
    expect(await labels()).not.toContain("gone");
    expect((await read(running.id)).status).toBe("processing");
    engine.hasNothing = true;
    await tidyAvatars(db, faces, Date.now() + 60_000);
    expect(await read(silent.id)).toMatchObject({
      status: "failed",
      error: expect.stringContaining("engine stopped"),
    });
    expect(await read(started.id)).toMatchObject({ status: "ready" });
    engine.hasNothing = false;
    const made = await create();
    await tidyAvatars(db, faces, Date.now() + 60_000);
    expect(await read(made.id)).toMatchObject({ status: "ready", error: null });
  });

  test("what is said of it can be changed, and a change that was lost is told", async () => {
    const { id, version } = await create();
    const change = (displayName: string, ifMatch?: string) =>
      admin.PATCH("/api/avatars/{avatarId}", {
        params: { path: { avatarId: id }, header: ifMatch === undefined ? {} : { "If-Match": ifMatch } },
        body: { displayName },
      });
    // How far it is, is no change.
    await report(id, { state: "running", progress: 0.5 });
    const first = await change("One", `"${version}"`);
    expect(first.response.status).toBe(200);
    expect(first.response.headers.get("etag")).toBe(`"${version + 1}"`);
    expect((await change("Two", `"${version}"`)).response.status).toBe(412);
    expect((await change("Three", "*")).data).toMatchObject({ displayName: "Three", version: version + 2 });
  });

  test("an avatar that tutors have stays, and they are named; without them it goes everywhere", async () => {
    const { id } = await create();
    const tutor = await createTutor({ name: "Bo of the sea", avatar: id });
    const remove = () => admin.DELETE("/api/avatars/{avatarId}", at(id));
    const refused = await remove();
    expect(refused.response.status).toBe(409);
    expect(refused.error).toMatchObject({ detail: expect.stringContaining("Bo of the sea") });
    await admin.DELETE("/api/tutors/{tutorId}", { params: { path: { tutorId: tutor.id } } });
    engine.refusal = { status: 503, type: "unavailable", detail: "later" };
    expect((await remove()).response.status).toBe(503);
    engine.refusal = undefined;
    expect((await read(id)).status).toBe("processing");
    expect((await remove()).response.status).toBe(204);
    expect(engine.deleted).toContain(id);
    expect((await remove()).response.status).toBe(404);
    expect(await report(id, { state: "done" })).toBe(404);
  });

  test("it is started when it is ready, and by its name on the avatar server", async () => {
    const { id } = await create({ kind: "mageurite" });
    const start = () => admin.POST("/api/avatars/{avatarId}/start", at(id));
    expect((await start()).response.status).toBe(409);
    await report(id, { state: "done" });
    const { data, response } = await start();
    expect([response.status, data!.status]).toEqual([202, "starting"]);
    expect(engine.started.at(-1)).toBe(`mageurite_${id}`);
    expect((await start()).response.status).toBe(409);
    await report(id, { state: "failed", error: "The avatar server does not start." });
    expect(await read(id)).toMatchObject({ status: "ready", error: "The avatar server does not start." });
    engine.refusal = { status: 409, type: "conflict", detail: "busy with another change" };
    expect((await start()).response.status).toBe(409);
    expect((await read(id)).status).toBe("ready");
  });

  test("a tutor takes an avatar of its own school only, and the engine is told which face that is", async () => {
    const avatar = await create({ voice: "rms" });
    const tutor = await createTutor({ avatar: avatar.id });
    const foreign = (await post({}, { client: stranger })).data!;
    for (const id of [foreign.id, unknownId]) {
      const { response, error } = await admin.PATCH("/api/tutors/{tutorId}", {
        params: { path: { tutorId: tutor.id } },
        body: { avatar: id },
      });
      expect(response.status).toBe(422);
      expect(error).toMatchObject({ errors: [{ pointer: "/avatar" }] });
    }
    const profile = async (etag = "") => {
      const path = { tutorId: tutor.id };
      const header = { "If-None-Match": etag };
      return backend.engine.GET("/internal/tutors/{tutorId}/profile", { params: { path, header } });
    };
    const first = await profile();
    expect(first.data).toMatchObject({ avatar: avatar.id, pack: null, voice: "rms" });
    const etag = first.response.headers.get("etag")!;
    expect((await profile(etag)).response.status).toBe(304);
    await report(avatar.id, { state: "done", pack: "cd".repeat(32) });
    expect((await profile(etag)).data).toMatchObject({ avatar: avatar.id, pack: "cd".repeat(32) });
    const named = await createTutor({ avatar: "mei" });
    const { data } = await backend.engine.GET("/internal/tutors/{tutorId}/profile", {
      params: { path: { tutorId: named.id } },
    });
    expect(data).toMatchObject({ avatar: "mei", pack: null, avatarVersion: 0, voice: null });
  });

  test("a tutor and its avatar are created together, or neither is", async () => {
    const together = (tutor: Schemas["TutorCreate"], form: Partial<Form> = {}) =>
      admin.POST("/api/tutors/create-with-avatar", {
        body: { tutor, name: `with-${++names}`, kind: "video", consentBy, file: file(), ...form },
        bodySerializer: toForm,
      });
    const { data, response } = await together({ name: "Cleo", notes: "# Ünïcode\n\n水" });
    expect(response.status).toBe(201);
    expect(response.headers.get("location")).toBe(`/api/tutors/${data!.tutor.id}`);
    expect(data!.tutor).toMatchObject({ name: "Cleo", notes: "# Ünïcode\n\n水", avatar: data!.avatar.id });
    // As Swagger UI sends an object in a form.
    const { response: asFile } = await admin.POST("/api/tutors/create-with-avatar", {
      body: { tutor: { name: "Cleo" }, name: `with-${++names}`, kind: "drawn", preset: "ada" },
      bodySerializer({ tutor, ...fields }) {
        const form = new FormData();
        form.append("tutor", new Blob([JSON.stringify(tutor)], { type: "application/json" }));
        for (const [name, value] of toForm(fields)) form.append(name, value);
        return form;
      },
    });
    expect(asFile.status).toBe(201);
    const noJson = { tutor: "Cleo", name: "x", kind: "drawn", preset: "ada" };
    const { error } = await admin.POST("/api/tutors/create-with-avatar", {
      body: { tutor: { name: "Cleo" }, name: "x", kind: "drawn" },
      bodySerializer: () => toForm(noJson),
    });
    expect(error).toMatchObject({ errors: [{ pointer: "/tutor", detail: "must be JSON" }] });
    const count = async () => [
      (await list()).items.length,
      (await admin.GET("/api/tutors", { params: { query: { limit: 100 } } })).data!.items.length,
    ];
    const before = await count();
    engine.refusal = { status: 503, type: "unavailable", detail: "later" };
    expect((await together({ name: "Dora" })).response.status).toBe(503);
    engine.refusal = undefined;
    expect((await together({ name: "" })).response.status).toBe(422);
    expect((await together({ name: "Dora", embedOrigins: ["https://a.example:443"] })).response.status).toBe(
      422,
    );
    expect((await together({ name: "Dora" }, { name: data!.avatar.name })).response.status).toBe(409);
    expect(await count()).toEqual(before);
  });

  test("they are listed page by page, newest first", async () => {
    const all = (await list()).items.map(({ id }) => id);
    expect(all).toEqual([...all].sort().reverse());
    const first = await list({ limit: 2 });
    const second = await list({ limit: 2, cursor: first.nextCursor! });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(all.slice(0, 4));
    expect((await stranger.GET("/api/avatars")).data!.items.every(({ id }) => !all.includes(id))).toBe(true);
  });
});

async function* readEvents(stream: ReadableStream<Uint8Array>): AsyncGenerator<Schemas["Avatar"]> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const part of stream) {
    text += decoder.decode(part, { stream: true });
    const events = text.split("\n\n");
    text = events.pop() ?? "";
    for (const event of events) if (event.startsWith("data:")) yield JSON.parse(event.slice(5));
  }
}
