import Ajv2020, { type Options } from "ajv/dist/2020";
import standaloneCode from "ajv/dist/standalone";
import addFormats from "ajv-formats";
import type { JsonSchema, OpenApiDocument } from "./document.ts";

const componentsId = "/components";

/** OpenAPI's own keywords, which say nothing about validity. */
const annotations = ["discriminator", "xml", "externalDocs", "example", "x-event-data"];

export type Strictness =
  /** Text from a URL or a header: coerced, defaults filled in. */
  | "parameters"
  /** A body from outside: never coerced, defaults filled in, formats checked in full. */
  | "bodies"
  /** From a program of ours that may be of another release: like a body, but fields that the schema does not name are taken out. */
  | "peers"
  /** Our own replies: never changed, formats checked fast. */
  | "replies";

const optionsOf: Record<Strictness, Options> = {
  parameters: { coerceTypes: "array", useDefaults: true },
  bodies: { useDefaults: true },
  // Without `discriminator` fields would go while the other branches of a `oneOf` are tried.
  peers: { useDefaults: true, removeAdditional: true, discriminator: true },
  replies: {},
};

/** Standalone ESM code that exports one check per name: no schema is compiled, and no code made, at run time. */
export function generateValidators(
  document: OpenApiDocument,
  schemas: Record<string, JsonSchema>,
  strictness: Strictness,
): string {
  const ajv = new Ajv2020({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    allErrors: true,
    code: { source: true, esm: true },
    ...optionsOf[strictness],
  });
  addFormats(ajv, { mode: strictness === "replies" ? "fast" : "full" });
  const isByTag = optionsOf[strictness].discriminator === true;
  for (const keyword of annotations) if (!isByTag || keyword !== "discriminator") ajv.addKeyword(keyword);
  const components = pointToComponents(document.components.schemas);
  ajv.addSchema({ $id: componentsId, $defs: isByTag ? withPlainTags(components) : components });
  for (const [name, schema] of Object.entries(schemas)) {
    ajv.addSchema({ ...(pointToComponents(schema) as JsonSchema), $id: `/${name}` });
  }
  const exports = Object.fromEntries(Object.keys(schemas).map((name) => [name, `/${name}`]));
  // Ajv's ESM output calls `require` for its run-time parts, which Bun and its bundler understand.
  return `// Made by \`bun run generate\` from openapi/; changed there, never here.\n${standaloneCode(ajv, exports)}\n`;
}

/** Ajv refuses a schema with a `components` keyword, so the components live under `$defs` of a schema of their own. */
function pointToComponents(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pointToComponents);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === "$ref"
        ? String(inner).replace("#/components/schemas/", `${componentsId}#/$defs/`)
        : pointToComponents(inner),
    ]),
  );
}

/**
 * Ajv finds the branch of a `oneOf` by the tag's `const`, and refuses OpenAPI's `mapping`, which says the same. It takes whatever is no
 * object for valid unless the schema says that it has to be one.
 */
function withPlainTags(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPlainTags);
  if (typeof value !== "object" || value === null) return value;
  const { discriminator, ...schema } = value as { discriminator?: { propertyName?: unknown } };
  const rest = Object.fromEntries(Object.entries(schema).map(([key, inner]) => [key, withPlainTags(inner)]));
  const propertyName = discriminator?.propertyName;
  return typeof propertyName === "string"
    ? { type: "object", ...rest, discriminator: { propertyName } }
    : rest;
}
