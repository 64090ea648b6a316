import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import {
  type BackendClient,
  databases,
  ownerEmail,
  ownerPassword,
  serviceTestTimeoutMs,
  startTestBackend,
  type TestBackend,
} from "../_support/backend.ts";
import { runBackendCommand } from "../_support/backend-command.ts";

setDefaultTimeout(serviceTestTimeoutMs);

const password = "three blue kites at noon";

describe.each(databases)("accounts of admins, on %s", (database) => {
  let backend: TestBackend;
  let owner: BackendClient;
  beforeAll(async () => {
    backend = await startTestBackend({ database, demoTutor: false });
    owner = await backend.signIn();
  });
  afterAll(() => backend[Symbol.asyncDispose]());

  const login = (email: string, secret = password) =>
    backend.guest.POST("/api/auth/login", { body: { email, password: secret } });
  const refresh = (refresh_token: string) =>
    backend.guest.POST("/api/auth/refresh", { body: { refresh_token } });

  async function addAdmin(name: string) {
    const { data } = await owner.POST("/api/admins", { body: { email: `${name}@school.example`, password } });
    return data!.admin;
  }

  test("an owner adds an admin, who signs in and sees nothing of anybody else's", async () => {
    const { data, response } = await owner.POST("/api/admins", { body: { email: "New@School.example" } });
    expect(response.status).toBe(201);
    expect(response.headers.get("location")).toBe(`/api/admins/${data!.admin.id}`);
    expect(data!.admin).toMatchObject({ email: "new@school.example", role: "admin", status: "active" });
    await owner.POST("/api/tutors", { body: { name: "The owner's" } });
    const admin = await backend.signIn("new@school.example", data!.password!);
    expect((await admin.GET("/api/tutors")).data!.items).toEqual([]);
    expect((await owner.POST("/api/admins", { body: { email: "NEW@school.example" } })).response.status).toBe(
      409,
    );
    const read = await owner.GET("/api/admins/{adminId}", { params: { path: { adminId: data!.admin.id } } });
    expect(read.data).toEqual(data!.admin);
  });

  test("the list of admins goes page by page, newest first", async () => {
    const ids = [(await addAdmin("list1")).id, (await addAdmin("list2")).id];
    const first = await owner.GET("/api/admins", { params: { query: { limit: 1 } } });
    expect(first.data!.items.map(({ id }) => id)).toEqual([ids[1]!]);
    const cursor = first.data!.nextCursor!;
    const second = await owner.GET("/api/admins", { params: { query: { limit: 1, cursor } } });
    expect(second.data!.items.map(({ id }) => id)).toEqual([ids[0]!]);
  });

  test("an admin who is no owner is refused all of it", async () => {
    const { id: adminId } = await addAdmin("plain");
    const admin = await backend.signIn("plain@school.example", password);
    const params = { path: { adminId } };
    const answers = await Promise.all([
      admin.GET("/api/admins"),
      admin.POST("/api/admins", { body: { email: "x@school.example" } }),
      admin.GET("/api/admins/{adminId}", { params }),
      admin.PATCH("/api/admins/{adminId}", { params, body: { role: "owner" } }),
      admin.POST("/api/admins/{adminId}/password", { params, body: {} }),
      admin.GET("/api/keys"),
      admin.POST("/api/keys/rotations", { body: { purpose: "access" } }),
      admin.GET("/api/audit-logs", { params: { query: { scope: "service" } } }),
    ]);
    expect(answers.map(({ response }) => response.status)).toEqual(Array<number>(8).fill(403));
    expect(answers[0]!.error).toMatchObject({ type: "forbidden" });
  });

  test("a disabled admin is signed out and cannot sign in, and an owner cannot disable the own account", async () => {
    const { id: adminId } = await addAdmin("disabled");
    const tokens = (await login("disabled@school.example")).data!;
    const change = (status: "active" | "disabled") =>
      owner.PATCH("/api/admins/{adminId}", { params: { path: { adminId } }, body: { status } });
    expect((await change("disabled")).data).toMatchObject({ status: "disabled" });
    expect((await refresh(tokens.refresh_token)).response.status).toBe(401);
    expect((await login("disabled@school.example")).response.status).toBe(401);
    // The token itself was never looked at before: it opens nothing.
    const headers = { authorization: `Bearer ${tokens.access_token}` };
    expect((await fetch(`${backend.url}/api/auth/me`, { headers })).status).toBe(401);
    await change("active");
    expect((await login("disabled@school.example")).response.status).toBe(200);
    const me = (await owner.GET("/api/auth/me")).data!;
    const own = await owner.PATCH("/api/admins/{adminId}", {
      params: { path: { adminId: me.id } },
      body: { status: "disabled" },
    });
    expect(own.response.status).toBe(409);
  });

  test("a password that an owner resets replaces the old one", async () => {
    const { id: adminId } = await addAdmin("forgetful");
    const params = { path: { adminId } };
    const { data } = await owner.POST("/api/admins/{adminId}/password", { params, body: {} });
    expect((await login("forgetful@school.example")).response.status).toBe(401);
    expect((await login("forgetful@school.example", data!.password!)).response.status).toBe(200);
  });

  test("changing one's own password ends the other sign-ins and keeps this one", async () => {
    await addAdmin("changing");
    const other = (await login("changing@school.example")).data!;
    const admin = await backend.signIn("changing@school.example", password);
    const change = (currentPassword: string) =>
      admin.POST("/api/auth/password", { body: { currentPassword, newPassword: "another long one" } });
    const wrong = await change("not the password");
    expect(wrong.response.status).toBe(403);
    const { data, response } = await change(password);
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect((await refresh(other.refresh_token)).response.status).toBe(401);
    expect((await refresh(data!.refresh_token)).response.status).toBe(200);
    expect((await login("changing@school.example")).response.status).toBe(401);
    expect((await login("changing@school.example", "another long one")).response.status).toBe(200);
  });

  test("guessing the current password is limited as signing in is", async () => {
    await addAdmin("guessed");
    const admin = await backend.signIn("guessed@school.example", password);
    const guess = (currentPassword: string) =>
      admin.POST("/api/auth/password", { body: { currentPassword, newPassword: "another long one" } });
    const guesses = await Promise.all(Array.from({ length: 12 }, (_, i) => guess(`guess ${i}`)));
    const statuses = guesses.map(({ response }) => response.status).sort();
    expect(statuses).toEqual([...Array<number>(10).fill(403), 429, 429]);
  });

  test("signing out everywhere ends every sign-in of the admin and of nobody else", async () => {
    await addAdmin("everywhere");
    const [one, two] = [await login("everywhere@school.example"), await login("everywhere@school.example")];
    const stranger = (await login(ownerEmail, ownerPassword)).data!;
    const admin = await backend.signIn("everywhere@school.example", password);
    expect((await admin.POST("/api/auth/logout-everywhere")).response.status).toBe(204);
    expect((await refresh(one.data!.refresh_token)).response.status).toBe(401);
    expect((await refresh(two.data!.refresh_token)).response.status).toBe(401);
    expect((await refresh(stranger.refresh_token)).response.status).toBe(200);
  });

  test("a command on the host gives an owner who is locked out a new password, and ends the old sign-ins", async () => {
    const { place } = backend;
    const settings: Record<string, string> =
      "url" in place ? { DATABASE_URL: place.url } : { DATA_DIR: place.dataDir };
    const { id } = await addAdmin("locked-out");
    await owner.PATCH("/api/admins/{adminId}", {
      params: { path: { adminId: id } },
      body: { role: "owner" },
    });
    const { data: tokens } = await login("locked-out@school.example");
    const { code, out, error } = await runBackendCommand(
      "new-password",
      ["Locked-out@School.example"],
      settings,
    );
    expect({ code, error }).toEqual({ code: 0, error: "" });
    const given =
      /^locked-out@school\.example signs in with the password (\S+) now\.\n$/.exec(out)?.[1] ?? "";
    expect((await login("locked-out@school.example")).response.status).toBe(401);
    expect((await refresh(tokens!.refresh_token)).response.status).toBe(401);
    const again = await backend.signIn("locked-out@school.example", given);
    const { data: log } = await again.GET("/api/audit-logs", {
      params: { query: { action: "admin.reset-password" } },
    });
    expect(log!.items).toMatchObject([
      { actorKind: "service", actorId: null, objectId: id, outcome: "done" },
    ]);
    expect((await again.GET("/api/audit-logs/verification")).data).toMatchObject({ intact: true });

    const unknown = await runBackendCommand("new-password", ["nobody@school.example"], settings);
    expect(unknown).toMatchObject({
      code: 1,
      out: "",
      error: "There is no admin nobody@school.example in this database.\n",
    });
    const nowhere = await runBackendCommand("new-password", ["a@b.example"], { DATA_DIR: "nowhere" });
    expect(nowhere).toMatchObject({ code: 1, out: "" });
    expect(nowhere.error).toStartWith("There is no database");
  });

  test("keys are replaced while the service runs, on every replica, and nobody is signed out", async () => {
    await using replica = await startTestBackend({ database: backend.place });
    const before = await owner.GET("/api/keys");
    expect(before.data!.items.map(({ purpose, retiredAt }) => [purpose, retiredAt])).toEqual([
      ["ticket", null],
      ["access", null],
    ]);
    for (const purpose of ["access", "ticket"] as const) {
      const { data, response } = await owner.POST("/api/keys/rotations", { body: { purpose } });
      expect(response.status).toBe(200);
      const keys = data!.items.filter((key) => key.purpose === purpose);
      expect(keys.map(({ retiredAt }) => retiredAt === null)).toEqual([true, false]);
    }
    expect((await owner.GET("/api/auth/me")).response.status).toBe(200);
    const elsewhere = await replica.signIn();
    expect((await elsewhere.GET("/api/auth/me")).response.status).toBe(200);
    const newer = await backend.signIn();
    expect((await newer.GET("/api/auth/me")).response.status).toBe(200);
    for (const { guest } of [backend, replica]) {
      const { data } = await guest.GET("/.well-known/jwks.json");
      expect(data!.keys.length).toBe(2);
      expect(JSON.stringify(data)).not.toContain('"d"');
    }
    expect(JSON.stringify((await owner.GET("/api/keys")).data)).not.toContain("jwk");
  });
});
