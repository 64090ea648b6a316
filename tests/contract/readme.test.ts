import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backendSettings } from "../../backend/config.ts";
import { projectFolder } from "../../deploy/installation.ts";
import { engineSettings } from "../../engine/config.ts";
import { ownerEmail, ownerPassword, serviceTestTimeoutMs, startTestBackend } from "../_support/backend.ts";

setDefaultTimeout(serviceTestTimeoutMs);

const readme = readFileSync(`${projectFolder}README.md`, "utf8");

/** The rows of the settings table: name and default as they are written. */
const rows = new Map(
  [...readme.matchAll(/^\| `([A-Z0-9_]+)` \| (.*?) \|/gm)].map((match) => [match[1]!, match[2]!] as const),
);

test("the settings table names every setting and no other", () => {
  const names = new Set([...Object.keys(backendSettings), ...Object.keys(engineSettings)]);
  expect([...rows.keys()].sort()).toEqual([...names].sort());
});

test("the settings table gives the defaults that the services have", () => {
  for (const [name, setting] of Object.entries({ ...backendSettings, ...engineSettings })) {
    if (setting.default) expect(`${name}: ${rows.get(name)}`).toContain(`\`${setting.default}\``);
  }
});

/** What a program prints, which must end well. */
async function run(command: string[], environment: Record<string, string>, cwd = projectFolder) {
  const child = Bun.spawn(command, {
    cwd,
    env: { PATH: process.env.PATH, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, error, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  return out;
}

test("the packages that CONTRIBUTING.md names for tests are those that a clean machine gets", () => {
  const wordsOf = (file: string, pattern: RegExp) =>
    [...readFileSync(`${projectFolder}${file}`, "utf8").matchAll(pattern)].flatMap((match) =>
      match[1]!.split(/[\s\\]+/).filter(Boolean),
    );
  const installed = new Set(wordsOf(".ci/run", /^ *missing\+=\(([^)]*)\)/gm));
  installed.delete("python3");
  const named = wordsOf("CONTRIBUTING.md", /^apt-get install ([^`]*)$/gm);
  expect(named.toSorted()).toEqual([...installed].sort());
});

test("the program in the README is the one in docs/examples, and does what it says", async () => {
  const file = `${projectFolder}docs/examples/first-lesson.ts`;
  expect(/^```ts\n([\s\S]*?)^```$/m.exec(readme)?.[1]).toBe(readFileSync(file, "utf8"));
  await using backend = await startTestBackend({
    database: "sqlite",
    enginePublicUrl: "https://tutor.school.example",
  });
  const command = [process.execPath, file, ownerEmail];
  const environment = { BACKEND: backend.url };
  const page = await run([...command, ownerPassword], environment);
  expect(page).toMatch(/^https:\/\/tutor\.school\.example\/tutors\/[0-9a-f-]{36}\n$/);
  expect(await run([...command, "not the password"], environment)).toMatch(/^Credentials are missing/);
});

test("the lines for curl do what they say", async () => {
  const [, script] = /The same with curl:\n\n```sh\n([\s\S]*?)^```$/m.exec(readme) ?? [];
  await using backend = await startTestBackend({ database: "sqlite" });
  const folder = mkdtempSync(join(tmpdir(), "virtual-tutor-readme-"));
  try {
    const environment = { BACKEND: backend.url, EMAIL: ownerEmail, PASSWORD: ownerPassword };
    const out = await run(["bash", "-euo", "pipefail", "-c", script ?? "exit 1"], environment, folder);
    const [created, listed] = out.replace("}{", "}\n{").split("\n");
    expect(JSON.parse(created!)).toMatchObject({ name: "Bo", access: "public" });
    expect(JSON.parse(listed!).items.map(({ name }: { name: string }) => name)).toEqual(["Bo", "Ada"]);
    expect(readFileSync(join(folder, "audit-log.csv"), "utf8")).toContain("tutor.create");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
