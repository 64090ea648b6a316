import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
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

  test("a token that comes twice ends its sign-in, and no other", async () => {
    const other = await login();
    const first = await login();
    const second = (await refresh(first)).data!.refresh_token;
    expect((await refresh(first)).response.status).toBe(401);
    expect((await refresh(second)).response.status).toBe(401);
    expect((await refresh(other)).response.status).toBe(200);
  });

  test("of many uses at once at most one succeeds", async () => {
    const token = await login();
    const uses = await Promise.all(Array.from({ length: 8 }, () => refresh(token)));
    const statuses = uses.map(({ response }) => response.status).sort();
    expect(statuses).toEqual([200, ...Array<number>(7).fill(401)]);
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
