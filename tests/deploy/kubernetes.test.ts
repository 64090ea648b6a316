import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Deployment } from "kubernetes-types/apps/v1";
import type { HorizontalPodAutoscaler } from "kubernetes-types/autoscaling/v2";
import type { ConfigMap, Container, Service } from "kubernetes-types/core/v1";
import type { Ingress, NetworkPolicy } from "kubernetes-types/networking/v1";
import type { PodDisruptionBudget } from "kubernetes-types/policy/v1";
import { backendSettings } from "../../backend/config.ts";
import { projectFolder } from "../../deploy/installation.ts";
import { engineSettings } from "../../engine/config.ts";
import { amongOthers } from "../../engine/drain-budget.ts";
import { readCompose, settingOf } from "../_support/deployment-files.ts";
import { environmentOf, readDockerfile } from "../_support/dockerfile.ts";
import { typeErrorsOf } from "../_support/kubernetes-types-check.ts";
import { clusterWide, type Manifest } from "../_support/kustomization.ts";
import {
  type Build,
  builds,
  built,
  containersOf,
  find,
  manifestsFolder,
  nameLabel,
  ofKind,
  overlays,
  templateOf,
  workloadsOf,
} from "../_support/manifests.ts";

const allContainers = builds.flatMap((build) =>
  workloadsOf(build).flatMap((workload) =>
    containersOf(workload).map((container) => [`${build} ${container.name}`, container] as const),
  ),
);
/** What an engine does after its last answer. */
const transcriptsSeconds = 15;

describe("the manifests", () => {
  test("are what Kubernetes describes, which knows no misspelt key", () => {
    expect(typeErrorsOf([...built.values()].flat())).toEqual([]);
    const wrong = structuredClone(find<Manifest>("base", "Deployment", "avatar-service"));
    const { spec } = (wrong.spec as { template: { spec: Record<string, unknown> } }).template;
    spec.terminationGracePeriodSecond = 300;
    expect(typeErrorsOf([wrong])[0]).toContain("terminationGracePeriodSecond");
  }, 60_000);

  test("build as kubectl builds them, where there is a kubectl", () => {
    for (const name of Bun.which("kubectl") ? builds : []) {
      const run = Bun.spawnSync(["kubectl", "kustomize", join(manifestsFolder, name)]);
      expect([name, run.stderr.toString()]).toEqual([name, ""]);
      const theirs = [Bun.YAML.parse(run.stdout.toString())].flat() as Manifest[];
      // It puts kinds of the whole cluster that it does not know into the namespace, which means nothing there.
      for (const { kind, metadata } of theirs) if (clusterWide.includes(kind)) delete metadata.namespace;
      expect(byName(theirs)).toEqual(byName(built.get(name)!));
    }
  });

  test("are all in one namespace, each once", () => {
    for (const manifests of built.values()) {
      const names = manifests.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
      expect(new Set(names).size).toBe(names.length);
      const spaces = manifests
        .filter(({ kind }) => !clusterWide.includes(kind))
        .map(({ metadata }) => metadata.namespace);
      expect(new Set(spaces)).toEqual(new Set(["virtual-tutor"]));
    }
  });

  test("hold no secret, and name the ones that they need", () => {
    for (const manifests of built.values())
      expect(manifests.filter(({ kind }) => kind === "Secret")).toEqual([]);
    const page = readFileSync(join(projectFolder, "docs/operations.md"), "utf8");
    const volumes = builds
      .flatMap(workloadsOf)
      .flatMap((workload) => templateOf(workload).spec!.volumes ?? [])
      .flatMap(({ secret }) => (secret ? [secret.secretName!] : []));
    const certificates = builds
      .flatMap((build) => ofKind<Ingress>(build, "Ingress"))
      .flatMap(({ spec }) => spec!.tls!.map(({ secretName }) => secretName!));
    expect(certificates).not.toEqual([]);
    for (const name of [...volumes, ...certificates])
      expect([name, new RegExp(`secret (generic|tls) ${name} `).test(page)]).toEqual([name, true]);
  });
});

const byName = (manifests: Manifest[]) =>
  manifests.toSorted((a, b) => (`${a.kind}/${a.metadata.name}` < `${b.kind}/${b.metadata.name}` ? -1 : 1));

describe.each(allContainers)("%s", (_, container) => {
  test("has an exact image", () => {
    expect(container.image).toMatch(/:\d[\w.-]*$/);
  });

  test("says what it needs and what it may use", () => {
    const { requests, limits } = container.resources!;
    expect(Object.keys(requests!).sort()).toEqual(["cpu", "memory"]);
    expect(Object.keys(limits!).sort()).toEqual(["cpu", "memory"]);
  });

  test("is asked whether it lives and whether it is ready", () => {
    expect(container.livenessProbe).toBeDefined();
    expect(container.readinessProbe).toBeDefined();
  });

  test("has no rights, and a root that it cannot write", () => {
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      capabilities: { drop: ["ALL"] },
    });
  });

  test("takes secrets from files, not from its environment", () => {
    for (const { name, value, valueFrom } of container.env ?? []) {
      expect([name, valueFrom?.secretKeyRef]).toEqual([name, undefined]);
      if (/TOKEN|PASSWORD|SECRET|DATABASE_URL/.test(name)) {
        expect(name).toEndWith("_FILE");
        const mounts = (container.volumeMounts ?? []).map(({ mountPath }) => mountPath);
        expect(mounts.some((path) => value!.startsWith(`${path}/`))).toBe(true);
      }
    }
  });
});

describe.each([...builds])("the pods of %s", (build) => {
  test.each(workloadsOf(build).map((workload) => [workload.metadata!.name!, workload] as const))(
    "%s run as nobody in particular, confined, and get no token of the cluster's API by themselves",
    (_, workload) => {
      const { securityContext, automountServiceAccountToken, serviceAccountName } =
        templateOf(workload).spec!;
      expect(securityContext).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: "RuntimeDefault" },
      });
      expect(securityContext!.runAsUser).toBeGreaterThan(0);
      expect(automountServiceAccountToken).toBe(false);
      const account = find<{ automountServiceAccountToken?: boolean }>(
        build,
        "ServiceAccount",
        serviceAccountName!,
      );
      expect(account.automountServiceAccountToken).toBe(false);
    },
  );

  test("are found by their workloads, services, budgets and policies", () => {
    const names = new Set(workloadsOf(build).map((workload) => workload.metadata!.name!));
    for (const workload of workloadsOf(build)) {
      const { matchLabels } = workload.spec!.selector;
      expect(templateOf(workload).metadata!.labels).toMatchObject(matchLabels!);
    }
    for (const { spec } of ofKind<Service>(build, "Service"))
      expect(names).toContain(spec!.selector![nameLabel]!);
    for (const { spec } of ofKind<PodDisruptionBudget>(build, "PodDisruptionBudget"))
      expect(names).toContain(spec!.selector!.matchLabels![nameLabel]!);
  });

  test("are reached by ports that they have", () => {
    for (const { spec } of ofKind<Service>(build, "Service")) {
      const workload = workloadsOf(build).find((item) => item.metadata!.name === spec!.selector![nameLabel])!;
      const ports = containersOf(workload).flatMap((container) => container.ports ?? []);
      for (const { targetPort, protocol } of spec!.ports!) {
        expect(ports).toContainEqual(expect.objectContaining({ name: targetPort, protocol }));
      }
    }
  });

  test("may do nothing that no policy allows", () => {
    const { spec } = find<NetworkPolicy>(build, "NetworkPolicy", "default-deny");
    expect(spec).toEqual({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
  });

  test("never carry pictures and sound through a Service, whose flows break when a pod goes", () => {
    const services = ofKind<Service>(build, "Service");
    const udp = services.flatMap(({ spec }) => spec!.ports!.filter(({ protocol }) => protocol === "UDP"));
    expect(udp).toEqual([]);
  });
});

describe("the avatar service", () => {
  const deployment = find<Deployment>("base", "Deployment", "avatar-service");
  const [container] = containersOf(deployment) as [Container];

  test("has five pods that ask for 1 CPU and 2 GiB each", () => {
    expect(deployment.spec!.replicas).toBe(5);
    expect(container.resources!.requests).toEqual({ cpu: "1", memory: "2Gi" });
  });

  test("shares an Ollama with the others, which has a place for each", () => {
    for (const build of builds) {
      const engine = find<Deployment>(build, "Deployment", "avatar-service");
      const [{ env }] = containersOf(engine) as [Container];
      const settingIn = (name: string) => Number(env!.find((variable) => variable.name === name)!.value);
      expect([build, settingIn("OLLAMA_SHARED_BY")]).toEqual([build, engine.spec!.replicas!]);
      expect(settingIn("OLLAMA_NUM_PARALLEL")).toBeGreaterThanOrEqual(engine.spec!.replicas!);
    }
  });

  test("grows from 2 to 10 at 70 % CPU, fast up and slowly down", () => {
    const { spec } = find<HorizontalPodAutoscaler>("base", "HorizontalPodAutoscaler", "avatar-service");
    expect(spec).toMatchObject({
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "avatar-service" },
      minReplicas: 2,
      maxReplicas: 10,
      metrics: [{ resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } } }],
    });
    expect(spec!.behavior!.scaleDown).toEqual({
      stabilizationWindowSeconds: 300,
      policies: [{ type: "Pods", value: 1, periodSeconds: 60 }],
    });
    expect(spec!.behavior!.scaleUp!.policies).toEqual([{ type: "Percent", value: 100, periodSeconds: 15 }]);
  });

  test("loses one pod at a time, and each may say its longest answer to the end", () => {
    const budget = find<PodDisruptionBudget>("base", "PodDisruptionBudget", "avatar-service");
    expect(budget.spec!.maxUnavailable).toBe(1);
    const preStopSeconds = container.lifecycle!.preStop!.sleep!.seconds;
    const leaveSeconds = (amongOthers.noticeMs + amongOthers.answersMs) / 1000 + transcriptsSeconds;
    expect(templateOf(deployment).spec!.terminationGracePeriodSeconds).toBe(300);
    expect(preStopSeconds + leaveSeconds).toBeLessThanOrEqual(300);
    for (const name of ["avatar-service-1", "avatar-service-2", "avatar-service-3"])
      expect(readCompose().services[name]!.stop_grace_period).toBe("5m");
    expect(leaveSeconds).toBeLessThanOrEqual(300);
  });

  test("is asked about itself on /livez and about its needs on /readyz", () => {
    for (const probe of [container.livenessProbe, container.startupProbe])
      expect(probe!.httpGet).toEqual({ path: "/livez", port: "http" });
    expect(container.readinessProbe!.httpGet).toEqual({ path: "/readyz", port: "http" });
  });

  test("is reached at its node's address where media are direct, one pod for each node", () => {
    for (const overlay of overlays) {
      const direct = find<Deployment>(overlay, "Deployment", "avatar-service");
      const [engine] = containersOf(direct) as [Container];
      expect(engine.ports!.filter(({ name }) => name!.startsWith("media"))).toEqual([
        { name: "media", containerPort: 8001, hostPort: 8001, protocol: "UDP" },
        { name: "media-tcp", containerPort: 8101, hostPort: 8101, protocol: "TCP" },
      ]);
      const addresses = engine.env!.find(({ name }) => name === "MEDIA_ADDRESSES");
      expect(addresses!.valueFrom!.fieldRef!.fieldPath).toBe("status.hostIP");
      expect(direct.spec!.strategy!.rollingUpdate!.maxSurge).toBe(0);
    }
  });

  test("takes media from anybody, HTTP from entrance, backend and its like, and reaches backend, its like, model, avatar and speech server", () => {
    const { spec } = find<NetworkPolicy>("base", "NetworkPolicy", "avatar-service");
    const peers = (list: { podSelector?: { matchLabels?: Record<string, string> } }[] = []) =>
      list.map(({ podSelector }) => podSelector!.matchLabels![nameLabel]);
    expect(spec!.ingress!.map(({ from, ports }) => [peers(from), ports])).toEqual([
      [["entrance", "backend", "avatar-service"], [{ port: 8001, protocol: "TCP" }]],
      [
        [],
        [
          { port: 8001, protocol: "UDP" },
          { port: 8101, protocol: "TCP" },
        ],
      ],
    ]);
    expect(spec!.egress!.map(({ to, ports }) => [peers(to), ports])).toEqual([
      [["backend"], [{ port: 8000, protocol: "TCP" }]],
      [["avatar-service"], [{ port: 8001, protocol: "TCP" }]],
      [["ollama"], [{ port: 11434, protocol: "TCP" }]],
      [
        ["mageurite"],
        [
          { port: 8604, protocol: "TCP" },
          { port: 8606, protocol: "TCP" },
          { port: 8010, protocol: "TCP" },
          { port: 8615, protocol: "TCP" },
          { port: 1024, endPort: 65535, protocol: "UDP" },
        ],
      ],
      [
        ["speech"],
        [
          { port: 8880, protocol: "TCP" },
          { port: 9000, protocol: "TCP" },
        ],
      ],
    ]);
  });
});

describe("the overlays", () => {
  test("single-node runs one engine, for which there is one port, and has a Postgres that only the backend reaches", () => {
    expect(find<Deployment>("overlays/single-node", "Deployment", "avatar-service").spec!.replicas).toBe(1);
    const scaler = find<HorizontalPodAutoscaler>(
      "overlays/single-node",
      "HorizontalPodAutoscaler",
      "avatar-service",
    );
    expect([scaler.spec!.minReplicas, scaler.spec!.maxReplicas]).toEqual([1, 1]);
    const { spec } = find<NetworkPolicy>("overlays/single-node", "NetworkPolicy", "database");
    expect(spec!.ingress).toEqual([
      {
        from: [{ podSelector: { matchLabels: { [nameLabel]: "backend" } } }],
        ports: [{ port: 5432, protocol: "TCP" }],
      },
    ]);
    expect(spec!.egress).toBeUndefined();
  });

  test("k3s has its own Traefik end TLS for the entrance, and counts students by the address that it tells", () => {
    const overlay = "overlays/k3s";
    const { spec } = find<Service>(overlay, "Service", "entrance");
    expect([spec!.type, spec!.externalTrafficPolicy]).toEqual(["ClusterIP", undefined]);
    const [rule] = find<Ingress>(overlay, "Ingress", "entrance").spec!.rules!;
    expect(rule!.http!.paths[0]!.backend.service).toEqual({ name: "entrance", port: { name: "http" } });
    expect(spec!.ports!.map(({ name }) => name)).toContain("http");
    const settingOf = (deployment: string, name: string) => {
      const [container] = containersOf(find<Deployment>(overlay, "Deployment", deployment)) as [Container];
      return container.env!.find((variable) => variable.name === name)!.value;
    };
    expect(settingOf("entrance", "TRUSTED_PROXIES")).toBe("10.42.0.0/16");
    expect(settingOf("backend", "PROXY_HOPS")).toBe("2");
  });

  test("cloud and keda are watched by Prometheus, at ports that the services have", () => {
    for (const overlay of ["overlays/cloud", "overlays/keda"] as const) {
      for (const name of ["backend", "avatar-service"]) {
        const monitor = find<{ spec: { endpoints: { port: string }[] } }>(overlay, "ServiceMonitor", name);
        const ports = find<Service>(overlay, "Service", name).spec!.ports!.map((port) => port.name!);
        for (const { port } of monitor.spec.endpoints) expect(ports).toContain(port);
      }
    }
  });

  test("keda scales in the HPA's place, within the same bounds, and never below the usual size in the dark", () => {
    const scalers = built.get("overlays/keda")!.filter(({ kind }) => kind === "HorizontalPodAutoscaler");
    expect(scalers).toEqual([]);
    const { spec } = find<{
      spec: Record<`${"min" | "max"}ReplicaCount`, number> & {
        fallback: { replicas: number };
        triggers: { metadata: Record<string, string> }[];
      };
    }>("overlays/keda", "ScaledObject", "avatar-service");
    expect([spec.minReplicaCount, spec.maxReplicaCount]).toEqual([2, 10]);
    const { replicas, template } = find<Deployment>("base", "Deployment", "avatar-service").spec!;
    expect(spec.fallback.replicas).toBeGreaterThanOrEqual(replicas!);
    const places = template.spec!.containers[0]!.env!.find(({ name }) => name === "LESSONS_MAX")!.value!;
    const targets = spec.triggers.map(({ metadata }) => Number(metadata.value ?? metadata.threshold));
    expect(targets).toEqual([70, 0.7 * Number(places)]);
  });
});

describe("Kubernetes and Compose are in step:", () => {
  const { services } = readCompose();
  const pairs = [
    ["backend", "backend", backendSettings, "backend"],
    ["avatar-service", "avatar-service-1", engineSettings, "engine"],
  ] as const;
  const environmentFor = (name: string, build: Build = "base") => {
    const [container] = containersOf(find<Deployment>(build, "Deployment", name)) as [Container];
    return { container, names: container.env!.map((item) => item.name) };
  };

  test.each(pairs)("%s has the same settings in both, and the service has them", (name, inCompose, table) => {
    // With all its components: the relay brings settings of its own.
    const { names } = environmentFor(name, "overlays/cloud");
    for (const variable of names) expect(table).toHaveProperty(settingOf(variable));
    const isPort = (item: string) => /^MEDIA_(TCP_)?PORT$/.test(item);
    const there = Object.keys(services[inCompose]!.environment!).filter((item) => !isPort(item));
    expect(names.filter((item) => item !== "POD_NAME").sort()).toEqual(there.sort());
  });

  test.each(pairs)("%s listens on the ports of its image", (name, _, __, image) => {
    const { container } = environmentFor(name);
    const environment = environmentOf(
      readDockerfile(join(projectFolder, `deploy/images/${image}.Dockerfile`)).at(-1)!,
    );
    const ports = container.ports!.map(({ containerPort }) => String(containerPort));
    const own = Object.entries(environment).filter(([key]) => key.endsWith("_PORT"));
    expect(ports.sort()).toEqual(own.map(([, port]) => port).sort());
    const mounts = container.volumeMounts!.map(({ mountPath }) => mountPath);
    expect(mounts).toEqual(expect.arrayContaining([environment.DATA_DIR!, "/tmp"]));
  });

  test("both run images of the project's version, and the same Caddy with the same file", () => {
    const { version } = JSON.parse(readFileSync(join(projectFolder, "package.json"), "utf8")) as {
      version: string;
    };
    for (const [name, inCompose] of pairs) {
      expect(environmentFor(name).container.image).toEndWith(`:${version}`);
      expect(services[inCompose]!.image).toBe(environmentFor(name).container.image!);
    }
    expect(environmentFor("entrance").container.image).toBe(services.entrance!.image!);
    const caddyfile = readFileSync(join(projectFolder, "deploy/compose/Caddyfile"), "utf8");
    expect(find<ConfigMap>("base", "ConfigMap", "entrance").data!.Caddyfile).toBe(caddyfile);
  });

  test("the entrance's file asks for the variables that both set", () => {
    const caddyfile = readFileSync(join(projectFolder, "deploy/compose/Caddyfile"), "utf8");
    const asked = new Set(Array.from(caddyfile.matchAll(/\{\$(\w+)/g), ([, name]) => name!));
    expect(Object.keys(services.entrance!.environment!).sort()).toEqual([...asked].sort());
    expect(environmentFor("entrance").names).toEqual(expect.arrayContaining([...asked]));
  });
});
