import type { FormLayout, Operation, ParameterGroup, ResponseContract } from "../binding/contract.ts";
import {
  type JsonSchema,
  type MediaType,
  type OpenApiDocument,
  type OperationObject,
  type Parameter,
  type Response,
  resolve,
} from "./document.ts";

export const methods = ["get", "post", "put", "patch", "delete"] as const;

/**
 * Schemes of callers that are programs of ours: the other service, and the page. While an installation is updated they may be of a later
 * release, so what the contract does not name is left out of their requests instead of being refused.
 */
const ownCallers: readonly string[] = ["serviceToken", "ticket"];

/** Bound on a request body where the document sets none: enough for a form, too little to hurt a parser. */
export const bodyBytesMaxDefault = 16 * 1024;

/** The operation table of a document, with the schemas of its checks by the name that the table gives them. */
export interface CollectedOperations {
  operations: Operation[];
  /** Path, query and header parameters: text is coerced to what the schema says. */
  parameters: Record<string, JsonSchema>;
  bodies: Record<string, JsonSchema>;
  /** Bodies of requests by programs of ours. */
  peers: Record<string, JsonSchema>;
  replies: Record<string, JsonSchema>;
}

export function collectOperations(document: OpenApiDocument): CollectedOperations {
  const collected: CollectedOperations = {
    operations: [],
    parameters: {},
    bodies: {},
    peers: {},
    replies: {},
  };
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of methods) {
      const operation = item[method] as OperationObject | undefined;
      if (!operation) continue;
      const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])];
      collected.operations.push({
        id: operation.operationId,
        method: method.toUpperCase() as Operation["method"],
        path,
        security: securityOf(document, operation),
        ...(operation["x-audit-action"] ? { auditAction: operation["x-audit-action"] } : {}),
        parameters: collectParameters(
          { id: operation.operationId, openQuery: isOpenQuery(document, operation) },
          parameters.map((parameter) => resolve<Parameter>(document, parameter)),
          collected,
        ),
        ...collectBody(document, operation, collected),
        responses: collectResponses(document, operation, collected),
      });
    }
  }
  return collected;
}

export function securityOf(document: OpenApiDocument, operation: OperationObject): string[] {
  const requirements = operation.security ?? document.security ?? [];
  return requirements.flatMap((requirement) => Object.keys(requirement));
}

function isByOwnCaller(document: OpenApiDocument, operation: OperationObject): boolean {
  const schemes = securityOf(document, operation);
  return schemes.length > 0 && schemes.every((scheme) => ownCallers.includes(scheme));
}

export function isOpenQuery(document: OpenApiDocument, operation: OperationObject): boolean {
  return operation["x-open-query"] ?? isByOwnCaller(document, operation);
}

function collectParameters(
  { id, openQuery }: { id: string; openQuery: boolean },
  parameters: Parameter[],
  collected: CollectedOperations,
) {
  const groups: { -readonly [Place in keyof Operation["parameters"]]: ParameterGroup } = {};
  for (const place of ["path", "query", "header"] as const) {
    const group = parameters.filter((parameter) => parameter.in === place);
    // A query without declared parameters is still checked, so that a misspelt name is an error.
    if (group.length === 0 && place !== "query") continue;
    const nameOf = (parameter: Parameter) =>
      place === "header" ? parameter.name.toLowerCase() : parameter.name;
    const validator = `${id}_${place}`;
    collected.parameters[validator] = {
      type: "object",
      additionalProperties: place === "query" && openQuery,
      properties: Object.fromEntries(group.map((parameter) => [nameOf(parameter), parameter.schema])),
      required: group.filter((parameter) => parameter.required).map(nameOf),
    };
    const lists = group.filter((parameter) => parameter.schema.type === "array");
    groups[place] = {
      validator,
      names: group.map(nameOf),
      lists: Object.fromEntries(
        lists.map((parameter) => [nameOf(parameter), parameter.explode === false ? "comma" : "repeat"]),
      ),
    };
  }
  return groups;
}

const formType = "multipart/form-data";

function collectBody(
  document: OpenApiDocument,
  operation: OperationObject,
  collected: CollectedOperations,
): Pick<Operation, "body"> {
  const { requestBody, operationId } = operation;
  if (!requestBody) return {};
  const bytesMax = operation["x-body-bytes-max"] ?? bodyBytesMaxDefault;
  const required = requestBody.required ?? false;
  const form = requestBody.content[formType]?.schema;
  const bodies = isByOwnCaller(document, operation) ? collected.peers : collected.bodies;
  if (form) {
    const layout = collectForm(document, { id: operationId, form }, bodies);
    return { body: { required, bytesMax, content: { [formType]: layout.validator }, form: layout } };
  }
  const content = collectContent(`${operationId}_body`, requestBody.content, bodies);
  return { body: { required, bytesMax, content } };
}

/** A form's fields are checked together; its file is no field. */
function collectForm(
  document: OpenApiDocument,
  { id, form }: { id: string; form: JsonSchema },
  bodies: Record<string, JsonSchema>,
): FormLayout {
  const validator = `${id}_form`;
  const schema = resolve<JsonSchema>(document, form);
  const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>);
  const required = (schema.required ?? []) as string[];
  const file = properties.find(([, property]) => property.format === "binary")?.[0];
  bodies[validator] = {
    ...schema,
    properties: Object.fromEntries(properties.filter(([name]) => name !== file)),
    required: required.filter((name) => name !== file),
  };
  const json = properties
    .filter(([, property]) => resolve<JsonSchema>(document, property).type === "object")
    .map(([name]) => name);
  return { validator, file, fileRequired: file !== undefined && required.includes(file), json };
}

function collectResponses(
  document: OpenApiDocument,
  operation: OperationObject,
  collected: CollectedOperations,
) {
  const responses: Record<string, ResponseContract> = {};
  for (const [status, reference] of Object.entries(operation.responses)) {
    const response = resolve<Response>(document, reference);
    const name = `${operation.operationId}_${status}`;
    const headers = Object.entries(response.headers ?? {});
    const events = response.content?.["text/event-stream"]?.schema?.["x-event-data"];
    responses[status] = {
      headers: headers.filter(([, header]) => header.required).map(([header]) => header.toLowerCase()),
      content: collectContent(name, response.content ?? {}, collected.replies),
      ...(events ? { events: collectEvents(name, events, collected) } : {}),
    };
  }
  return responses;
}

function collectEvents(name: string, events: JsonSchema, collected: CollectedOperations): string {
  const names = collectContent(`${name}_event`, { data: { schema: events } }, collected.replies);
  return names.data!;
}

/** Media types that are text or bytes to the contract need no check: their names map to null. */
function collectContent(
  name: string,
  content: Record<string, MediaType>,
  schemas: Record<string, JsonSchema>,
) {
  const types = Object.entries(content);
  return Object.fromEntries(
    types.map(([type, { schema }], index) => {
      const isChecked = schema && !schema["x-event-data"] && schema.format !== "binary";
      if (!isChecked) return [type, null];
      // Operations that share a component share its check.
      const component = typeof schema.$ref === "string" ? schema.$ref.split("/").at(-1) : undefined;
      const validator = component ?? (types.length > 1 ? `${name}_${index}` : name);
      schemas[validator] = schema;
      return [type, validator];
    }),
  );
}
