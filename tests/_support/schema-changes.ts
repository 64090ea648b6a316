import { type JsonSchema, type OpenApiDocument, resolve } from "../../openapi/generator/document.ts";

/** Who reads what an object of a schema says, while programs of two releases talk to each other. */
export interface Reading {
  /** A newer program reads what an older one has written. */
  readonly newerReadsOlder: boolean;
  /** An older program reads what a newer one has written, and leaves out the fields that it does not know. */
  readonly olderReadsNewer: boolean;
  /** The reader refuses what is longer, more, or of another pattern or format than its own contract says. */
  readonly isChecked: boolean;
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

const upperLimits = ["maxLength", "maxItems", "maximum", "maxProperties"] as const;
const lowerLimits = ["minLength", "minItems", "minimum", "minProperties"] as const;

/** Adds to `changes` what the readers do not understand of an object whose schema has changed. */
export function compareSchemas(comparison: Comparison, place: string, pair: Pair<JsonSchema>): void {
  compareEach({ ...comparison, seen: new Set() }, place, pair);
}

function compareEach(walk: Walk, place: string, pair: Pair<JsonSchema>): void {
  const pairName = `${pair.before.$ref ?? place}|${pair.now.$ref ?? place}`;
  if (walk.seen.has(pairName)) return;
  walk.seen.add(pairName);
  const schemas = {
    before: resolve<JsonSchema>(walk.before, pair.before),
    now: resolve<JsonSchema>(walk.now, pair.now),
  };
  const note = (what: string) => walk.changes.push(`${place} ${what}`);
  compareValues(walk.reading, schemas, note);
  if (walk.reading.isChecked) compareLimits(walk.reading, schemas, note);
  compareFields(walk, place, schemas);
  if (schemas.before.items && schemas.now.items)
    compareEach(walk, `${place}/*`, {
      before: schemas.before.items as JsonSchema,
      now: schemas.now.items as JsonSchema,
    });
  compareBranches(walk, place, schemas);
}

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
  if (olderReadsNewer && !anyValue && fresh.length > 0)
    note(`may be ${fresh.join(", ")}, which is not known`);
  if (olderReadsNewer && !anyValue && known && !today) note("may have any value");
  const typesGone = typesOf(before).filter((type) => !typesOf(now).includes(type));
  const typesFresh = typesOf(now).filter((type) => !typesOf(before).includes(type));
  if (newerReadsOlder && typesGone.length > 0) note(`may not be ${typesGone.join(", ")} any more`);
  if (olderReadsNewer && typesFresh.length > 0) note(`may be ${typesFresh.join(", ")}, which is not known`);
}

function valuesOf(schema: JsonSchema): unknown[] | undefined {
  return "const" in schema ? [schema.const] : (schema.enum as unknown[] | undefined);
}

/** None: any. */
const typesOf = ({ type }: JsonSchema): readonly unknown[] =>
  Array.isArray(type) ? type : type ? [type] : [];

/** A newer reader may allow more, not less; an older one gets no more than it allows. Of patterns and formats nobody knows which is more. */
function compareLimits(
  { newerReadsOlder, olderReadsNewer }: Reading,
  { before, now }: Pair<JsonSchema>,
  note: Note,
): void {
  for (const rule of ["pattern", "format", "uniqueItems"])
    if (before[rule] !== now[rule]) note(`has another ${rule}`);
  for (const [limits, sign, none] of [
    [upperLimits, 1, Number.POSITIVE_INFINITY],
    [lowerLimits, -1, Number.NEGATIVE_INFINITY],
  ] as const)
    for (const limit of limits) {
      const more = sign * (((now[limit] as number) ?? none) - ((before[limit] as number) ?? none));
      if ((newerReadsOlder && more < 0) || (olderReadsNewer && more > 0)) note(`has another ${limit}`);
    }
}

function compareFields(walk: Walk, place: string, { before, now }: Pair<JsonSchema>): void {
  const fieldsOf = ({ properties = {} }: JsonSchema) => properties as Record<string, JsonSchema>;
  const requiredOf = ({ required = [] }: JsonSchema) => required as string[];
  const { newerReadsOlder, olderReadsNewer } = walk.reading;
  for (const [name, schema] of Object.entries(fieldsOf(before))) {
    const same = fieldsOf(now)[name];
    const field = `${place}/${name}`;
    if (!same) walk.changes.push(`${field} is gone`);
    else compareEach(walk, field, { before: schema, now: same });
    if (olderReadsNewer && requiredOf(before).includes(name) && !requiredOf(now).includes(name))
      walk.changes.push(`${field} may be absent`);
  }
  for (const name of requiredOf(now))
    if (newerReadsOlder && !requiredOf(before).includes(name))
      walk.changes.push(`${place}/${name} has become required`);
}

/** Branches are told apart by the constant of a field, as messages are by their type, else by their place. */
function compareBranches(walk: Walk, place: string, { before, now }: Pair<JsonSchema>): void {
  for (const keyword of ["oneOf", "anyOf"]) {
    const named = (document: OpenApiDocument, schema: JsonSchema) =>
      new Map(
        ((schema[keyword] ?? []) as JsonSchema[]).map((branch, index) => {
          const { type, properties = {} } = resolve<JsonSchema>(document, branch) as {
            type?: unknown;
            properties?: Record<string, JsonSchema>;
          };
          return [String(properties.type?.const ?? (type === "null" ? type : index)), branch] as const;
        }),
      );
    const [known, today] = [named(walk.before, before), named(walk.now, now)];
    for (const [name, branch] of known) {
      const same = today.get(name);
      const inside = { ...walk, ignoresOtherTypes: false };
      if (same) compareEach(inside, `${place} ${name}`, { before: branch, now: same });
      else walk.changes.push(`${place} ${name} is gone`);
    }
    if (known.size === 0 || !walk.reading.olderReadsNewer || walk.ignoresOtherTypes) continue;
    for (const name of today.keys())
      if (!known.has(name)) walk.changes.push(`${place} may be ${name}, which is not known`);
  }
}
