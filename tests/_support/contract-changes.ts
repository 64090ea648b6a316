import {
  type JsonSchema,
  type MediaType,
  type OpenApiDocument,
  type OperationObject,
  type Parameter,
  type Response,
  resolve,
} from "../../openapi/generator/document.ts";

/**
 * Who reads what. `taken`: a newer program reads what an older one writes. `told`: an older one reads what a newer one writes, as far as
 * it knows it. `exchanged`: both, and the reader checks all of it against its own contract.
 */
type Reading = "taken" | "told" | "exchanged";

interface Comparison {
  readonly before: OpenApiDocument;
  readonly now: OpenApiDocument;
  readonly reading: Reading;
  readonly changes: string[];
  /** Pairs of schemas that have been compared, or are being. */
  readonly seen: Set<string>;
}

interface Pair<T> {
  readonly before: T;
  readonly now: T;
}

const methods = ["get", "post", "put", "patch", "delete"] as const;
const upperLimits = ["maxLength", "maxItems", "maximum", "maxProperties"] as const;
const lowerLimits = ["minLength", "minItems", "minimum", "minProperties"] as const;

/**
 * What of a contract a program of the release before does not understand any more. oasdiff, which knows such rules, is no package of npm,
 * and knows neither messages of a data channel nor readers that check what they are told.
 */
export function findBreakingChanges(before: OpenApiDocument, now: OpenApiDocument): string[] {
  const changes: string[] = [];
  const compare = (reading: Reading, place: string, schemas: Partial<Pair<JsonSchema>>) => {
    const comparison = { before, now, reading, changes, seen: new Set<string>() };
    if (schemas.before && schemas.now)
      compareSchemas(comparison, place, { before: schemas.before, now: schemas.now });
  };
  for (const [path, method, operation] of operationsOf(before)) {
    const place = `${method.toUpperCase()} ${path}`;
    const same = now.paths[path]?.[method] as OperationObject | undefined;
    if (!same) changes.push(`${place} is gone`);
    else compareOperations({ before: operation, now: same }, place, { before, now, changes, compare });
  }
  const peers = before["x-peer-schemas"] ?? [];
  for (const name of [...new Set([...peers, ...(before["x-validated-schemas"] ?? [])])]) {
    const reading = name === "PageMessage" || name === "ReceiptClaims" ? "taken" : "exchanged";
    const schemas = { before: before.components.schemas[name], now: now.components.schemas[name] };
    if (!schemas.now) changes.push(`${name} is gone`);
    // A page reads the fields that it uses, whatever else there is.
    compare(
      name === "EngineMessage" ? "told" : reading,
      name,
      schemas.before && schemas.now ? { before: schemas.before, now: schemas.now } : {},
    );
  }
  return [...new Set(changes)];
}

function operationsOf({ paths }: OpenApiDocument) {
  return Object.entries(paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method] as OperationObject | undefined;
      return operation ? [[path, method, operation] as const] : [];
    }),
  );
}

interface Documents extends Pair<OpenApiDocument> {
  readonly changes: string[];
  compare(reading: Reading, place: string, schemas: Partial<Pair<JsonSchema>>): void;
}

function compareOperations(
  operation: Pair<OperationObject>,
  place: string,
  { before, now, changes, compare }: Documents,
): void {
  const parametersOf = (document: OpenApiDocument, { parameters = [] }: OperationObject) =>
    new Map(
      parameters
        .map((parameter) => resolve<Parameter>(document, parameter))
        .map((parameter) => [`${parameter.in} parameter ${parameter.name}`, parameter] as const),
    );
  const known = parametersOf(before, operation.before);
  const today = parametersOf(now, operation.now);
  for (const [name, { schema }] of known) {
    if (!today.has(name)) changes.push(`${place}: ${name} is gone`);
    compare("taken", `${place}: ${name}`, { before: schema, ...pick("now", today.get(name)?.schema) });
  }
  for (const [name, { required }] of today)
    if (required && !known.get(name)?.required) changes.push(`${place}: ${name} has become required`);
  const bodies = { before: operation.before.requestBody, now: operation.now.requestBody };
  if (bodies.now?.required && !bodies.before?.required) changes.push(`${place}: a body has become required`);
  compareContents(
    bodies.before?.content,
    bodies.now?.content,
    { place: `${place}: body`, changes },
    (at, schemas) => compare("taken", at, schemas),
  );
  for (const [status, reply] of Object.entries(operation.before.responses)) {
    if (!status.startsWith("2")) continue;
    const same = operation.now.responses[status];
    const where = { place: `${place}: ${status}`, changes };
    if (!same) changes.push(`${where.place} is gone`);
    else
      compareContents(
        resolve<Response>(before, reply).content,
        resolve<Response>(now, same).content,
        where,
        (at, schemas) => compare("told", at, schemas),
      );
  }
}

const pick = <Key extends string, Value>(key: Key, value: Value | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { [K in Key]?: Value };

function compareContents(
  before: Record<string, MediaType> = {},
  now: Record<string, MediaType> = {},
  { place, changes }: { place: string; changes: string[] },
  compare: (place: string, schemas: Partial<Pair<JsonSchema>>) => void,
): void {
  for (const [type, { schema }] of Object.entries(before)) {
    const same = now[type]?.schema;
    if (!now[type]) changes.push(`${place} ${type} is gone`);
    const events = { ...pick("before", schema?.["x-event-data"]), ...pick("now", same?.["x-event-data"]) };
    compare(place, schema?.["x-event-data"] ? events : { ...pick("before", schema), ...pick("now", same) });
  }
}

function compareSchemas(comparison: Comparison, place: string, pair: Pair<JsonSchema>): void {
  const { seen, changes, reading } = comparison;
  const pairName = `${pair.before.$ref ?? place}|${pair.now.$ref ?? place}`;
  if (seen.has(pairName)) return;
  seen.add(pairName);
  const before = resolve<JsonSchema>(comparison.before, pair.before);
  const now = resolve<JsonSchema>(comparison.now, pair.now);
  const note = (what: string) => changes.push(`${place} ${what}`);
  const [old, today] = [valuesOf(before), valuesOf(now)];
  const gone = old?.filter((value) => today && !today.includes(value)) ?? [];
  const fresh = today?.filter((value) => old && !old.includes(value)) ?? [];
  if (reading !== "told" && gone.length > 0) note(`does not take ${gone.join(", ")} any more`);
  if (reading === "exchanged" && fresh.length > 0) note(`may be ${fresh.join(", ")}, which is not known`);
  if (!old && today && reading !== "told") note("takes certain values only");
  const typesGone = typesOf(before).filter((type) => !typesOf(now).includes(type));
  const typesFresh = typesOf(now).filter((type) => !typesOf(before).includes(type));
  if (reading !== "told" && typesGone.length > 0) note(`may not be ${typesGone.join(", ")} any more`);
  if (reading !== "taken" && typesFresh.length > 0)
    note(`may be ${typesFresh.join(", ")}, which is not known`);
  if (reading !== "told" && before.pattern !== now.pattern) note("has another pattern");
  compareLimits(reading, { before, now }, note);
  compareFields(comparison, place, { before, now });
  if (before.items && now.items)
    compareSchemas(comparison, `${place}/*`, {
      before: before.items as JsonSchema,
      now: now.items as JsonSchema,
    });
  compareBranches(comparison, place, { before, now });
}

function valuesOf(schema: JsonSchema): unknown[] | undefined {
  return "const" in schema ? [schema.const] : (schema.enum as unknown[] | undefined);
}

/** None: any. */
const typesOf = ({ type }: JsonSchema): readonly unknown[] =>
  Array.isArray(type) ? type : type ? [type] : [];

/** Who reads what is taken may allow more, not less; what is exchanged may not change at all, as its reader may be of either release. */
function compareLimits(
  reading: Reading,
  { before, now }: Pair<JsonSchema>,
  note: (what: string) => void,
): void {
  if (reading === "told") return;
  for (const [limits, sign, none] of [
    [upperLimits, 1, Number.POSITIVE_INFINITY],
    [lowerLimits, -1, Number.NEGATIVE_INFINITY],
  ] as const)
    for (const limit of limits) {
      const more = ((now[limit] as number) ?? none) - ((before[limit] as number) ?? none);
      if (more * sign < 0 || (reading === "exchanged" && more * sign > 0)) note(`has another ${limit}`);
    }
}

function compareFields(comparison: Comparison, place: string, { before, now }: Pair<JsonSchema>): void {
  const { reading, changes } = comparison;
  const fieldsOf = ({ properties = {} }: JsonSchema) => properties as Record<string, JsonSchema>;
  const requiredOf = ({ required = [] }: JsonSchema) => required as string[];
  for (const [name, schema] of Object.entries(fieldsOf(before))) {
    const same = fieldsOf(now)[name];
    const field = `${place}/${name}`;
    if (!same) changes.push(`${field} is gone`);
    else compareSchemas(comparison, field, { before: schema, now: same });
    if (reading !== "taken" && requiredOf(before).includes(name) && !requiredOf(now).includes(name))
      changes.push(`${field} may be absent`);
  }
  for (const name of requiredOf(now)) {
    // A page of this release may have an engine of the one before, which does not say it.
    if (!requiredOf(before).includes(name) && (reading !== "told" || place.startsWith("EngineMessage")))
      changes.push(`${place}/${name} has become required`);
  }
}

/** Branches are told apart by the constant of a field, as messages are by their type, else by their place. */
function compareBranches(comparison: Comparison, place: string, { before, now }: Pair<JsonSchema>): void {
  for (const keyword of ["oneOf", "anyOf"]) {
    const named = (document: OpenApiDocument, schema: JsonSchema) =>
      new Map(
        ((schema[keyword] ?? []) as JsonSchema[]).map((branch, index) => {
          const { properties = {} } = resolve<JsonSchema>(document, branch) as {
            properties?: Record<string, JsonSchema>;
          };
          return [String(properties.type?.const ?? index), branch] as const;
        }),
      );
    const today = named(comparison.now, now);
    for (const [name, branch] of named(comparison.before, before)) {
      const same = today.get(name);
      if (same) compareSchemas(comparison, `${place} ${name}`, { before: branch, now: same });
      else comparison.changes.push(`${place} ${name} is gone`);
    }
  }
}
