import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Deployment, StatefulSet } from "kubernetes-types/apps/v1";
import type { Container, PersistentVolumeClaim, Service } from "kubernetes-types/core/v1";
import type { NetworkPolicy } from "kubernetes-types/networking/v1";
import { readingMemoryBytesMax, readingsMax } from "../../backend/documents/reading/document-reader.ts";
import { readingLimits } from "../../backend/documents/reading/reading-limits.ts";
import { shelfBytesMax } from "../../backend/documents/vector-shelf.ts";
import { projectFolder } from "../../deploy/installation.ts";
import { lessonsPerProcess } from "../../engine/avatar/faces.ts";
import { packFileBytesMax, samplesBytesMax } from "../../engine/avatar/pack-file.ts";
import { cacheRoom } from "../../engine/avatar/store/cache-room.ts";
import { buildsAtOnce, buildsMax } from "../../engine/avatar/video/avatar-builder.ts";
import { sourceLimits } from "../../engine/avatar/video/source-limits.ts";
import { amongOthers } from "../../engine/drain-budget.ts";
import { fileBytesMaxDefault } from "../../engine/turns/outbox-file.ts";
import { readCompose } from "../_support/deployment-files.ts";
import { readDockerfile, textsOf } from "../_support/dockerfile.ts";
import { builds, containersOf, find, nameLabel, overlays, templateOf } from "../_support/manifests.ts";

const mebibytes = (count: number) => count * 1024 ** 2;
/** The process alone, with a school's pages asked of it. */
const backendBytes = mebibytes(300);
const documentBytesMax = 52_428_800;

/** A quantity of Kubernetes ("256Mi") or of Compose ("2g"), in bytes. */
function bytesOf(quantity: string): number {
  const [, number, unit] = /^(\d+)([MmGg])i?$/.exec(quantity)!;
  return Number(number) * 1024 ** (unit!.toLowerCase() === "m" ? 2 : 3);
}

const containerOf = (name: string) =>
  containersOf(find<Deployment>("base", "Deployment", name))[0] as Container;
const volumeBytes = (name: string, volume: string) => {
  const { volumes } = templateOf(find<Deployment>("base", "Deployment", name)).spec!;
  return bytesOf(volumes!.find((one) => one.name === volume)!.emptyDir!.sizeLimit!);
};

describe("there is room", () => {
  // Passages are written as JSON, four bytes a character at most.
  const readingBytes = readingsMax * (documentBytesMax + 4 * readingLimits.charactersMax);

  test("in the backend's memory for all documents that are read at a time, so that the reader stops one that takes too much", () => {
    const needed = backendBytes + shelfBytesMax + readingsMax * readingMemoryBytesMax;
    expect(bytesOf(containerOf("backend").resources!.limits!.memory!)).toBeGreaterThanOrEqual(needed);
    // There the folder for them is memory, too.
    const { memory } = readCompose().services.backend!.deploy!.resources!.limits!;
    expect(bytesOf(memory!)).toBeGreaterThanOrEqual(needed + readingBytes);
  });

  test("on the backend's disk for them", () => {
    expect(volumeBytes("backend", "tmp")).toBeGreaterThanOrEqual(readingBytes);
  });

  test("on the engine's disk for uploads, faces, their pictures and turns that wait, each as large as it may be", () => {
    const kept = Object.values(cacheRoom).reduce((sum, bytes) => sum + bytes, 0);
    // Each process that opens a face writes beside what is kept, before it tidies; on a large node there are as many as lessons need.
    const lessons = Number(
      containerOf("avatar-service").env!.find(({ name }) => name === "LESSONS_MAX")!.value,
    );
    const beingWritten = Math.ceil(lessons / lessonsPerProcess) * (packFileBytesMax + samplesBytesMax);
    // The file of turns is written anew beside the old one.
    const needed = buildsMax * sourceLimits.videoBytesMax + kept + beingWritten + 2 * fileBytesMaxDefault;
    expect(volumeBytes("avatar-service", "data")).toBeGreaterThanOrEqual(needed);
  });

  test("in the engine's folder for what comes and goes, for every face that is made at a time", () => {
    expect(volumeBytes("avatar-service", "tmp")).toBeGreaterThanOrEqual(buildsAtOnce * packFileBytesMax);
  });

  test("for faces that are made, apart from what may go: a bucket, or a volume that outlives the pod", () => {
    for (const build of overlays) {
      const engine = find<Deployment>(build, "Deployment", "avatar-service");
      const mount = containersOf(engine)[0]!.volumeMounts!.find(
        ({ mountPath }) => mountPath === "/data/avatars",
      );
      const volume = templateOf(engine).spec!.volumes!.find(({ name }) => name === mount?.name);
      const claim = volume?.persistentVolumeClaim?.claimName;
      const isBucketNeeded = containersOf(engine)[0]!.envFrom![0]!.secretRef!.optional !== true;
      expect([build, claim !== undefined]).toEqual([build, !isBucketNeeded]);
      if (claim)
        expect(find<PersistentVolumeClaim>(build, "PersistentVolumeClaim", claim).spec!.accessModes).toEqual([
          "ReadWriteOnce",
        ]);
    }
  });
});

describe("the entrance", () => {
  test("is ready whatever backend and database are, and says itself that they are away", () => {
    for (const build of builds) {
      const [{ readinessProbe }] = containersOf(find<Deployment>(build, "Deployment", "entrance")) as [
        Container,
      ];
      const { tcpSocket, httpGet } = readinessProbe!;
      expect([build, tcpSocket, httpGet]).toEqual([build, { port: "http" }, undefined]);
    }
  });

  test("is not started anew for being slow at first", () => {
    const { periodSeconds, failureThreshold } = containerOf("entrance").startupProbe!;
    expect(periodSeconds! * failureThreshold!).toBeGreaterThanOrEqual(120);
  });

  test("stays until the longest answer in text is written", () => {
    const { terminationGracePeriodSeconds } = templateOf(find<Deployment>("base", "Deployment", "entrance"))
      .spec!;
    const noticeSeconds = containerOf("entrance").lifecycle!.preStop!.sleep!.seconds;
    expect(terminationGracePeriodSeconds).toBeGreaterThan(noticeSeconds + amongOthers.answersMs / 1000);
  });
});

test("an engine of Compose takes as many lessons as one of Kubernetes, with as many cores", () => {
  const { environment, deploy } = readCompose().services["avatar-service-1"]!;
  const { env, resources } = containerOf("avatar-service");
  expect(deploy!.resources!.limits!.cpus).toBe(resources!.limits!.cpu!);
  expect(environment!.LESSONS_MAX).toBe(env!.find(({ name }) => name === "LESSONS_MAX")!.value!);
});

test("a backend that brings the database up to date is not started anew meanwhile, nor told of as unwell", () => {
  const { periodSeconds, failureThreshold } = containerOf("backend").startupProbe!;
  const minutes = (periodSeconds! * failureThreshold!) / 60;
  expect(minutes).toBeGreaterThanOrEqual(15);
  const runtime = readDockerfile(join(projectFolder, "deploy/images/backend.Dockerfile")).at(-1)!;
  expect(textsOf(runtime, "HEALTHCHECK")[0]).toContain(`--start-period=${minutes}m`);
});

test("the one engine of a single node, whose port the next one needs, works on for nobody who looks up addresses", () => {
  for (const build of ["overlays/single-node", "overlays/k3s"] as const) {
    const [engine] = containersOf(find<Deployment>(build, "Deployment", "avatar-service"));
    expect([build, engine!.lifecycle]).toEqual([build, undefined]);
  }
});

test("the backend beside a database waits for that to start, confined as every container is", () => {
  for (const build of ["overlays/single-node", "overlays/k3s"] as const) {
    const [database] = containersOf(find<StatefulSet>(build, "StatefulSet", "database"));
    const backend = find<Deployment>(build, "Deployment", "backend");
    const [waiting, ...others] = templateOf(backend).spec!.initContainers!;
    expect([build, others]).toEqual([build, []]);
    expect(waiting!.image).toBe(database!.image!);
    expect(waiting!.command!.at(-1)).toContain("until pg_isready --host=database ");
    expect(waiting!.securityContext).toEqual(containersOf(backend)[0]!.securityContext!);
    expect(Object.keys(waiting!.resources!.limits!).sort()).toEqual(["cpu", "memory"]);
  }
});

test("a database that reads its log after a crash is given half an hour, in both", () => {
  const [database] = containersOf(find<StatefulSet>("overlays/single-node", "StatefulSet", "database"));
  const { periodSeconds, failureThreshold } = database!.startupProbe!;
  expect(periodSeconds! * failureThreshold!).toBe(1_800);
  expect(readCompose().services.database!.healthcheck!.start_period).toBe("30m");
});

test("a database is well once it answers by TCP: the server that its image runs for itself at first does not", () => {
  const [database] = containersOf(find<StatefulSet>("overlays/single-node", "StatefulSet", "database"));
  const { startupProbe, livenessProbe, readinessProbe } = database!;
  const inCluster = [startupProbe, livenessProbe, readinessProbe].map((probe) => probe!.exec!.command!);
  const [, ...inCompose] = readCompose().services.database!.healthcheck!.test;
  for (const command of [inCompose, ...inCluster])
    expect(command).toEqual(["pg_isready", "--host=127.0.0.1", "--username=tutor", "--dbname=tutor"]);
});

describe.each(["overlays/cloud", "overlays/keda"] as const)("%s", (build) => {
  test("keeps faces in a bucket, whose settings it needs and which engines reach", () => {
    const [engine] = containersOf(find<Deployment>(build, "Deployment", "avatar-service"));
    expect(engine!.envFrom).toEqual([{ secretRef: { name: "avatar-store" } }]);
    const page = readFileSync(join(projectFolder, "docs/operations.md"), "utf8");
    expect(page).toContain("create secret generic avatar-store ");
    const { spec } = find<NetworkPolicy>(build, "NetworkPolicy", "avatar-service-to-bucket");
    expect(spec!.podSelector!.matchLabels).toEqual({ [nameLabel]: "avatar-service" });
    const [rule] = spec!.egress!;
    expect(rule!.ports).toEqual([{ port: 443, protocol: "TCP" }]);
    // Not what providers tell their machines about themselves.
    expect(rule!.to![0]!.ipBlock!.except).toContain("169.254.0.0/16");
  });

  test("has a port for load balancers that end TLS", () => {
    const { spec } = find<Service>(build, "Service", "entrance");
    expect(spec!.ports!.map(({ port, targetPort }) => [port, targetPort])).toEqual([
      [80, "http"],
      [443, "http"],
    ]);
  });
});
