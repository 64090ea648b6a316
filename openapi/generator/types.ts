import openapiTS, { astToString, oapiRef } from "openapi-typescript";
import ts from "typescript";

const banner = "// Made by `bun run generate` from openapi/; changed there, never here.\n";

/** The TypeScript types of one document: openapi-typescript's output with two honest types for streams and files. */
export async function generateTypes(documentPath: URL): Promise<string> {
  let hasStreams = false;
  const nodes = await openapiTS(documentPath, {
    // A field with a default may be left out of a request and is always there in a reply: `required` alone decides.
    defaultNonNullable: false,
    transform(schema) {
      const data = (schema as { "x-event-data"?: { $ref: string } })["x-event-data"];
      if (data) {
        hasStreams = true;
        return eventStreamOf(data.$ref);
      }
      if (schema.format === "binary") return ts.factory.createTypeReferenceNode("Blob");
      return undefined;
    },
  });
  const imports = 'import type { ServerSentEvent } from "../openapi/binding/server-sent-events.ts";\n\n';
  return banner + (hasStreams ? imports : "") + astToString(nodes);
}

function eventStreamOf(reference: string): ts.TypeNode {
  const event = ts.factory.createTypeReferenceNode("ServerSentEvent", [oapiRef(reference)]);
  return ts.factory.createTypeReferenceNode("AsyncIterable", [event]);
}
