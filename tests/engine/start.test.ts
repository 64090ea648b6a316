import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startFakeOllama } from "../_support/fake-ollama.ts";
import { freePort, startProduct, startRefused } from "../_support/product.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(120_000);

let dataDir: string;
const taken: Server[] = [];
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), "virtual-tutor-start-"));
});
afterAll(() => {
  for (const server of taken) server.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** A port that somebody listens on. */
async function takenPort(): Promise<string> {
  const server = createServer();
  taken.push(server);
  const listening = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", () => listening.resolve());
  await listening.promise;
  return String((server.address() as { port: number }).port);
}

const oneSentence = (output: string) =>
  output
    .replace(/^Installing.*\n/, "")
    .trim()
    .split("\n");

test("a port that is taken ends the start with one sentence that says what to do", async () => {
  const backend = {
    DATA_DIR: dataDir,
    BACKEND_PORT: await takenPort(),
    ENGINE_PORT: String(await freePort()),
  };
  const refused = await startRefused(backend);
  expect(refused.code).toBe(1);
  expect(oneSentence(refused.output)).toEqual([expect.stringContaining("BACKEND_PORT")]);

  const engine = {
    DATA_DIR: dataDir,
    BACKEND_PORT: String(await freePort()),
    ENGINE_PORT: await takenPort(),
  };
  const other = await startRefused(engine);
  expect(other.code).toBe(1);
  expect(oneSentence(other.output)).toEqual([expect.stringContaining("ENGINE_PORT")]);
});

test("a folder that cannot be written ends the start with one sentence", async () => {
  const { code, output } = await startRefused({ DATA_DIR: "/proc/virtual-tutor" });
  expect(code).toBe(1);
  expect(oneSentence(output)).toEqual([expect.stringContaining("set DATA_DIR")]);
});

test.each([
  ["BACKEND_PORT", "eighty"],
  ["ENGINE_PORT", "99999"],
  ["OLLAMA_BASE_URL", "localhost"],
  ["MEDIA_ADDRESSES", "192.0.2.10,school.example"],
  ["LESSONS_MAX", "0"],
  ["SPEECH_URL", "my voice"],
  ["SPEECH_VOICES", "alloy:every language"],
  ["TURN_ONLY", "on"],
  ["TRANSCRIBER_MODEL_DIR", "/proc/no-model"],
  ["LOG_LEVEL", "loud"],
  ["DATABASE_URL", "mysql://localhost/tutor"],
  ["SERVICE_TOKEN", "short"],
  ["ADMIN_PASSWORD", "short"],
])("a wrong %s ends the start with one sentence that names it", async (name, value) => {
  const { code, output } = await startRefused({ DATA_DIR: dataDir, [name]: value });
  expect(code).toBe(1);
  const lines = new Set(oneSentence(output));
  expect([...lines]).toEqual([expect.stringContaining(name)]);
});

/** The process that listens at an address (ss(8), Debian: iproute2). */
async function listenerOf(url: string): Promise<number> {
  const sockets =
    await Bun.$`ss --listening --tcp --numeric --processes --no-header sport = :${new URL(url).port}`.text();
  return Number(/pid=(\d+)/.exec(sockets)?.[1]);
}

test("the first start makes what it needs, and the next one keeps it", async () => {
  const settings = { DATA_DIR: dataDir, OLLAMA_BASE_URL: "http://127.0.0.1:9" };
  const first = await startProduct(settings);
  expect(first.output()).toContain("shown only now");
  expect(first.output()).toContain("No Ollama answers");
  expect(await first.interrupt()).toBe(0);
  expect(statSync(join(dataDir, "service-token")).mode & 0o077).toBe(0);

  const second = await startProduct(settings);
  expect(second.output()).not.toContain("Password");
  expect(new URL(second.studentPage).pathname).toBe(new URL(first.studentPage).pathname);
  expect(await second.interrupt()).toBe(0);
  await first[Symbol.asyncDispose]();
  await second[Symbol.asyncDispose]();
});

test("an Ollama that is installed but not running is named, with the way to start it", async () => {
  const programs = join(dataDir, "programs");
  mkdirSync(programs, { recursive: true });
  writeFileSync(join(programs, "ollama"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
  const settings = { OLLAMA_BASE_URL: "http://127.0.0.1:9", PATH: `${programs}:${process.env.PATH}` };
  await using product = await startProduct(settings);
  expect(product.output()).toContain("`ollama serve`");
});

test("an Ollama that runs is named with its models", async () => {
  await using ollama = await startFakeOllama();
  await using product = await startProduct({ OLLAMA_BASE_URL: ollama.url });
  expect(product.output()).toContain(`Ollama answers at ${ollama.url} with tutor-small:latest`);
});

test("a start that is killed leaves no service behind", async () => {
  await using product = await startProduct({ OLLAMA_BASE_URL: "http://127.0.0.1:9" });
  await product.kill();
  for (const url of [product.backendUrl, product.engineUrl]) {
    const answers = () =>
      fetch(`${url}/livez`).then(
        () => true,
        () => false,
      );
    await until("the service's end", async () => !(await answers()), { withinMs: 20_000 });
  }
});

test("a service that is killed is started again, and Ctrl-C ends both as before", async () => {
  await using product = await startProduct({ OLLAMA_BASE_URL: "http://127.0.0.1:9" });
  for (const [name, url] of [
    ["engine", product.engineUrl],
    ["backend", product.backendUrl],
  ] as const) {
    const pid = await listenerOf(url);
    process.kill(pid, "SIGKILL");
    const isAnotherReady = async () => {
      const response = await fetch(`${url}/readyz`).catch(() => undefined);
      return response?.ok === true && (await listenerOf(url)) !== pid;
    };
    await until(`another ${name}`, isAnotherReady, { withinMs: 60_000 });
    expect(product.output()).toContain(`The ${name} ended (SIGKILL) and is started again.`);
  }
  expect(await product.interrupt()).toBe(0);
});

test("an admin that the settings name gets that password, which is printed nowhere", async () => {
  const settings = { ADMIN_EMAIL: "head@school.example", ADMIN_PASSWORD: "a sentence nobody guesses" };
  await using product = await startProduct(settings);
  expect(product.output()).not.toContain(settings.ADMIN_PASSWORD);
  const login = await fetch(`${product.backendUrl}/api/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: settings.ADMIN_EMAIL, password: settings.ADMIN_PASSWORD }),
  });
  expect(login.status).toBe(200);
});
