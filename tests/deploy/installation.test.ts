import { afterAll, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { projectFolder } from "../../deploy/installation.ts";
import { until } from "../_support/until.ts";

const folder = mkdtempSync(join(tmpdir(), "installation-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Is told to go on, and fails where another one is at work. */
const slowInstallation =
  "mkdir at-work && echo once >> installations && until [ -e go-on ]; do sleep 0.05; done; rmdir at-work";

/** A project with a package of its own, whose installation takes its time. */
function makeProject(): void {
  const write = (path: string, content: object | string) => {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === "string" ? content : JSON.stringify(content));
  };
  const dependencies = { own: "file:own" };
  write("package.json", {
    ...{ name: "slow", packageManager: `bun@${Bun.version}`, dependencies },
    scripts: { preinstall: slowInstallation },
  });
  write("bun.lock", {
    ...{ lockfileVersion: 2, configVersion: 1, workspaces: { "": { name: "slow", dependencies } } },
    packages: { own: ["own@file:own", {}] },
  });
  write("own/package.json", { name: "own", version: "1.0.0" });
  write("deploy/installation.ts", readFileSync(`${projectFolder}deploy/installation.ts`, "utf8"));
  const program = ['import { ensureInstalled } from "./installation.ts";', "await ensureInstalled();"];
  write("deploy/program.ts", [...program, 'console.log("at work");'].join("\n"));
  mkdirSync(join(folder, "node_modules/.bin"), { recursive: true });
  symlinkSync(process.execPath, join(folder, "node_modules/.bin/bun"));
}

function start() {
  const child = Bun.spawn([process.execPath, "deploy/program.ts"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { text: "" };
  const hear = async (stream: ReadableStream<Uint8Array>) => {
    for await (const part of stream) said.text += new TextDecoder().decode(part);
  };
  return { said, ended: Promise.all([child.exited, hear(child.stdout), hear(child.stderr)]) };
}

test("of two first starts at once one installs the packages, and the other one waits and says so", async () => {
  makeProject();
  const starts = [start(), start()];
  const isWaiting = () => starts.some(({ said }) => said.text.includes("Somebody else is installing"));
  await until("one to wait", isWaiting, { withinMs: 60_000 });
  writeFileSync(join(folder, "go-on"), "");
  for (const { said, ended } of starts)
    expect([(await ended)[0], said.text]).toEqual([0, expect.stringMatching(/at work\n$/)]);
  expect(readFileSync(join(folder, "installations"), "utf8")).toBe("once\n");
});
