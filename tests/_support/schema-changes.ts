import { type JsonSchema, type OpenApiDocument, resolve } from "../../openapi/generator/document.ts";

/** Who reads what an object of a schema says, while programs of two releases talk to each other. */
export interface Reading {
  /** A newer program reads what an older one has written. */
  readonly newerReadsOlder: boolean;
  /** An older program reads what a newer one has written, and leaves out the fields that it does not know. */
  readonly olderReadsNewer: boolean;
  /** The reader refuses what is longer, more, or of another pattern or format than its own contract says. */
  readonly isChecked: boolean;
  /** The reader refuses fields that it does not know. */
  readonly isClosed?: boolean;
  /** Values that it does not know are no trouble to the reader. */
  readonly anyValue?: boolean;
}

export interface Pair<T> {
  readonly before: T;
  readonly now: T;
}

export interface Comparison extends Pair<OpenApiDocument> {
  readonly reading: Reading;
  /** Whoever reads one of several things of a type that it does not know does nothing: messages of a data channel. */
  readonly ignoresOtherTypes?: boolean;
  readonly changes: string[];
}

interface Walk extends Comparison {
  /** Pairs of schemas that have been compared, or are being. */
  readonly seen: Set<string>;
}

/** Limits, and what holds without one. */
const upperLimits = { maxLength: Infinity, maxItems: Infinity, maximum: Infinity, maxProperties: Infinity };
const lowerLimits = { minLength: 0, minItems: 0, minimum: -Infinity, minProperties: 0 };

/** What is compared in a way of its own, and what says nothing about validity. Of any other keyword nobody knows which value allows more. */
const otherwise: readonly string[] = [
  ...Object.keys({ ...upperLimits, ...lowerLimits }),
  ...["type", "const", "enum", "properties", "required", "additionalProperties", "items", "oneOf", "anyOf"],
  ...["$ref", "description", "title", "examples", "example", "discriminator", "deprecated", "default"],
];

/** Adds to `changes` what the readers do not understand of an object whose schema has changed. */
export function compareSchemas(comparison: Comparison, place: string, pair: Pair<JsonSchema>): void {
  compareEach({ ...comparison, seen: new Set() }, place, pair);
}

function compareEach(walk: Walk, place: string, pair: Pair<JsonSchema>): void {
  const nameOf = (schema: JsonSchema) => ("$ref" in schema ? JSON.stringify(schema) : place);
  const pairName = `${nameOf(pair.before)}|${nameOf(pair.now)}`;
  if (walk.seen.has(pairName)) return;
  walk.seen.add(pairName);
  const { newerReadsOlder, olderReadsNewer } = walk.reading;
  const known = kindsOf(walk.before, pair.before);
  const today = kindsOf(walk.now, pair.now);
  const inside = { ...walk, ignoresOtherTypes: false };
  for (const [kind, before] of known) {
    const now = covering(today, kind);
    if (now) compareKind(inside, isUnion(known) ? `${place} ${kind}` : place, { before, now });
    else if (newerReadsOlder) walk.changes.push(`${place} may not be ${kind} any more`);
  }
  if (!olderReadsNewer || walk.ignoresOtherTypes) return;
  for (const kind of today.keys())
    if (!covering(known, kind)) walk.changes.push(`${place} may be ${kind}, which is not known`);
}

type Kinds = ReadonlyMap<string, JsonSchema>;

/**
 * The kinds of things that a schema allows: its types, and what it is one of. Objects among several are told apart by their tag, as messages
 * are by their type.
 */
function kindsOf(document: OpenApiDocument, schema: JsonSchema): Kinds {
  const { $ref: _, ...own } = schema;
  const plain: JsonSchema = { ...resolve<JsonSchema>(document, schema), ...own };
  const branches = (plain.oneOf ?? plain.anyOf) as JsonSchema[] | undefined;
  if (!branches) return new Map(typesOf(plain).map((type) => [type, ofType(plain, type)]));
  const { propertyName = "type" } = (plain.discriminator ?? {}) as { propertyName?: string };
  const kinds = new Map<string, JsonSchema>();
  for (const branch of branches)
    for (const [type, kind] of kindsOf(document, branch)) {
      const tag = fieldsOf(kind)[propertyName]?.const ?? type;
      kinds.set(kinds.has(String(tag)) ? `${tag} ${kinds.size}` : String(tag), kind);
    }
  return kinds;
}

const anything = "anything";

function typesOf(schema: JsonSchema): string[] {
  if (schema.type) return [schema.type].flat() as string[];
  const values = valuesOf(schema);
  return values ? [...new Set(values.map(typeOf))] : [anything];
}

const typeOf = (value: unknown) => (value === null ? "null" : typeof value);

/** What the schema says of values of one of its types. */
function ofType(schema: JsonSchema, type: string): JsonSchema {
  if (!schema.enum) return schema;
  const isOfType = (value: unknown) => typeOf(value) === (type === "integer" ? "number" : type);
  return { ...schema, enum: valuesOf(schema)!.filter(isOfType) };
}

const covering = (kinds: Kinds, kind: string) =>
  kinds.get(kind) ?? (kind === "integer" ? kinds.get("number") : undefined) ?? kinds.get(anything);

const isUnion = (kinds: Kinds) => [...kinds.keys()].filter((kind) => kind !== "null").length > 1;

function compareKind(walk: Walk, place: string, { before, now }: Pair<JsonSchema>): void {
  const note = (what: string) => walk.changes.push(`${place} ${what}`);
  compareValues(walk.reading, { before, now }, note);
  if (walk.reading.isChecked) compareLimits(walk.reading, { before, now }, note);
  compareFields(walk, place, { before, now });
  for (const content of ["items", "additionalProperties"])
    if (isSchema(before[content]) && isSchema(now[content]))
      compareEach(walk, `${place}/*`, { before: before[content], now: now[content] });
}

const isSchema = (value: unknown): value is JsonSchema => typeof value === "object" && value !== null;

type Note = (what: string) => void;

function compareValues(
  { newerReadsOlder, olderReadsNewer, anyValue }: Reading,
  { before, now }: Pair<JsonSchema>,
  note: Note,
): void {
  const [known, today] = [valuesOf(before), valuesOf(now)];
  const gone = known?.filter((value) => today && !today.includes(value)) ?? [];
  const fresh = today?.filter((value) => known && !known.includes(value)) ?? [];
  if (newerReadsOlder && gone.length > 0) note(`does not take ${gone.join(", ")} any more`);
  if (newerReadsOlder && !known && today) note("takes certain values only");
  if (!olderReadsNewer || anyValue) return;
  if (fresh.length > 0) note(`may be ${fresh.join(", ")}, which is not known`);
  if (known && !today) note("may have any value");
}

function valuesOf(schema: JsonSchema): unknown[] | undefined {
  return "const" in schema ? [schema.const] : (schema.enum as unknown[] | undefined);
}

/** A newer reader may allow more, not less; an older one gets no more than it allows. */
function compareLimits(
  { newerReadsOlder, olderReadsNewer }: Reading,
  { before, now }: Pair<JsonSchema>,
  note: Note,
): void {
  for (const rule of new Set([...Object.keys(before), ...Object.keys(now)])) {
    if (otherwise.includes(rule) || Bun.deepEquals(before[rule], now[rule])) continue;
    const [isLess, isMore] = [now[rule] !== undefined, before[rule] !== undefined];
    if ((newerReadsOlder && isLess) || (olderReadsNewer && isMore)) note(`has another ${rule}`);
  }
  for (const [limits, sign] of [
    [upperLimits, 1],
    [lowerLimits, -1],
  ] as const)
    for (const [limit, none] of Object.entries(limits)) {
      const more = sign * (((now[limit] as number) ?? none) - ((before[limit] as number) ?? none));
      if ((newerReadsOlder && more < 0) || (olderReadsNewer && more > 0)) note(`has another ${limit}`);
    }
  if (newerReadsOlder && "default" in before && !Bun.deepEquals(before.default, now.default))
    note("means something else where it is absent");
}

const fieldsOf = ({ properties = {} }: JsonSchema) => properties as Record<string, JsonSchema>;
const requiredOf = ({ required = [] }: JsonSchema) => required as string[];

function compareFields(walk: Walk, place: string, { before, now }: Pair<JsonSchema>): void {
  const { newerReadsOlder, olderReadsNewer, isChecked, isClosed } = walk.reading;
  for (const [name, schema] of Object.entries(fieldsOf(before))) {
    const same = fieldsOf(now)[name];
    const field = `${place}/${name}`;
    const isNeeded = olderReadsNewer && requiredOf(before).includes(name);
    if (same) compareEach(walk, field, { before: schema, now: same });
    // Whoever asks for something means what it says; who is told something gets along without what may be absent.
    else if (isNeeded || (newerReadsOlder && isChecked)) walk.changes.push(`${field} is gone`);
    if (same && isNeeded && !requiredOf(now).includes(name)) walk.changes.push(`${field} may be absent`);
  }
  if (
    newerReadsOlder &&
    isChecked &&
    before.additionalProperties !== false &&
    now.additionalProperties === false
  )
    walk.changes.push(`${place} takes no other fields any more`);
  for (const name of requiredOf(now))
    if (newerReadsOlder && !requiredOf(before).includes(name))
      walk.changes.push(`${place}/${name} has become required`);
  if (olderReadsNewer && isClosed)
    for (const name of Object.keys(fieldsOf(now)))
      if (!(name in fieldsOf(before))) walk.changes.push(`${place}/${name} is not known`);
}
