import { projectFolder } from "../../deploy/installation.ts";
import {
  type JsonSchema,
  type OpenApiDocument,
  type OperationObject,
  readDocument,
} from "../../openapi/generator/document.ts";
import { findBreakingChanges, type Service } from "./contract-changes.ts";

export type Change = (document: OpenApiDocument) => void;

/** What a program of today would not understand if the contract changed so. */
export function changesAfter(service: Service, change: Change): readonly string[] {
  const [before, now] = [0, 1].map(() => readDocument(`${projectFolder}openapi/${service}.yaml`));
  change(now!);
  return findBreakingChanges(service, { before: before!, now: now! });
}

export const operation = (document: OpenApiDocument, path: string, method: string) =>
  document.paths[path]![method] as OperationObject;
export const schema = (document: OpenApiDocument, name: string) => document.components.schemas[name]!;
export const fields = (document: OpenApiDocument, name: string) =>
  schema(document, name).properties as Record<string, JsonSchema>;
export const requires = (document: OpenApiDocument, name: string) =>
  schema(document, name).required as string[];
/** One more value of an enum. */
export const learn = (known: JsonSchema, value: string) => (known.enum as string[]).push(value);
