import { readFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";
import type { JsonSchema, OpenApiDocument } from "./document.ts";

/** What the client module's own types are called, and the files of `engine/student/` that they are in. */
const ownTypes: Readonly<Record<string, readonly string[]>> = {
  "virtual-tutor.ts": ["TutorOptions", "TutorEvents", "TutorLesson"],
  "student-lesson.ts": ["LessonEvents"],
  "lesson-stats.ts": ["LessonStats"],
  "page-problem.ts": ["LessonProblem", "ProblemKind"],
  "kept-session.ts": ["KeptSession"],
};
const messages = ["PageMessage", "EngineMessage"];
const sources = new URL("../../engine/student/", import.meta.url);

/** The types of the client module `virtual-tutor.js` in one file, for sites that have nothing else of ours. */
export async function generateClientTypes(engine: OpenApiDocument): Promise<string> {
  const own = Object.entries(ownTypes).flatMap(([file, names]) => declarationsOf(file, names));
  return [
    "// Made by `bun run generate` from openapi/ and engine/student/; changed there, never here.",
    "// The types of /student/virtual-tutor.js.",
    "export declare function connect(options: TutorOptions): TutorLesson;",
    ...own,
    ...messages.map((name) => `export type ${name} = components["schemas"]["${name}"];`),
    await messageTypes(engine),
  ].join("\n\n");
}

/** Types of a file, word for word with their comments. */
function declarationsOf(file: string, names: readonly string[]): string[] {
  const text = readFileSync(new URL(file, sources), "utf8");
  const { statements } = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  return names.map((name) => {
    const found = statements.find(
      (statement) =>
        (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) &&
        statement.name.text === name,
    );
    if (!found) throw new Error(`engine/student/${file} has no type ${name}`);
    return text.slice(found.pos, found.end).trim();
  });
}

/** The two kinds of messages and whatever they refer to. */
async function messageTypes({ components }: OpenApiDocument): Promise<string> {
  const schemas: Record<string, JsonSchema> = {};
  const add = (name: string) => {
    if (schemas[name]) return;
    const schema = components.schemas[name];
    if (!schema) throw new Error(`the document has no schema ${name}`);
    schemas[name] = schema;
    for (const [, referred] of JSON.stringify(schema).matchAll(/"#\/components\/schemas\/(\w+)"/g))
      add(referred!);
  };
  messages.forEach(add);
  const info = { title: "messages", version: "1" };
  const document = JSON.stringify({ openapi: "3.1.0", info, paths: {}, components: { schemas } });
  const nodes = await openapiTS(document, { defaultNonNullable: false });
  return astToString(
    nodes.filter((node) => ts.isInterfaceDeclaration(node) && node.name.text === "components"),
  );
}
