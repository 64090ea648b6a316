import { join } from "node:path";
import { readLock } from "./images/lock-file.ts";
import { ensureInstalled, projectFolder } from "./installation.ts";

/** Asked at the same time. */
const questionsMax = 8;

/**
 * bun run audit: asks the registry for published weaknesses of the packages in `bun.lock`. Ends with 0 where none is known, 1 where one is,
 * and 2 where the registry did not answer, as many mirrors do not: that says nothing about the packages. Then it tells at least what the
 * registry says of each: whether its maintainers have given it up, whether it runs a script when it is installed, and of those that are asked
 * for whether there is a newer one.
 */
await ensureInstalled();
const exitCode = reportWeaknesses();
if (exitCode === 2) await reportState(await readPackages());
process.exit(exitCode);

interface Advisory {
  readonly severity: string;
  readonly title: string;
  readonly url: string;
  readonly vulnerable_versions: string;
}

/** Returns the code to end with. */
function reportWeaknesses(): number {
  const { exitCode, stdout, stderr } = Bun.spawnSync([process.execPath, "audit", "--json"], {
    cwd: projectFolder,
  });
  const known = readAnswer<Record<string, readonly Advisory[]>>(stdout.toString());
  if (known === undefined) {
    console.error(
      `The registry could not be asked for weaknesses: ${stderr.toString().trim() || `bun audit ended with ${exitCode}`}`,
    );
    console.error(
      "Nothing is known of the packages by that. Try another registry: BUN_CONFIG_REGISTRY=https://… bun run audit",
    );
    return 2;
  }
  for (const [name, advisories] of Object.entries(known))
    for (const { severity, title, url, vulnerable_versions } of advisories)
      console.log(`${name} ${vulnerable_versions} (${severity}): ${title} ${url}`);
  const count = Object.keys(known).length;
  console.log(
    count === 0
      ? "No published weakness is known of any package."
      : `${count} packages have published weaknesses.`,
  );
  return count === 0 ? 0 : 1;
}

interface Locked {
  readonly name: string;
  readonly version: string;
  /** `package.json` names it. */
  readonly isAskedFor: boolean;
}

/** Every version of the lock file, once. */
async function readPackages(): Promise<Locked[]> {
  const { packages } = await readLock(join(projectFolder, "bun.lock"));
  const manifest = (await Bun.file(join(projectFolder, "package.json")).json()) as Record<string, object>;
  const asked = ["dependencies", "devDependencies", "optionalDependencies"].flatMap((kind) =>
    Object.keys(manifest[kind] ?? {}),
  );
  const all = Object.entries(packages).map(([place, [resolution]]) => {
    const at = resolution.lastIndexOf("@");
    const name = resolution.slice(0, at);
    return [
      resolution,
      { name, version: resolution.slice(at + 1), isAskedFor: place === name && asked.includes(name) },
    ] as const;
  });
  return [...new Map(all).values()];
}

/** What a registry says of one version. */
interface Described {
  readonly deprecated?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly "dist-tags"?: { readonly latest?: string };
}

async function reportState(packages: readonly Locked[]): Promise<void> {
  const open = [...packages];
  const lines: string[] = [];
  let unanswered = 0;
  const ask = async () => {
    for (let locked = open.pop(); locked; locked = open.pop()) {
      const described = await describe(locked);
      if (described) lines.push(...notable(locked, described));
      else unanswered++;
    }
  };
  await Promise.all(Array.from({ length: questionsMax }, ask));
  for (const line of lines.sort()) console.log(line);
  if (unanswered > 0) console.error(`Of ${unanswered} packages the registry says nothing.`);
}

async function describe({ name, version }: Locked): Promise<Described | undefined> {
  const child = Bun.spawn([process.execPath, "pm", "view", `${name}@${version}`, "--json"], {
    cwd: projectFolder,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const said = readAnswer<Described & { error?: string }>(await new Response(child.stdout).text());
  return said?.error === undefined ? said : undefined;
}

function* notable({ name, version, isAskedFor }: Locked, described: Described): Generator<string> {
  const { deprecated, scripts = {}, "dist-tags": tags } = described;
  if (deprecated) yield `${name}@${version} was given up: ${deprecated}`;
  const hooks = ["preinstall", "install", "postinstall"].filter((hook) => hook in scripts);
  if (hooks.length > 0) yield `${name}@${version} has a script for its installation: ${hooks.join(", ")}`;
  const newest = tags?.latest;
  if (isAskedFor && newest && Bun.semver.order(newest, version) > 0)
    yield `${name}@${version} is not the newest: ${newest}`;
}

/** Undefined where it is none. */
function readAnswer<Answer>(text: string): Answer | undefined {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return undefined;
  }
}
