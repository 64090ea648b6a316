import { afterAll, beforeAll, expect, test } from "bun:test";
import createClient from "openapi-fetch";
import type { paths } from "../../generated/backend.types.ts";
import { ownerEmail, ownerPassword } from "../_support/backend.ts";
import { type FakeOllama, startFakeOllama } from "../_support/fake-ollama.ts";
import { freePort } from "../_support/product.ts";
import { type ServiceProcesses, startServiceProcesses } from "../_support/service-processes.ts";
import { Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";

/** The part of OTLP's JSON that is looked at. */
interface OtlpSpan {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[];
  status: { code?: number };
}

interface OtlpTraces {
  resourceSpans: {
    resource: { attributes: OtlpSpan["attributes"] };
    scopeSpans: { spans: OtlpSpan[] }[];
  }[];
}

const question = "Why does the numbat canary dig?";
const forgedTrace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const opened = new AsyncDisposableStack();
const spans: (OtlpSpan & { service: string })[] = [];
const ollamaHeaders: Headers[] = [];
const embeddingHeaders: Headers[] = [];
let received = "";
let services: ServiceProcesses;
let sessionWords: string[] = [];

beforeAll(async () => {
  const collector = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: collect });
  opened.defer(() => collector.stop(true));
  const ollama = opened.use(
    await startFakeOllama({
      models: [
        { name: "tutor-small:latest" },
        { name: "nomic-embed-text:latest", family: "nomic-bert", capabilities: ["embedding"] },
      ],
    }),
  );
  const enginePort = await freePort();
  const recorder = opened.use(recordHeaders(ollama));
  services = opened.use(
    await startServiceProcesses({
      ollama,
      environment: {
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${collector.port}`,
        OLLAMA_BASE_URL: recorder.url,
        ENGINE_PORT: String(enginePort),
        AVATAR_SERVICE_URL: `http://localhost:${enginePort}`,
      },
    }),
  );
  await addDocument();
  await teach();
  const parent = () => parentOf(find("engine", "chat"));
  await until("the spans", () => parent() && find("backend", deliverTurns), { withinMs: 20_000 });
}, 120_000);
afterAll(async () => {
  await opened.disposeAsync();
}, 30_000);

const deliverTurns = "POST /internal/sessions/{sessionId}/turns";
const getProfile = "GET /internal/tutors/{tutorId}/profile";
const find = (service: string, name: string) =>
  spans.find((span) => span.service === `virtual-tutor-${service}` && span.name === name);

/** Undefined also while a span that ends later has not arrived. */
const parentOf = (child: OtlpSpan | undefined) =>
  spans.find(({ spanId }) => child !== undefined && spanId === child.parentSpanId);

async function collect(request: Request): Promise<Response> {
  const text = await request.text();
  received += text;
  const { resourceSpans } = JSON.parse(text) as OtlpTraces;
  for (const { resource, scopeSpans } of resourceSpans) {
    const service = resource.attributes.find(({ key }) => key === "service.name")!.value.stringValue!;
    for (const span of scopeSpans.flatMap((scope) => scope.spans)) spans.push({ ...span, service });
  }
  return Response.json({});
}

/** Stands before Ollama and keeps the headers of what is asked of it. */
function recordHeaders(ollama: FakeOllama): Disposable & { url: string } {
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      const { pathname } = new URL(request.url);
      if (pathname === "/api/chat") ollamaHeaders.push(request.headers);
      if (pathname === "/api/embed") embeddingHeaders.push(request.headers);
      const body = request.method === "POST" ? await request.arrayBuffer() : undefined;
      return fetch(ollama.url + pathname, { method: request.method, body });
    },
  });
  return { url: `http://127.0.0.1:${server.port}`, [Symbol.dispose]: () => void server.stop(true) };
}

/** Its passages are embedded by Ollama, which the backend reaches through the engine. */
async function addDocument(): Promise<void> {
  const { url, demoTutorId } = services.backend;
  const guest = createClient<paths>({ baseUrl: url });
  const { data } = await guest.POST("/api/auth/login", {
    body: { email: ownerEmail, password: ownerPassword },
  });
  await guest.POST("/api/tutors/{tutorId}/documents", {
    params: { path: { tutorId: demoTutorId }, query: { title: "Numbats" } },
    body: new Blob(["# Food\n\nNumbats eat termites."]),
    bodySerializer: (body) => body,
    headers: { "content-type": "text/markdown", authorization: `Bearer ${data!.access_token}` },
  });
  await until("the embedding", () => embeddingHeaders.length > 0, { withinMs: 30_000 });
}

async function teach(): Promise<void> {
  const { backend, engine } = services;
  const id = backend.demoTutorId;
  const visited = await fetch(`${backend.url}/api/tutors/${id}/visits`, {
    method: "POST",
    headers: { "content-type": "application/json", traceparent: forgedTrace },
    body: JSON.stringify({ name: "Numbat Canary" }),
  });
  const { ticket, session } = (await visited.json()) as { ticket: string; session: { id: string } };
  sessionWords = [id, ticket, session.id];
  await using student = await Student.join(engine.url, id, ticket, { decode: false });
  services.ollama.next({ tokens: ["It likes ", "termites."] });
  student.say(question);
  const answered = () =>
    student.messages.some((message) => message.type === "turn-end" && message.source === "model");
  await until("the answer", answered, { withinMs: 30_000 });
}

test("a turn's trace leads through the model to Ollama", () => {
  const chat = find("engine", "chat")!;
  const turn = parentOf(chat)!;
  expect(turn).toMatchObject({ name: "turn", service: "virtual-tutor-engine", traceId: chat.traceId });
  expect(turn.parentSpanId).toBeFalsy();
  // The lesson's begin has asked for the model before, in a trace of its own.
  const parents = ollamaHeaders.map((headers) => headers.get("traceparent"));
  expect(parents.filter((parent) => parent?.includes(chat.traceId))).toEqual([
    `00-${chat.traceId}-${chat.spanId}-01`,
  ]);
  const keys = chat.attributes.map(({ key }) => key);
  expect(keys).toContain("gen_ai.usage.output_tokens");
});

test("what the engine asks of the backend is one trace in both", () => {
  const profile = find("backend", getProfile)!;
  const call = parentOf(profile)!;
  expect(call).toMatchObject({ name: "backend", service: "virtual-tutor-engine", traceId: profile.traceId });
  const start = parentOf(call)!;
  expect(start).toMatchObject({ name: "POST /api/tutors/{tutorId}/webrtc", traceId: profile.traceId });
});

test("what the backend has Ollama do is one trace through the engine", async () => {
  const asked = await until("the spans", () => {
    const span = find("engine", "POST /api/chat/embeddings");
    return span && parentOf(span) && span;
  });
  expect(parentOf(asked)).toMatchObject({ name: "embed", service: "virtual-tutor-backend" });
  const traces = embeddingHeaders.map((headers) => headers.get("traceparent")?.split("-")[1]);
  expect(traces).toContain(asked.traceId);
});

test("a browser cannot choose its trace, and probes leave none", () => {
  const visit = find("backend", "POST /api/tutors/{tutorId}/visits")!;
  expect(forgedTrace).not.toContain(visit.traceId);
  expect(visit.parentSpanId).toBeFalsy();
  expect(spans.filter(({ name }) => /livez|readyz|health/.test(name))).toEqual([]);
});

test("spans hold no ids, words, tickets or SDP", () => {
  for (const secret of [...sessionWords, question]) expect(received.includes(secret)).toBe(false);
  expect(received).not.toMatch(/canary|ice-ufrag|fingerprint/i);
});
