import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BackendReady } from "../../backend/main.ts";
import { serviceTestTimeoutMs, serviceToken } from "../_support/backend.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(serviceTestTimeoutMs);

const mainPath = join(import.meta.dir, "../../backend/main.ts");
const migratePath = join(import.meta.dir, "../../backend/database/migrate.ts");

function openFolder() {
  const path = mkdtempSync(join(tmpdir(), "virtual-tutor-start-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** Runs a program of the backend with these settings alone. */
function run(program: string, settings: Record<string, string>, onMessage?: (ready: BackendReady) => void) {
  const child = Bun.spawn([process.execPath, program], {
    env: { PATH: process.env.PATH, SERVICE_TOKEN: serviceToken, BACKEND_PORT: "0", ...settings },
    stdio: ["ignore", "pipe", "pipe"],
    ...(onMessage ? { ipc: (message: BackendReady) => onMessage(message) } : {}),
  });
  const output = { stdout: "", stderr: "" };
  const collect = async (name: "stdout" | "stderr") => {
    const decoder = new TextDecoder();
    for await (const chunk of child[name]) output[name] += decoder.decode(chunk, { stream: true });
  };
  const ended = Promise.all([child.exited, collect("stdout"), collect("stderr")]).then(([code]) => code);
  return {
    output,
    ended,
    child,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

type Running = ReturnType<typeof run>;

/** Waits for what a program writes; fails at once when it ends instead. */
async function written(program: Running, pattern: RegExp): Promise<RegExpExecArray> {
  return until(`${pattern} is written`, () => {
    const found = pattern.exec(program.output.stdout);
    if (!found && program.child.exitCode !== null) throw new Error(`it ended: ${program.output.stderr}`);
    return found ?? undefined;
  });
}

const listening = async (program: Running) => (await written(program, /"url":"([^"]+)"/))[1]!;

const shownPassword = /Sign in at (\S+)\/console as (\S+) with the password (\S+)/;

test("the first start shows the owner's password once, and it signs in", async () => {
  using folder = openFolder();
  await using first = run(mainPath, { DATA_DIR: folder.path });
  const shown = await until(
    "the password is shown",
    () => /Sign in at (\S+)\/console as (\S+) with the password (\S+)/.exec(first.output.stdout) ?? undefined,
  );
  const [, url, email, password] = shown;
  const response = await fetch(`${url}/api/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  expect(response.status).toBe(200);
  expect(first.output.stdout.split(password!).length).toBe(2);
  first.child.kill("SIGTERM");
  expect(await first.ended).toBe(0);
  expect(first.output.stderr).toBe("");

  await using second = run(mainPath, { DATA_DIR: folder.path });
  await listening(second);
  second.child.kill("SIGINT");
  expect(await second.ended).toBe(0);
  expect(second.output.stdout).not.toContain("password");
});

test("a process that shares a channel is told what it needs, and takes the service with it when it goes", async () => {
  using folder = openFolder();
  const ready = Promise.withResolvers<BackendReady>();
  await using backend = run(mainPath, { DATA_DIR: folder.path, LOG_LEVEL: "silent" }, ready.resolve);
  const message = await ready.promise;
  expect(message).toMatchObject({ type: "ready", firstAdmin: { email: "admin@localhost" } });
  const info = await fetch(`${message.url}/api/tutors/${message.demoTutorId}/info`);
  expect(await info.json()).toMatchObject({ name: "Ada" });
  backend.child.disconnect();
  expect(await backend.ended).toBe(0);
  expect(backend.output.stdout).toBe("");
});

test("a password that was set is not shown", async () => {
  using folder = openFolder();
  await using backend = run(mainPath, { DATA_DIR: folder.path, ADMIN_PASSWORD: "chosen by the school" });
  await listening(backend);
  backend.child.kill("SIGTERM");
  await backend.ended;
  expect(backend.output.stdout).not.toContain("chosen by the school");
});

test("a request that is being answered is answered before the service stops", async () => {
  using folder = openFolder();
  const settings = { DATA_DIR: folder.path, ADMIN_EMAIL: "a@b", ADMIN_PASSWORD: "a long password" };
  await using backend = run(mainPath, settings);
  const url = new URL(await listening(backend));
  const body = JSON.stringify({ email: "a@b", password: "a long password" });
  let received = "";
  using opened = new DisposableStack();
  const socket = connect(Number(url.port), url.hostname);
  opened.defer(() => socket.destroy());
  socket.on("data", (data) => {
    received += data;
  });
  socket.write(
    `POST /api/auth/login HTTP/1.1\r\nhost: ${url.host}\r\nexpect: 100-continue\r\n` +
      `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`,
  );
  await until("the request is inside", () => received.includes("100 Continue"));
  backend.child.kill("SIGTERM");
  await written(backend, /"stopping"/);
  socket.write(body);
  expect(await backend.ended).toBe(0);
  expect(received).toContain("HTTP/1.1 200 OK");
});

test("whatever keeps it from starting is said in one sentence that tells what to do", async () => {
  using folder = openFolder();
  const file = join(folder.path, "file");
  writeFileSync(file, "");
  using taken = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  const dataDir = { DATA_DIR: join(folder.path, "data") };
  const cases: [Record<string, string>, RegExp][] = [
    [{ ...dataDir, SERVICE_TOKEN: "short" }, /^SERVICE_TOKEN must be .*\.\n$/],
    [{ ...dataDir, ADMIN_PASSWORD: "short" }, /^ADMIN_PASSWORD must have 8 .*\.\n$/],
    [{ ...dataDir, ADMIN_EMAIL: "nobody" }, /^ADMIN_EMAIL must be .*\.\n$/],
    [{ ...dataDir, DATABASE_URL: "mysql://x" }, /^DATABASE_URL must be .*\.\n$/],
    [{ DATA_DIR: file }, /^The database .* cannot be opened: .*DATA_DIR\.\n$/],
    [
      { DATABASE_URL: "postgres://u:secret@127.0.0.1:1/x" },
      /^The database that DATABASE_URL names does not answer.*\.\n$/,
    ],
    [{ ...dataDir, BACKEND_PORT: String(taken.port) }, /^The port is taken: .*BACKEND_PORT.*\.\n$/],
  ];
  for (const [settings, sentence] of cases) {
    await using backend = run(mainPath, settings);
    expect(await backend.ended).toBe(1);
    expect(backend.output.stderr).toMatch(sentence);
    expect(backend.output.stderr).not.toContain("secret");
    expect(backend.output.stdout).toBe("");
  }
});

test("a start that failed loses no password: the next one shows it", async () => {
  using folder = openFolder();
  using taken = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  await using failed = run(mainPath, { DATA_DIR: folder.path, BACKEND_PORT: String(taken.port) });
  expect(await failed.ended).toBe(1);
  await using next = run(mainPath, { DATA_DIR: folder.path });
  await written(next, shownPassword);
});

test("the schema can be brought up to date without starting the service", async () => {
  using folder = openFolder();
  await using migration = run(migratePath, { DATA_DIR: folder.path, SERVICE_TOKEN: "" });
  expect(await migration.ended).toBe(0);
  expect(migration.output.stdout).toBe("The sqlite database is up to date.\n");
});
