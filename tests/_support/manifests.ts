import { join } from "node:path";
import type { DaemonSet, Deployment, StatefulSet } from "kubernetes-types/apps/v1";
import type { Container, PodTemplateSpec } from "kubernetes-types/core/v1";
import { projectFolder } from "../../deploy/installation.ts";
import { buildKustomization, type Manifest } from "./kustomization.ts";

/** The manifests of this project, as they are applied. */
export const manifestsFolder = join(projectFolder, "deploy/kubernetes");
export const builds = [
  "base",
  "overlays/single-node",
  "overlays/k3s",
  "overlays/cloud",
  "overlays/keda",
] as const;
export type Build = (typeof builds)[number];
export const built = new Map(builds.map((name) => [name, buildKustomization(join(manifestsFolder, name))]));
export const overlays = builds.filter((name) => name !== "base");

/** Every object of a kind; its type is what the type check of all manifests proves. */
export function ofKind<Kind>(build: Build, kind: string): Kind[] {
  return built.get(build)!.filter((item) => item.kind === kind) as Kind[];
}

export function find<Kind>(build: Build, kind: string, name: string): Kind {
  const found = ofKind<Manifest>(build, kind).filter(({ metadata }) => metadata.name === name);
  if (found.length !== 1) throw new Error(`there are ${found.length} of ${kind}/${name} in ${build}`);
  return found[0] as Kind;
}

export const workloadsOf = (build: Build) =>
  ["Deployment", "StatefulSet", "DaemonSet"].flatMap((kind) =>
    ofKind<Deployment | StatefulSet | DaemonSet>(build, kind),
  );
export const templateOf = (workload: Deployment | StatefulSet | DaemonSet): PodTemplateSpec =>
  workload.spec!.template;
export const containersOf = (workload: Deployment | StatefulSet | DaemonSet): Container[] =>
  templateOf(workload).spec!.containers;
export const nameLabel = "app.kubernetes.io/name";
