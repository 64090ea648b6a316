import { describe, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv from "ajv";
import { backendSettings, readBackendConfig } from "../../backend/config.ts";
import { projectFolder } from "../../deploy/installation.ts";
import { engineSettings, readEngineConfig } from "../../engine/config.ts";
import { type ComposeService, readCompose, settingOf } from "../_support/deployment-files.ts";
import { environmentOf, readDockerfile } from "../_support/dockerfile.ts";

const compose = readCompose();
const { services } = compose;
const engines = ["avatar-service-1", "avatar-service-2", "avatar-service-3"];
const all = Object.entries(services);
const networksOf = ({ networks = [] }: ComposeService) =>
  Array.isArray(networks) ? networks : Object.keys(networks);

/** The Compose Specification's schema, as a linter for Compose files brings it along. */
function openSchema() {
  const path = join(projectFolder, "node_modules/dclint/schemas/compose.schema.json");
  const { $schema: _, ...schema } = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
  const ajv = new Ajv({ strict: false, allErrors: true });
  for (const format of ["duration", "expose", "ports", "subnet_ip_address"]) ajv.addFormat(format, true);
  return ajv.compile(schema);
}

describe("compose.yaml", () => {
  test("conforms to the Compose Specification, which refuses a misspelt key", () => {
    const validate = openSchema();
    expect([validate(compose), validate.errors]).toEqual([true, null]);
    const misspelt = { services: { ...services, backend: { ...services.backend, enviroment: {} } } };
    expect(validate(misspelt)).toBe(false);
  });

  test("needs no variable to be set", () => {
    expect(() => readCompose({})).not.toThrow();
  });

  test("names services, networks and volumes that it has, and files that are there", () => {
    for (const [name, service] of all) {
      for (const needed of Object.keys(service.depends_on ?? {})) expect(services).toHaveProperty(needed);
      for (const network of networksOf(service)) expect(compose.networks).toHaveProperty(network);
      for (const volume of service.volumes ?? []) {
        const [source] = volume.split(":") as [string];
        if (source.startsWith("."))
          expect([name, existsSync(join(projectFolder, source))]).toEqual([name, true]);
        else expect(compose.volumes).toHaveProperty(source);
      }
      if (service.build) expect(existsSync(join(projectFolder, service.build.dockerfile))).toBe(true);
    }
    const used = all.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(":")[0]!));
    expect(Object.keys(compose.volumes).filter((volume) => !used.includes(volume))).toEqual([]);
  });
});

describe("every service", () => {
  test.each(all)("%s has an exact image, limits, and no rights that it does not need", (_, service) => {
    expect(service.image).toMatch(/:[\w.-]*\d[\w.-]*$|^mageurite:local$/);
    expect(service.deploy?.resources?.limits).toEqual({
      cpus: expect.any(String),
      memory: expect.any(String),
    });
    expect(service.cap_drop).toEqual(["ALL"]);
    expect(service.security_opt).toContain("no-new-privileges:true");
    expect(service.privileged).toBeUndefined();
  });

  test("runs on a root that cannot be written, but for those that bring a model", () => {
    const writable = all.filter(([, service]) => !service.read_only).map(([name]) => name);
    expect(writable).toEqual(["ollama", "mageurite"]);
  });

  test("says whether it is well, itself or by its image", () => {
    const ownImages = all.filter(([, { build }]) => build).map(([, { image }]) => image);
    const silent = all
      .filter(([, { healthcheck, image }]) => !healthcheck && !ownImages.includes(image))
      .map(([name]) => name);
    expect(silent).toEqual(["secrets"]);
  });

  test("writes no image that another one writes at the same time, and pulls none that is built here", () => {
    const writers = all.filter(([, { build }]) => build);
    const written = writers.map(([, { image }]) => image!);
    expect(written.toSorted()).toEqual([...new Set(written)].toSorted());
    const readers = all.filter(([, { build, image }]) => !build && written.includes(image!));
    expect(readers.map(([name, { pull_policy }]) => [name, pull_policy])).toEqual([
      ["avatar-service-2", "never"],
      ["avatar-service-3", "never"],
    ]);
  });

  test("without a GPU and without a model starts by `docker compose up`", () => {
    const atOnce = all.filter(([, { profiles }]) => !profiles).map(([name]) => name);
    expect(atOnce.sort()).toEqual([...engines, "backend", "database", "entrance", "secrets"].sort());
    for (const name of atOnce) {
      for (const needed of Object.keys(services[name]!.depends_on ?? {})) expect(atOnce).toContain(needed);
    }
  });
});

describe("networks", () => {
  test("only the backend reaches the database, which reaches nobody", () => {
    const onIt = all.filter(([, service]) => networksOf(service).includes("database")).map(([name]) => name);
    expect(onIt.sort()).toEqual(["backend", "database"]);
    expect(compose.networks.database?.internal).toBe(true);
  });

  test("HTTP is published by the entrance alone; every engine has a port of its own for UDP and TCP", () => {
    const published = all.flatMap(([name, { ports = [] }]) => ports.map((port) => [name, port] as const));
    const tcp = published.filter(([, port]) => !port.endsWith("/udp")).map(([name]) => name);
    const others = tcp.filter((name) => !engines.includes(name));
    expect([...new Set(others)].sort()).toEqual(["entrance", "grafana", "relay"]);
    const media = engines.map((name) => services[name]!.ports![0]);
    expect(media).toEqual(["8101:8101/udp", "8102:8102/udp", "8103:8103/udp"]);
    for (const name of engines) {
      const { MEDIA_PORT: udp, MEDIA_TCP_PORT: tcp } = services[name]!.environment!;
      expect(services[name]!.ports).toEqual([`${udp}:${udp}/udp`, `${tcp}:${tcp}`]);
      expect(tcp).toBe(udp!);
    }
  });

  test("the relay shares a network with the engines alone, and may send to their part of it alone", () => {
    const onIt = all.filter(([, service]) => networksOf(service).includes("media")).map(([name]) => name);
    expect(onIt.sort()).toEqual([...engines, "relay"]);
    expect(networksOf(services.relay!)).toEqual(["media"]);
    const [{ subnet, ip_range, gateway }] = compose.networks.media!.ipam!.config as [
      { subnet: string; ip_range: string; gateway: string },
    ];
    const range = services.relay!.environment!.RELAY_PEERS!.split("-").map(toNumber) as [number, number];
    expect(range).toEqual(boundsOf(ip_range));
    expect(boundsOf(subnet)[0]).toBeLessThan(range[0]);
    const { networks } = services.relay!;
    const own = toNumber((Array.isArray(networks) ? {} : networks)!.media!.ipv4_address!);
    // Neither the relay nor the host, whose address would come from the same part if it were not named.
    expect(own).toBeGreaterThan(boundsOf(subnet)[0]);
    expect(own).toBeLessThan(range[0]);
    const host = toNumber(gateway);
    expect(host).toBeGreaterThan(boundsOf(subnet)[0]);
    expect(host).toBeLessThan(range[0]);
    expect(host).not.toBe(own);
  });

  test("the relay's network can be another one, as a whole", () => {
    const other = readCompose({ MEDIA_NETWORK: "10.9.8" });
    expect(JSON.stringify(other)).toBe(JSON.stringify(compose).replaceAll("172.30.41.", "10.9.8."));
    expect(JSON.stringify(compose)).toContain("172.30.41.");
  });

  test("the engines answer to one name, and the entrance knows each", () => {
    for (const name of engines) {
      const { networks } = services[name]!;
      expect(Array.isArray(networks) ? undefined : networks?.lessons?.aliases).toEqual(["avatar-service"]);
      expect(services.entrance!.environment!.ENGINES!.split(" ")).toContain(`${name}:8001`);
    }
  });
});

describe("settings", () => {
  const dockerfileOf = ({ image }: ComposeService) =>
    all.find(([, one]) => one.build && one.image === image)![1].build!.dockerfile;
  const settingsFor = (service: ComposeService) => ({
    ...environmentOf(readDockerfile(join(projectFolder, dockerfileOf(service))).at(-1)!),
    ...service.environment,
  });
  const ownOf = (service: ComposeService) => Object.keys(service.environment ?? {}).map(settingOf);

  test("are ones that the services have", () => {
    for (const name of ownOf(services.backend!)) expect(backendSettings).toHaveProperty(name);
    for (const engine of engines) {
      for (const name of ownOf(services[engine]!)) expect(engineSettings).toHaveProperty(name);
    }
  });

  test("that are not named come from a file of the school's own, and no other is forgotten", () => {
    const notNamed = (table: object, service: ComposeService) => {
      const named = Object.keys(settingsFor(service)).map(settingOf);
      return Object.keys(table).filter((name) => !named.includes(name));
    };
    expect(notNamed(backendSettings, services.backend!)).toEqual(["LOGIN_FORM"]);
    const engine = notNamed(engineSettings, services["avatar-service-1"]!);
    // The first address is right in a container; keys, models, a bucket and what belongs to them need files or secrets.
    const own =
      /^(ENGINE_URL|.*_API_KEY|SPEECH_SAMPLE_RATE|SHERPA_.*|TRANSCRIBER_(MODEL_DIR|THREADS)|S3_.*)$/;
    expect(engine.filter((name) => !own.test(name))).toEqual(["POD_NAME"]);
  });

  test("are the same for all engines, but for the media port", () => {
    const shared = engines.map((name) => ({
      ...services[name]!.environment,
      ...{ MEDIA_PORT: "", MEDIA_TCP_PORT: "" },
    }));
    expect(shared[1]).toEqual(shared[0]!);
    expect(shared[2]).toEqual(shared[0]!);
  });

  test("have the engines ask Ollama for as many answers as it writes at once, and no more", () => {
    const places = Number(services.ollama!.environment!.OLLAMA_NUM_PARALLEL);
    const parts = engines.map((name) => {
      const { OLLAMA_NUM_PARALLEL = "", OLLAMA_SHARED_BY = "" } = services[name]!.environment!;
      const settings = { OLLAMA_NUM_PARALLEL, OLLAMA_SHARED_BY, SERVICE_TOKEN: "x".repeat(32) };
      return readEngineConfig(settings).ollamaParallel;
    });
    expect(parts.reduce((sum, part) => sum + part, 0)).toBe(places);
  });

  test("can be read by the services, with the secrets that are made at the first start", async () => {
    const folder = mkdtempSync(join(tmpdir(), "virtual-tutor-secrets-"));
    try {
      await makeSecrets(folder);
      const before = readSecrets(folder);
      await makeSecrets(folder);
      expect(readSecrets(folder)).toEqual(before);
      const located = (service: ComposeService) =>
        Object.fromEntries(
          Object.entries(settingsFor(service)).map(([name, value]) => [
            name,
            name.endsWith("_FILE") ? value.replace("/run/secrets", folder) : value,
          ]),
        );
      const backend = readBackendConfig(located(services.backend!));
      const engine = readEngineConfig(located(services["avatar-service-2"]!));
      expect(backend.serviceToken).toBe(engine.serviceToken);
      expect(backend.database).toEqual({
        url: `postgres://tutor:${before["database/password"]}@database:5432/tutor`,
      });
      expect(backend).toMatchObject({ host: "0.0.0.0", port: 8000, metricsPort: 9464, proxyHops: 1 });
      expect(backend.enginePublicUrl).toBe(engine.backendPublicUrl);
      expect(engine).toMatchObject({ host: "0.0.0.0", port: 8001, mediaPort: 8102, mediaTcpPort: 8102 });
      expect(engine.metricsPort).toBe(9465);
      expect(engine.mediaAddresses).toEqual(["127.0.0.1"]);
      expect(engine.relay).toBeUndefined();
      const urls = "turn:192.0.2.10:3478?transport=udp,turns:tutor.school.example:5349?transport=tcp";
      const { services: withRelay } = readCompose({ TURN_URLS: urls, TURN_ONLY: "on" });
      const { relay } = readEngineConfig(located(withRelay["avatar-service-2"]!));
      expect(relay).toEqual({ relays: [urls.split(",")], secret: before["relay/secret"]!, only: true });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test("let all engines find the faces that one of them has made", () => {
    for (const name of engines) {
      const settings = Object.entries(settingsFor(services[name]!)).filter(([key]) => !key.endsWith("_FILE"));
      const { avatars } = readEngineConfig({
        ...Object.fromEntries(settings),
        SERVICE_TOKEN: "x".repeat(32),
      });
      expect(services[name]!.volumes).toContain(`avatars:${"folder" in avatars ? avatars.folder : ""}`);
    }
  });

  test("that have no default, and are not optional, are set", () => {
    const missing = (table: object, names: string[]) =>
      Object.entries(table)
        .filter(([name, setting]) => isRequired(name, setting) && !names.includes(name))
        .map(([name]) => name);
    expect(missing(backendSettings, ownOf(services.backend!))).toEqual([]);
    expect(missing(engineSettings, ownOf(services["avatar-service-1"]!))).toEqual([]);
  });
});

const toNumber = (ipv4: string) => ipv4.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

/** The first and the last address of a network ("192.0.2.0/24"), as numbers. */
function boundsOf(network: string): [number, number] {
  const [address, bits] = network.split("/") as [string, string];
  const first = toNumber(address);
  return [first, first + 2 ** (32 - Number(bits)) - 1];
}

/** Reading nothing fails. */
function isRequired(name: string, setting: { default?: string; read(name: string, text?: string): unknown }) {
  try {
    setting.read(name, setting.default);
    return false;
  } catch {
    return true;
  }
}

async function makeSecrets(folder: string): Promise<void> {
  const script = join(projectFolder, "deploy/compose/make-secrets.ts");
  const run = Bun.spawn([process.execPath, script, folder], { stdio: ["ignore", "ignore", "pipe"] });
  expect([await run.exited, await new Response(run.stderr).text()]).toEqual([0, ""]);
}

function readSecrets(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  const secrets = files.filter((name) => statSync(join(folder, name)).isFile());
  return Object.fromEntries(secrets.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}
