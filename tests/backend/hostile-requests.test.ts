import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { backendContract } from "../../generated/backend.contract.ts";
import {
  ownerEmail,
  ownerPassword,
  serviceTestTimeoutMs,
  startTestBackend,
  type TestBackend,
} from "../_support/backend.ts";

setDefaultTimeout(serviceTestTimeoutMs);

/** A word that no answer may repeat. */
const canary = "canary-4711";

let backend: TestBackend;
let authorization: string;
beforeAll(async () => {
  backend = await startTestBackend({ database: "sqlite" });
  const body = { email: ownerEmail, password: ownerPassword };
  const { data } = await backend.guest.POST("/api/auth/login", { body });
  authorization = `Bearer ${data!.access_token}`;
});
afterAll(() => backend[Symbol.asyncDispose]());

const json = { "content-type": "application/json" };

async function send(method: string, path: string, body?: BodyInit, headers: Record<string, string> = json) {
  const response = await fetch(`${backend.url}${path}`, {
    method,
    body,
    headers: { authorization, ...headers },
  });
  const text = await response.text();
  return { response, text };
}

/** Checks that an answer is a problem that says nothing it was told. */
async function expectProblem(
  sent: Promise<{ response: Response; text: string }>,
  status: number,
  type: string,
) {
  const { response, text } = await sent;
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const problem = JSON.parse(text);
  expect(problem).toMatchObject({ type, status });
  expect(text).not.toContain(canary);
  return problem;
}

test("text that is not JSON is a bad request", async () => {
  for (const body of [`{"name": "${canary}"`, "", "\0", `{"name": ${canary}}`, "{'name': 1}"]) {
    await expectProblem(send("POST", "/api/tutors", body), 400, "invalid-json");
  }
});

test("JSON that is nested too deeply is refused", async () => {
  const deep = `{"starters":${"[".repeat(60_000)}${"]".repeat(60_000)}}`;
  await expectProblem(send("POST", "/api/tutors", deep), 400, "invalid-json");
});

test("a body beyond the operation's limit is refused, whether it says its length or not", async () => {
  const large = JSON.stringify({ name: "x", notes: canary.repeat(30_000) });
  await expectProblem(send("POST", "/api/tutors", large), 413, "too-large");
  const chunks = new Blob([large]).stream();
  await expectProblem(send("POST", "/api/tutors", chunks), 413, "too-large");
  await expectProblem(send("POST", "/api/auth/login", large), 413, "too-large");
});

test("every wrong field is named, and no value is repeated", async () => {
  const body = JSON.stringify({ name: "", language: canary, temperature: 9, [canary]: 1 });
  const problem = await expectProblem(send("POST", "/api/tutors", body), 422, "invalid-request");
  const pointers = problem.errors.map((error: { pointer: string }) => error.pointer);
  expect(pointers).toContain("/name");
  expect(pointers).toContain("/language");
  expect(pointers).toContain("/temperature");
  expect(problem.errors.every((error: { in: string }) => error.in === "body")).toBe(true);
});

test("JSON of another shape is refused", async () => {
  for (const body of [
    "null",
    "[]",
    '"text"',
    "1",
    "{}",
    '{"name":null}',
    '{"name":"  "}',
    '{"name":["a"]}',
  ]) {
    await expectProblem(send("POST", "/api/tutors", body), 422, "invalid-request");
  }
  await expectProblem(send("PATCH", `/api/tutors/${backend.demoTutorId}`, "{}"), 422, "invalid-request");
});

test("keys of JavaScript's own objects are unknown keys like any other", async () => {
  for (const key of ["__proto__", "constructor", "toString"]) {
    const body = `{"name":"x","${key}":{"polluted":true}}`;
    await expectProblem(send("POST", "/api/tutors", body), 422, "invalid-request");
  }
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
});

test("another media type is refused with those that are taken", async () => {
  for (const type of ["text/plain", "multipart/form-data; boundary=x", "application/xml", ""]) {
    const { response } = await send("POST", "/api/tutors", new Blob(['{"name":"x"}']), {
      "content-type": type,
    });
    expect(response.status).toBe(415);
    expect(response.headers.get("accept")).toBe("application/json");
  }
});

test("ids, cursors and limits that are none are refused before anything is looked up", async () => {
  const paths = [
    `/api/tutors/${canary}`,
    "/api/tutors/%00",
    "/api/tutors/1'%20or%20'1'='1",
    "/api/tutors/..%2f..%2fetc%2fpasswd/info",
    `/api/tutors?cursor=${canary}`,
    "/api/tutors?limit=0",
    "/api/tutors?limit=101",
    "/api/tutors?limit=1e2x",
    "/api/tutors?limit=1e309",
    "/api/tutors?limit=-Infinity",
    "/api/tutors?limit=1&limit=2",
    `/api/tutors?${canary}=1`,
    "/docs/..%2fmain.ts",
  ];
  for (const path of paths) await expectProblem(send("GET", path), 422, "invalid-request");
});

test("an unknown path is not found, and a known one under another method says which there are", async () => {
  await expectProblem(send("GET", `/${canary}`), 404, "not-found");
  await expectProblem(send("GET", "/api/tutors/"), 404, "not-found");
  const { response } = await send("PUT", "/api/tutors", "{}");
  expect(response.status).toBe(405);
  expect(response.headers.get("allow")).toBe("GET, POST");
  await expectProblem(send("DELETE", "/livez"), 405, "method-not-allowed");
});

test("a header of credentials that is malformed or huge is no credential", async () => {
  const values = ["Bearer", "Bearer ", "Basic YTpi", `Bearer ${"a".repeat(8000)}`, "Bearer a b", "bearer\tx"];
  for (const value of values) {
    const response = await fetch(`${backend.url}/api/tutors`, { headers: { authorization: value } });
    expect(response.status).toBe(401);
  }
});

test("many malformed requests to every operation are all answered with a problem, never a failure", async () => {
  const bodies = ["", "{", "[]", '{"a":1}', `"${canary}"`, "\xff\xfe"];
  for (const operation of Object.values(backendContract.operations)) {
    const path = operation.path.replace(/\{\w+\}/g, canary);
    for (const body of operation.body ? bodies : [undefined]) {
      const { response, text } = await send(operation.method, path, body);
      expect(response.status).toBeLessThan(500);
      if (operation.body) expect(response.status).toBeGreaterThanOrEqual(400);
      if (response.status >= 400) expect(text).not.toContain(canary);
    }
  }
});

test("the health of the service is open to anybody", async () => {
  const { data: live } = await backend.guest.GET("/livez");
  expect(live).toEqual({ status: "live" });
  for (const path of ["/readyz", "/health"] as const) {
    const { data } = await backend.guest.GET(path);
    expect(data).toEqual({ status: "ready", checks: { database: "ok" } });
  }
});
