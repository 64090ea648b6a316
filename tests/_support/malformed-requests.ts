import { readFileSync } from "node:fs";
import { projectFolder } from "../../deploy/installation.ts";
import type { Contract, Operation } from "../../openapi/binding/contract.ts";
import type { Random } from "./random.ts";

/**
 * Requests that are wrong in every way that we could think of, made from the contract. A library for properties makes values that fit
 * a schema; what is wanted here are bytes, headers and paths that fit nothing.
 */

/** A word that no answer may repeat. */
export const canary = "canary-4711";

export interface MalformedRequest {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: BodyInit | undefined;
}

const hostileTexts = [
  "",
  " ",
  "\0",
  `a\0${canary}`,
  "\u{1F600}".repeat(200),
  "\uD800",
  "\uFEFFx",
  "‮‏⁦",
  "e\u0301".repeat(3_000),
  "x".repeat(100_000),
  `${canary}' or '1'='1`,
  `"; drop table tutors; --${canary}`,
  "../../../../etc/passwd",
  "%00%2e%2e%2f",
  "{{7*7}}$(id)`id`",
  "<script>alert(1)</script>",
  "0x7fffffffffffffff",
  "-1",
  "1e309",
  "2026-02-30T25:61:61Z",
  "+275760-09-13T00:00:00.001Z",
  "01939a0e-3f5c-7a4c-9d2e-6f1b3c5d7e9f",
  "01939a0e3f5c7a4c9d2e6f1b3c5d7e9f",
  "null",
  "true",
];

const hostileValues: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  -0,
  Number.MAX_SAFE_INTEGER + 2,
  [],
  {},
  [null],
  [[[[[]]]]],
  { toString: canary },
  { length: 1e9 },
  Array.from({ length: 2_000 }, () => 1),
  ...hostileTexts,
];

export const hostileJson = (text: string): readonly string[] => [
  "",
  "\0",
  "nul",
  "[1,]",
  "{'a':1}",
  "{a:1}",
  '{"a":1}}',
  "\uFEFF{}",
  '{"a":NaN}',
  '{"a":1e999999}',
  '{"a":"\\ud800"}',
  '{"a":"\t"}',
  "[".repeat(5_000),
  `{"a":${"[".repeat(40)}${"]".repeat(40)}}`,
  '{"a":'.repeat(3_000),
  text.slice(0, Math.max(0, text.length - 1)),
  text.slice(0, text.length >> 1),
  text.replace("{", `{"__proto__":{"x":1},`),
  text.replace("{", `{"constructor":null,`),
  // The same key twice: the last one counts.
  text.replace(/\{("[^"]+"):/, `{$1:null,$1:`),
  text.replace(/\}$/, `,"${canary}":1}`),
  `${text}${text}`,
  `${text}\0`,
];

const bytes = (...values: number[]) => new Uint8Array(values);
const hostileBytes = [
  bytes(0xff, 0xfe, 0x7b, 0x7d),
  bytes(0xc0, 0xaf),
  bytes(0xed, 0xa0, 0x80),
  bytes(0x1f, 0x8b, 8, 0),
  new Uint8Array(70_000),
];

const hostileTypes = [
  "",
  "text/plain",
  "application/json; charset=utf-16",
  "APPLICATION/JSON",
  "application/json,application/json",
  "multipart/form-data",
  "multipart/form-data; boundary=",
  `multipart/form-data; boundary=${"b".repeat(300)}`,
  "multipart/form-data; boundary=x",
  "application/x-www-form-urlencoded",
  "application/",
  "text/csv; header=present",
];

const hostileForms = [
  "",
  "--x",
  "--x\r\n\r\n",
  "--x--\r\n",
  '--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n',
  `--x\r\nContent-Disposition: form-data; name="${canary}"\r\n\r\nv\r\n--x--\r\n`,
  '--x\r\nContent-Disposition: form-data; name="name"; filename="../../a"\r\n\r\nv\r\n--x--\r\n',
  `--x\r\n${"X-A: b\r\n".repeat(2_000)}\r\nv\r\n--x--\r\n`,
  "a=1&a=2&%zz=%",
];

const hostileTables = [
  "\n",
  "email\n",
  "email,name\n",
  'email,name\n"',
  "email,name,name\na@b,c,d\n",
  `email,name\n${"a@b,c\n".repeat(2_000)}`,
  "email;name\n;;;;;\n\0,\0\n",
  `${canary},name\nx,y\n`,
];

/** The example of each request body, by operation and media type. */
export type Examples = ReadonlyMap<string, Readonly<Record<string, { example?: unknown }>>>;

export function readBodyExamples(contract: Contract): Examples {
  const { paths } = Bun.YAML.parse(readFileSync(`${projectFolder}openapi/${contract.name}.yaml`, "utf8")) as {
    paths: Record<
      string,
      Record<string, { requestBody?: { content: Record<string, { example?: unknown }> } }>
    >;
  };
  return new Map(
    Object.values(contract.operations).map(({ id, path, method }) => [
      id,
      paths[path]![method.toLowerCase()]!.requestBody?.content ?? {},
    ]),
  );
}

export interface MalformedOptions {
  readonly contract: Contract;
  readonly examples: Examples;
  /** A valid Authorization header for each security scheme. */
  readonly bearers: Readonly<Record<string, string>>;
  /** Ids of objects that are there, of whatever kind: never given to what deletes. */
  readonly ids: readonly string[];
}

/** One request: to an operation that is picked by chance, and wrong in at least one place. */
export function makeMalformed(random: Random, options: MalformedOptions): MalformedRequest {
  const operation = random.pick(Object.values(options.contract.operations));
  const body = operation.body && random.chance(0.9) ? makeBody(random, operation, options) : undefined;
  const method =
    random.chance(0.03) && !body
      ? random.pick(["PUT", "DELETE", "PATCH", "POST"] as const)
      : operation.method;
  return {
    operation: operation.id,
    method,
    path: makePath(random, { ...operation, method }, options) + makeQuery(random, operation),
    headers: { ...makeHeaders(random, operation, options), ...(body ? { "content-type": body.type } : {}) },
    body: method === "GET" ? undefined : body?.content,
  };
}

function makePath(random: Random, { path, method }: Operation, { ids }: MalformedOptions): string {
  const known = method === "DELETE" ? [Bun.randomUUIDv7()] : ids;
  return path.replace(/\{\w+\}/g, () =>
    random.chance(0.6)
      ? random.pick(known)
      : random.chance(0.3)
        ? Bun.randomUUIDv7()
        : encodeURIComponent(random.pick(hostileTexts).toWellFormed().slice(0, 2_000)) || "%20",
  );
}

function makeQuery(random: Random, { parameters }: Operation): string {
  const names = [...(parameters.query?.names ?? []), canary, "limit", "cursor", "__proto__"];
  const count = random.pick([0, 0, 1, 2, 3]);
  const pairs = Array.from({ length: count }, () => {
    const value = random.pick(hostileTexts).toWellFormed().slice(0, 4_000);
    return `${random.pick(names)}=${random.chance(0.8) ? encodeURIComponent(value) : "%zz%"}`;
  });
  return pairs.length > 0 ? `?${pairs.join("&")}` : "";
}

const hostileCredentials = ["Bearer", "Bearer x.y.z", `Basic ${canary}`, `Bearer ${"a".repeat(9_000)}`];

function makeHeaders(random: Random, { parameters, security }: Operation, { bearers }: MalformedOptions) {
  const headers: Record<string, string> = {};
  // Mostly the right ones: what is refused at the door is not looked at any further.
  const fitting = bearers[security[0] ?? ""];
  if (fitting && random.chance(0.9)) headers.authorization = fitting;
  else if (random.chance(0.5)) {
    headers.authorization = random.pick([...Object.values(bearers), ...hostileCredentials]);
  }
  const names = [...(parameters.header?.names ?? []), "origin", "x-forwarded-for", "traceparent", "range"];
  if (random.chance(0.5)) {
    const value = random.pick(hostileTexts).slice(0, 4_000);
    // What fetch would not send is sent by hand, see `rawRequests`.
    headers[random.pick(names)] = value.replace(/[^\x21-\x7e]/g, "?");
  }
  return headers;
}

function makeBody(random: Random, operation: Operation, { examples }: MalformedOptions) {
  const contents = examples.get(operation.id) ?? {};
  const type = random.pick(Object.keys(contents));
  if (random.chance(0.08)) {
    return {
      type: random.pick(hostileTypes),
      content: random.pick<BodyInit>([...hostileForms, ...hostileBytes]),
    };
  }
  if (type.startsWith("multipart/"))
    return { type: `${type}; boundary=x`, content: random.pick(hostileForms) };
  if (type === "text/csv") return { type, content: random.pick(hostileTables) };
  if (!type.endsWith("json")) {
    return { type, content: random.pick<BodyInit>([...hostileForms, ...hostileTexts, ...hostileBytes]) };
  }
  const example = structuredClone(contents[type]?.example ?? {}) as Record<string, unknown>;
  const content =
    random.chance(0.3) || typeof example !== "object"
      ? random.pick<BodyInit>([...hostileJson(JSON.stringify(example)), ...hostileBytes])
      : JSON.stringify(spoil(random, example));
  return { type, content };
}

/** Something in the value is another thing, missing, or too much. */
export function spoil(random: Random, value: unknown): unknown {
  if (typeof value !== "object" || value === null || random.chance(0.1)) return random.pick(hostileValues);
  if (Array.isArray(value)) {
    return random.chance(0.5) ? [spoil(random, value[0])] : Array.from({ length: 200 }, () => value[0]);
  }
  const spoilt = { ...(value as Record<string, unknown>) };
  const key = random.pick([...Object.keys(spoilt), canary]);
  if (random.chance(0.2)) delete spoilt[key];
  else spoilt[key] = spoil(random, spoilt[key]);
  return spoilt;
}

/** What no client library sends. Each ends its connection. */
export function rawRequests(bearer: string): readonly string[] {
  const get = (path: string, more = "") =>
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${bearer}\r\nConnection: close\r\n${more}\r\n`;
  const post = (path: string, more: string, body: string) =>
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${bearer}\r\nConnection: close\r\nContent-Type: application/json\r\n${more}\r\n${body}`;
  return [
    "\r\n\r\n",
    "GET\r\n\r\n",
    "GET / HTTP/9.9\r\nHost: a\r\n\r\n",
    `${canary} /api/tutors HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
    "TRACE /api/tutors HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    "CONNECT localhost:1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    get("/api/tutors/../../../etc/passwd"),
    get("//api//tutors"),
    get("/api/tutors/\0"),
    get("/api/tutors/%"),
    get("/api/tutors/%ff%fe"),
    get("/api/tutors?limit=%"),
    get(`/${"a".repeat(20_000)}`),
    get("http://elsewhere.example/api/tutors"),
    get("*"),
    get("/api/tutors", "Idempotency-Key: \u0001\r\n"),
    get("/api/tutors", `X-A: ${"b".repeat(30_000)}\r\n`),
    get("/api/tutors", "X-A: b\r\n".repeat(300)),
    get("/api/tutors", " folded: header\r\n"),
    get("/api/tutors", "No-Colon\r\n"),
    get("/api/tutors", "Content-Length: 5\r\n"),
    post("/api/tutors", "Content-Length: -1\r\n", "{}"),
    post("/api/tutors", "Content-Length: 2\r\nContent-Length: 3\r\n", "{}"),
    post("/api/tutors", "Content-Length: 99999999999999999999\r\n", "{}"),
    post("/api/tutors", "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
    post("/api/tutors", "Transfer-Encoding: chunked\r\n", "zz\r\n{}\r\n"),
    post("/api/tutors", "Transfer-Encoding: chunked\r\n", "ffffffffffffffff\r\n{}"),
    post("/api/tutors", "Transfer-Encoding: gzip\r\n", "{}"),
    post("/api/tutors", "Expect: 100-continue\r\nContent-Length: 2\r\n", "[]"),
  ];
}
