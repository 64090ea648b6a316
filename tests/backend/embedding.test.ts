import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import {
  type BackendClient,
  databases,
  serviceTestTimeoutMs,
  startTestBackend,
  type TestBackend,
} from "../_support/backend.ts";

setDefaultTimeout(serviceTestTimeoutMs);

const enginePublicUrl = "https://engine.school.example";
const site = "https://site.example";

describe.each(databases)("embedding a tutor, on %s", (database) => {
  let backend: TestBackend;
  let admin: BackendClient;
  beforeAll(async () => {
    backend = await startTestBackend({ database, enginePublicUrl });
    admin = await backend.signIn();
  });
  afterAll(() => backend[Symbol.asyncDispose]());

  async function createTutor(embedOrigins: string[]) {
    const { data, error, response } = await admin.POST("/api/tutors", { body: { name: "Bo", embedOrigins } });
    return { tutor: data, error, status: response.status };
  }

  test("a tutor has an address for its students, and at first no site may embed it", async () => {
    const { data } = await admin.POST("/api/tutors", { body: { name: "Bo" } });
    expect(data!.pageUrl).toBe(`${enginePublicUrl}/tutors/${data!.id}`);
    expect(data!.embedOrigins).toEqual([]);
  });

  test("the engine hears of the sites, and of every change", async () => {
    const { tutor } = await createTutor([site]);
    const params = { path: { tutorId: tutor!.id } };
    const getProfile = async () =>
      (await backend.engine.GET("/internal/tutors/{tutorId}/profile", { params })).data!.embedOrigins;
    expect(await getProfile()).toEqual([site]);
    await admin.PATCH("/api/tutors/{tutorId}", { params, body: { embedOrigins: ["http://b.example:81"] } });
    expect(await getProfile()).toEqual(["http://b.example:81"]);
  });

  test.each([
    "https://site.example/",
    "https://site.example/path",
    "https://*.site.example",
    "*",
    "null",
    "site.example",
    "https://Site.example",
    "https://site.example:443",
    "https://site.example:99999",
    "https://a@site.example",
    "https://site.example; script-src *",
    "https://site.example 'unsafe-inline'",
    "javascript:alert(1)",
    "https://[::1]",
    "https://1.2.3.4.5",
    "",
  ])("what is not a site's origin is refused and named: %j", async (origin) => {
    const { status, error } = await createTutor([site, origin]);
    expect(status).toBe(422);
    expect(error!.errors![0]).toMatchObject({ in: "body", pointer: "/embedOrigins/1" });
  });

  test("answers about the tutor may be read by pages of its sites, and by no others", async () => {
    const { tutor } = await createTutor([site]);
    const { tutor: other } = await createTutor([]);
    const allowed = async (path: string, origin: string, method = "GET") => {
      const asked = { "access-control-request-method": "POST" };
      const headers = { origin, ...(method === "OPTIONS" ? asked : {}) };
      const response = await fetch(backend.url + path, { method, headers });
      return response.headers.get("access-control-allow-origin");
    };
    const path = (tutorId: string, what: string) => `/api/tutors/${tutorId}/${what}`;
    for (const method of ["GET", "OPTIONS"]) {
      expect(await allowed(path(tutor!.id, "info"), site, method)).toBe(site);
      expect(await allowed(path(tutor!.id, "visits"), site, method)).toBe(site);
      for (const origin of ["https://site.example.evil.example", "http://site.example", "null"]) {
        expect(await allowed(path(tutor!.id, "info"), origin, method)).toBeNull();
      }
      expect(await allowed(path(other!.id, "info"), site, method)).toBeNull();
      expect(await allowed(path(tutor!.id, "students"), site, method)).toBeNull();
      expect(await allowed("/api/tutors", site, method)).toBeNull();
      expect(await allowed(path(tutor!.id, "info"), enginePublicUrl, method)).toBe(enginePublicUrl);
    }
  });
});
