import {
  type JsonSchema,
  type MediaType,
  type OpenApiDocument,
  type OperationObject,
  type Parameter,
  type Response,
  resolve,
} from "../../openapi/generator/document.ts";
import { bodyBytesMaxDefault, isOpenQuery, methods, securityOf } from "../../openapi/generator/operations.ts";
import { compareSchemas, type Pair, type Reading } from "./schema-changes.ts";

export type Service = "backend" | "engine";

const taken: Reading = { newerReadsOlder: true, olderReadsNewer: false, isChecked: true };
const told: Reading = { newerReadsOlder: false, olderReadsNewer: true, isChecked: false };
const exchanged: Reading = { newerReadsOlder: true, olderReadsNewer: true, isChecked: true };
const heard: Reading = { newerReadsOlder: true, olderReadsNewer: true, isChecked: false };

/**
 * The backend is updated first, so that nobody who asks it is newer than it is. Engines are asked by backends and pages of either release.
 * `named`: what travels by itself, or is checked by whoever is told it.
 */
const readingOf = {
  backend: { requests: taken, replies: told, named: { ...told, isChecked: true } },
  engine: { requests: exchanged, replies: heard, named: exchanged },
} as const satisfies Record<Service, Readonly<Record<"requests" | "replies" | "named", Reading>>>;

/** Engines keep turns in files, too, and pages carry receipts to the backend. The page checks the fields that it uses of a message. */
const readingOfNamed: Readonly<Record<string, Reading>> = {
  TurnList: exchanged,
  ReceiptClaims: taken,
  EngineMessage: heard,
};

/** Texts of the data channel: a reader does nothing about those of a type that it does not know. */
const messages: readonly string[] = ["PageMessage", "EngineMessage"];

/** The console, which this token is for, comes from the backend that it asks; one that is open at an update is loaded again. */
const consoleScheme = "bearerAuth";

interface Contracts extends Pair<OpenApiDocument> {
  readonly service: Service;
  readonly changes: string[];
}

/**
 * What of a contract a program of the release before does not understand any more. oasdiff, which knows such rules, is no package of npm,
 * and knows neither messages of a data channel nor readers that check what they are told.
 */
export function findBreakingChanges(
  service: Service,
  { before, now }: Pair<OpenApiDocument>,
): readonly string[] {
  const contracts: Contracts = { service, before, now, changes: [] };
  for (const path of Object.keys(before.paths))
    for (const method of methods) {
      const operation = operationOf(before, path, method);
      const place = `${method.toUpperCase()} ${path}`;
      const same = operationOf(now, path, method);
      if (operation && !same) contracts.changes.push(`${place} is gone`);
      if (operation && same) compareOperations(contracts, place, { before: operation, now: same });
    }
  for (const name of [...(before["x-peer-schemas"] ?? []), ...(before["x-validated-schemas"] ?? [])]) {
    const schemas = { before: before.components.schemas[name]!, now: now.components.schemas[name] };
    const comparison = {
      ...contracts,
      reading: readingOfNamed[name] ?? readingOf[service].named,
      ignoresOtherTypes: messages.includes(name),
    };
    if (!schemas.now) contracts.changes.push(`${name} is gone`);
    else compareSchemas(comparison, name, { before: schemas.before, now: schemas.now });
  }
  return [...new Set(contracts.changes)];
}

function operationOf({ paths }: OpenApiDocument, path: string, method: string): OperationObject | undefined {
  const operation = paths[path]?.[method] as OperationObject | undefined;
  const shared = paths[path]?.parameters ?? [];
  return operation && { ...operation, parameters: [...shared, ...(operation.parameters ?? [])] };
}

function compareOperations(contracts: Contracts, place: string, operation: Pair<OperationObject>): void {
  const { before, changes } = contracts;
  const { requests, replies } = readingOf[contracts.service];
  compareAccess(contracts, place, operation);
  compareParameters(contracts, place, operation);
  const bodies = { before: operation.before.requestBody, now: operation.now.requestBody };
  const isRequired = { before: bodies.before?.required, now: bodies.now?.required };
  if (requests.newerReadsOlder && isRequired.now && !isRequired.before)
    changes.push(`${place}: a body has become required`);
  if (requests.olderReadsNewer && isRequired.before && !isRequired.now)
    changes.push(`${place}: a body may be absent`);
  const contents = { before: bodies.before?.content ?? {}, now: bodies.now?.content ?? {} };
  compareContents(contracts, `${place}: body`, { ...contents, reading: requests });
  if (requests.olderReadsNewer)
    for (const type of Object.keys(contents.now))
      if (!contents.before[type]) changes.push(`${place}: body may be ${type}, which is not known`);
  const anyValue = securityOf(before, operation.before).includes(consoleScheme);
  compareReplies(contracts, place, operation, { ...replies, anyValue });
}

function compareReplies(
  contracts: Contracts,
  place: string,
  operation: Pair<OperationObject>,
  reading: Reading,
): void {
  const repliesOf = (document: OpenApiDocument, { responses }: OperationObject) =>
    new Map(
      Object.entries(responses)
        .filter(([status]) => status.startsWith("2"))
        .map(([status, reply]) => [status, resolve<Response>(document, reply)] as const),
    );
  const known = repliesOf(contracts.before, operation.before);
  const today = repliesOf(contracts.now, operation.now);
  for (const [status, before] of known) {
    const now = today.get(status);
    if (!now) {
      contracts.changes.push(`${place}: ${status} is gone`);
      continue;
    }
    const headers = { before: headersSchema(before), now: headersSchema(now) };
    compareSchemas({ ...contracts, reading }, `${place}: ${status} headers`, headers);
    const contents = { before: before.content ?? {}, now: now.content ?? {} };
    compareContents(contracts, `${place}: ${status}`, { ...contents, reading });
  }
  for (const status of today.keys())
    if (reading.olderReadsNewer && !known.has(status))
      contracts.changes.push(`${place} may be answered with ${status}, which is not known`);
}

const headersSchema = ({ headers = {} }: Response): JsonSchema => ({
  type: "object",
  properties: Object.fromEntries(Object.keys(headers).map((name) => [name, { type: "string" }])),
  required: Object.keys(headers).filter((name) => headers[name]!.required),
});

/** Who may ask, and how much. */
function compareAccess(
  { service, before, now, changes }: Contracts,
  place: string,
  operation: Pair<OperationObject>,
): void {
  const { olderReadsNewer } = readingOf[service].requests;
  const known = securityOf(before, operation.before);
  const today = securityOf(now, operation.now);
  const isRefused = (offered: string[], taking: string[]) =>
    taking.length > 0 && (offered.length === 0 || offered.some((scheme) => !taking.includes(scheme)));
  if (isRefused(known, today) || (olderReadsNewer && isRefused(today, known)))
    changes.push(`${place} takes other credentials`);
  if (!operation.before.requestBody || !operation.now.requestBody) return;
  const bytesMax = ({ "x-body-bytes-max": bytes = bodyBytesMaxDefault }: OperationObject) => bytes;
  const more = bytesMax(operation.now) - bytesMax(operation.before);
  if (more < 0 || (olderReadsNewer && more > 0)) changes.push(`${place}: body has another size at most`);
}

function compareParameters(contracts: Contracts, place: string, operation: Pair<OperationObject>): void {
  const { requests } = readingOf[contracts.service];
  const isClosed = !isOpenQuery(contracts.before, operation.before);
  for (const group of ["path", "query", "header"]) {
    const reading: Reading = { ...requests, isClosed: group === "query" && isClosed };
    compareSchemas({ ...contracts, reading }, `${place}: ${group}`, {
      before: parametersSchema(contracts.before, operation.before, group),
      now: parametersSchema(contracts.now, operation.now, group),
    });
  }
}

function parametersSchema(
  document: OpenApiDocument,
  { parameters = [] }: OperationObject,
  group: string,
): JsonSchema {
  const all = parameters.map((parameter) => resolve<Parameter>(document, parameter));
  const grouped = all.filter((parameter) => parameter.in === group);
  return {
    type: "object",
    properties: Object.fromEntries(grouped.map(({ name, schema }) => [name, schema])),
    required: grouped.filter(({ required }) => required).map(({ name }) => name),
  };
}

function compareContents(
  contracts: Contracts,
  place: string,
  { before, now, reading }: Pair<Record<string, MediaType>> & { reading: Reading },
): void {
  const schemaOf = (media: MediaType | undefined): JsonSchema | undefined =>
    media?.schema?.["x-event-data"] ?? media?.schema;
  for (const [type, media] of Object.entries(before)) {
    const schemas = { before: schemaOf(media), now: schemaOf(now[type]) };
    if (!now[type]) contracts.changes.push(`${place} ${type} is gone`);
    if (schemas.before && schemas.now)
      compareSchemas({ ...contracts, reading }, place, { before: schemas.before, now: schemas.now });
  }
}
