import { readFileSync } from "node:fs";

/** The parts of an OpenAPI 3.1 document that the generator reads. Anything else is checked by the linter. */
export interface OpenApiDocument {
  paths: Record<string, PathItem>;
  components: {
    schemas: Record<string, JsonSchema>;
    parameters?: Record<string, Parameter>;
    responses?: Record<string, Response>;
  };
  security?: SecurityRequirement[];
  /** Names of component schemas that get validators of their own: messages that do not travel by HTTP. */
  "x-validated-schemas"?: string[];
  /** Names of component schemas that a program of another release writes: what they do not name is left out when they are read. */
  "x-peer-schemas"?: string[];
}

export type JsonSchema = { [keyword: string]: unknown };
export type SecurityRequirement = Record<string, string[]>;
type Reference = { $ref: string };

export interface PathItem {
  parameters?: (Parameter | Reference)[];
  [method: string]: unknown;
}

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required?: boolean;
  schema: JsonSchema;
  explode?: boolean;
}

export interface OperationObject {
  operationId: string;
  parameters?: (Parameter | Reference)[];
  security?: SecurityRequirement[];
  requestBody?: { required?: boolean; content: Record<string, MediaType> };
  responses: Record<string, Response | Reference>;
  /** Parameters that the contract does not name are ignored: people's links collect them, and programs of a later release have more. */
  "x-open-query"?: boolean;
  /** What the audit log calls it. */
  "x-audit-action"?: string;
  /** Bound on the request's body, in bytes. */
  "x-body-bytes-max"?: number;
}

export interface MediaType {
  schema?: JsonSchema & { "x-event-data"?: JsonSchema };
}

export interface Response {
  headers?: Record<string, { required?: boolean }>;
  content?: Record<string, MediaType>;
}

export function readDocument(path: string): OpenApiDocument {
  return Bun.YAML.parse(readFileSync(path, "utf8")) as OpenApiDocument;
}

/** Follows a reference into the document's components. */
export function resolve<T extends object>(document: OpenApiDocument, value: T | Reference): T {
  if (!("$ref" in value)) return value as T;
  const steps = (value as Reference).$ref.replace(/^#\//, "").split("/");
  let found: unknown = document;
  for (const step of steps) found = (found as Record<string, unknown>)[step];
  if (found === undefined) throw new Error(`the document has no ${(value as Reference).$ref}`);
  return found as T;
}
