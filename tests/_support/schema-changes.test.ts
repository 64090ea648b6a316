import { describe, expect, test } from "bun:test";
import type { JsonSchema, OpenApiDocument, Parameter } from "../../openapi/generator/document.ts";
import { type Change, changesAfter, fields, learn, operation, requires, schema } from "./changed-contract.ts";
import type { Service } from "./contract-changes.ts";
import { compareSchemas, type Reading } from "./schema-changes.ts";

describe("what an older program does not understand of an object is found:", () => {
  const cases: [string, Service, Change, string][] = [
    [
      "a field of a reply that is gone",
      "backend",
      (document) => delete fields(document, "SystemPart").detail,
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
        fields(document, "Ready").camera = { type: "boolean" };
        requires(document, "Ready").push("camera");
      },
      "EngineMessage ready/camera has become required",
    ],
    [
      "a value that is written to somebody who does not know it",
      "backend",
      (document) => (fields(document, "LessonVerdict").end!.items = withReason("moved", document)),
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
      "PageMessage may not be ping any more",
    ],
    [
      "a value that an engine of the release before refuses in a message",
      "engine",
      (document) => learn(fields(document, "Settings").media!, "sign-language"),
      "PageMessage settings/media may be sign-language, which is not known",
    ],
    [
      "any value instead of some",
      "engine",
      (document) => delete fields(document, "Settings").media!.enum,
      "PageMessage settings/media may have any value",
    ],
    [
      "one more of several things, where it is no message",
      "engine",
      (document) => (fields(document, "AvatarList").server!.oneOf as JsonSchema[]).push({ type: "string" }),
      "AvatarList/server may be string, which is not known",
    ],
    [
      "a question that is too long for an engine of the release before",
      "engine",
      (document) => (schema(document, "Question").maxLength = 8000),
      "PageMessage say/text has another maxLength",
    ],
    [
      "the same in a request with a ticket",
      "engine",
      (document) => (schema(document, "Question").maxLength = 8000),
      "POST /api/tutors/{tutorId}/chat: body/message has another maxLength",
    ],
    [
      "a field that an engine of the release before needs",
      "engine",
      (document) => requires(document, "SpeechRequest").splice(1, 1),
      "POST /api/tts/synthesize: body/language may be absent",
    ],
    [
      "a value that an engine of the release before refuses in an address",
      "engine",
      (document) => {
        const { parameters } = operation(document, "/api/tutors/{tutorId}/webrtc", "post");
        learn((parameters as Parameter[])[0]!.schema, "wait");
      },
      "POST /api/tutors/{tutorId}/webrtc: query/ifFull may be wait, which is not known",
    ],
    [
      "a value of a message that a page of the release before does not know",
      "engine",
      (document) => learn(fields(document, "TurnEnded").outcome!, "postponed"),
      "EngineMessage turn-end/outcome may be postponed, which is not known",
    ],
    [
      "a value of a reply that a backend of the release before does not know",
      "engine",
      (document) => learn(fields(document, "AvatarJob").state!, "paused"),
      "GET /api/avatar/jobs/{jobId}: 200/state may be paused, which is not known",
    ],
    [
      "a field of a reply that an engine of the release before does not give",
      "engine",
      (document) => {
        fields(document, "AvatarJob").size = { type: "integer" };
        requires(document, "AvatarJob").push("size");
      },
      "GET /api/avatar/jobs/{jobId}: 200/size has become required",
    ],
    [
      "a value of a reply that a student's page of the release before does not know",
      "backend",
      (document) => learn(schema(document, "Access"), "club"),
      "GET /api/tutors/{tutorId}/info: 200/access may be club, which is not known",
    ],
    [
      "a text that has to be of a certain format",
      "backend",
      (document) => (fields(document, "Turn").question!.format = "uri"),
      "POST /internal/sessions/{sessionId}/turns: body/turns/*/question has another format",
    ],
    [
      "another format of a part of the address",
      "engine",
      (document) => (schema(document, "Id").format = "uri"),
      "POST /api/tutors/{tutorId}/chat: path/tutorId has another format",
    ],
  ];
  test.each(cases)("%s", (_, service, change, expected) => {
    expect(changesAfter(service, change)).toContain(expected);
  });
});

const withReason = (reason: string, document: OpenApiDocument): JsonSchema => {
  const item = structuredClone(fields(document, "LessonVerdict").end!.items) as JsonSchema;
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
  const change: Change = (changed) => {
    changed.paths["/api/games"] = { get: { operationId: "listGames", responses: { "200": {} } } };
    fields(changed, "Ping").battery = { type: "number" };
    fields(changed, "Pong").load = { type: "number" };
    (schema(changed, "EngineMessage").oneOf as JsonSchema[]).push({
      type: "object",
      properties: { type: { const: "drawing" } },
    });
    // A page that sends it to an engine of the release before gets no answer to it, and has to do without.
    (schema(changed, "PageMessage").oneOf as JsonSchema[]).push({
      type: "object",
      properties: { type: { const: "drawing" } },
    });
  };
  expect(changesAfter("engine", change)).toEqual([]);
});

const requests: Reading = { newerReadsOlder: true, olderReadsNewer: false, isChecked: true };
const replies: Reading = { newerReadsOlder: false, olderReadsNewer: true, isChecked: false };

const text = { type: "string" };
const nothing = { type: "null" };
const object = (properties: Record<string, JsonSchema>, ...required: string[]) => ({
  type: "object",
  additionalProperties: false,
  required,
  properties,
});
const cat = object({ kind: { const: "cat" }, lives: text }, "kind");
const dog = object({ kind: { const: "dog" } }, "kind");
const pet = (...oneOf: JsonSchema[]) => ({ oneOf, discriminator: { propertyName: "kind" } });
const list = (items: JsonSchema) => ({ type: "array", items });
const tree = { $ref: "#/components/schemas/Tree" };
const trees = (leaf: JsonSchema) => ({ Tree: object({ leaf, branches: list(tree) }) });

/** A change of a schema, and what it breaks: the reading of a request by a newer program, of a reply by an older one. */
const rules: [string, JsonSchema, JsonSchema, "requests" | "replies" | "both" | "nothing"][] = [
  ["a text may be null as well", text, { oneOf: [text, nothing] }, "replies"],
  ["a text may not be null any more", { type: ["string", "null"] }, text, "requests"],
  ["null is written in another way", { type: ["string", "null"] }, { anyOf: [text, nothing] }, "nothing"],
  ["any number instead of whole ones", { type: "integer" }, { type: "number" }, "replies"],
  ["whole numbers alone", { type: "number" }, { type: "integer" }, "requests"],
  ["anything instead of a text", text, {}, "replies"],
  ["a text instead of anything", {}, text, "requests"],
  ["another type", text, { type: "integer" }, "both"],
  ["a value more", { enum: ["a"] }, { enum: ["a", "b"] }, "replies"],
  ["a value less", { enum: ["a", "b"] }, { const: "a" }, "requests"],
  ["certain values alone", text, { ...text, enum: ["a"] }, "requests"],
  ["any value", { ...text, const: "a" }, text, "replies"],
  [
    "null among the values",
    { ...text, enum: ["a"] },
    { type: ["string", "null"], enum: ["a", null] },
    "replies",
  ],
  ["a pattern where there was none", text, { ...text, pattern: "a" }, "requests"],
  ["no pattern any more", { ...text, pattern: "a" }, text, "nothing"],
  ["another format", { ...text, format: "date" }, { ...text, format: "uri" }, "requests"],
  ["a shorter text", { ...text, maxLength: 9 }, { ...text, maxLength: 8 }, "requests"],
  ["a longer text", { ...text, maxLength: 8 }, { ...text, maxLength: 9 }, "nothing"],
  ["a text that may be empty anyway", text, { ...text, minLength: 0 }, "nothing"],
  ["a rule that nobody has thought of", list(text), { ...list(text), contains: { const: "a" } }, "requests"],
  ["another default", { ...text, default: "a" }, { ...text, default: "b" }, "requests"],
  ["other words about it", { ...text, description: "old" }, { ...text, title: "new" }, "nothing"],
  ["a field more", object({}), object({ a: text }), "nothing"],
  ["a field more that is needed", object({}), object({ a: text }, "a"), "requests"],
  ["a field less", object({ a: text }), object({}), "requests"],
  ["a field less that was always there", object({ a: text }, "a"), object({}), "both"],
  ["a field that may be absent", object({ a: text }, "a"), object({ a: text }), "replies"],
  ["a field that is needed", object({ a: text }), object({ a: text }, "a"), "requests"],
  ["no fields but its own", { type: "object" }, object({}), "requests"],
  ["any fields", object({}), { type: "object" }, "nothing"],
  [
    "other values under any name",
    { type: "object", additionalProperties: text },
    { type: "object", additionalProperties: { type: "integer" } },
    "both",
  ],
  ["other items", list(text), list({ type: ["string", "null"] }), "replies"],
  ["one more of several things", pet(cat), pet(cat, dog), "replies"],
  ["one less of several things", pet(cat, dog), pet(dog), "requests"],
  ["several things in another order", pet(cat, dog), pet(dog, cat), "nothing"],
  [
    "a field of one of several things",
    pet(cat, dog),
    pet(dog, { ...cat, required: ["kind", "lives"] }),
    "requests",
  ],
];

describe("in both directions:", () => {
  test.each(rules)("%s", (_, before, now, broken) => {
    expect(brokenBy({ Any: before }, { Any: now })).toBe(broken);
  });

  test("inside of what holds others of its own", () => {
    expect(brokenBy(trees(text), trees({ type: ["string", "null"] }))).toBe("replies");
    expect(brokenBy(trees(text), trees(text))).toBe("nothing");
  });
});

function brokenBy(before: Record<string, JsonSchema>, now: Record<string, JsonSchema>): string {
  const [known, today] = [before, now].map((schemas) => ({ paths: {}, components: { schemas } }));
  const isBroken = (reading: Reading) => {
    const changes: string[] = [];
    const name = Object.keys(before)[0]!;
    const pair = { before: before[name]!, now: now[name]! };
    compareSchemas({ before: known!, now: today!, reading, changes }, name, pair);
    return changes.length > 0;
  };
  const found = [isBroken(requests) && "requests", isBroken(replies) && "replies"].filter(Boolean);
  return found.length > 1 ? "both" : found[0] || "nothing";
}
