import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../../deploy/installation.ts";
import { makeCertificate } from "./certificate.ts";
import type { Namespace } from "./namespaces.ts";
import { until } from "./until.ts";

/** The relay of compose.yaml: Debian's coturn, started by the project's script with the project's file. */
export interface Coturn extends AsyncDisposable {
  /** What it has logged. */
  readonly log: () => string;
}

export interface CoturnOptions {
  readonly secret: string;
  /** RELAY_PEERS of the script. */
  readonly peers: string;
  /** Gives it a certificate of its own. */
  readonly tls?: boolean;
  /** Where it runs; without one on loopback, at `port`. */
  readonly place: Namespace | { readonly port: number; readonly tlsPort: number };
}

export async function startCoturn({ secret, peers, tls = false, place }: CoturnOptions): Promise<Coturn> {
  if (!Bun.which("turnserver"))
    throw new Error("there is no coturn: install it (Debian: apt-get install coturn)");
  const folder = mkdtempSync(join(tmpdir(), "virtual-tutor-coturn-"));
  writeFileSync(join(folder, "secret"), secret);
  if (tls) makeCertificate(folder);
  const script = ["sh", `${projectFolder}deploy/compose/start-relay.sh`];
  const command =
    "port" in place
      ? [...script, ...loopback, `--listening-port=${place.port}`, `--tls-listening-port=${place.tlsPort}`]
      : place.command(...script);
  const child = Bun.spawn(command, {
    env: {
      PATH: process.env.PATH,
      TMPDIR: folder,
      RELAY_PEERS: peers,
      RELAY_SECRET_FILE: join(folder, "secret"),
      RELAY_CERTIFICATE_DIR: folder,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let logged = "";
  const read = async (stream: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder();
    for await (const bytes of stream) logged += decoder.decode(bytes, { stream: true });
  };
  const reading = Promise.all([read(child.stdout), read(child.stderr)]);
  const stop = async () => {
    child.kill("SIGKILL");
    await child.exited;
    await reading;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await until("the relay", () => {
      if (child.exitCode !== null) throw new Error("coturn ended");
      return logged.includes("(admin thread)");
    });
  } catch (cause) {
    await stop();
    throw new Error(`coturn did not start: ${logged}`, { cause });
  }
  return { log: () => logged, [Symbol.asyncDispose]: stop };
}

const loopback = ["--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1", "--relay-ip=::1"];
