import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../../deploy/installation.ts";
import { backendContract } from "../../generated/backend.contract.ts";
import { engineContract } from "../../generated/engine.contract.ts";
import { ownerEmail, ownerPassword, serviceToken } from "../_support/backend.ts";
import { readYaml } from "../_support/deployment-files.ts";
import { buildKustomization } from "../_support/kustomization.ts";
import { readOpenMetrics, type Sample, sumOf } from "../_support/open-metrics.ts";
import { startPrometheus } from "../_support/prometheus.ts";
import { type ServiceProcesses, startServiceProcesses } from "../_support/service-processes.ts";
import { Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";

const words = {
  question: "Why does the zebrafish canary glow?",
  answer: "Because of the okapi canary.",
  guest: "Quagga Canary",
  email: "numbat-canary@school.example",
  password: "a wombat canary password",
  persona: "You are a bilby canary.",
  notes: "# Quokka canary\n\nThe quokka canary smiles.",
  sdp: "v=0\r\na=potoroo-canary\r\n",
};

let services: ServiceProcesses;
/** What must not be read anywhere in the logs, by what it is. */
const secrets: Record<string, string> = { ...words, serviceToken, ownerPassword };
let figures: { backend: Sample[]; engine: Sample[] };

beforeAll(async () => {
  services = await startServiceProcesses();
  await teach();
  figures = { backend: await scrape("backend"), engine: await scrape("engine") };
}, 120_000);
afterAll(async () => {
  await services?.[Symbol.asyncDispose]();
});

const scrape = async (name: "backend" | "engine") => {
  const response = await fetch(services[name].metricsUrl);
  expect(response.headers.get("content-type")).toStartWith("application/openmetrics-text");
  return readOpenMetrics(await response.text());
};

const post = (url: string, body: unknown, bearer = "") =>
  fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${bearer}` },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

/** A day in the life of both services, good and bad, with words that must stay private. */
async function teach(): Promise<void> {
  const { backend, engine, ollama } = services;
  await post(`${backend.url}/api/auth/login`, { email: words.email, password: words.password });
  await post(`${backend.url}/api/auth/login`, `{"email": "${words.email}", `);
  const credentials = { email: ownerEmail, password: ownerPassword };
  const signIn = await post(`${backend.url}/api/auth/login`, credentials);
  const { access_token } = (await signIn.json()) as { access_token: string };
  secrets.accessToken = access_token;
  const { persona, notes } = words;
  const made = await post(
    `${backend.url}/api/tutors`,
    { name: "Bo", subject: "Zoology", access: "public", persona, notes },
    access_token,
  );
  const { id } = (await made.json()) as { id: string };
  const { email, password } = words;
  await post(`${backend.url}/api/student/auth/login`, { tutorId: id, email, password });
  const visited = await post(`${backend.url}/api/tutors/${id}/visits`, { name: words.guest });
  const { ticket } = (await visited.json()) as { ticket: string };
  secrets.ticket = ticket;

  const webrtc = `${engine.url}/api/tutors/${id}/webrtc`;
  const offer = (sdp: string) =>
    fetch(webrtc, {
      method: "POST",
      headers: { "content-type": "application/sdp", authorization: `Bearer ${ticket}` },
      body: sdp,
    });
  expect((await offer(words.sdp)).status).toBe(400);
  await leaveInTheMiddle(webrtc, ticket);
  const student = await Student.join(engine.url, id, ticket);
  await using _ = student;
  Object.assign(secrets, sdpSecrets(student.connection.localDescription!.sdp));
  ollama.next({ tokens: [words.answer] });
  student.channel.send(`{"type": "say", "text": 7, "canary": "${words.question}"`);
  for (const id of [0, 1]) student.send({ type: "ping", id, relayRefusals: 64 });
  student.say(words.question);
  expect((await student.message("turn-end", { withinMs: 30_000 })).outcome).toBe("complete");
  await until(
    "what the student's side tells of the link",
    async () => sumOf(await scrape("engine"), "tutor_engine_link_round_trip_seconds_count") > 0,
    { withinMs: 30_000 },
  );
  ollama.stop();
  const from = student.messages.length;
  student.say(words.question);
  expect((await student.message("turn-end", { from, withinMs: 30_000 })).source).toBe("notes");
  await post(`${engine.url}/api/tutors/${id}/chat`, { message: words.question }, ticket);
  await post(`${engine.url}/api/tutors/${id}/chat`, { message: words.question, more: words.answer }, ticket);
  const left = await fetch(student.location, {
    method: "DELETE",
    headers: { authorization: `Bearer ${ticket}` },
  });
  expect(left.status).toBe(204);
  await until(
    "the transcript",
    async () => sumOf(await scrape("engine"), "tutor_engine_outbox_pending") === 0,
  );
}

/** Begins to send an offer, and goes. */
async function leaveInTheMiddle(url: string, ticket: string): Promise<void> {
  const { hostname, port, pathname } = new URL(url);
  const socket = await Bun.connect({ hostname, port: Number(port), socket: { data() {} } });
  const lines = [
    `POST ${pathname} HTTP/1.1`,
    `Host: ${hostname}`,
    `Authorization: Bearer ${ticket}`,
    "Content-Type: application/sdp",
    "Content-Length: 500",
    "",
    words.sdp,
  ];
  socket.write(lines.join("\r\n"));
  socket.flush();
  const requests = async () =>
    sumOf(await scrape("engine"), "tutor_http_request_seconds_count", { status: "499" }) > 0;
  await Bun.sleep(0);
  socket.end();
  await until("the end of a request that was left", requests);
}

/** What makes an offer this student's own. */
function sdpSecrets(sdp: string): Record<string, string> {
  const find = (attribute: string) => new RegExp(`a=${attribute}:(\\S+ ?\\S*)`).exec(sdp)![1]!.trim();
  return { password: find("ice-pwd"), fingerprint: find("fingerprint").split(" ").at(-1)! };
}

describe("figures", () => {
  test("tell what happened in a lesson", () => {
    const { engine } = figures;
    const turns = "tutor_engine_turns_total";
    expect(sumOf(engine, turns, { outcome: "complete", source: "model" })).toBe(1);
    expect(sumOf(engine, turns, { outcome: "complete", source: "notes" })).toBe(1);
    expect(sumOf(engine, "tutor_engine_turn_first_audio_seconds_count", { source: "model" })).toBe(1);
    for (const stage of [
      "guard",
      "notes",
      "first_text",
      "first_sentence",
      "first_audio",
      "first_picture",
      "heard",
    ])
      expect([stage, sumOf(engine, `tutor_engine_turn_${stage}_seconds_count`)]).toEqual([stage, 2]);
    expect(sumOf(engine, "tutor_engine_model_replies_total", { outcome: "complete" })).toBe(1);
    expect(sumOf(engine, "tutor_engine_model_replies_total", { outcome: "unreachable" })).toBeGreaterThan(0);
    expect(sumOf(engine, "tutor_engine_model_tokens_total", { direction: "reply" })).toBeGreaterThan(0);
    expect(sumOf(engine, "tutor_engine_audio_packets_total")).toBeGreaterThan(50);
    expect(sumOf(engine, "tutor_engine_pictures_total")).toBeGreaterThan(25);
    expect(sumOf(engine, "tutor_engine_connect_seconds_count")).toBe(1);
    expect(sumOf(engine, "tutor_engine_relay_refusals_total")).toBe(1);
    expect(sumOf(engine, "tutor_engine_link_loss_ratio_count")).toBeGreaterThan(0);
    expect(sumOf(engine, "tutor_engine_lessons_active")).toBe(0);
    expect(sumOf(engine, "tutor_engine_students", { transport: "udp" })).toBe(0);
    expect(sumOf(engine, "tutor_engine_lessons_max")).toBe(100);
  });

  test("tell whether the engine reaches what it asks others for", () => {
    const { engine } = figures;
    const up = engine.filter(({ name }) => name === "tutor_engine_part_up");
    // The model was stopped in the middle, and there is no avatar server.
    expect(up.map(({ labels, value }) => [labels.part, value])).toEqual([["ollama", 0]]);
    expect(sumOf(engine, "tutor_engine_model_shunned")).toBe(1);
    expect(sumOf(engine, "tutor_engine_model_writing")).toBe(0);
    expect(sumOf(engine, "tutor_engine_model_queue")).toBe(0);
    expect(engine.filter(({ name }) => name === "tutor_engine_avatar_server_places")).toHaveLength(5);
  });

  test("begin at 0 for all that can be counted, so that a rate sees the first event", () => {
    const values = ({ labels }: Sample) => Object.values(labels).join(" ");
    const { backend, engine } = figures;
    const counted = [...backend, ...engine]
      .filter(({ name, value }) => /^tutor_(?:engine|backend)_\w+_total$/.test(name) && value === 0)
      .map((sample) => `${sample.name} ${values(sample)}`.trim());
    for (const one of [
      "tutor_engine_turns_total failed model",
      "tutor_engine_model_replies_total busy",
      "tutor_backend_sign_ins_total student limited",
      "tutor_engine_outbox_lost_total",
      "tutor_engine_workers_ended_total face hung",
    ])
      expect(counted).toContain(one);
  });

  test("tell what was asked of the services and how they fare", () => {
    const { backend, engine } = figures;
    const requests = "tutor_http_request_seconds_count";
    expect(sumOf(engine, requests, { operation: "startLesson", status: "201" })).toBe(1);
    expect(sumOf(engine, requests, { operation: "startLesson", status: "400" })).toBe(1);
    expect(sumOf(backend, requests, { operation: "createVisit", status: "201" })).toBe(1);
    expect(sumOf(backend, requests, { operation: "deliverTurns" })).toBeGreaterThan(0);
    const signIns = (labels: Record<string, string>) =>
      sumOf(backend, "tutor_backend_sign_ins_total", labels);
    expect(signIns({ account: "admin", outcome: "accepted" })).toBe(1);
    expect(signIns({ account: "admin", outcome: "refused" })).toBe(1);
    expect(signIns({ account: "student", outcome: "refused" })).toBe(1);
    expect(sumOf(backend, "tutor_backend_database_up")).toBe(1);
    for (const samples of [backend, engine]) {
      expect(sumOf(samples, "tutor_event_loop_lag_seconds_count")).toBeGreaterThan(0);
      expect(sumOf(samples, "process_resident_memory_bytes")).toBeGreaterThan(10_000_000);
      expect(sumOf(samples, "tutor_processes_memory_bytes")).toBeGreaterThan(10_000_000);
      expect(sumOf(samples, "tutor_processes_descriptors")).toBeGreaterThan(10);
    }
    // Its faces and voices have processes of their own.
    const memory = (name: string) => sumOf(engine, name);
    expect(memory("tutor_processes_memory_bytes")).toBeGreaterThan(memory("process_resident_memory_bytes"));
  });

  test("carry no ids and no people's words", () => {
    const labels = Object.values(figures).flatMap((samples) =>
      samples.flatMap((sample) => Object.values(sample.labels)),
    );
    for (const label of labels) expect(label).toMatch(/^[a-zA-Z-]+$|^[0-9.]+$|^\+Inf$/);
  });

  test("are served on a port of their own, and there alone", async () => {
    for (const name of ["backend", "engine"] as const) {
      const { url, metricsUrl } = services[name];
      expect(new URL(url).port).not.toBe(new URL(metricsUrl).port);
      expect((await fetch(`${url}/metrics`)).status).toBe(404);
      expect((await fetch(new URL("/livez", metricsUrl))).status).toBe(404);
      expect((await fetch(metricsUrl, { method: "POST" })).status).toBe(404);
    }
  });
});

describe("the board and the alerts", () => {
  const board = JSON.parse(
    readFileSync(join(projectFolder, "deploy/observability/dashboards/virtual-tutor.json"), "utf8"),
  ) as { panels: { id: number; title: string; targets?: { expr: string }[] }[] };
  const [alerts] = readYaml("deploy/observability/alerts.yaml") as [
    { groups: { rules: { alert: string; expr: string; annotations: Record<string, string> }[] }[] },
  ];
  const rules = alerts.groups.flatMap(({ rules }) => rules);
  const expressions = [
    ...board.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
    ...rules.map(({ expr }) => expr),
  ];
  const namesIn = (expression: string) =>
    expression.match(/\b(?:tutor|process)_[a-z0-9_]+|\bup(?=\{)/g) ?? [];

  test("ask for figures that there are", () => {
    const served = new Set([...figures.backend, ...figures.engine].map(({ name }) => name));
    // Prometheus makes it by itself, for each service that it scrapes.
    served.add("up");
    for (const expression of expressions) {
      expect(namesIn(expression).length).toBeGreaterThan(0);
      for (const name of namesIn(expression)) expect([name, served.has(name)]).toEqual([name, true]);
    }
  });

  test("are read and computed by Prometheus itself, as Compose sets it up", async () => {
    await using prometheus = await startPrometheus({
      backend: new URL(services.backend.metricsUrl).host,
      "avatar-service": new URL(services.engine.metricsUrl).host,
    });
    type Targets = { activeTargets: { labels: { job: string }; health: string; lastError: string }[] };
    const targets = async () =>
      ((await prometheus.ask("targets")) as Targets).activeTargets.map(({ labels, health, lastError }) =>
        [labels.job, health, lastError].join(" "),
      );
    const up = ["avatar-service up ", "backend up "];
    await until("both services", async () => Bun.deepEquals((await targets()).sort(), up), {
      withinMs: 60_000,
    });
    type Rules = { groups: { rules: { name: string; health: string; lastError?: string }[] }[] };
    const unwell = async () =>
      ((await prometheus.ask("rules")) as Rules).groups
        .flatMap(({ rules }) => rules)
        .filter(({ health }) => health !== "ok");
    await until("the rules", async () => (await unwell()).length === 0, { withinMs: 60_000 });
    const compute = async (expression: string) => {
      const asked = expression.replaceAll("$__rate_interval", "1m");
      const data = await prometheus.ask(`query?query=${encodeURIComponent(asked)}`);
      return (data as { result: { value: [number, string] }[] }).result;
    };
    for (const expression of expressions) await compute(expression);
    const [complete] = await compute('sum(tutor_engine_turns_total{outcome="complete"})');
    expect(complete!.value[1]).toBe(
      String(sumOf(figures.engine, "tutor_engine_turns_total", { outcome: "complete" })),
    );
  }, 120_000);

  test("compare labels with values that the services write", () => {
    const [prometheus] = readYaml("deploy/observability/prometheus.yaml") as [
      { scrape_configs: { job_name: string }[] },
    ];
    const jobs = prometheus.scrape_configs.map(({ job_name }) => job_name);
    const operations = [backendContract, engineContract].flatMap(({ operations }) => Object.keys(operations));
    const all = [...figures.backend, ...figures.engine];
    const valuesOf = (name: string, label: string) => {
      if (label === "job") return jobs;
      if (label === "operation") return operations;
      return all.filter((sample) => sample.name === name).map(({ labels }) => labels[label] ?? "");
    };
    let compared = 0;
    for (const expression of expressions) {
      for (const [, name, selectors] of expression.matchAll(/(\w+)\{([^}]+)\}/g)) {
        for (const [, label, operator, literal] of selectors!.matchAll(/(\w+)(=~|!~|!=|=)"([^"]*)"/g)) {
          const wanted = operator!.includes("~") ? literal!.split("|") : [literal!];
          for (const value of wanted.filter((value) => value !== "5..")) {
            expect([name, label, value, valuesOf(name!, label!).includes(value)]).toEqual([
              ...[name, label, value],
              true,
            ]);
            compared++;
          }
        }
      }
    }
    expect(compared).toBeGreaterThan(10);
  });

  test("show every figure of ours somewhere", () => {
    const asked = new Set(expressions.flatMap(namesIn));
    const families = new Set(
      [...figures.backend, ...figures.engine].map(({ name }) => name.replace(/_(?:bucket|sum|count)$/, "")),
    );
    const unseen = [...families].filter((family) => ![...asked].some((name) => name.startsWith(family)));
    expect(unseen).toEqual([]);
  });

  test("are the same on Kubernetes, where the alerts are indented by two and stand below a head", () => {
    const [rule] = readYaml("deploy/kubernetes/components/monitoring/alerts.yaml") as [{ spec: unknown }];
    expect(rule.spec).toEqual(alerts);
  });

  test("stand in one ConfigMap on Kubernetes, by the label that Grafana looks for", () => {
    const maps = buildKustomization(join(projectFolder, "deploy/observability"));
    expect(maps.map(({ metadata }) => metadata.labels)).toEqual([{ grafana_dashboard: "1" }]);
    const { "virtual-tutor.json": text } = maps[0]!.data as Record<string, string>;
    expect(JSON.parse(text!)).toEqual(board);
    // The API server takes 1 MiB, and kubectl's own annotation 256 KiB of it.
    expect(text!.length).toBeLessThan(256 * 1024);
  });

  test("have titles of their own, and say what to do", () => {
    expect(new Set(board.panels.map(({ id }) => id)).size).toBe(board.panels.length);
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    for (const { annotations } of rules) expect(Object.keys(annotations)).toEqual(["summary", "action"]);
  });
});

describe("logs, at their most talkative,", () => {
  test("are JSON lines that tell which operation was answered, and how", () => {
    for (const [name, operation] of [
      ["backend", "createVisit"],
      ["engine", "startLesson"],
    ] as const) {
      const lines = services[name].lines();
      for (const { service, msg } of lines) expect([service, typeof msg]).toEqual([name, "string"]);
      const answered = lines.filter((line) => line.msg === "answered" && line.operation === operation);
      expect(answered.map(({ status }) => status)).toContain(201);
    }
  });

  test("call nothing an error that others did wrong, or that comes to pass", () => {
    const errorLevel = 50;
    for (const name of ["backend", "engine"] as const) {
      const errors = services[name].lines().filter(({ level }) => Number(level) >= errorLevel);
      expect([name, errors]).toEqual([name, []]);
    }
  });

  test("hold no question, answer, name, password, ticket or SDP", () => {
    expect(Object.keys(secrets).length).toBeGreaterThan(12);
    for (const name of ["backend", "engine"] as const) {
      const { output } = services[name];
      const leaked = Object.entries(secrets).filter(([, secret]) => output.includes(secret));
      expect([name, leaked.map(([what]) => what)]).toEqual([name, []]);
      expect([name, output.match(/canary/gi)]).toEqual([name, null]);
    }
  });
});
