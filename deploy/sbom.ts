import { existsSync, readFileSync } from "node:fs";
import { type LockedPackage, type Platform, packagesFor, readLock } from "./images/lock-file.ts";
import { readServiceImports, type Service, serviceFrom } from "./images/service-imports.ts";

/** The part of CycloneDX 1.6 (ECMA-424) that is written here. */
export interface BillOfMaterials {
  readonly bomFormat: "CycloneDX";
  readonly specVersion: "1.6";
  readonly version: 1;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

interface Component {
  readonly type: "application" | "library";
  readonly "bom-ref": string;
  readonly name: string;
  readonly group?: string;
  readonly version: string;
  readonly purl?: string;
  readonly hashes?: readonly { readonly alg: "SHA-512"; readonly content: string }[];
  readonly licenses?: readonly { readonly license: { readonly name: string } }[];
}

/**
 * What a service's image is made of, from the lock file. The same lock file gives the same bill: it carries no time.
 * Licences are read from packages that are installed.
 */
export async function writeBill(service: Service, platform: Platform): Promise<BillOfMaterials> {
  const { packages: roots } = readServiceImports(service, ".");
  const packages = packagesFor(await readLock("bun.lock"), roots, platform);
  const manifest = JSON.parse(readFileSync("package.json", "utf8")) as { name: string; version: string };
  const root = `${manifest.name}-${service}@${manifest.version}`;
  const refs = new Map(packages.map((item) => [item.place, toPurl(item)]));
  const refsOf = (places: readonly string[]) => [...new Set(places.map((place) => refs.get(place)!))];
  // Two places may hold the same version: one component, which needs what either needs.
  const components = new Map(packages.map((item) => [toPurl(item), toComponent(item)]));
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      component: {
        type: "application",
        "bom-ref": root,
        name: `${manifest.name}-${service}`,
        version: manifest.version,
        licenses: [{ license: { name: "Apache-2.0" } }],
      },
    },
    components: [...components.values()],
    dependencies: [
      { ref: root, dependsOn: refsOf(roots) },
      ...Array.from(components.keys(), (ref) => ({
        ref,
        dependsOn: refsOf(packages.filter((item) => toPurl(item) === ref).flatMap(({ needs }) => needs)),
      })),
    ],
  };
}

/** A package URL: the scope's sign is escaped. */
const toPurl = ({ name, version }: LockedPackage) => `pkg:npm/${name.replace("@", "%40")}@${version}`;

function toComponent(item: LockedPackage): Component {
  const [group, name] = item.name.startsWith("@") ? item.name.split("/") : [undefined, item.name];
  const license = licenseOf(item);
  return {
    type: "library",
    "bom-ref": toPurl(item),
    ...(group ? { group } : {}),
    name: name!,
    version: item.version,
    purl: toPurl(item),
    hashes: [
      {
        alg: "SHA-512",
        content: Buffer.from(item.integrity.replace("sha512-", ""), "base64").toString("hex"),
      },
    ],
    ...(license ? { licenses: [{ license: { name: license } }] } : {}),
  };
}

/** Packages whose own word is not the whole truth: these hold FFmpeg, built with parts under the GPL. */
const holdsFfmpeg = /^@seydx\/node-av-linux-/;

function licenseOf({ place, name }: LockedPackage): string | undefined {
  if (holdsFfmpeg.test(name)) return "MIT AND GPL-3.0-or-later";
  const names = place.match(/@[^/]+\/[^/]+|[^/]+/g) ?? [];
  const path = `node_modules/${names.join("/node_modules/")}/package.json`;
  if (!existsSync(path)) return undefined;
  const { license } = JSON.parse(readFileSync(path, "utf8")) as { license?: unknown };
  return typeof license === "string" ? license : undefined;
}

if (import.meta.main) {
  const usage = "bun deploy/sbom.ts backend|engine [x64|arm64]";
  const service = serviceFrom(process.argv[2], usage);
  const cpu = process.argv[3] ?? process.arch;
  console.log(JSON.stringify(await writeBill(service, { os: "linux", cpu }), null, 2));
}
