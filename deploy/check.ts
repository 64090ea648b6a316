import { ensureInstalled, projectFolder } from "./installation.ts";

await ensureInstalled();
/** Types, lint and format of the whole project; the first that fails ends the check. */
const checks = [
  [process.execPath, "check", "--no-script"],
  [`${projectFolder}node_modules/.bin/biome`, "check", "--error-on-warnings", "."],
];
for (const command of checks) {
  const { exitCode } = Bun.spawnSync(command, {
    cwd: projectFolder,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (exitCode !== 0) process.exit(exitCode);
}
