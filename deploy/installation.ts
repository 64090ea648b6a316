import { Database } from "bun:sqlite";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Uses nothing but Bun itself: it runs before any package is there. */

export const projectFolder = fileURLToPath(new URL("..", import.meta.url));

/** Says which lock file the installed packages came from. */
const markerPath = `${projectFolder}node_modules/.installed-from`;
const lockPath = `${projectFolder}node_modules/.being-installed`;
const ownBun = `${projectFolder}node_modules/.bin/bun`;

/** Whoever is before us may have a slow network. */
const othersInstallMaxMs = 30 * 60_000;

/**
 * Installs what the lock file pins unless that was done, and goes on under the pinned Bun: one that is newer or older, or that began
 * without packages, starts the pinned one in its place and ends with its exit code.
 */
export async function ensureInstalled(): Promise<void> {
  const pinned = pinnedBunVersion();
  const lock = Bun.hash(readFileSync(`${projectFolder}bun.lock`)).toString(36);
  const isInstalled = () => existsSync(markerPath) && readFileSync(markerPath, "utf8") === lock;
  const wasInstalled = isInstalled();
  if (!wasInstalled) {
    using _alone = waitForOthers();
    if (!isInstalled()) await install();
    writeFileSync(markerPath, lock);
  }
  // A Bun that began without packages goes on looking for them in its cache, where nobody else may run their programs.
  if (!wasInstalled || Bun.version !== pinned) await goOnUnderPinnedBun(pinned);
}

/** Two installations at once spoil each other. A lock of SQLite ends with the process that holds it, however that ends. */
function waitForOthers(): Disposable {
  mkdirSync(`${projectFolder}node_modules`, { recursive: true });
  const lock = new Database(lockPath);
  try {
    lock.run("BEGIN EXCLUSIVE");
  } catch {
    console.error("Somebody else is installing the packages here: waiting for that …");
    lock.run(`PRAGMA busy_timeout = ${othersInstallMaxMs}`);
    lock.run("BEGIN EXCLUSIVE");
  }
  return { [Symbol.dispose]: () => lock.close() };
}

async function install(): Promise<void> {
  console.error("Installing packages (once, and after updates) …");
  const install = Bun.spawn([process.execPath, "install", "--frozen-lockfile"], {
    cwd: projectFolder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const said = await new Response(install.stderr).text();
  if ((await install.exited) === 0) return;
  console.error(`${said.trim()}\nThe packages could not be installed: check the network, then start again.`);
  process.exit(1);
}

function pinnedBunVersion(): string {
  const manifest = JSON.parse(readFileSync(`${projectFolder}package.json`, "utf8")) as {
    packageManager: string;
  };
  return manifest.packageManager.replace("bun@", "");
}

async function goOnUnderPinnedBun(pinned: string): Promise<never> {
  const version = Bun.spawnSync([ownBun, "--version"]).stdout.toString().trim();
  if (version !== pinned) {
    console.error(`This needs Bun ${pinned}, and this is ${Bun.version}: run it as \`npx bun@${pinned} …\`.`);
    process.exit(1);
  }
  const inner = Bun.spawn([ownBun, ...process.argv.slice(1)], {
    stdio: ["inherit", "inherit", "inherit"],
    // A group of its own is told once, whether the terminal interrupts this one's group or somebody this process alone.
    detached: true,
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const) {
    process.on(signal, () => {
      // With all that it has started, as a terminal does it.
      if (inner.exitCode === null) process.kill(-inner.pid, signal);
    });
  }
  process.exit(await inner.exited);
}
