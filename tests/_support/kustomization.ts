import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, join, normalize } from "node:path";

/** A Kubernetes object, of any kind. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string> };
  [part: string]: unknown;
}

interface Patch {
  target?: { kind?: string; name?: string };
  patch: string;
}

interface ConfigMapGenerator {
  name: string;
  files: string[];
  options: { disableNameSuffixHash: true; labels: Record<string, string> };
}

interface Kustomization {
  namespace?: string;
  resources?: string[];
  configMapGenerator?: ConfigMapGenerator[];
  components?: string[];
  patches?: Patch[];
}

interface Operation {
  op: "add" | "replace" | "remove" | "test";
  path: string;
  value?: unknown;
}

/** Parts of a kustomization that are understood here; another one would be built wrongly, so it is refused. */
const understood = [
  ...["apiVersion", "kind", "namespace", "resources"],
  ...["configMapGenerator", "components", "patches"],
];
/** Kinds that belong to no namespace. */
export const clusterWide = ["Namespace", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"];

/**
 * Builds a kustomization as `kubectl kustomize` does, for the parts that are used in this project: resources, ConfigMaps of
 * files, components, JSON patches (RFC 6902) by kind and name, deletion, and one namespace. Order is not kept.
 */
export function buildKustomization(folder: string): Manifest[] {
  return withComponents(folder, []);
}

function withComponents(folder: string, before: Manifest[]): Manifest[] {
  const kustomization = readKustomization(folder);
  let manifests = [...before];
  for (const resource of kustomization.resources ?? [])
    manifests.push(...readResource(join(folder, resource)));
  for (const generator of kustomization.configMapGenerator ?? [])
    manifests.push(generateConfigMap(folder, generator));
  for (const component of kustomization.components ?? [])
    manifests = withComponents(normalize(join(folder, component)), manifests);
  for (const patch of kustomization.patches ?? []) manifests = applyPatch(manifests, patch);
  const { namespace } = kustomization;
  if (namespace === undefined) return manifests;
  return manifests.map((manifest) =>
    clusterWide.includes(manifest.kind)
      ? manifest
      : { ...manifest, metadata: { ...manifest.metadata, namespace } },
  );
}

function readKustomization(folder: string): Kustomization {
  const path = join(folder, "kustomization.yaml");
  const kustomization = Bun.YAML.parse(readFileSync(path, "utf8")) as Kustomization;
  const unknown = Object.keys(kustomization).filter((part) => !understood.includes(part));
  if (unknown.length > 0) throw new Error(`${path}: ${unknown.join(", ")} cannot be built here`);
  return kustomization;
}

function readResource(path: string): Manifest[] {
  if (!existsSync(path)) throw new Error(`${path} is missing`);
  if (statSync(path).isDirectory()) return buildKustomization(path);
  return readManifests(path);
}

function generateConfigMap(folder: string, { name, files, options }: ConfigMapGenerator): Manifest {
  if (!options.disableNameSuffixHash) throw new Error(`${name}: a name with a hash cannot be built here`);
  if (files.some((file) => !join(folder, file).startsWith(`${normalize(folder)}/`)))
    throw new Error(`${name}: files of other folders are not read`);
  const data = files.map((file) => [basename(file), readFileSync(join(folder, file), "utf8")] as const);
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, labels: options.labels },
    data: Object.fromEntries(data),
  };
}

export function readManifests(path: string): Manifest[] {
  return [Bun.YAML.parse(readFileSync(path, "utf8"))].flat() as Manifest[];
}

function applyPatch(manifests: Manifest[], { target, patch }: Patch): Manifest[] {
  const parsed = Bun.YAML.parse(patch) as Operation[] | (Manifest & { $patch?: string });
  if (!Array.isArray(parsed)) {
    if (parsed.$patch !== "delete") throw new Error("only deletion and JSON patches can be built here");
    return exactlySome(manifests, (manifest) => !isSame(manifest, parsed));
  }
  const matches = (manifest: Manifest) =>
    (target?.kind ?? manifest.kind) === manifest.kind &&
    new RegExp(`^(?:${target?.name ?? ".*"})$`).test(manifest.metadata.name);
  exactlySome(manifests, (manifest) => !matches(manifest));
  return manifests.map((manifest) => {
    if (!matches(manifest)) return manifest;
    const patched = structuredClone(manifest);
    for (const operation of parsed) applyOperation(patched, operation);
    return patched;
  });
}

/** The manifests that pass; a patch that matches nothing is a mistake. */
function exactlySome(manifests: Manifest[], keep: (manifest: Manifest) => boolean): Manifest[] {
  const kept = manifests.filter(keep);
  if (kept.length === manifests.length) throw new Error("a patch matches nothing");
  return kept;
}

const isSame = (one: Manifest, other: Manifest) =>
  one.kind === other.kind && one.apiVersion === other.apiVersion && one.metadata.name === other.metadata.name;

function applyOperation(root: object, { op, path, value }: Operation): void {
  const keys = path
    .slice(1)
    .split("/")
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  const last = keys.pop()!;
  let place = root as Record<string, unknown>;
  for (const key of keys) {
    place = place[key] as Record<string, unknown>;
    if (typeof place !== "object" || place === null) throw new Error(`there is no ${path}`);
  }
  if (op !== "add" && !(last in place)) throw new Error(`there is no ${path}`);
  if (op === "test") {
    if (!Bun.deepEquals(Reflect.get(place, last), value)) throw new Error(`${path} is not ${value}`);
    return;
  }
  if (Array.isArray(place)) {
    const at = last === "-" ? place.length : Number(last);
    if (op === "add") place.splice(at, 0, value);
    else if (op === "remove") place.splice(at, 1);
    else place[at] = value;
  } else if (op === "remove") delete place[last];
  else place[last] = value;
}
