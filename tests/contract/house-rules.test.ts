import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { projectFolder } from "../../deploy/installation.ts";
import { staleFiles } from "../../openapi/generator/generate.ts";

const bin = `${projectFolder}node_modules/.bin`;

/** Runs a program in the project's folder; its output is shown when it fails. */
async function run(
  command: string[],
  environment: Record<string, string> = {},
): Promise<{ code: number; output: string }> {
  const child = Bun.spawn(command, {
    cwd: projectFolder,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1", ...environment },
  });
  const [out, error, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { code, output: code === 0 ? "" : `${out}\n${error}` };
}

test("generated/ is what the contract says now", async () => {
  expect(await staleFiles()).toEqual([]);
}, 60_000);

const documents = ["openapi/backend.yaml", "openapi/engine.yaml", "openapi/mageurite.yaml"];

test("the contract lints clean", async () => {
  const quiet = { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
  const lint = [process.execPath, `${bin}/redocly`, "lint", ...documents];
  expect(await run(lint, quiet)).toEqual({ code: 0, output: "" });
}, 60_000);

test("every file type-checks", async () => {
  expect(await run([process.execPath, "check", "--no-script"])).toEqual({ code: 0, output: "" });
}, 60_000);

test("every file is formatted and lints clean", async () => {
  expect(await run([`${bin}/biome`, "ci", "--error-on-warnings", "."])).toEqual({ code: 0, output: "" });
}, 60_000);

test("the project does not speak of machines, registries or people's folders", async () => {
  const words = ["/wo" + "rk/", "registry" + ".npmjs", "deb" + ".debian.org", "pypi" + ".org", "/ho" + "me/"];
  const found = await run(["git", "grep", "-nIE", words.join("|")]);
  expect(found).toEqual({ code: 1, output: "\n" });
});

const linesMax = 400;

test("every source file is short, named for its one thing, and once in its service", async () => {
  const listing = Bun.spawn(["git", "ls-files", "*.ts", "*.tsx", ":!generated"], { cwd: projectFolder });
  const files = (await new Response(listing.stdout).text()).trim().split("\n");
  expect(files.length).toBeGreaterThan(100);
  const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|fixture|config|d))?\.tsx?$/;
  const vague = /(^|\/)(utils?|helpers?|common)([./-]|$)/;
  const nameOf = (file: string) => file.split("/").at(-1)!;
  expect(files.filter((file) => !kebab.test(nameOf(file)) || vague.test(file))).toEqual([]);
  const long = files.filter(
    (file) => readFileSync(projectFolder + file, "utf8").split("\n").length - 1 > linesMax,
  );
  expect(long).toEqual([]);
  for (const service of ["backend/", "engine/"]) {
    const names = files.filter((file) => file.startsWith(service)).map(nameOf);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  }
});
