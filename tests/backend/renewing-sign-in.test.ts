import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { eq } from "drizzle-orm";
import { openDatabase } from "../../backend/database/open-database.ts";
import {
  databases,
  ownerEmail,
  ownerPassword,
  serviceTestTimeoutMs,
  startTestBackend,
  type TestBackend,
} from "../_support/backend.ts";

setDefaultTimeout(serviceTestTimeoutMs);

describe.each(databases)("renewing a sign-in, on %s", (database) => {
  let backend: TestBackend;
  beforeAll(async () => {
    backend = await startTestBackend({ database });
  });
  afterAll(() => backend[Symbol.asyncDispose]());

  async function login(): Promise<string> {
    const body = { email: ownerEmail, password: ownerPassword };
    const { data } = await backend.guest.POST("/api/auth/login", { body });
    return data!.refresh_token;
  }

  const refresh = (token: string) =>
    backend.guest.POST("/api/auth/refresh", { body: { refresh_token: token } });

  test("a refresh token gives a new access token and its own successor", async () => {
    const first = await login();
    const { data, response } = await refresh(first);
    expect(response.status).toBe(200);
    expect(data!.refresh_token).not.toBe(first);
    const me = await fetch(`${backend.url}/api/auth/me`, {
      headers: { authorization: `Bearer ${data!.access_token}` },
    });
    expect(me.status).toBe(200);
    expect((await refresh(data!.refresh_token)).response.status).toBe(200);
  });

  /** As if every token of the school had been used that much earlier. */
  async function ageUses(byMs: number): Promise<void> {
    await using db = await openDatabase(backend.place);
    const { refreshTokens } = db.tables;
    await db.write(async (transaction) => {
      for (const { hash, usedAt } of await transaction.select().from(refreshTokens)) {
        if (usedAt === null) continue;
        const earlier = new Date(usedAt.getTime() - byMs);
        await transaction.update(refreshTokens).set({ usedAt: earlier }).where(eq(refreshTokens.hash, hash));
      }
    });
  }

  test("a token whose answer was lost works again, and the sign-in goes on", async () => {
    const first = await login();
    const lost = (await refresh(first)).data!.refresh_token;
    const again = await refresh(first);
    expect(again.response.status).toBe(200);
    const second = again.data!.refresh_token;
    expect(second).not.toBe(lost);
    const third = await refresh(second);
    expect(third.response.status).toBe(200);
    expect((await refresh(third.data!.refresh_token)).response.status).toBe(200);
  });

  test("a token that comes again after its successor ends its sign-in, and no other", async () => {
    const other = await login();
    const first = await login();
    const second = (await refresh(first)).data!.refresh_token;
    const third = (await refresh(second)).data!.refresh_token;
    expect((await refresh(first)).response.status).toBe(401);
    expect((await refresh(third)).response.status).toBe(401);
    expect((await refresh(other)).response.status).toBe(200);
  });

  test("a token that comes again later ends its sign-in", async () => {
    const first = await login();
    const second = (await refresh(first)).data!.refresh_token;
    await ageUses(21_000);
    expect((await refresh(first)).response.status).toBe(401);
    expect((await refresh(second)).response.status).toBe(401);
  });

  test("of two successors of one token the second that comes ends the sign-in", async () => {
    const first = await login();
    const thief = (await refresh(first)).data!.refresh_token;
    const owner = (await refresh(first)).data!.refresh_token;
    const stolen = (await refresh(thief)).data!.refresh_token;
    expect((await refresh(owner)).response.status).toBe(401);
    expect((await refresh(stolen)).response.status).toBe(401);
  });

  test("of many uses at once a few succeed, and of their tokens one", async () => {
    const token = await login();
    const uses = await Promise.all(Array.from({ length: 6 }, () => refresh(token)));
    expect(uses.map(({ response }) => response.status)).toEqual(Array<number>(6).fill(200));
    const successors = uses.map(({ data }) => data!.refresh_token);
    const next = await Promise.all(successors.map((successor) => refresh(successor)));
    const statuses = next.map(({ response }) => response.status).sort();
    expect(statuses).toEqual([200, ...Array<number>(5).fill(401)]);
  });

  test("a token that comes again and again ends its sign-in", async () => {
    const token = await login();
    const statuses: number[] = [];
    for (let use = 0; use < 9; use++) statuses.push((await refresh(token)).response.status);
    expect(statuses).toEqual([...Array<number>(8).fill(200), 401]);
    expect((await refresh(token)).response.status).toBe(401);
  });

  test("signing out ends every token of the sign-in, and an unknown token is not an error", async () => {
    const first = await login();
    const second = (await refresh(first)).data!.refresh_token;
    const logout = await backend.guest.POST("/api/auth/logout", { body: { refresh_token: second } });
    expect(logout.response.status).toBe(204);
    expect((await refresh(second)).response.status).toBe(401);
    const again = await backend.guest.POST("/api/auth/logout", { body: { refresh_token: "unknown" } });
    expect(again.response.status).toBe(204);
  });

  test("an invented token is refused", async () => {
    expect((await refresh("a".repeat(43))).response.status).toBe(401);
  });
});
