import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../../deploy/installation.ts";
import { until } from "./until.ts";

/** The entrance of compose.yaml: a real Caddy with its file, on loopback. */
export interface Entrance extends AsyncDisposable {
  readonly url: string;
}

/** A port that was free a moment ago, for what has to know its address before it listens. */
export function findFreePort(): number {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  const { port } = listener;
  listener.stop(true);
  return port;
}

export async function startEntrance(
  port: number,
  upstreams: { engines: readonly string[]; backend: string },
  settings: Record<string, string> = {},
): Promise<Entrance> {
  const program = Bun.which("caddy");
  if (!program) throw new Error("there is no Caddy: install it (Debian: apt-get install caddy)");
  const home = mkdtempSync(join(tmpdir(), "virtual-tutor-entrance-"));
  const hostOf = (url: string) => `127.0.0.1:${new URL(url).port}`;
  const child = Bun.spawn(
    [program, "run", "--config", "deploy/compose/Caddyfile", "--adapter", "caddyfile"],
    {
      cwd: projectFolder,
      env: {
        HOME: home,
        SITE_ADDRESS: `:${port}`,
        ENGINES: `to ${upstreams.engines.map(hostOf).join(" ")}`,
        BACKENDS: `to ${hostOf(upstreams.backend)}`,
        ...settings,
      },
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  const said = new Response(child.stderr).text();
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    child.kill("SIGTERM");
    await child.exited;
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await until("the entrance", async () => (await fetch(`${url}/readyz`).catch(() => undefined))?.ok);
  } catch (cause) {
    await stop();
    throw new Error(`Caddy did not start: ${await said}`, { cause });
  }
  return { url, [Symbol.asyncDispose]: stop };
}
