import { afterEach, expect, test } from "bun:test";
import { ApiClient, type TokenStorage } from "./api-client.ts";
import { ApiProblem } from "./api-problem.ts";

const opened: Disposable[] = [];
afterEach(() => {
  for (const each of opened.splice(0)) each[Symbol.dispose]();
});

/** A backend with one sign-in at a time, whose access tokens end when the test says so. */
function openSchool() {
  const school = {
    access: "",
    refresh: "",
    refreshes: 0,
    isBusy: false,
    refusesLate: Promise.resolve(),
  };
  const issue = () => {
    school.access = `access-${crypto.randomUUID()}`;
    school.refresh = `refresh-${crypto.randomUUID()}`;
    const { access: access_token, refresh: refresh_token } = school;
    return Response.json({ access_token, token_type: "Bearer", expires_in: 600, refresh_token });
  };
  const refuse = () => Response.json({ type: "unauthorized", title: "", status: 401 }, { status: 401 });
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    routes: {
      "/api/auth/login": issue,
      "/api/auth/refresh": async (request) => {
        school.refreshes++;
        if (school.isBusy) return Response.json({ type: "unavailable" }, { status: 503 });
        const { refresh_token } = (await request.json()) as { refresh_token: string };
        return refresh_token === school.refresh ? issue() : refuse();
      },
      "/api/*": async (request) => {
        const isSignedIn = request.headers.get("authorization") === `Bearer ${school.access}`;
        if (!isSignedIn && request.url.endsWith("/late")) await school.refusesLate;
        return isSignedIn ? Response.json({ items: [], nextCursor: null }) : refuse();
      },
    },
  });
  opened.push(server);
  const kept = new Map<string, string>();
  const storage: TokenStorage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
  const api = new ApiClient({ origin: server.url.origin, storage });
  return { school, api, kept, storage, origin: server.url.origin };
}

test("requests whose token has run out renew it once, together", async () => {
  const { school, api } = openSchool();
  await api.signIn("head@school.example", "secret");
  school.access = "ended";
  const lists = await Promise.all([
    api.json<unknown>("/api/tutors"),
    api.json("/api/tutors"),
    api.json("/api/tutors"),
  ]);
  for (const list of lists) expect(list).toEqual({ items: [], nextCursor: null });
  expect(school.refreshes).toBe(1);
});

test("a request that is refused after another one has renewed the token does not renew it again", async () => {
  const { school, api } = openSchool();
  await api.signIn("head@school.example", "secret");
  school.access = "ended";
  const refusal = Promise.withResolvers<void>();
  school.refusesLate = refusal.promise;
  const late = api.json<unknown>("/api/late");
  await api.json("/api/tutors");
  refusal.resolve();
  expect(await late).toEqual({ items: [], nextCursor: null });
  expect(school.refreshes).toBe(1);
});

test("a reload goes on with the refresh token and keeps no access token", async () => {
  const { school, api, kept, storage, origin } = openSchool();
  await api.signIn("head@school.example", "secret");
  expect([...kept.values()]).toEqual([school.refresh]);
  const reloaded = new ApiClient({ origin, storage });
  expect(await reloaded.resume()).toBe(true);
  expect(await reloaded.json("/api/tutors")).toEqual({ items: [], nextCursor: null });
});

test("a sign-in that was ended elsewhere is said once and forgotten", async () => {
  const { school, api, kept } = openSchool();
  let signedOut = 0;
  api.onSignedOut = () => {
    signedOut++;
  };
  await api.signIn("head@school.example", "secret");
  school.access = "ended";
  school.refresh = "ended";
  const failure = await api.json("/api/tutors").catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ApiProblem);
  expect(failure).toMatchObject({ kind: "signed-out" });
  expect(signedOut).toBe(1);
  expect(kept.size).toBe(0);
});

test("a backend that is only busy does not end a sign-in", async () => {
  const { school, api, kept } = openSchool();
  await api.signIn("head@school.example", "secret");
  school.access = "ended";
  school.isBusy = true;
  expect(await api.json("/api/tutors").catch((error: unknown) => error)).toMatchObject({
    kind: "unavailable",
  });
  expect(kept.size).toBe(1);
  school.isBusy = false;
  expect(await api.json("/api/tutors")).toMatchObject({ items: [] });
});

test("signing out forgets the token even when the backend cannot be reached", async () => {
  const { api, kept } = openSchool();
  await api.signIn("head@school.example", "secret");
  for (const each of opened.splice(0)) each[Symbol.dispose]();
  await api.signOut();
  expect(kept.size).toBe(0);
  expect(await api.resume()).toBe(false);
});

test("what the backend says of each field reaches the form; anything else does not break it", async () => {
  const answers = [
    Response.json(
      {
        type: "invalid-request",
        errors: [{ in: "body", pointer: "/name", detail: "too long" }, null, 7, {}],
      },
      { status: 422 },
    ),
    new Response("<html>proxy</html>", { status: 502 }),
    Response.json({ type: "too-many-requests" }, { status: 429, headers: { "retry-after": "30" } }),
  ];
  const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => answers.shift()! });
  opened.push(server);
  const storage: TokenStorage = {
    getItem: () => null,
    setItem: () => undefined,
    removeItem: () => undefined,
  };
  const api = new ApiClient({ origin: server.url.origin, storage });
  const failure = () => api.json("/api/tutors").catch((error: unknown) => error);
  expect(await failure()).toMatchObject({
    kind: "invalid-request",
    errors: [{ in: "body", pointer: "/name", detail: "too long" }],
  });
  expect(await failure()).toMatchObject({ kind: "internal", errors: [] });
  expect(await failure()).toMatchObject({ kind: "too-many-requests", retryAfterSeconds: 30 });
});
