/** One package as the lock file pins it. */
export interface LockedPackage {
  /** Where it is installed below node_modules: "name", or "parent/name" where two versions are needed. */
  readonly place: string;
  readonly name: string;
  readonly version: string;
  /** Subresource integrity, "sha512-…" in base64. */
  readonly integrity: string;
  /** Places of the packages that it needs itself. */
  readonly needs: readonly string[];
}

/** What an image runs on; names as Node has them. */
export interface Platform {
  readonly os: string;
  readonly cpu: string;
}

interface PackageFacts {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  optionalPeers?: string[];
  os?: string | string[];
  cpu?: string | string[];
  libc?: string | string[];
}

type LockEntry = [resolution: string, registry: string, facts: PackageFacts, integrity: string];

export interface Lock {
  readonly packages: Readonly<Record<string, LockEntry>>;
}

export async function readLock(path: string): Promise<Lock> {
  const lock = Bun.JSONC.parse(await Bun.file(path).text()) as { lockfileVersion?: number } & Lock;
  if (lock.lockfileVersion !== 2) throw new Error(`${path} is not of the version that is understood here`);
  return lock;
}

/**
 * Every package that `roots` need on a platform, themselves included, by place. Optional packages for other platforms
 * are left out; so are peers that are not required. Throws where the lock file lacks one.
 */
export function packagesFor(lock: Lock, roots: Iterable<string>, platform: Platform): LockedPackage[] {
  const found = new Map<string, LockedPackage>();
  const open = Array.from(roots, (name) => required(lock, "", name));
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (found.has(place)) continue;
    const [resolution, , facts, integrity] = lock.packages[place]!;
    const at = resolution.lastIndexOf("@");
    const needs = needsOf(lock, place, facts, platform);
    found.set(place, {
      place,
      name: resolution.slice(0, at),
      version: resolution.slice(at + 1),
      integrity,
      needs,
    });
    open.push(...needs);
  }
  return [...found.values()].sort((a, b) => (a.place < b.place ? -1 : 1));
}

function needsOf(lock: Lock, place: string, facts: PackageFacts, platform: Platform): string[] {
  const { dependencies = {}, peerDependencies = {}, optionalDependencies = {}, optionalPeers = [] } = facts;
  const peers = Object.keys(peerDependencies).filter((name) => !optionalPeers.includes(name));
  const needed = [...Object.keys(dependencies), ...peers].map((name) => required(lock, place, name));
  const optional = Object.keys(optionalDependencies)
    .map((name) => placeOf(lock, place, name))
    .filter((found): found is string => found !== undefined && fits(lock.packages[found]![2], platform));
  return [...new Set([...needed, ...optional])].sort();
}

function required(lock: Lock, from: string, name: string): string {
  const place = placeOf(lock, from, name);
  if (place === undefined)
    throw new Error(`the lock file has no ${name}, which ${from || "the project"} needs`);
  return place;
}

/** The nearest package of that name, from the inside out, as Node looks for it. */
function placeOf(lock: Lock, from: string, name: string): string | undefined {
  const names = from.match(/@[^/]+\/[^/]+|[^/]+/g) ?? [];
  for (let depth = names.length; depth >= 0; depth--) {
    const place = [...names.slice(0, depth), name].join("/");
    if (place in lock.packages) return place;
  }
  return undefined;
}

/** The images are of Debian, whose C library is glibc. */
function fits({ os, cpu, libc }: PackageFacts, platform: Platform): boolean {
  const allows = (allowed: string | string[] | undefined, value: string) =>
    allowed === undefined || [allowed].flat().includes(value);
  return allows(os, platform.os) && allows(cpu, platform.cpu) && allows(libc, "glibc");
}
