import pTimeout from "p-timeout";
import type { Contract, Operation, ParameterGroup } from "./contract.ts";
import { type ReadForm, readForm } from "./form-reader.ts";
import { parseJson } from "./json-text.ts";
import { invalidRequest, Problem } from "./problem.ts";

/** How long the next part of a body may take to come; and all of it together so long, and the time that it takes at this rate. */
const bodyWaitMaxMs = 25_000;
const bodyBytesPerMsMin = 1;

/** The parts of a request after they were checked; defaults of the contract are filled in. */
export interface ReadRequest {
  path: Record<string, unknown>;
  query: Record<string, unknown>;
  headers: Record<string, unknown>;
  body: unknown;
  /** Gives up what the handler did not read of the body. */
  close(): Promise<void>;
}

/** Reads and checks a request against its operation. Throws Problem. */
export async function readRequest(
  contract: Contract,
  operation: Operation,
  request: Request,
  pathParameters: Record<string, string>,
): Promise<ReadRequest> {
  const { path, query, header } = operation.parameters;
  const read = {
    path: path ? checked(contract, path, { ...pathParameters }, "path") : {},
    query: query ? checked(contract, query, readQuery(request.url, query), "query") : {},
    headers: header ? checked(contract, header, readHeaders(request.headers, header), "header") : {},
  };
  const { body } = operation;
  if (body?.form) {
    const form = await openForm(contract, body, request);
    return {
      ...read,
      body: { ...form.fields, ...(form.file && { [body.form.file!]: form.file }) },
      close: form.close,
    };
  }
  return { ...read, body: body ? await readBody(contract, body, request) : undefined, close: async () => {} };
}

function checked(contract: Contract, group: ParameterGroup, values: Record<string, unknown>, place: string) {
  const validate = contract.requests[group.validator]!;
  // Ajv writes defaults and coerced numbers into the object it checks.
  if (!validate(values)) throw invalidRequest(place, validate.errors ?? []);
  // It takes "1e309" and "Infinity" for integers within any bounds.
  const endless = Object.keys(values).find((name) => isEndless(values[name]));
  if (endless !== undefined) {
    const error = { instancePath: `/${endless}`, keyword: "type", message: "must be finite", params: {} };
    throw invalidRequest(place, [error]);
  }
  return values;
}

const isEndless = (value: unknown) => typeof value === "number" && !Number.isFinite(value);

function readQuery(url: string, group: ParameterGroup): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  const start = url.indexOf("?");
  if (start < 0) return values;
  for (const [name, value] of new URLSearchParams(url.slice(start + 1))) {
    const list = group.lists[name];
    if (list === "repeat") values[name] = [...((values[name] as string[] | undefined) ?? []), value];
    else if (name in values) throw new Problem("invalid-request", "a query parameter is given twice");
    else values[name] = list === "comma" ? value.split(",") : value;
  }
  return values;
}

function readHeaders(headers: Headers, group: ParameterGroup): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const name of group.names) {
    const value = headers.get(name);
    if (value !== null) values[name] = value;
  }
  return values;
}

/** A form is the only thing that its operation takes. */
async function openForm(
  contract: Contract,
  body: NonNullable<Operation["body"]>,
  request: Request,
): Promise<Omit<ReadForm, "fields"> & { fields: Record<string, unknown> }> {
  const layout = body.form!;
  const type = request.headers.get("content-type") ?? "";
  checkType(body, mediaTypeOf(type));
  const form = await readForm(type, streamOf(request, body), { layout, signal: request.signal });
  try {
    const fields: Record<string, unknown> = { ...form.fields };
    for (const name of layout.json) if (name in fields) fields[name] = parseField(name, form.fields[name]!);
    const validate = contract.requests[layout.validator]!;
    if (!validate(fields)) throw invalidRequest("body", validate.errors ?? []);
    if (layout.fileRequired && !form.file)
      throw new Problem("invalid-request", "the form must end with a file");
    return { ...form, fields };
  } catch (error) {
    await form.close();
    throw error;
  }
}

function parseField(name: string, text: string): unknown {
  try {
    return parse("application/json", text);
  } catch (cause) {
    const errors = [{ in: "body", pointer: `/${name}`, detail: "must be JSON" }];
    throw new Problem("invalid-request", "body does not conform to the contract", { errors, cause });
  }
}

const mediaTypeOf = (header: string) => header.split(";")[0]!.trim().toLowerCase();

function checkType(body: NonNullable<Operation["body"]>, type: string): void {
  const types = Object.keys(body.content);
  if (types.includes(type)) return;
  throw new Problem("unsupported-media-type", `send ${types.join(" or ")}`, {
    headers: { accept: types.join(", ") },
  });
}

async function readBody(contract: Contract, body: NonNullable<Operation["body"]>, request: Request) {
  const type = mediaTypeOf(request.headers.get("content-type") ?? "");
  if (!type && !body.required && !request.body) return undefined;
  checkType(body, type);
  const several = Object.keys(body.content).length > 1;
  // Files are not read here: the handler takes them as they come.
  if (body.content[type] === null) {
    const value = streamOf(request, body);
    return several ? { type, value } : value;
  }
  const value = parse(type, await readText(request, body));
  const name = body.content[type];
  if (name) {
    const validate = contract.requests[name]!;
    if (!validate(value)) throw invalidRequest("body", validate.errors ?? []);
  }
  return several ? { type, value } : value;
}

function streamOf(request: Request, { bytesMax }: NonNullable<Operation["body"]>): AsyncIterable<Uint8Array> {
  if (Number(request.headers.get("content-length")) > bytesMax) throw tooLarge(bytesMax);
  return bounded((request.body ?? new Blob().stream()) as AsyncIterable<Uint8Array>, bytesMax);
}

async function* bounded(source: AsyncIterable<Uint8Array>, bytesMax: number): AsyncGenerator<Uint8Array> {
  const parts = source[Symbol.asyncIterator]();
  let bytes = 0;
  let waitedMs = 0;
  try {
    while (true) {
      const fromMs = performance.now();
      const owedMs = Math.max(0, waitedMs - bytes / bodyBytesPerMsMin);
      // Whoever sends a body has to go on sending, and not by the drop.
      const milliseconds = Math.max(1, bodyWaitMaxMs - owedMs);
      const next = await pTimeout(parts.next(), { milliseconds, fallback: standsStill });
      if (next.done) return;
      // A reader that is slow itself loses no time here.
      waitedMs += performance.now() - fromMs;
      bytes += next.value.byteLength;
      if (bytes > bytesMax) throw tooLarge(bytesMax);
      yield next.value;
    }
  } finally {
    // Not waited for: a body that stands still would never let go.
    void parts.return?.();
  }
}

function standsStill(): never {
  throw new Problem("invalid-request", "the upload stands still", { headers: { connection: "close" } });
}

/** Counts while it reads, so that a chunked body is bounded as well as one that says its length. */
async function readText(request: Request, body: NonNullable<Operation["body"]>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of streamOf(request, body)) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}

const tooLarge = (bytesMax: number) =>
  new Problem("too-large", `the body may have ${bytesMax} bytes at most`);

function parse(type: string, text: string): unknown {
  if (type === "application/x-www-form-urlencoded") return Object.fromEntries(new URLSearchParams(text));
  if (!/[/+]json$/.test(type)) return text;
  return parseJson(text);
}
