import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { type School, startSchool } from "../_support/school.ts";

setDefaultTimeout(60_000);

let school: School;
beforeAll(async () => {
  school = await startSchool();
});
afterAll(() => school?.[Symbol.asyncDispose]());

/** Every page that either service has. `styles`: Swagger UI sets style attributes. */
const pages = [
  { what: "the console", service: "backend", path: () => "/console", styles: false, framed: "'none'" },
  { what: "the backend's contract", service: "backend", path: () => "/docs", styles: true, framed: "'none'" },
  { what: "the engine's contract", service: "engine", path: () => "/docs", styles: true, framed: "'none'" },
  {
    what: "a tutor's page",
    service: "engine",
    path: () => `/tutors/${school.tutorId}`,
    styles: false,
    framed: "'self'",
  },
] as const;

const directivesOf = (policy: string) =>
  new Map(policy.split("; ").map((directive) => directive.split(/ (.*)/s) as [string, string]));

describe.each([...pages])("$what", ({ service, path, styles, framed }) => {
  test("lets scripts of its own host alone run, and only the frames that it should", async () => {
    const response = await fetch(school[service].url + path());
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toStartWith("text/html");
    const policy = directivesOf(response.headers.get("content-security-policy") ?? "");
    expect(policy.get("default-src")).toBe("'self'");
    expect(policy.has("script-src")).toBe(false);
    expect(policy.get("style-src")).toBe(styles ? "'self' 'unsafe-inline'" : undefined);
    expect(policy.get("object-src")).toBe("'none'");
    expect(policy.get("base-uri")).toBe("'none'");
    expect(policy.get("frame-ancestors")).toBe(framed);
    if (!styles) expect(policy.get("require-trusted-types-for")).toBe("'script'");
    expect([...policy.values()].join(" ")).not.toMatch(/\*|unsafe-eval|https?:\/\/(?!localhost)/);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("referrer-policy")).toBe("same-origin");
    const html = await response.text();
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|\son\w+=|javascript:/i);
  });
});

describe.each(["backend", "engine"] as const)("the %s", (service) => {
  const paths = () => ["/livez", "/api/tutors", `/api/tutors/${school.tutorId}/info`, "/docs", "/nowhere"];
  const strangers = ["https://evil.example", "null", "http://localhost:1", "http://localhost.evil.example"];

  test("lets no page of a stranger read an answer, credentials never, and sets no cookie", async () => {
    for (const path of paths()) {
      for (const origin of strangers) {
        for (const method of ["GET", "POST", "OPTIONS"]) {
          const headers = { origin, "access-control-request-method": "POST", cookie: "session=1" };
          const { headers: found } = await fetch(school[service].url + path, { method, headers });
          const named = [path, origin, method, found.get("access-control-allow-origin")];
          expect(named).toEqual([path, origin, method, null]);
          expect(found.get("access-control-allow-credentials")).toBeNull();
          expect(found.get("set-cookie")).toBeNull();
        }
      }
    }
  });
});

test("the page of the other service may read answers, by its exact origin and without credentials", async () => {
  const asked = [
    [school.backend.url, school.engine.url, `/api/tutors/${school.tutorId}/info`],
    [school.engine.url, school.backend.url, `/api/tutors/${school.tutorId}/ice-servers`],
  ] as const;
  for (const [url, other, path] of asked) {
    const { headers } = await fetch(url + path, { headers: { origin: new URL(other).origin } });
    expect(headers.get("access-control-allow-origin")).toBe(new URL(other).origin);
    expect(headers.get("access-control-allow-credentials")).toBeNull();
    expect(headers.get("vary")?.toLowerCase()).toContain("origin");
  }
});

test("a form of a stranger's page changes nothing: writes want JSON and a token that browsers do not add", async () => {
  const { backend } = school;
  const types = ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"];
  for (const type of types) {
    const response = await fetch(`${backend.url}/api/tutors`, {
      method: "POST",
      headers: { "content-type": type, origin: "https://evil.example", cookie: "session=1" },
      body: '{"name":"Mallory"}',
    });
    expect(response.status).toBe(401);
  }
});
