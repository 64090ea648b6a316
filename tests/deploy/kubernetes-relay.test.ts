import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { DaemonSet, Deployment } from "kubernetes-types/apps/v1";
import type { ConfigMap, Container } from "kubernetes-types/core/v1";
import type { NetworkPolicy } from "kubernetes-types/networking/v1";
import { projectFolder } from "../../deploy/installation.ts";
import { readEngineConfig } from "../../engine/config.ts";
import { readCompose } from "../_support/deployment-files.ts";
import { containersOf, find, nameLabel, templateOf } from "../_support/manifests.ts";

const relay = find<DaemonSet>("overlays/cloud", "DaemonSet", "relay");
const [container] = containersOf(relay) as [Container];

test("the relay is Compose's: the same image, file and script", () => {
  const { data } = find<ConfigMap>("overlays/cloud", "ConfigMap", "relay");
  for (const [name, text] of Object.entries(data!))
    expect(text).toBe(readFileSync(join(projectFolder, "deploy/compose", name), "utf8"));
  const inCompose = readCompose().services.relay!;
  expect(container.image).toBe(inCompose.image!);
  expect([container.command]).toEqual([inCompose.entrypoint]);
  expect(container.env!.map(({ name }) => name)).toEqual(Object.keys(inCompose.environment!));
});

test("the relay is reached at its node by whoever has a credential, and reaches engines only", () => {
  const { spec } = find<NetworkPolicy>("overlays/cloud", "NetworkPolicy", "relay");
  const ports = container.ports!.map(({ containerPort, protocol }) => ({ port: containerPort, protocol }));
  expect(spec!.ingress).toEqual([{ ports }]);
  expect(container.ports!.map(({ hostPort }) => hostPort)).toEqual(ports.map(({ port }) => port));
  expect(spec!.egress).toEqual([
    {
      to: [{ podSelector: { matchLabels: { [nameLabel]: "avatar-service" } } }],
      ports: [{ port: 8001, protocol: "UDP" }],
    },
  ]);
  // To a pod in its node's network no policy would apply.
  expect(templateOf(relay).spec!.hostNetwork).toBeUndefined();
});

test("the relay is told to students by the engines, which have its secret", () => {
  const [engine] = containersOf(find<Deployment>("overlays/cloud", "Deployment", "avatar-service")) as [
    Container,
  ];
  const given = (name: string) => engine.env!.find((item) => item.name === name)?.value;
  const ports = container.ports!.map(({ hostPort, protocol }) => `${protocol!.toLowerCase()} ${hostPort}`);
  const { relay: settings } = readEngineConfig({
    SERVICE_TOKEN: "x".repeat(32),
    TURN_SECRET: "y",
    TURN_URLS: given("TURN_URLS"),
    TURN_ONLY: given("TURN_ONLY"),
  });
  for (const url of settings!.urls) {
    const [, port, transport] = /:(\d+)\?transport=(\w+)$/.exec(url)!;
    expect(ports).toContain(`${transport} ${port}`);
  }
  const secretOf = (workload: Deployment | DaemonSet, path: string | undefined) => {
    const { name } = containersOf(workload)[0]!.volumeMounts!.find(({ mountPath }) =>
      path!.startsWith(`${mountPath}/`),
    )!;
    return templateOf(workload).spec!.volumes!.find((volume) => volume.name === name)!.secret!.secretName;
  };
  const deployment = find<Deployment>("overlays/cloud", "Deployment", "avatar-service");
  expect(secretOf(deployment, given("TURN_SECRET_FILE"))).toBe("relay");
  expect(secretOf(relay, container.env!.find(({ name }) => name === "RELAY_SECRET_FILE")?.value)).toBe(
    "relay",
  );
});
