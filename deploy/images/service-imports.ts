import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

export const services = ["backend", "engine"] as const;
export type Service = (typeof services)[number];

export interface ServiceImports {
  /** Source files that the service reads as code, relative to the project's folder. */
  readonly files: readonly string[];
  /** Packages from the registry that those files import, without what the packages need themselves. */
  readonly packages: readonly string[];
}

/** Where a service's code starts: its process, and pages that it bundles for browsers when it starts. */
const entries: Record<Service, readonly string[]> = {
  backend: [
    "backend/main.ts",
    "backend/database/migrate.ts",
    "backend/accounts/new-password.ts",
    "backend/console/console-main.tsx",
  ],
  engine: ["engine/main.ts", "engine/student/student-main.tsx", "engine/student/virtual-tutor.ts"],
};

const transpilers = { ts: new Bun.Transpiler({ loader: "ts" }), tsx: new Bun.Transpiler({ loader: "tsx" }) };
/** Files beside the importing one: workers, and modules that are resolved by name. */
const fileUrl = /new URL\(\s*"(\.{1,2}\/[^"]+\.[jt]s)",\s*import\.meta\.url/g;
/**
 * What the transpiler does not count as an import: parts of Ajv in generated checks, and packages of which code wants a file or
 * the folder.
 */
const foundPackage = /\b(?:require|import\.meta\.resolve|resolveSync|packageFolder)\(\s*["'`]([^"'`$]+)/g;

/** Follows the imports of a service from its entries. Types are no imports: they are gone when the code runs. */
export function readServiceImports(service: Service, projectFolder: string): ServiceImports {
  const files = new Set<string>();
  const packages = new Set<string>();
  const open = [...entries[service]];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    const code = readFileSync(join(projectFolder, file), "utf8");
    for (const specifier of specifiersOf(code, file.endsWith("x") ? "tsx" : "ts")) {
      if (/^(?:node|bun):|^bun$/.test(specifier)) continue;
      if (!specifier.startsWith(".")) packages.add(packageOf(specifier));
      else if (/\.[jt]sx?$/.test(specifier))
        open.push(relative(projectFolder, join(projectFolder, dirname(file), specifier)));
    }
  }
  return { files: [...files].sort(), packages: [...packages].sort() };
}

function specifiersOf(code: string, loader: keyof typeof transpilers): string[] {
  const named = (pattern: RegExp) => Array.from(code.matchAll(pattern), ([, specifier]) => specifier!);
  return [
    ...transpilers[loader].scan(code).imports.map(({ path }) => path),
    ...named(fileUrl),
    ...named(foundPackage),
  ];
}

function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** The service that a command line names; ends the process where it names none. */
export function serviceFrom(argument: string | undefined, usage: string): Service {
  const service = services.find((name) => name === argument);
  if (service && existsSync(entries[service][0]!)) return service;
  console.error(`Use it in the project's folder: ${usage}`);
  process.exit(1);
}
