import { ensureInstalled, projectFolder } from "./installation.ts";

/**
 * bun run audit: asks the registry for published weaknesses of the packages in `bun.lock`. Ends with 0 where none is known, 1 where
 * one is, and 2 where the registry did not answer, as many mirrors do not: that says nothing about the packages.
 */
await ensureInstalled();
const { exitCode, stdout, stderr } = Bun.spawnSync([process.execPath, "audit", "--json"], {
  cwd: projectFolder,
});
const known = readAnswer(stdout.toString());
if (known === undefined) {
  console.error(
    `The registry could not be asked: ${stderr.toString().trim() || `bun audit ended with ${exitCode}`}`,
  );
  console.error(
    "Nothing is known of the packages by that. Try another registry: BUN_CONFIG_REGISTRY=https://… bun run audit",
  );
  process.exit(2);
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
process.exit(count === 0 ? 0 : 1);

interface Advisory {
  readonly severity: string;
  readonly title: string;
  readonly url: string;
  readonly vulnerable_versions: string;
}

/** The registry's answer by package; undefined where there is none. */
function readAnswer(text: string): Record<string, readonly Advisory[]> | undefined {
  try {
    return JSON.parse(text) as Record<string, readonly Advisory[]>;
  } catch {
    return undefined;
  }
}
