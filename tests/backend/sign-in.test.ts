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

/** More wrong passwords than one account allows from one address at once. */
const attemptsMany = 12;

describe.each(databases)("signing in, on %s", (database) => {
  let backend: TestBackend;
  beforeAll(async () => {
    backend = await startTestBackend({ database });
  });
  afterAll(() => backend[Symbol.asyncDispose]());

  const login = (email: string, password: string) =>
    backend.guest.POST("/api/auth/login", { body: { email, password } });

  const submitForm = (url: string, fields: Record<string, string>) =>
    fetch(`${url}/api/auth/login`, { method: "POST", body: new URLSearchParams(fields) });

  test("the right password gives tokens that are not to be stored", async () => {
    const { data, response } = await login(ownerEmail, ownerPassword);
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(data).toMatchObject({ token_type: "Bearer", expires_in: 600 });
  });

  test("the access token says who is signed in", async () => {
    const admin = await backend.signIn();
    const { data } = await admin.GET("/api/auth/me");
    expect(data).toMatchObject({ email: ownerEmail, role: "owner" });
  });

  test("the case of an e-mail address does not matter", async () => {
    const { response } = await login(ownerEmail.toUpperCase(), ownerPassword);
    expect(response.status).toBe(200);
  });

  test("a wrong password and an unknown account are answered alike", async () => {
    const wrong = await login(ownerEmail, "not the password");
    const unknown = await login("nobody@school.example", ownerPassword);
    expect(wrong.response.status).toBe(401);
    expect(unknown.response.status).toBe(401);
    expect(wrong.error).toEqual(unknown.error!);
  });

  test("the password form signs in while it is on", async () => {
    const response = await submitForm(backend.url, {
      grant_type: "password",
      username: ownerEmail,
      password: ownerPassword,
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ token_type: "Bearer" });
  });

  test("the password form is an unsupported media type while it is off", async () => {
    await using strict = await startTestBackend({ database, loginForm: false });
    const response = await submitForm(strict.url, { username: ownerEmail, password: ownerPassword });
    expect(response.status).toBe(415);
    expect(response.headers.get("accept")).toBe("application/json");
  });

  test("many wrong passwords for one account have to wait, and another account does not", async () => {
    const target = "target@school.example";
    const attempts = await Promise.all(
      Array.from({ length: attemptsMany }, (_, i) => login(target, `guess ${i}`)),
    );
    const refused = attempts.filter(({ response }) => response.status === 429);
    expect(refused.length).toBe(2);
    const { headers } = refused[0]!.response;
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
    expect(headers.get("ratelimit-policy")).toBe('"passwords-of-account";q=10;w=600');
    expect(headers.get("ratelimit")).toMatch(/^"passwords-of-account";r=0;t=\d+$/);
    const guessed = attempts.filter(({ response }) => response.status === 401);
    expect(guessed[0]!.response.headers.get("ratelimit")).toMatch(/^"passwords-of-account";r=\d;t=\d+$/);
    expect((await login(ownerEmail, ownerPassword)).response.status).toBe(200);
  });

  test("signing in with the right password again and again is never counted as guessing", async () => {
    const signIns: Response[] = [];
    for (let i = 0; i < attemptsMany; i++) signIns.push((await login(ownerEmail, ownerPassword)).response);
    expect(new Set(signIns.map(({ status }) => status))).toEqual(new Set([200]));
    expect(signIns.at(-1)!.headers.get("ratelimit-policy")).toBe('"passwords-of-account";q=10;w=600');
  });

  test("a sign-in says how many tries are left after wrong ones", async () => {
    await using fresh = await startTestBackend({ database, demoTutor: false });
    const tryWith = (password: string) =>
      fresh.guest.POST("/api/auth/login", { body: { email: ownerEmail, password } });
    for (let i = 0; i < 3; i++) await tryWith("guessed");
    const { response } = await tryWith(ownerPassword);
    expect(response.status).toBe(200);
    expect(response.headers.get("ratelimit")).toMatch(/^"passwords-of-account";r=7;t=\d+$/);
  });

  test("without a token, or with one that was changed, nothing is shown", async () => {
    expect((await backend.guest.GET("/api/tutors")).response.status).toBe(401);
    const { data } = await login(ownerEmail, ownerPassword);
    const [header, claims, signature] = data!.access_token.split(".");
    const forged = [
      "x",
      `${header}.${claims}.`,
      `${header}.${btoa('{"sub":"x","exp":9999999999}')}.${signature}`,
      `${btoa('{"alg":"none","typ":"at+jwt"}')}.${claims}.`,
    ];
    for (const token of forged) {
      const response = await fetch(`${backend.url}/api/tutors`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(response.status).toBe(401);
      expect(response.headers.get("www-authenticate")).toBe("Bearer");
    }
  });
});
