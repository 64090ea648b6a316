import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { eq } from "drizzle-orm";
import { openDatabase } from "../../backend/database/open-database.ts";
import {
  type BackendClient,
  databases,
  serviceTestTimeoutMs,
  startTestBackend,
  type TestBackend,
} from "../_support/backend.ts";

setDefaultTimeout(serviceTestTimeoutMs);

const dayMs = 24 * 3600 * 1000;

describe.each(databases)("repeated creations, on %s", (database) => {
  let backend: TestBackend;
  let admin: BackendClient;
  beforeAll(async () => {
    backend = await startTestBackend({ database, demoTutor: false });
    admin = await backend.signIn();
  });
  afterAll(() => backend[Symbol.asyncDispose]());

  const create = (name: string, key: string, client = admin) =>
    client.POST("/api/tutors", { body: { name }, params: { header: { "Idempotency-Key": key } } });
  async function count(name: string): Promise<number> {
    const { data } = await admin.GET("/api/tutors", { params: { query: { limit: 100 } } });
    return data!.items.filter((tutor) => tutor.name === name).length;
  }

  test("the same request with the same key creates once and is answered alike", async () => {
    const key = crypto.randomUUID();
    const first = await create("Once", key);
    const again = await create("Once", key);
    expect(again.response.status).toBe(201);
    expect(again.data).toEqual(first.data!);
    for (const name of ["location", "etag"]) {
      expect(again.response.headers.get(name)).toBe(first.response.headers.get(name));
    }
    expect(await count("Once")).toBe(1);
    await create("Once", crypto.randomUUID());
    expect(await count("Once")).toBe(2);
  });

  test("of many at once one creates, and the others hear of it or are told to wait", async () => {
    const key = crypto.randomUUID();
    const answers = await Promise.all(Array.from({ length: 10 }, () => create("Race", key)));
    const statuses = new Set(answers.map(({ response }) => response.status));
    expect(statuses.has(201)).toBe(true);
    expect(statuses.isSubsetOf(new Set([201, 409]))).toBe(true);
    expect(await count("Race")).toBe(1);
  });

  test("the same key with another request is refused, and another account's key is another key", async () => {
    const key = crypto.randomUUID();
    await create("First", key);
    const other = await create("Second", key);
    expect(other.response.status).toBe(422);
    expect(other.error).toMatchObject({ errors: [{ in: "header", pointer: "/idempotency-key" }] });
    const stranger = await backend.signInAsSecondAdmin();
    expect((await create("Second", key, stranger)).response.status).toBe(201);
  });

  test("a request that failed can be tried again with its key", async () => {
    const { data: tutor } = await create("Class", crypto.randomUUID());
    const add = (tutorId: string, key: string) =>
      admin.POST("/api/tutors/{tutorId}/students", {
        params: { path: { tutorId }, header: { "Idempotency-Key": key } },
        body: { email: "kim@school.example", name: "Kim" },
      });
    const blocker = await add(tutor!.id, crypto.randomUUID());
    const key = crypto.randomUUID();
    expect((await add(tutor!.id, key)).response.status).toBe(409);
    const { student } = blocker.data!;
    await admin.DELETE("/api/tutors/{tutorId}/students/{studentId}", {
      params: { path: { tutorId: tutor!.id, studentId: student.id } },
    });
    const made = await add(tutor!.id, key);
    expect(made.response.status).toBe(201);
    const again = await add(tutor!.id, key);
    expect(again.data!.password).toBe(made.data!.password);
    await using db = await openDatabase(backend.place);
    const kept = JSON.stringify(await db.select().from(db.tables.keptReplies));
    for (const secret of [made.data!.password!, key, "kim@school.example"])
      expect(kept).not.toContain(secret);
  });

  test("after a day a key is forgotten, and one whose request was cut off works again", async () => {
    await using db = await openDatabase(backend.place);
    const { keptReplies } = db.tables;
    const age = (operation: string, changes: { startedAt: Date; reply?: null }) =>
      db.write(async (transaction) => {
        await transaction.update(keptReplies).set(changes).where(eq(keptReplies.operation, operation));
      });
    const key = crypto.randomUUID();
    await create("Old", key);
    await age("createTutor", { startedAt: new Date(Date.now() - dayMs - 1000) });
    expect((await create("Old", key)).response.status).toBe(201);
    expect(await count("Old")).toBe(2);
    await age("createTutor", { startedAt: new Date(), reply: null });
    expect((await create("Old", key)).response.status).toBe(409);
    await age("createTutor", { startedAt: new Date(Date.now() - 61_000) });
    expect((await create("Old", key)).response.status).toBe(201);
    expect(await count("Old")).toBe(3);
  });

  test("a visit that is asked for twice is one visit, whoever it was is known by the key alone", async () => {
    const { data: tutor } = await admin.POST("/api/tutors", { body: { name: "Open", access: "public" } });
    const path = { tutorId: tutor!.id };
    const visit = (key: string) =>
      backend.guest.POST("/api/tutors/{tutorId}/visits", {
        params: { path, header: { "Idempotency-Key": key } },
        body: { name: "Kim" },
      });
    const key = crypto.randomUUID();
    const first = await visit(key);
    const again = await visit(key);
    expect(again.response.status).toBe(201);
    expect(again.data).toEqual(first.data!);
    const other = await visit(crypto.randomUUID());
    expect(other.data!.secret).not.toBe(first.data!.secret);
    const { data } = await admin.GET("/api/tutors/{tutorId}/sessions", { params: { path } });
    expect(data!.items.map(({ id }) => id)).toEqual([other.data!.session.id, first.data!.session.id]);
  });

  test("visits with keys are limited as visits are", async () => {
    await using small = await startTestBackend({ database });
    const params = { path: { tutorId: small.demoTutorId! } };
    const visit = () =>
      small.guest.POST("/api/tutors/{tutorId}/visits", {
        params: { ...params, header: { "Idempotency-Key": crypto.randomUUID() } },
        body: {},
      });
    const statuses: number[] = [];
    while (statuses.length < 400 && statuses.at(-1) !== 429) {
      const visits = await Promise.all(Array.from({ length: 20 }, visit));
      statuses.push(...visits.map(({ response }) => response.status).sort());
    }
    expect(statuses.at(-1)).toBe(429);
  });

  test("a table that is sent twice is imported once, and its made-up passwords are told again", async () => {
    const { data: tutor } = await create("Table", crypto.randomUUID());
    const path = { tutorId: tutor!.id };
    const key = crypto.randomUUID();
    const send = (table: string) =>
      admin.POST("/api/tutors/{tutorId}/students/import", {
        params: { path, header: { "Idempotency-Key": key } },
        body: table,
        bodySerializer: (body) => body,
        headers: { "content-type": "text/csv" },
      });
    const table = "email,name\nmo@school.example,Mo";
    const first = await send(table);
    expect(first.data).toMatchObject({ imported: 1 });
    expect((await send(table)).data).toEqual(first.data!);
    expect((await send(`${table}\nlu@school.example,Lu`)).response.status).toBe(422);
    const { data } = await admin.GET("/api/tutors/{tutorId}/students", { params: { path } });
    expect(data!.items.length).toBe(1);
  });

  test("a key that could be guessed is refused", async () => {
    expect((await create("Short", "1")).response.status).toBe(422);
  });
});
