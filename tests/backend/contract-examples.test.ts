import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import createClient from "openapi-fetch";
import { backendContract } from "../../generated/backend.contract.ts";
import type { paths } from "../../generated/backend.types.ts";
import type { Operation } from "../../openapi/binding/contract.ts";
import {
  databases,
  serviceTestTimeoutMs,
  serviceToken,
  startTestBackend,
  type TestBackend,
} from "../_support/backend.ts";
import { startFakeEngine } from "../_support/fake-engine.ts";
import { toForm } from "../_support/forms.ts";

setDefaultTimeout(serviceTestTimeoutMs);

interface MediaType {
  readonly example?: unknown;
}
/** The parts of replies that later examples need. */
interface Reply {
  readonly id: string;
  readonly secret: string;
  readonly access_token: string;
  readonly refresh_token: string;
  readonly session: { readonly id: string };
  readonly student: { readonly id: string };
  readonly admin: { readonly id: string };
  readonly password: string;
}
type Example = readonly [operation: Operation, type: string, example: unknown];

/** Every request body of the contract, by media type. */
function readExamples(): Example[] {
  const text = readFileSync(join(import.meta.dir, "../../openapi/backend.yaml"), "utf8");
  const { paths } = Bun.YAML.parse(text) as {
    paths: Record<string, Record<string, { requestBody?: { content: Record<string, MediaType> } }>>;
  };
  return Object.values(backendContract.operations).flatMap((operation) => {
    const content = paths[operation.path]![operation.method.toLowerCase()]!.requestBody?.content ?? {};
    return Object.entries(content).map(([type, { example }]): Example => [operation, type, example]);
  });
}

const examples = readExamples();
// Files that no text can show, and parts of a multipart body, are the business of the operation's own tests.
const isText = ([{ body }, type]: Example) =>
  !type.startsWith("multipart/") && (body?.content[type] !== null || type.startsWith("text/"));
const written = examples.filter(isText);
/** Parameters without which an operation is refused. */
const queries: Readonly<Record<string, string>> = { createDocument: "?title=Light" };

test("every request body of the contract has an example that conforms to it", () => {
  expect(written.length).toBeGreaterThan(20);
  for (const [{ id, body }, type, example] of written) {
    const validator = body!.content[type];
    expect([id, type, example === undefined]).toEqual([id, type, false]);
    if (validator)
      expect([id, backendContract.requests[validator]!(structuredClone(example))]).toEqual([id, true]);
  }
});

test("whoever creates something may repeat the request", () => {
  const creations = Object.values(backendContract.operations).filter(({ responses }) => 201 in responses);
  const unrepeatable = creations.filter(
    ({ parameters }) => !parameters.header?.names.includes("idempotency-key"),
  );
  // A document is known by its content: the same file again is the one that is there.
  expect(unrepeatable.map(({ id }) => id)).toEqual(["createDocument"]);
});

/** What examples name that only a running service can make: sent in place of what the contract shows. */
const secrets = ["refresh_token", "secret", "tutorId"];

describe.each(databases)("the contract's examples, on %s", (database) => {
  const engine = startFakeEngine();
  let backend: TestBackend;
  beforeAll(async () => {
    const head = { adminEmail: "head@school.example", adminPassword: "a long sentence nobody guesses" };
    backend = await startTestBackend({ database, demoTutor: false, engineUrl: engine.url, ...head });
  });
  afterAll(async () => {
    await backend?.[Symbol.asyncDispose]();
    await engine[Symbol.asyncDispose]();
  });

  /** What was made so far, by the name that a path or a body calls it. */
  const made: Record<string, string> = { face: "ada" };
  const tokens: Record<string, string> = { serviceToken };

  async function send([{ id, path, method, security }, type, example]: Example) {
    const values = typeof example === "string" ? example : { ...(example as Record<string, unknown>) };
    if (typeof values !== "string") {
      for (const name of secrets) if (name in values) values[name] = made[name];
    }
    const bearer = tokens[security[0] ?? ""];
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => made[name]!);
    const response = await fetch(backend.url + filled + (queries[id] ?? ""), {
      method,
      headers: { "content-type": type, ...(bearer ? { authorization: `Bearer ${bearer}` } : {}) },
      body:
        typeof values === "string"
          ? values
          : type === "application/json"
            ? JSON.stringify(values)
            : new URLSearchParams(values as Record<string, string>),
    });
    const text = await response.text();
    return { status: response.status, reply: text === "" ? {} : JSON.parse(text) };
  }

  async function makeAvatar(): Promise<string> {
    const response = await fetch(`${backend.url}/api/avatars/create`, {
      method: "POST",
      headers: { authorization: `Bearer ${tokens.bearerAuth}` },
      body: toForm({ name: "anna", kind: "drawn", preset: "ada" }),
    });
    return ((await response.json()) as Reply).id;
  }

  /** Every operation without a body, with what was made: reads first, and what deletes a part before what deletes the whole. */
  async function askEverything(): Promise<void> {
    const depth = ({ path }: Operation) => path.split("/").length;
    const rank = ({ method, id, security }: Operation) =>
      method === "DELETE"
        ? security.includes("studentAuth")
          ? 1.5
          : 2
        : id.startsWith("logout")
          ? 3
          : method === "GET"
            ? 0
            : 1;
    const bodyless = Object.values(backendContract.operations)
      .filter(({ body }) => !body)
      .sort((a, b) => rank(a) - rank(b) || depth(b) - depth(a));
    await signInAgain();
    await backend.engine.POST("/internal/avatars/{avatarId}/status", {
      params: { path: { avatarId: made.avatarId! } },
      body: { state: "done" },
    });
    const own = await ask(backendContract.operations.createStudentSession!);
    made.visit = made.sessionId!;
    for (const operation of bodyless) {
      const isStudents = operation.security.includes("studentAuth");
      made.sessionId = isStudents ? JSON.parse(own.text).session.id : made.visit;
      const { status, text } = await ask(operation);
      expect([operation.id, Math.floor(status / 100), status < 300 ? "" : text]).toEqual([
        operation.id,
        2,
        "",
      ]);
    }
  }

  /** The examples have disabled the student and given another password. */
  async function signInAgain(): Promise<void> {
    const { tutorId = "", studentId = "", password = "" } = made;
    const admin = createClient<paths>({
      baseUrl: backend.url,
      headers: { authorization: `Bearer ${tokens.bearerAuth}` },
    });
    const { data: student } = await admin.PATCH("/api/tutors/{tutorId}/students/{studentId}", {
      params: { path: { tutorId, studentId } },
      body: { status: "active" },
    });
    const body = { tutorId, email: student!.email, password };
    const { data } = await backend.guest.POST("/api/student/auth/login", { body });
    tokens.studentAuth = data!.access_token;
  }

  /** The name of a file that a page asks for. */
  async function assetOf(page: string): Promise<string> {
    const html = await (await fetch(backend.url + page)).text();
    return new RegExp(`${page}/([a-z0-9.-]+)"`).exec(html)?.[1] ?? "";
  }

  async function ask({ path, method, security }: Operation): Promise<{ status: number; text: string }> {
    if (path.endsWith("{asset}")) made.asset = await assetOf(path.replace("/{asset}", ""));
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => made[name]!);
    const bearer = tokens[security[0] ?? ""];
    const headers = bearer ? { authorization: `Bearer ${bearer}` } : undefined;
    const response = await fetch(backend.url + filled, { method, headers });
    // Events go on for as long as somebody listens.
    const isStream = response.headers.get("content-type")?.startsWith("text/event-stream");
    if (isStream) await response.body?.cancel();
    return { status: response.status, text: isStream ? "" : await response.text() };
  }

  /** Sends the examples of an operation and keeps what came of them. */
  async function run(id: string, keep: (reply: Reply) => Record<string, string> = () => ({})) {
    for (const example of written.filter(([operation]) => operation.id === id)) {
      const { status, reply } = await send(example);
      expect([id, example[1], Math.floor(status / 100), status]).toEqual([id, example[1], 2, status]);
      Object.assign(made, keep(reply));
    }
    done.add(id);
  }
  const done = new Set<string>();

  test("are taken by the service, each of them, and so is every operation that takes none", async () => {
    const keepTokens = (scheme: string) => (reply: Reply) => {
      tokens[scheme] = reply.access_token;
      return { refresh_token: reply.refresh_token };
    };
    await run("login", keepTokens("bearerAuth"));
    await run("refresh", keepTokens("bearerAuth"));
    await run("createTutor", ({ id }) => ({ tutorId: id }));
    await run("createDocument", ({ id }) => ({ documentId: id }));
    await run("findPassages");
    await run("createStudent", ({ student }) => ({ studentId: student.id }));
    await run("importStudents");
    await run("loginStudent", keepTokens("studentAuth"));
    await run("refreshStudent", keepTokens("studentAuth"));
    await run("changeStudentPassword", keepTokens("studentAuth"));
    await run("logoutStudent");
    await run("resetStudentPassword", ({ password }) => ({ password }));
    await run("updateStudent");
    await run("updateTutor");
    await run("createVisit", ({ session, secret }) => ({ sessionId: session.id, secret }));
    await run("createTicket");
    await run("deliverTurns");
    await run("reportLessons");
    await run("redeemReceipts");
    await run("createAdmin", ({ admin }) => ({ adminId: admin.id }));
    await run("resetAdminPassword");
    await run("updateAdmin");
    await run("rotateKey");
    made.avatarId = await makeAvatar();
    await run("updateAvatar");
    await run("reportAvatar");
    await run("changePassword", keepTokens("bearerAuth"));
    await askEverything();
    await run("logout");
    expect([...new Set(written.map(([{ id }]) => id))].filter((id) => !done.has(id))).toEqual([]);
  });
});
