import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../../deploy/installation.ts";
import { readEngineConfig } from "../../engine/config.ts";
import { type RunningEngine, startEngine } from "../../engine/server.ts";
import { idleTimeoutSeconds } from "../../openapi/binding/listen.ts";
import {
  ownerEmail,
  ownerPassword,
  serviceToken,
  startTestBackend,
  type TestBackend,
} from "../_support/backend.ts";
import { type Entrance, findFreePort, startEntrance } from "../_support/entrance.ts";
import { type FakeEngine, startFakeEngine } from "../_support/fake-engine.ts";
import { type FakeOllama, startFakeOllama } from "../_support/fake-ollama.ts";
import { toForm } from "../_support/forms.ts";
import { Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";

const enginesCount = 3;
const opened = new AsyncDisposableStack();
let backend: TestBackend;
let engines: RunningEngine[];
let entrance: Entrance;
let ollama: FakeOllama;
/** What the backend asks about faces; lessons are the real engines'. */
let faces: FakeEngine;

/** As compose.yaml joins them: three engines and a backend that know one address, the entrance's. */
beforeAll(async () => {
  const port = findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const dataDir = mkdtempSync(join(tmpdir(), "virtual-tutor-entrance-"));
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  ollama = opened.use(await startFakeOllama());
  faces = opened.use(startFakeEngine());
  const addresses = { enginePublicUrl: url, engineUrl: faces.url };
  backend = opened.use(
    await startTestBackend({ database: "sqlite", ...addresses, proxyHops: 1, demoTutor: true }),
  );
  const configFor = (name: string) => ({
    ...readEngineConfig({
      ENGINE_PORT: "0",
      MEDIA_PORT: "0",
      BACKEND_URL: backend.url,
      BACKEND_PUBLIC_URL: url,
      SERVICE_TOKEN: serviceToken,
      OLLAMA_BASE_URL: ollama.url,
      DATA_DIR: join(dataDir, name),
      LOG_LEVEL: "error",
    }),
    cacheDir: join(dataDir, "cache"),
  });
  engines = [];
  // One after the other: the first one fills the cache of faces.
  for (let i = 0; i < enginesCount; i++)
    engines.push(opened.use(await startEngine(configFor(`engine-${i}`))));
  entrance = opened.use(
    await startEntrance(port, { engines: engines.map((engine) => engine.url), backend: backend.url }),
  );
}, 120_000);
afterAll(async () => {
  await opened.disposeAsync();
}, 60_000);

/** A guest's session, by way of the entrance. */
async function visit(): Promise<string> {
  const response = await fetch(`${entrance.url}/api/tutors/${backend.demoTutorId}/visits`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  expect(response.status).toBe(201);
  return ((await response.json()) as { ticket: string }).ticket;
}

const about = (student: Student, ticket: string, init: RequestInit) =>
  fetch(student.location, { ...init, headers: { ...init.headers, authorization: `Bearer ${ticket}` } });

/** The browser's half of an ICE restart. */
const restart = {
  method: "PATCH",
  headers: { "content-type": "application/trickle-ice-sdpfrag" },
  body: `a=ice-ufrag:abcd\r\na=ice-pwd:${"p".repeat(22)}\r\n`,
};

/** How long Caddy keeps connections on which nothing comes, in s, for each of its reverse proxies that says so. */
async function readReverseProxies() {
  const program = [Bun.which("caddy")!, "adapt", "--config", "deploy/compose/Caddyfile"];
  const env = { ENGINES: "to 127.0.0.1:1", BACKENDS: "to 127.0.0.1:2" };
  const run = Bun.spawn(program, { cwd: projectFolder, env, stdio: ["ignore", "pipe", "ignore"] });
  const json = await new Response(run.stdout).text();
  expect(await run.exited).toBe(0);
  const keepalives = Array.from(
    json.matchAll(/"keep_alive":\{"idle_timeout":(\d+)/g),
    ([, ns]) => Number(ns) / 1e9,
  );
  return { keepalives, upstreams: json.split('"handler":"reverse_proxy"').length - 1 };
}

/** Stands for engine or backend: says that it is ready, and has a page with one file, which no other release has. */
const serveRelease = (release: number) =>
  Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch(request) {
      const { pathname } = new URL(request.url);
      if (pathname.startsWith("/tutors/")) return new Response(`/student/page-${release}.js`);
      return new Response(null, {
        status: ["/readyz", `/student/page-${release}.js`].includes(pathname) ? 200 : 404,
      });
    },
  });

/** Comes from an address of its own of this machine. */
async function getFrom(address: string, url: string, told: string | undefined) {
  const header = told === undefined ? [] : ["--header", `X-Forwarded-For: ${told}`];
  const words = ["--silent", "--interface", address, ...header, "--write-out", "\n%{http_code}", url];
  const said = await new Response(
    Bun.spawn(["curl", ...words], { stdio: ["ignore", "pipe", "ignore"] }).stdout,
  ).text();
  const [text, status] = said.split("\n");
  return { text: text!, status: Number(status) };
}

describe("a page and its files", () => {
  test.each([
    ["known by its address", (_: number): string | undefined => undefined, 1],
    ["known by what proxies in front say of it", (browser: number) => `192.0.2.${browser}, 198.51.100.1`, 3],
  ] as const)(
    "come from one engine, whatever release the others are of, for a browser %s",
    async (_, toldOf, releases) => {
      await using stack = new AsyncDisposableStack();
      const services = [0, 1, 2, 3].map((release) =>
        stack.adopt(serveRelease(release), (each) => each.stop(true)),
      );
      const [backendUrl, ...engineUrls] = services.map(({ port }) => `http://127.0.0.1:${port}`);
      const { url } = stack.use(
        await startEntrance(findFreePort(), { engines: engineUrls, backend: backendUrl! }),
      );
      const seen = new Set<string>();
      for (let browser = 1; browser <= 25; browser++) {
        const told = toldOf(browser);
        const { text: file } = await getFrom("127.0.0.2", `${url}/tutors/one`, told);
        seen.add(file);
        // A balancer in front may have several addresses.
        const fileFrom = told === undefined ? "127.0.0.2" : "127.0.0.3";
        expect(await getFrom(fileFrom, url + file, told)).toEqual({ text: "", status: 200 });
      }
      expect(seen.size).toBe(releases);
    },
  );
});

describe("the entrance", () => {
  test("shows the student's page, the console and the API at one address", async () => {
    const statusOf = async (path: string) =>
      (await fetch(entrance.url + path, { redirect: "manual" })).status;
    expect(await statusOf(`/tutors/${backend.demoTutorId}`)).toBe(200);
    expect(await statusOf("/console")).toBe(200);
    expect(await statusOf("/.well-known/jwks.json")).toBe(200);
    expect(await statusOf(`/api/tutors/${backend.demoTutorId}/info`)).toBe(200);
    expect(await statusOf(`/api/tutors/${backend.demoTutorId}/ice-servers`)).toBe(401);
  });

  test("tells the backend whose request it is, and believes in that the proxies alone that it is told of", async () => {
    await using upstream = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch: ({ headers }) => new Response(headers.get("x-forwarded-for")),
    });
    const upstreams = { engines: [upstream.url.href], backend: upstream.url.href };
    const told = async (settings: Record<string, string>) => {
      await using one = await startEntrance(findFreePort(), upstreams, settings);
      const headers = { "x-forwarded-for": "203.0.113.5" };
      const paths = ["/api/tutors", "/tutors/1"];
      return await Promise.all(paths.map(async (path) => (await fetch(one.url + path, { headers })).text()));
    };
    expect(await told({})).toEqual(["127.0.0.1", "127.0.0.1"]);
    const behindOne = "203.0.113.5, 127.0.0.1";
    expect(await told({ TRUSTED_PROXIES: "192.0.2.0/24 127.0.0.0/8" })).toEqual([behindOne, behindOne]);
  });

  test("asks for HTTPS from then on where it was asked over it, here or at a proxy in front", async () => {
    const told = async (headers: Record<string, string>) =>
      (await fetch(`${entrance.url}/console`, { headers })).headers.get("strict-transport-security");
    expect(await told({})).toBeNull();
    expect(await told({ "x-forwarded-proto": "https" })).toBe("max-age=31536000");
  });

  test("lets go of connections before the services close them", async () => {
    const { keepalives, upstreams } = await readReverseProxies();
    expect(upstreams).toBe(3);
    expect(keepalives.length).toBe(upstreams);
    for (const seconds of keepalives) expect(seconds).toBeLessThan(idleTimeoutSeconds - 5);
  });

  test("keeps what the services say to each other to itself", async () => {
    const headers = { authorization: `Bearer ${serviceToken}` };
    for (const path of [`/internal/tutors/${backend.demoTutorId}/profile`, "/api/chat/models", "/api/chat"]) {
      expect([path, (await fetch(entrance.url + path, { headers })).status]).toEqual([path, 404]);
    }
    const direct = await fetch(`${backend.url}/internal/tutors/${backend.demoTutorId}/profile`, { headers });
    expect(direct.status).toBe(200);
  });

  test("hands on an answer as it is written", async () => {
    const ticket = await visit();
    ollama.next({ tokens: ["Slowly ", "but ", "surely."], fault: { type: "stall", afterTokens: 1 } });
    const stop = new AbortController();
    const response = await fetch(`${entrance.url}/api/tutors/${backend.demoTutorId}/chat/stream`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${ticket}` },
      body: JSON.stringify({ message: "How do you speak?" }),
      signal: stop.signal,
    });
    expect(response.status).toBe(200);
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let read = "";
    while (!read.includes("Slowly")) {
      const { value, done } = await reader.read();
      if (done) break;
      read += value;
    }
    expect(read).toContain("Slowly");
    expect(ollama.chats.at(-1)!.outcome).toBe("running");
    stop.abort();
    await until("the model's rest", () => ollama.chats.at(-1)!.outcome === "left");
  });

  test("takes a large file for an avatar, and hands on how it is made as it goes on", async () => {
    const login = { email: ownerEmail, password: ownerPassword };
    const { data } = await backend.guest.POST("/api/auth/login", { body: login });
    const headers = { authorization: `Bearer ${data!.access_token}` };
    const file = new Blob([new Uint8Array(4_000_000)], { type: "video/mp4" });
    const reply = await fetch(`${entrance.url}/api/avatars/create`, {
      method: "POST",
      headers,
      body: toForm({ name: "anna", kind: "video", consentBy: "Anna", file }),
    });
    const avatar = (await reply.json()) as { id: string; sourceBytes: number };
    expect([reply.status, avatar.sourceBytes, faces.uploads.at(-1)!.outcome]).toEqual([
      201,
      file.size,
      "whole",
    ]);
    const stop = new AbortController();
    const events = await fetch(`${entrance.url}/api/avatars/${avatar.id}/events`, {
      headers,
      signal: stop.signal,
    });
    const { value } = await events.body!.pipeThrough(new TextDecoderStream()).getReader().read();
    expect(value).toContain('"status":"processing"');
    stop.abort();
  });

  test("gives each request to any engine, whichever has the lesson, and lessons to all engines", async () => {
    const join = async () => {
      const ticket = await visit();
      const options = { decode: false };
      const student = await Student.join(entrance.url, backend.demoTutorId!, ticket, options);
      // Nobody listens to the greeting.
      student.interrupt();
      return { student, ticket };
    };
    const lessons = await Promise.all(Array.from({ length: 3 * enginesCount }, join));
    const counts = engines.map(({ lessonCount }) => lessonCount);
    expect(counts.reduce((sum, count) => sum + count)).toBe(lessons.length);
    expect(counts.filter((count) => count > 0).length).toBeGreaterThan(1);
    const leave = async ({ student, ticket }: (typeof lessons)[number]) => {
      for (let i = 0; i < enginesCount; i++) expect((await about(student, ticket, restart)).status).toBe(200);
      expect((await about(student, ticket, { method: "DELETE" })).status).toBe(204);
      await student[Symbol.asyncDispose]();
    };
    await Promise.all(lessons.map(leave));
    expect(engines.map(({ lessonCount }) => lessonCount)).toEqual([0, 0, 0]);
  }, 60_000);

  test("answers alike from every engine", async () => {
    const ticket = await visit();
    const tutor = `/api/tutors/${backend.demoTutorId}`;
    const page = await (await fetch(`${entrance.url}/tutors/${backend.demoTutorId}`)).text();
    const assets = Array.from(page.matchAll(/\/student\/[\w.-]+/g), ([path]) => path);
    expect(assets.length).toBeGreaterThan(1);
    const question = { method: "POST", body: JSON.stringify({ message: "What is light?" }) };
    const requests: [string, RequestInit][] = [
      [`/tutors/${backend.demoTutorId}`, {}],
      [`/tutors/${backend.demoTutorId}/poster`, {}],
      ...new Set(assets).values().map((path): [string, RequestInit] => [path, {}]),
      [`${tutor}/ice-servers`, {}],
      [`${tutor}/chat`, question],
      [`${tutor}/chat/stream`, question],
    ];
    // Caddy gives each of so many requests to one of three engines: that one of them gets none is less likely than one in a million.
    for (const [path, init] of requests) {
      const answers = new Set<string>();
      for (let i = 0; i < 4 * enginesCount; i++) {
        const headers = { "content-type": "application/json", authorization: `Bearer ${ticket}` };
        const response = await fetch(entrance.url + path, { ...init, headers });
        const body = await response.arrayBuffer();
        const text = path.includes("/chat") ? "" : Bun.hash(body).toString();
        answers.add([path, response.status, response.headers.get("content-type"), text].join(" "));
      }
      expect(answers.size).toBe(1);
      expect([...answers][0]).toStartWith(`${path} 200 `);
    }
  }, 60_000);

  test("goes on with the other engines when students leave in the middle of answers", async () => {
    const ticket = await visit();
    const headers = { "content-type": "application/json", authorization: `Bearer ${ticket}` };
    const url = `${entrance.url}/api/tutors/${backend.demoTutorId}`;
    for (let i = 0; i < 2 * enginesCount; i++) {
      ollama.next({ tokens: ["Slowly ", "but ", "surely."], fault: { type: "stall", afterTokens: 1 } });
      const stop = new AbortController();
      const body = JSON.stringify({ message: "How do you speak?" });
      const response = await fetch(`${url}/chat/stream`, {
        method: "POST",
        headers,
        body,
        signal: stop.signal,
      });
      expect(response.status).toBe(200);
      stop.abort();
      expect((await fetch(`${url}/ice-servers`, { headers })).status).toBe(200);
    }
  }, 60_000);

  test("answers where there is no engine with a problem that says when to come back", async () => {
    const nobody = `http://127.0.0.1:${findFreePort()}`;
    await using lonely = await startEntrance(findFreePort(), { engines: [nobody], backend: backend.url });
    const response = await fetch(`${lonely.url}/api/tutors/${backend.demoTutorId}/ice-servers`);
    expect(response.status).toBe(503);
    expect(response.headers.get("content-type")).toStartWith("application/problem+json");
    expect(response.headers.get("retry-after")).toBe("1");
    expect(await response.json()).toMatchObject({ type: "unavailable", status: 503 });
  });

  test("sends the students of an engine that is gone to another one", async () => {
    const ticket = await visit();
    const student = await Student.join(entrance.url, backend.demoTutorId!, ticket, { decode: false });
    const at = engines.findIndex(({ lessonCount }) => lessonCount === 1);
    await engines[at]![Symbol.asyncDispose]();
    // Debian's Caddy does not ask anew what an engine took along with it; pages do, as it says when to come back.
    const ask = async () => {
      const { status } = await about(student, ticket, restart);
      return status !== 503 && status;
    };
    // What is asked of the lesson is answered by another engine: it is gone.
    expect(await until("an answer", ask)).toBe(404);
    await student[Symbol.asyncDispose]();
    const options = { decode: false };
    const again = await visit();
    const join = () =>
      Student.join(entrance.url, backend.demoTutorId!, again, options).catch(() => undefined);
    await using _ = await until("a lesson at another engine", join);
    const others = engines.filter((_, index) => index !== at);
    expect(others.map(({ lessonCount }) => lessonCount).toSorted()).toEqual([0, 1]);
  }, 60_000);
});
