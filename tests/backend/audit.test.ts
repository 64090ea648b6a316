import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { eq } from "drizzle-orm";
import { recordAudit } from "../../backend/audit/audit-repository.ts";
import { openDatabase } from "../../backend/database/open-database.ts";
import { backendContract } from "../../generated/backend.contract.ts";
import {
  type BackendClient,
  databases,
  ownerEmail,
  ownerPassword,
  serviceTestTimeoutMs,
  startTestBackend,
  type TestBackend,
} from "../_support/backend.ts";
import { type FakeEngine, startFakeEngine } from "../_support/fake-engine.ts";
import { toForm } from "../_support/forms.ts";

setDefaultTimeout(serviceTestTimeoutMs);

const password = "three blue kites at noon";
/** More events than are read at once. */
const manyEvents = 1100;

function actionsOfContract(): string[] {
  const text = readFileSync(join(import.meta.dir, "../../openapi/backend.yaml"), "utf8");
  const document = Bun.YAML.parse(text) as { components: { schemas: { AuditAction: { enum: string[] } } } };
  return document.components.schemas.AuditAction.enum;
}

describe.each(databases)("the audit log, on %s", (database) => {
  let engine: FakeEngine;
  let backend: TestBackend;
  let owner: BackendClient;
  let ownerId: string;
  beforeAll(async () => {
    engine = startFakeEngine();
    backend = await startTestBackend({ database, demoTutor: false, engineUrl: engine.url });
    owner = await backend.signIn();
    ownerId = (await owner.GET("/api/auth/me")).data!.id;
  });
  afterAll(async () => {
    await backend?.[Symbol.asyncDispose]();
    await engine?.[Symbol.asyncDispose]();
  });

  type Query = NonNullable<Parameters<typeof list>[0]>;
  async function list(
    query: {
      action?: "tutor.create" | "tutor.update" | "admin.sign-in" | "student.sign-in";
      actor?: string;
      object?: string;
      outcome?: "done" | "refused";
      from?: string;
      until?: string;
      scope?: "own" | "service";
      limit?: number;
      cursor?: string;
    } = {},
    client = owner,
  ) {
    const { data, response } = await client.GET("/api/audit-logs", { params: { query } });
    if (!data) throw new Error(`the list was answered with ${response.status}`);
    return data;
  }
  const events = async (query: Query = {}) => (await list(query)).items;

  /** Does each thing that is recorded once. */
  async function doEverything(): Promise<void> {
    const { data: tutor } = await owner.POST("/api/tutors", { body: { name: "Bo", access: "public" } });
    const path = { tutorId: tutor!.id };
    await owner.PATCH("/api/tutors/{tutorId}", { params: { path }, body: { subject: "Biology" } });
    const { data: visit } = await backend.guest.POST("/api/tutors/{tutorId}/visits", {
      params: { path },
      body: {},
    });
    await owner.DELETE("/api/tutors/{tutorId}/sessions/{sessionId}", {
      params: { path: { ...path, sessionId: visit!.session.id } },
    });
    const { data: document } = await owner.POST("/api/tutors/{tutorId}/documents", {
      params: { path, query: { title: "Notes" } },
      body: new Blob(["Chlorophyll is green."]),
      bodySerializer: (body) => body,
      headers: { "content-type": "text/plain" },
    });
    await owner.DELETE("/api/tutors/{tutorId}/documents/{documentId}", {
      params: { path: { ...path, documentId: document!.id } },
    });
    const email = "kim@school.example";
    const { data: created } = await owner.POST("/api/tutors/{tutorId}/students", {
      params: { path },
      body: { email, name: "Kim", password },
    });
    const at = { params: { path: { ...path, studentId: created!.student.id } } };
    await owner.POST("/api/tutors/{tutorId}/students/import", {
      params: { path },
      body: "email,name\nmo@school.example,Mo",
      bodySerializer: (body) => body,
      headers: { "content-type": "text/csv" },
    });
    await owner.PATCH("/api/tutors/{tutorId}/students/{studentId}", { ...at, body: { name: "Kim K." } });
    const kim = await backend.signInAsStudent({ tutorId: tutor!.id, email, password });
    const body = { tutorId: tutor!.id, email, password };
    const { data: tokens } = await backend.guest.POST("/api/student/auth/login", { body });
    const { data: renewed } = await backend.guest.POST("/api/student/auth/refresh", {
      body: { refresh_token: tokens!.refresh_token },
    });
    await backend.guest.POST("/api/student/auth/logout", { body: { refresh_token: renewed!.refresh_token } });
    await kim.POST("/api/student/auth/password", {
      body: { currentPassword: password, newPassword: "another long one" },
    });
    await kim.POST("/api/student/auth/logout-everywhere");
    await owner.POST("/api/tutors/{tutorId}/students/{studentId}/password", { ...at, body: {} });
    await owner.GET("/api/tutors/{tutorId}/students/{studentId}/export", { ...at, parseAs: "text" });
    await owner.DELETE("/api/tutors/{tutorId}/students/{studentId}", at);
    await owner.DELETE("/api/tutors/{tutorId}", { params: { path } });
    const { data: added } = await owner.POST("/api/admins", {
      body: { email: "x@school.example", password },
    });
    const params = { path: { adminId: added!.admin.id } };
    await owner.PATCH("/api/admins/{adminId}", { params, body: { role: "owner" } });
    await owner.POST("/api/admins/{adminId}/password", { params, body: { password } });
    await owner.POST("/api/keys/rotations", { body: { purpose: "ticket" } });
  }

  async function makeAvatar(): Promise<void> {
    const { data: avatar } = await owner.POST("/api/avatars/create", {
      body: { name: "anna", kind: "drawn", preset: "ada" },
      bodySerializer: toForm,
    });
    const at = { params: { path: { avatarId: avatar!.id } } };
    await backend.engine.POST("/internal/avatars/{avatarId}/status", { ...at, body: { state: "done" } });
    await owner.PATCH("/api/avatars/{avatarId}", { ...at, body: { displayName: "Anna" } });
    await owner.POST("/api/avatars/{avatarId}/start", at);
    await owner.DELETE("/api/avatars/{avatarId}", at);
  }

  async function signInAndOut(email: string): Promise<void> {
    const login = () => backend.guest.POST("/api/auth/login", { body: { email, password } });
    const { data } = await login();
    const { data: renewed } = await backend.guest.POST("/api/auth/refresh", {
      body: { refresh_token: data!.refresh_token },
    });
    await backend.guest.POST("/api/auth/logout", { body: { refresh_token: renewed!.refresh_token } });
    const admin = await backend.signIn(email, password);
    await admin.POST("/api/auth/logout-everywhere");
    await admin.POST("/api/auth/password", {
      body: { currentPassword: password, newPassword: `${password}!` },
    });
  }

  test("everything that the contract names is recorded, with who, what and from where", async () => {
    await doEverything();
    await makeAvatar();
    await signInAndOut("x@school.example");
    const own = await events({ limit: 100 });
    const other = await backend.signIn("x@school.example", `${password}!`);
    const others = (await list({ limit: 100 }, other)).items;
    // What the service does by itself is tried in retention.test.ts.
    const seen = new Set<string>([
      "tutor.expire-sessions",
      ...[...own, ...others].map(({ action }) => action),
    ]);
    expect([...seen].sort()).toEqual([...actionsOfContract()].sort() as (typeof own)[number]["action"][]);
    for (const event of own) {
      expect(event.address).toMatch(/127\.0\.0\.1|::1/);
      expect(event.outcome).toBe("done");
    }
    const [update] = own.filter(({ action }) => action === "tutor.update");
    expect(update).toMatchObject({
      actorKind: "admin",
      actorId: ownerId,
      objectKind: "tutor",
      fields: ["subject"],
    });
    const text = JSON.stringify([...own, ...others]);
    for (const word of ["Kim K.", "school.example", password]) expect(text).not.toContain(word);
  });

  test("a sign-in that is refused is recorded where it belongs", async () => {
    const login = (email: string) =>
      backend.guest.POST("/api/auth/login", { body: { email, password: "guessed" } });
    await login(ownerEmail);
    await login("nobody@school.example");
    const [refused] = await events({ outcome: "refused" });
    expect(refused).toMatchObject({
      action: "admin.sign-in",
      actorKind: "nobody",
      actorId: null,
      objectId: ownerId,
    });
    const [unknown] = await events({ scope: "service" });
    expect(unknown).toMatchObject({ action: "admin.sign-in", actorKind: "nobody", objectId: null });
  });

  test("a change that is refused is recorded as refused, with who wanted what and why not", async () => {
    const { data: tutor } = await owner.POST("/api/tutors", { body: { name: "Refusing" } });
    const unknown = Bun.randomUUIDv7();
    const path = { tutorId: tutor!.id };
    await owner.DELETE("/api/tutors/{tutorId}", { params: { path: { tutorId: unknown } } });
    await owner.PATCH("/api/tutors/{tutorId}", {
      params: { path, header: { "If-Match": '"7"' } },
      body: { name: "Lost" },
    });
    const student = { email: "twice@school.example", name: "Twice", password };
    const add = () => owner.POST("/api/tutors/{tutorId}/students", { params: { path }, body: student });
    expect((await add()).response.status).toBe(201);
    expect((await add()).response.status).toBe(409);
    const refused = (await events({ outcome: "refused", actor: ownerId, limit: 3 })).map(
      ({ action, objectId, reason, fields }) => ({ action, objectId, reason, fields }),
    );
    expect(refused).toEqual([
      { action: "student.create", objectId: tutor!.id, reason: "conflict", fields: [] },
      { action: "tutor.update", objectId: tutor!.id, reason: "precondition-failed", fields: [] },
      { action: "tutor.delete", objectId: unknown, reason: "not-found", fields: [] },
    ]);
    // A request that nobody could have meant says nothing about anybody.
    const before = (await events({ limit: 1 }))[0]!.sequence;
    await owner.POST("/api/tutors", { body: { name: "" } });
    expect((await events({ limit: 1 }))[0]!.sequence).toBe(before);
  });

  test("what is for owners is recorded when somebody else tries it, in the log of whoever tried", async () => {
    const plain = await backend.signInAsSecondAdmin();
    await plain.POST("/api/keys/rotations", { body: { purpose: "access" } });
    const [event] = (await list({ outcome: "refused" }, plain)).items;
    expect(event).toMatchObject({ action: "key.rotate", actorKind: "admin", reason: "forbidden" });
  });

  test("a refresh token that comes after its successor is recorded as refused, and one that nobody ever had is not", async () => {
    const login = await backend.guest.POST("/api/auth/login", {
      body: { email: ownerEmail, password: ownerPassword },
    });
    const refresh = (token: string) =>
      backend.guest.POST("/api/auth/refresh", { body: { refresh_token: token } });
    const token = login.data!.refresh_token;
    const successor = (await refresh(token)).data!.refresh_token;
    await refresh(successor);
    expect((await refresh(token)).response.status).toBe(401);
    const [again, first] = await events({ limit: 2 });
    expect(first).toMatchObject({ action: "admin.refresh", actorKind: "admin", outcome: "done" });
    expect(again).toMatchObject({
      action: "admin.refresh",
      actorKind: "nobody",
      objectId: ownerId,
      outcome: "refused",
      reason: "unauthorized",
    });
    await refresh("never-issued");
    expect((await events({ limit: 1 }))[0]!.sequence).toBe(again!.sequence);
  });

  test("whoever goes on guessing passwords after being told to wait is recorded once, not each time", async () => {
    await using fresh = await startTestBackend({ database, demoTutor: false });
    const guess = () =>
      fresh.guest.POST("/api/auth/login", { body: { email: ownerEmail, password: "guessed" } });
    for (let i = 0; i < 16; i++) await guess();
    const admin = await fresh.signIn().catch(() => undefined);
    expect(admin).toBeUndefined();
    await using db = await openDatabase(fresh.place);
    const recorded = await db.select().from(db.tables.auditEvents);
    expect(recorded.filter(({ reason }) => reason === "too-many-requests").length).toBe(1);
    expect(recorded.filter(({ outcome }) => outcome === "refused").length).toBe(11);
  });

  test("every change that somebody who is signed in can ask for has a name in the log", () => {
    const unnamed = Object.values(backendContract.operations)
      .filter(({ method, security }) => method !== "GET" && security.length > 0)
      .filter(({ security }) => !security.includes("serviceToken"))
      .filter(({ auditAction }) => !actionsOfContract().includes(auditAction ?? ""))
      .map(({ id }) => id);
    // Neither can be refused to whoever is signed in, and the last one makes nothing.
    expect(unnamed.sort()).toEqual(["createStudentTicket", "logoutEverywhere", "logoutStudentEverywhere"]);
  });

  test("it is filtered by actor, action, object and time, and goes page by page", async () => {
    const { data: tutor } = await owner.POST("/api/tutors", { body: { name: "Filtered" } });
    const change = (subject: string) =>
      owner.PATCH("/api/tutors/{tutorId}", { params: { path: { tutorId: tutor!.id } }, body: { subject } });
    for (const subject of ["one", "two", "three"]) await change(subject);
    const ofTutor = await events({ object: tutor!.id });
    expect(ofTutor.map(({ action }) => action)).toEqual([
      "tutor.update",
      "tutor.update",
      "tutor.update",
      "tutor.create",
    ]);
    expect((await events({ object: tutor!.id, action: "tutor.create" })).length).toBe(1);
    expect((await events({ object: tutor!.id, actor: ownerId })).length).toBe(4);
    expect((await events({ actor: tutor!.id })).length).toBe(0);
    const moment = ofTutor[1]!.occurredAt;
    expect((await events({ object: tutor!.id, from: moment })).length).toBeGreaterThanOrEqual(2);
    for (const { occurredAt } of await events({ until: moment, limit: 100 }))
      expect(occurredAt < moment).toBe(true);
    expect((await events({ from: "9000-01-01T00:00:00Z" })).length).toBe(0);
    const first = await list({ object: tutor!.id, limit: 3 });
    const second = await list({ object: tutor!.id, limit: 3, cursor: first.nextCursor! });
    expect([...first.items, ...second.items]).toEqual(ofTutor);
    expect(second.nextCursor).toBeNull();
    const { response } = await owner.GET("/api/audit-logs", {
      params: { query: { from: "0000-01-01T00:00:00Z" } },
    });
    expect(response.status).toBe(422);
  });

  test("somebody else's log is not to be seen", async () => {
    const stranger = await backend.signInAsSecondAdmin();
    const { items } = await list({ limit: 100 }, stranger);
    expect(items.map(({ action }) => action)).toEqual(["admin.sign-in"]);
    expect((await list({ actor: ownerId }, stranger)).items).toEqual([]);
  });

  test("many things done at once make one chain without gaps", async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => owner.POST("/api/tutors", { body: { name: `At once ${i}` } })),
    );
    const { data } = await owner.GET("/api/audit-logs/verification");
    expect(data).toMatchObject({ intact: true, brokenAt: null });
    expect(data!.events).toBe((await events({ limit: 1 }))[0]!.sequence);
  });

  test("the whole log is exported as it is read, as CSV and as JSON lines", async () => {
    {
      await using db = await openDatabase(backend.place);
      await db.write(async (transaction) => {
        const actor = { adminId: ownerId, kind: "admin", id: ownerId, address: "=cmd()" } as const;
        for (let i = 0; i < manyEvents; i++) {
          await recordAudit(transaction, actor, {
            action: "tutor.update",
            object: ownerId,
            fields: ["name", "notes"],
          });
        }
      });
    }
    const get = (format: "csv" | "jsonl", query: Query = {}) =>
      owner.GET("/api/audit-logs/export", { params: { query: { format, ...query } }, parseAs: "text" });
    const lines = await get("jsonl");
    expect(lines.response.headers.get("content-type")).toBe("application/jsonl");
    expect(lines.response.headers.get("content-disposition")).toContain("audit-log.jsonl");
    const text = lines.data as unknown as string;
    const read = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const total = read[0].sequence as number;
    expect(total).toBeGreaterThan(manyEvents);
    expect(read.map(({ sequence }) => sequence)).toEqual(Array.from({ length: total }, (_, i) => total - i));
    const csv = await get("csv", { object: ownerId, action: "tutor.update" });
    expect(csv.response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const rows: Record<string, string>[] = parse(csv.data as unknown as string, { columns: true });
    expect(rows.length).toBe(manyEvents);
    expect(rows[0]).toMatchObject({ action: "tutor.update", fields: "name notes", address: "'=cmd()" });
    const verified = await owner.GET("/api/audit-logs/verification");
    expect(verified.data).toEqual({ intact: true, events: total, brokenAt: null });
  });

  test("the database refuses to change or delete an event", async () => {
    await using db = await openDatabase(backend.place);
    const { auditEvents } = db.tables;
    const change = db.write(async (transaction) => {
      await transaction.update(auditEvents).set({ address: "elsewhere" });
    });
    await expect(change).rejects.toThrow();
    const remove = db.write(async (transaction) => {
      await transaction.delete(auditEvents);
    });
    await expect(remove).rejects.toThrow();
  });

  test("whoever gets past that is found out, wherever the log was touched", async () => {
    await using db = await openDatabase(backend.place);
    const verify = async () => (await owner.GET("/api/audit-logs/verification")).data;
    const { auditHeads } = db.tables;
    const [head] = await db.select().from(auditHeads).where(eq(auditHeads.chain, ownerId));
    // The last event cut off would leave the end where it was; here the end is moved instead.
    const moveEnd = (sequence: number) =>
      db.write(async (transaction) => {
        await transaction.update(auditHeads).set({ sequence }).where(eq(auditHeads.chain, ownerId));
      });
    await moveEnd(head!.sequence + 1);
    expect(await verify()).toEqual({ intact: false, events: head!.sequence, brokenAt: head!.sequence + 1 });
    await moveEnd(head!.sequence - 1);
    expect(await verify()).toMatchObject({ intact: false });
    await moveEnd(head!.sequence);
    expect(await verify()).toMatchObject({ intact: true });
  });
});
