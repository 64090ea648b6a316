import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateClientTypes } from "./client-types.ts";
import { type JsonSchema, type OpenApiDocument, readDocument } from "./document.ts";
import { type CollectedOperations, collectOperations } from "./operations.ts";
import { generateTypes } from "./types.ts";
import { generateValidators } from "./validators.ts";

/** Documents whose operations we serve. */
const services = ["backend", "engine"] as const;

/** Documents of servers that we call. */
const upstreams = ["mageurite"] as const;

const openapiFolder = new URL("..", import.meta.url);
export const generatedFolder = new URL("../../generated", import.meta.url).pathname;

/** Every file of `generated/`: its name and its text. */
export async function generateAll(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const service of services) {
    const url = new URL(`${service}.yaml`, openapiFolder);
    const document = readDocument(url.pathname);
    const collected = collectOperations(document);
    const messages = namedSchemas(document["x-validated-schemas"]);
    files.set(`${service}.types.ts`, await generateTypes(url));
    if (service === "engine") files.set("virtual-tutor.d.ts", await generateClientTypes(document));
    files.set(`${service}.contract.ts`, contractModule(service, collected, document));
    const checks = {
      parameters: collected.parameters,
      bodies: { ...collected.bodies, ...messages },
      peers: { ...collected.peers, ...namedSchemas(document["x-peer-schemas"]) },
      replies: collected.replies,
    } as const;
    for (const [strictness, schemas] of Object.entries(checks)) {
      const name = `${service}.${strictness}`;
      files.set(`${name}.js`, generateValidators(document, schemas, strictness as keyof typeof checks));
      files.set(`${name}.d.ts`, validatorTypes(Object.keys(schemas)));
    }
  }
  for (const upstream of upstreams) {
    const url = new URL(`${upstream}.yaml`, openapiFolder);
    const document = readDocument(url.pathname);
    const schemas = namedSchemas(document["x-validated-schemas"]);
    const name = `${upstream}.messages`;
    files.set(`${upstream}.types.ts`, await generateTypes(url));
    files.set(`${name}.js`, generateValidators(document, schemas, "replies"));
    files.set(`${name}.d.ts`, validatorTypes(Object.keys(schemas)));
  }
  return files;
}

function namedSchemas(names: readonly string[] = []): Record<string, JsonSchema> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/schemas/${name}` }]));
}

function contractModule(
  service: string,
  { operations }: CollectedOperations,
  document: OpenApiDocument,
): string {
  const table = Object.fromEntries(operations.map((operation) => [operation.id, operation]));
  const security = operations.map(({ id, security }) => {
    return `  ${id}: ${security.map((scheme) => JSON.stringify(scheme)).join(" | ") || "never"};`;
  });
  const messages = (document["x-validated-schemas"] ?? []).map((name) => `  ${name}: bodies.${name},`);
  return `// Made by \`bun run generate\` from openapi/; changed there, never here.
import type { Contract } from "../openapi/binding/contract.ts";
import * as bodies from "./${service}.bodies.js";
import * as parameters from "./${service}.parameters.js";
import * as peers from "./${service}.peers.js";
import * as replies from "./${service}.replies.js";

/** The security schemes of each operation: one of them must accept the request. */
export interface ${service === "backend" ? "Backend" : "Engine"}Security {
${security.join("\n")}
}

export const ${service}Contract: Contract = {
  name: ${JSON.stringify(service)},
  requests: { ...parameters, ...bodies, ...peers },
  responses: { ...replies },
  operations: ${JSON.stringify(table, null, 2)},
};

/** Checks of messages that do not travel by HTTP. */
export const ${service}Messages = {
${messages.join("\n")}
};
`;
}

function validatorTypes(names: string[]): string {
  const lines = names.map((name) => `export declare const ${name}: Validator;`);
  return `// Made by \`bun run generate\` from openapi/; changed there, never here.
import type { Validator } from "../openapi/binding/contract.ts";

${lines.join("\n")}
`;
}

/** Names of files in `generated/` that differ from what the contract says now. */
export async function staleFiles(): Promise<string[]> {
  const files = await generateAll();
  const present = new Set(readdirSync(generatedFolder));
  const stale = [...files].filter(
    ([name, text]) => !present.has(name) || readFileSync(join(generatedFolder, name), "utf8") !== text,
  );
  const left = [...present].filter((name) => !files.has(name));
  return [...stale.map(([name]) => name), ...left];
}

if (import.meta.main) {
  mkdirSync(generatedFolder, { recursive: true });
  const files = await generateAll();
  for (const name of readdirSync(generatedFolder)) if (!files.has(name)) rmSync(join(generatedFolder, name));
  for (const [name, text] of files) writeFileSync(join(generatedFolder, name), text);
  console.log(`generated/: ${files.size} files`);
}
