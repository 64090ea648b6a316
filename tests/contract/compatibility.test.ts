import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { projectFolder } from "../../deploy/installation.ts";
import { type JsonSchema, type OpenApiDocument, readDocument } from "../../openapi/generator/document.ts";
import { findBreakingChanges } from "../_support/contract-changes.ts";

/**
 * What the release before cannot deal with and what is meant all the same, each with the reason why an update goes well. A new value of
 * an enum that services exchange belongs here in the release that learns to read it; it is written from the next one on.
 */
const meant: Readonly<Record<"backend" | "engine", readonly string[]>> = { backend: [], engine: [] };

const released = (service: string) => readDocument(`${projectFolder}tests/contract/released/${service}.yaml`);
const today = (service: string) => readDocument(`${projectFolder}openapi/${service}.yaml`);

test.each(["backend", "engine"] as const)("programs of the last release understand this %s", (service) => {
  const changes = findBreakingChanges(released(service), today(service));
  expect(changes.filter((change) => !meant[service].includes(change))).toEqual([]);
  // What was meant is forgotten with the next release.
  expect(meant[service].filter((change) => !changes.includes(change))).toEqual([]);
});

type Change = (document: OpenApiDocument) => void;
const schema = (document: OpenApiDocument, name: string) => document.components.schemas[name]!;
const field = (document: OpenApiDocument, name: string, property: string) =>
  (schema(document, name).properties as Record<string, JsonSchema>)[property]!;
const requires = (document: OpenApiDocument, name: string) => schema(document, name).required as string[];

describe("what an older program does not understand is found:", () => {
  const cases: [string, "backend" | "engine", Change, string][] = [
    [
      "an operation that is gone",
      "backend",
      (document) => delete document.paths["/internal/lessons"],
      "POST /internal/lessons is gone",
    ],
    [
      "a parameter that is needed",
      "engine",
      (document) => {
        const operation = document.paths["/api/tutors/{tutorId}/webrtc"]!.post as { parameters: object[] };
        operation.parameters.push({
          name: "camera",
          in: "query",
          required: true,
          schema: { type: "string" },
        });
      },
      "POST /api/tutors/{tutorId}/webrtc: query parameter camera has become required",
    ],
    [
      "a field of a request that is needed",
      "backend",
      (document) => requires(document, "Turn").push("rating"),
      "POST /internal/sessions/{sessionId}/turns: body/turns/*/rating has become required",
    ],
    [
      "a field of a reply that is gone",
      "backend",
      (document) => delete (schema(document, "SystemPart").properties as Record<string, JsonSchema>).detail,
      "GET /api/system/health: 200/parts/*/detail is gone",
    ],
    [
      "a field of a reply that may be absent",
      "backend",
      (document) => requires(document, "Profile").splice(0, 1),
      "Profile/id may be absent",
    ],
    [
      "a field that a reader of either release would miss",
      "engine",
      (document) => {
        (schema(document, "Ready").properties as Record<string, JsonSchema>).camera = { type: "boolean" };
        requires(document, "Ready").push("camera");
      },
      "EngineMessage ready/camera has become required",
    ],
    [
      "a value that is written to somebody who does not know it",
      "backend",
      (document) => (field(document, "LessonVerdict", "end").items = withReason("moved", document)),
      "LessonVerdict/end/*/reason may be moved, which is not known",
    ],
    [
      "a text that is longer than its reader takes",
      "backend",
      (document) => (schema(document, "Notes").maxLength = 1_000_000),
      "Profile/notes has another maxLength",
    ],
    [
      "a text that may not be as long any more",
      "engine",
      (document) => (schema(document, "Question").maxLength = 100),
      "PageMessage say/text has another maxLength",
    ],
    [
      "a message that is not read any more",
      "engine",
      (document) => (schema(document, "PageMessage").oneOf as JsonSchema[]).pop(),
      "PageMessage ping is gone",
    ],
  ];
  test.each(cases)("%s", (_, service, change, expected) => {
    const changed = today(service);
    change(changed);
    expect(findBreakingChanges(today(service), changed)).toContain(expected);
  });
});

const withReason = (reason: string, document: OpenApiDocument): JsonSchema => {
  const item = structuredClone(field(document, "LessonVerdict", "end").items) as JsonSchema;
  const known = schema(document, "EndReason");
  return {
    ...item,
    properties: {
      ...(item.properties as object),
      reason: { ...known, enum: [...(known.enum as string[]), reason] },
    },
  };
};

test("what a program may do besides is no trouble", () => {
  const changed = today("engine");
  changed.paths["/api/games"] = { get: { operationId: "listGames", responses: { "200": {} } } };
  (schema(changed, "Ping").properties as Record<string, JsonSchema>).battery = { type: "number" };
  (schema(changed, "Pong").properties as Record<string, JsonSchema>).load = { type: "number" };
  (schema(changed, "EngineMessage").oneOf as JsonSchema[]).push({
    type: "object",
    properties: { type: { const: "drawing" } },
  });
  expect(findBreakingChanges(today("engine"), changed)).toEqual([]);
});

test("fields can be left out of what may be one of several things, as each has a tag", () => {
  for (const service of ["backend", "engine"]) {
    const { components } = today(service);
    for (const [name, { oneOf, anyOf, discriminator }] of Object.entries(components.schemas)) {
      const branches = [...((oneOf ?? anyOf ?? []) as JsonSchema[])].filter(({ type }) => type !== "null");
      if (branches.length > 1) expect([name, discriminator]).toEqual([name, expect.anything()]);
    }
  }
});

test("a backend of the release before works on with the database of this one: Postgres only gets more", () => {
  const folder = `${projectFolder}backend/database/migrations/postgres`;
  const files = readdirSync(folder).filter((name) => name.endsWith(".sql"));
  expect(files.length).toBeGreaterThan(10);
  const less =
    /\b(DROP\s+(TABLE|COLUMN)|RENAME|SET NOT NULL|SET DATA TYPE)\b|ADD COLUMN (?!.*DEFAULT).*NOT NULL/i;
  for (const file of files)
    expect([file, readFileSync(`${folder}/${file}`, "utf8").match(less)?.[0]]).toEqual([file, undefined]);
});
