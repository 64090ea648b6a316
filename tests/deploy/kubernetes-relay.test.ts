import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { DaemonSet, Deployment } from "kubernetes-types/apps/v1";
import type { HorizontalPodAutoscaler } from "kubernetes-types/autoscaling/v2";
import type { ConfigMap, Container } from "kubernetes-types/core/v1";
import type { NetworkPolicy } from "kubernetes-types/networking/v1";
import { projectFolder } from "../../deploy/installation.ts";
import { engineSettings, readEngineConfig } from "../../engine/config.ts";
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

test("the relay has places for every lesson that engines take, in Compose as well, and room for these places", () => {
  const settings = readFileSync(join(projectFolder, "deploy/compose/turnserver.conf"), "utf8");
  const places = Number(/^total-quota=(\d+)$/m.exec(settings)?.[1]);
  const networksOfBrowser = 2;
  const lessonsOf = (given: (name: string) => string | undefined) =>
    Number(given("LESSONS_MAX")) +
    Number(given("LESSONS_WAITING_MAX") ?? engineSettings.LESSONS_WAITING_MAX.default);

  const scaler = find<HorizontalPodAutoscaler>("overlays/cloud", "HorizontalPodAutoscaler", "avatar-service");
  const { env } = containersOf(find<Deployment>("overlays/cloud", "Deployment", "avatar-service"))[0]!;
  const given = (name: string) => env!.find((item) => item.name === name)?.value;
  const addresses = given("TURN_URLS")!.split(",").length;
  const inCluster = scaler.spec!.maxReplicas * lessonsOf(given) * addresses * networksOfBrowser;
  expect(inCluster).toBeGreaterThan(0);
  expect(inCluster).toBeLessThanOrEqual(places);

  const { environment = {} } = readCompose().services["avatar-service-1"]!;
  // UDP, TCP and TLS.
  const inCompose = 3 * lessonsOf((name) => environment[name]) * 3 * networksOfBrowser;
  expect(inCompose).toBeGreaterThan(0);
  expect(inCompose).toBeLessThanOrEqual(places);

  // Ports 49152 to 65535, of which each place takes one.
  expect(places).toBeLessThanOrEqual(16_384);
  const bytesOfPlace = 24_000;
  const bytesByItself = 20 * 2 ** 20;
  for (const limit of [
    container.resources!.limits!.memory!,
    readCompose().services.relay!.deploy!.resources!.limits!.memory!,
  ])
    expect(toBytes(limit)).toBeGreaterThan(places * bytesOfPlace + bytesByItself);
});

/** "512Mi" and "256m", as Kubernetes and Compose write mebibytes. */
function toBytes(limit: string): number {
  const [, mebibytes] = /^(\d+)(?:Mi|m)$/.exec(limit)!;
  return Number(mebibytes) * 2 ** 20;
}

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
  for (const url of settings!.relays.flat()) {
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
