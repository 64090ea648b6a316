import { readdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { packagesFor, readLock } from "./lock-file.ts";
import { readServiceImports, serviceFrom } from "./service-imports.ts";

/** Removes from node_modules what one service does not need. For images: `bun deploy/images/keep-packages.ts engine`. */
const service = serviceFrom(process.argv[2], "bun deploy/images/keep-packages.ts backend|engine");
const { packages } = readServiceImports(service, ".");
const kept = packagesFor(await readLock("bun.lock"), packages, { os: process.platform, cpu: process.arch });
const places = new Set(kept.map(({ place }) => place));
prune("node_modules", "");
console.log(`${service}: ${places.size} packages`);

/** `inside`: the place of the package whose own packages these are. */
function prune(folder: string, inside: string): void {
  for (const name of namesIn(folder)) {
    const path = join(folder, name);
    const place = inside ? `${inside}/${name}` : name;
    if (places.has(place)) prune(join(path, "node_modules"), place);
    else rmSync(path, { recursive: true });
  }
  for (const name of readFolder(folder).filter((item) => item.startsWith("@"))) {
    if (readFolder(join(folder, name)).length === 0) rmdirSync(join(folder, name));
  }
}

/** Names of the packages in a node_modules folder, and hidden files, which are nobody's. */
function namesIn(folder: string): string[] {
  return readFolder(folder).flatMap((name) =>
    name.startsWith("@") ? readFolder(join(folder, name)).map((inner) => `${name}/${inner}`) : [name],
  );
}

function readFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
