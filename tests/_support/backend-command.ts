import { projectFolder } from "../../deploy/installation.ts";
import packageJson from "../../package.json";

/** Runs one of the backend's commands with these settings and no others, as `bun run NAME` does. */
export async function runBackendCommand(
  name: "migrate" | "backup" | "new-password",
  args: readonly string[],
  settings: Record<string, string>,
) {
  const [, script = ""] = packageJson.scripts[name].split(" ");
  const child = Bun.spawn([process.execPath, `${projectFolder}${script}`, ...args], {
    env: { PATH: process.env.PATH, ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, error] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { code: await child.exited, out, error };
}
