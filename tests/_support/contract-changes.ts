import {
  type JsonSchema,
  type MediaType,
  type OpenApiDocument,
  type OperationObject,
  type Parameter,
  type Response,
  resolve,
} from "../../openapi/generator/document.ts";
import { bodyBytesMaxDefault, methods, securityOf } from "../../openapi/generator/operations.ts";
import { compareSchemas, type Pair, type Reading } from "./schema-changes.ts";

export type Service = "backend" | "engine";

const taken: Reading = { newerReadsOlder: true, olderReadsNewer: false, isChecked: true };
const told: Reading = { newerReadsOlder: false, olderReadsNewer: true, isChecked: false };
const exchanged: Reading = { newerReadsOlder: true, olderReadsNewer: true, isChecked: true };
const heard: Reading = { newerReadsOlder: true, olderReadsNewer: true, isChecked: false };

/**
 * The backend is updated first, so that nobody who asks it is newer than it is. Engines are asked by backends and pages of either release.
 */
const readingOf = {
  backend: { requests: taken, replies: told },
  engine: { requests: exchanged, replies: heard },
} as const satisfies Record<Service, { requests: Reading; replies: Reading }>;

/** What travels by itself, where it is not exchanged and checked by its reader. The page checks the fields that it uses of a message. */
const readingOfNamed: Readonly<Record<string, Reading>> = { EngineMessage: heard, ReceiptClaims: taken };

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
  for (const [path, item] of Object.entries(before.paths))
    for (const method of methods) {
      const operation = operationOf(before, path, method);
      const place = `${method.toUpperCase()} ${path}`;
      const same = operationOf(now, path, method);
      if (operation && !same) contracts.changes.push(`${place} is gone`);
      if (item[method] && operation && same)
        compareOperations(contracts, place, { before: operation, now: same });
    }
  for (const name of [...(before["x-peer-schemas"] ?? []), ...(before["x-validated-schemas"] ?? [])]) {
    const schemas = { before: before.components.schemas[name]!, now: now.components.schemas[name] };
    const comparison = {
      ...contracts,
      reading: readingOfNamed[name] ?? exchanged,
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
  const { before, now, changes } = contracts;
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
  for (const [status, reply] of Object.entries(operation.before.responses)) {
    if (!status.startsWith("2")) continue;
    const same = operation.now.responses[status];
    if (!same) changes.push(`${place}: ${status} is gone`);
    else
      compareContents(contracts, `${place}: ${status}`, {
        before: resolve<Response>(before, reply).content ?? {},
        now: resolve<Response>(now, same).content ?? {},
        reading: { ...replies, anyValue },
      });
  }
}

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
  const reading = readingOf[contracts.service].requests;
  const parametersOf = (document: OpenApiDocument, { parameters = [] }: OperationObject) =>
    new Map(
      parameters
        .map((parameter) => resolve<Parameter>(document, parameter))
        .map((parameter) => [`${parameter.in} parameter ${parameter.name}`, parameter] as const),
    );
  const known = parametersOf(contracts.before, operation.before);
  const today = parametersOf(contracts.now, operation.now);
  for (const [name, { schema, required }] of known) {
    const same = today.get(name);
    if (!same) contracts.changes.push(`${place}: ${name} is gone`);
    else compareSchemas({ ...contracts, reading }, `${place}: ${name}`, { before: schema, now: same.schema });
    if (reading.olderReadsNewer && required && same && !same.required)
      contracts.changes.push(`${place}: ${name} may be absent`);
  }
  for (const [name, { required }] of today)
    if (required && !known.get(name)?.required)
      contracts.changes.push(`${place}: ${name} has become required`);
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
