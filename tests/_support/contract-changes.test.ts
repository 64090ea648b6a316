import { describe, expect, test } from "bun:test";
import type { OpenApiDocument, Response } from "../../openapi/generator/document.ts";
import { type Change, changesAfter, fields, learn, operation, requires, schema } from "./changed-contract.ts";
import type { Service } from "./contract-changes.ts";

const responses = (document: OpenApiDocument, path: string, method: string) =>
  operation(document, path, method).responses as Record<string, Response>;

describe("what an older program does not understand of an operation is found:", () => {
  const cases: [string, Service, Change, string][] = [
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
        const { parameters } = operation(document, "/api/tutors/{tutorId}/webrtc", "post");
        parameters!.push({ name: "camera", in: "query", required: true, schema: { type: "string" } });
      },
      "POST /api/tutors/{tutorId}/webrtc: query/camera has become required",
    ],
    [
      "a field of a request that is needed",
      "backend",
      (document) => requires(document, "Turn").push("rating"),
      "POST /internal/sessions/{sessionId}/turns: body/turns/*/rating has become required",
    ],
    [
      "a body of a type that an engine of the release before does not read",
      "engine",
      (document) => {
        const { requestBody } = operation(document, "/api/tutors/{tutorId}/webrtc", "post");
        requestBody!.content["application/json"] = { schema: { type: "object" } };
      },
      "POST /api/tutors/{tutorId}/webrtc: body may be application/json, which is not known",
    ],
    [
      "a body that an engine of the release before needs",
      "engine",
      (document) => delete operation(document, "/api/tts/synthesize", "post").requestBody!.required,
      "POST /api/tts/synthesize: a body may be absent",
    ],
    [
      "a body that may not be as large any more",
      "backend",
      (document) => (operation(document, "/internal/lessons", "post")["x-body-bytes-max"] = 1000),
      "POST /internal/lessons: body has another size at most",
    ],
    [
      "a body that is too large for an engine of the release before",
      "engine",
      (document) => (operation(document, "/api/tts/synthesize", "post")["x-body-bytes-max"] = 1_000_000),
      "POST /api/tts/synthesize: body has another size at most",
    ],
    [
      "credentials that a caller of the release before does not have",
      "backend",
      (document) => (operation(document, "/internal/lessons", "post").security = [{ bearerAuth: [] }]),
      "POST /internal/lessons takes other credentials",
    ],
    [
      "credentials that the whole document asks for",
      "engine",
      (document) => (document.security = [{ serviceToken: [] }]),
      "GET /api/tutors/{tutorId}/ice-servers takes other credentials",
    ],
    [
      "credentials that an engine of the release before does not take",
      "engine",
      (document) =>
        (operation(document, "/api/tts/synthesize", "post").security = [
          { serviceToken: [] },
          { ticket: [] },
        ]),
      "POST /api/tts/synthesize takes other credentials",
    ],
    [
      "a header of a reply that may be absent",
      "backend",
      (document) =>
        delete responses(document, "/internal/tutors/{tutorId}/profile", "get")["200"]!.headers!.ETag,
      "GET /internal/tutors/{tutorId}/profile: 200 headers/ETag is gone",
    ],
    [
      "a status that a caller of the release before does not know",
      "engine",
      (document) => (responses(document, "/api/tts/synthesize", "post")["202"] = {}),
      "POST /api/tts/synthesize may be answered with 202, which is not known",
    ],
    [
      "a parameter that an engine of the release before refuses",
      "engine",
      (document) => {
        const voice = { name: "face", in: "query" as const, schema: { type: "string" } };
        operation(document, "/tutors/{tutorId}/poster", "get").parameters = [voice];
      },
      "GET /tutors/{tutorId}/poster: query/face is not known",
    ],
  ];
  test.each(cases)("%s", (_, service, change, expected) => {
    expect(changesAfter(service, change)).toContain(expected);
  });
});

test("what only a newer program asks of the backend is no trouble, as no older backend is left to be asked", () => {
  const changes = changesAfter("backend", (changed) => {
    learn(schema(changed, "TurnOutcome"), "postponed");
    operation(changed, "/internal/sessions/{sessionId}/turns", "post")["x-body-bytes-max"] = 2_000_000;
  });
  // Engines that are older are told of it, too.
  expect(changes).toContain("TurnList/turns/*/outcome may be postponed, which is not known");
  expect(changes.filter((change) => change.startsWith("POST /internal/sessions/"))).toEqual([]);
});

test("what only the backend tells, engines that are older do without", () => {
  const changes = changesAfter("backend", (changed) => {
    fields(changed, "Profile").mood = { type: "string" };
    requires(changed, "Profile").push("mood");
  });
  expect(changes).toEqual([]);
});

test("parameters and fields more are no trouble to an engine that leaves them out", () => {
  const changes = changesAfter("engine", (changed) => {
    const { parameters } = operation(changed, "/api/tutors/{tutorId}/webrtc", "post");
    parameters!.push({ name: "camera", in: "query", schema: { type: "string" } });
    fields(changed, "SpeechRequest").mood = { type: "string" };
  });
  expect(changes).toEqual([]);
});

test("a value that the console of the release before does not know is no trouble, as it is loaded again", () => {
  expect(changesAfter("backend", (changed) => learn(schema(changed, "AuditAction"), "school.dream"))).toEqual(
    [],
  );
});
