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
  /** Our own replies: never changed, formats checked fast. */
  | "replies";

const optionsOf: Record<Strictness, Options> = {
  parameters: { coerceTypes: "array", useDefaults: true },
  bodies: { useDefaults: true },
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
  for (const keyword of annotations) ajv.addKeyword(keyword);
  ajv.addSchema({ $id: componentsId, $defs: pointToComponents(document.components.schemas) });
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
