import { appendFileSync, chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SQL } from "bun";
import { makeCertificate } from "./certificate.ts";
import { endWithThisProcess } from "./postgres.ts";
import { freePort } from "./product.ts";

const versionsFolder = "/usr/lib/postgresql";

export interface DebianPostgres extends AsyncDisposable {
  /** Makes an empty database and gives its address. */
  createDatabase(name: string): Promise<string>;
  /** Runs one of the version's own tools, such as pg_dump. Throws with what it wrote where it fails. */
  run(tool: string, ...args: string[]): Promise<void>;
  /** Refuses whoever comes without TLS from now on, as managed databases do, and gives the file of its certificate. */
  demandTls(): Promise<string>;
}

/**
 * Debian's Postgres, server and tools of one version, in a folder of its own; npm's comes without tools, and Debian's refuse its newer
 * server. Throws where it is not installed.
 */
export async function openDebianPostgres(): Promise<DebianPostgres> {
  await using opened = new AsyncDisposableStack();
  const bin = join(versionsFolder, newestVersion(), "bin");
  const folder = mkdtempSync(join(tmpdir(), "virtual-tutor-debian-postgres-"));
  opened.defer(() => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o777);
  endWithThisProcess(folder);
  const data = join(folder, "data");
  const port = await freePort();
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off`;
  await asPostgres([
    join(bin, "initdb"),
    "-D",
    data,
    "-U",
    "tests",
    "-A",
    "trust",
    "-E",
    "UTF8",
    "--no-sync",
  ]);
  await asPostgres([
    join(bin, "pg_ctl"),
    "-D",
    data,
    "-w",
    "-o",
    options,
    "-l",
    join(folder, "log"),
    "start",
  ]);
  opened.defer(() => asPostgres([join(bin, "pg_ctl"), "-D", data, "-w", "-m", "immediate", "stop"]));
  const urlOf = (name: string) => `postgres://tests@127.0.0.1:${port}/${name}`;
  const stack = opened.move();
  return {
    async createDatabase(name) {
      await using sql = new SQL(urlOf("postgres"), { max: 1 });
      await sql.unsafe(`create database ${name}`);
      return urlOf(name);
    },
    run: (tool, ...args) => run([join(bin, tool), ...args]),
    async demandTls() {
      const { certificate, key } = makeCertificate(folder);
      await run(["chown", "--reference", data, key]);
      const settings = { ssl: "on", ssl_cert_file: certificate, ssl_key_file: key };
      const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`);
      appendFileSync(join(data, "postgresql.conf"), lines.join(""));
      await Bun.write(join(data, "pg_hba.conf"), "hostssl all all all trust\n");
      await asPostgres([join(bin, "pg_ctl"), "-D", data, "reload"]);
      return certificate;
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

function newestVersion(): string {
  try {
    const versions = readdirSync(versionsFolder).filter((name) => /^\d+$/.test(name));
    const newest = versions.sort((a, b) => Number(a) - Number(b)).at(-1);
    if (newest) return newest;
  } catch {
    // Said below.
  }
  throw new Error("Backups are tried with Debian's Postgres: apt-get install postgresql");
}

/** The server refuses to run as root, which containers of build services do. */
const asPostgres = (command: string[]) =>
  run(process.getuid?.() === 0 ? ["runuser", "-u", "postgres", "--", ...command] : command);

async function run(command: string[]): Promise<void> {
  // A server keeps the streams that it was started with, so nobody waits for their end.
  const output = join(tmpdir(), `virtual-tutor-output-${crypto.randomUUID()}`);
  const child = Bun.spawn(command, {
    cwd: "/",
    stdin: "ignore",
    stdout: Bun.file(output),
    stderr: Bun.file(output),
  });
  try {
    const code = await child.exited;
    if (code !== 0) throw new Error(`${command[0]} ended with ${code}: ${await Bun.file(output).text()}`);
  } finally {
    rmSync(output, { force: true });
  }
}
