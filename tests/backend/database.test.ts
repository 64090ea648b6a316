import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { SQL } from "bun";
import { eq } from "drizzle-orm";
import { insertAdmin } from "../../backend/accounts/admins-repository.ts";
import type { Database, Transaction } from "../../backend/database/database.ts";
import { ReferenceViolation, UniqueViolation } from "../../backend/database/database-errors.ts";
import { type DatabasePlace, openDatabase } from "../../backend/database/open-database.ts";
import { insertTutor, listTutors } from "../../backend/tutors/tutors-repository.ts";
import { databases, openPlace, serviceTestTimeoutMs } from "../_support/backend.ts";

setDefaultTimeout(serviceTestTimeoutMs);

const unknownId = "01939a0e-3f5c-7a4c-9d2e-6f1b3c5d7e9f";

const fields = {
  name: "Ada",
  subject: "",
  grade: "",
  description: "",
  language: "en",
  persona: "",
  greeting: "",
  starters: ["one", "two"],
  notes: "",
  model: null,
  temperature: 0.4,
  voice: null,
  avatar: "ada",
  access: "public" as const,
  homework: "guide" as const,
  guard: "rules" as const,
  guardFailure: "rules" as const,
  retentionDays: null,
  embedOrigins: [],
  lessonsPerStudent: 2,
};

describe.each(databases)("the database, on %s", (kind) => {
  const opened = new AsyncDisposableStack();
  let place: DatabasePlace;
  let db: Database;
  beforeAll(async () => {
    place = await openPlace(kind, opened);
    db = opened.use(await openDatabase(place));
  });
  afterAll(() => opened.disposeAsync());

  const newAdmin = (transaction: Transaction, email = `${crypto.randomUUID()}@school.example`) =>
    insertAdmin(transaction, { email, passwordHash: "none", role: "admin" });

  const findAdmins = (id: string) => db.select().from(db.tables.admins).where(eq(db.tables.admins.id, id));

  test("a transaction that throws after waiting leaves nothing behind", async () => {
    let id = "";
    const failing = db.write(async (transaction) => {
      id = (await newAdmin(transaction)).id;
      await insertTutor(transaction, id, fields);
      await Bun.sleep(5);
      throw new Error("changed my mind");
    });
    await expect(failing).rejects.toThrow("changed my mind");
    expect(await findAdmins(id)).toEqual([]);
    expect(await listTutors(db, id, { before: undefined, limit: 10 })).toEqual([]);
  });

  test("a stranger's write survives the rollback of a transaction it met", async () => {
    const insideTransaction = Promise.withResolvers<void>();
    const strangerAsked = Promise.withResolvers<void>();
    const failing = db.write(async (transaction) => {
      await newAdmin(transaction);
      insideTransaction.resolve();
      await strangerAsked.promise;
      await Bun.sleep(5);
      throw new Error("changed my mind");
    });
    await insideTransaction.promise;
    const stranger = db.write((transaction) => newAdmin(transaction));
    strangerAsked.resolve();
    await expect(failing).rejects.toThrow("changed my mind");
    expect(await findAdmins((await stranger).id)).toHaveLength(1);
  });

  test("nobody reads what is not committed yet", async () => {
    const inside = Promise.withResolvers<string>();
    const goOn = Promise.withResolvers<void>();
    const writing = db.write(async (transaction) => {
      inside.resolve((await newAdmin(transaction)).id);
      await goOn.promise;
    });
    const id = await inside.promise;
    expect(await findAdmins(id)).toEqual([]);
    goOn.resolve();
    await writing;
    expect(await findAdmins(id)).toHaveLength(1);
  });

  test("a transaction reads its own writes, and many at once are all kept", async () => {
    const ids = await Promise.all(
      Array.from({ length: 30 }, () =>
        db.write(async (transaction) => {
          const { id } = await newAdmin(transaction);
          const { admins } = transaction.tables;
          expect(await transaction.select().from(admins).where(eq(admins.id, id))).toHaveLength(1);
          return id;
        }),
      ),
    );
    for (const id of ids) expect(await findAdmins(id)).toHaveLength(1);
  });

  test("a key that is taken and an owner that is missing have errors of their own", async () => {
    const { email } = await db.write((transaction) => newAdmin(transaction));
    const again = db.write((transaction) => newAdmin(transaction, email.toUpperCase()));
    await expect(again).rejects.toBeInstanceOf(UniqueViolation);
    const orphan = db.write((transaction) => insertTutor(transaction, unknownId, fields));
    await expect(orphan).rejects.toBeInstanceOf(ReferenceViolation);
  });

  test("a session cannot belong to another tenancy than its tutor", async () => {
    const [owner, stranger] = await db.write(async (transaction) => [
      await newAdmin(transaction),
      await newAdmin(transaction),
    ]);
    const tutor = await db.write((transaction) => insertTutor(transaction, owner!.id, fields));
    const session = { id: Bun.randomUUIDv7(), tutorId: tutor.id, startedAt: new Date(), guestName: null };
    const foreign = db.write(async (transaction) => {
      const row = { ...session, adminId: stranger!.id };
      await transaction.insert(transaction.tables.sessions).values(row);
    });
    await expect(foreign).rejects.toBeInstanceOf(ReferenceViolation);
  });

  test("times keep their milliseconds and lists stay lists", async () => {
    const { tutors } = db.tables;
    const { id: adminId } = await db.write((transaction) => newAdmin(transaction));
    const tutor = await db.write((transaction) => insertTutor(transaction, adminId, fields));
    const [row] = await db.select().from(tutors).where(eq(tutors.id, tutor.id));
    expect(row).toEqual(tutor);
    expect(row!.starters).toEqual(["one", "two"]);
    expect(row!.isDemo).toBe(false);
  });

  test("opening it again changes nothing", async () => {
    const { id } = await db.write((transaction) => newAdmin(transaction));
    await using again = await openDatabase(place);
    const { admins } = again.tables;
    expect(await again.select().from(admins).where(eq(admins.id, id))).toHaveLength(1);
  });
});

test("Postgres keeps lists and keys as JSON values, not as text in JSON", async () => {
  await using opened = new AsyncDisposableStack();
  const place = await openPlace("postgres", opened);
  if (!("url" in place)) throw new Error("this is not a Postgres server");
  const db = opened.use(await openDatabase(place));
  await db.write(async (transaction) => {
    const admin = await insertAdmin(transaction, { email: "a@b", passwordHash: "none", role: "owner" });
    await insertTutor(transaction, admin.id, fields);
    const key = { kid: "k", purpose: "access" as const, jwk: { kty: "oct", k: "AA" }, createdAt: new Date() };
    await transaction.insert(transaction.tables.signingKeys).values(key);
  });
  await using sql = new SQL(place.url, { max: 1 });
  expect([...(await sql`select jsonb_typeof(starters) as kind from tutors`)]).toEqual([{ kind: "array" }]);
  expect([...(await sql`select jsonb_typeof(jwk) as kind from signing_keys`)]).toEqual([{ kind: "object" }]);
});

test("replicas that start together on one Postgres bring its schema up to date once", async () => {
  await using opened = new AsyncDisposableStack();
  const place = await openPlace("postgres", opened);
  const replicas = await Promise.all([1, 2, 3].map(() => openDatabase(place)));
  for (const replica of replicas) opened.use(replica);
  await Promise.all(replicas.map((replica) => replica.ping()));
});

test("migrations on Postgres may take as long as they need, and hold the lock themselves; requests may not", async () => {
  await using opened = new AsyncDisposableStack();
  const place = await openPlace("postgres", opened);
  if (!("url" in place)) throw new Error("this is not a Postgres server");
  await using sql = new SQL(place.url, { max: 1 });
  await sql`create table seen (statement_timeout text, has_lock boolean)`;
  await sql.unsafe(`create function note() returns event_trigger language plpgsql as $$ begin
    insert into seen select current_setting('statement_timeout'),
      exists (select from pg_locks where locktype = 'advisory' and granted and pid = pg_backend_pid());
    end $$`);
  await sql`create event trigger changes on ddl_command_end execute function note()`;
  const db = opened.use(await openDatabase(place));
  const seen = await sql`select distinct statement_timeout, has_lock from seen`;
  expect([...seen]).toEqual([{ statement_timeout: "0", has_lock: true }]);
  await sql`drop event trigger changes`;
  await sql`create table settings_seen as select null::text as statement_timeout`;
  await sql.unsafe(`create function note_setting() returns trigger language plpgsql as $$ begin
    insert into settings_seen values (current_setting('statement_timeout')); return new; end $$`);
  await sql`create trigger note_setting before insert on admins for each row execute function note_setting()`;
  await db.write((transaction) =>
    insertAdmin(transaction, { email: "a@b", passwordHash: "none", role: "owner" }),
  );
  const asked = await sql`select statement_timeout from settings_seen where statement_timeout is not null`;
  expect([...asked]).toEqual([{ statement_timeout: "15s" }]);
});
