import { expect, test } from "bun:test";
import { type EngineMessage, readEngineMessage } from "./lesson-messages.ts";

const id = "01939a0e-3f5c-7a4c-9d2e-6f1b3c5d7e9f";
const messages: EngineMessage[] = [
  { type: "ready", microphone: true, lesson: id, tutor: { name: "Ada", language: "en" } },
  {
    type: "past",
    turn: 0,
    question: "Why?",
    answer: "Because.",
    heard: "",
    outcome: "interrupted",
    source: "model",
    flags: [],
    rating: null,
    citations: [],
  },
  { type: "receipt", turn: 0, receipt: "a.b.c" },
  { type: "stored", turn: 0 },
  { type: "migrate" },
  { type: "state", state: "waking" },
  { type: "face", shown: "embedded", maintenance: true },
  { type: "turn", turn: 0, question: null },
  { type: "delta", turn: 1, text: "Plants" },
  { type: "aside", turn: 1, text: "Let me think.", atMs: 0, durationMs: 800 },
  {
    type: "caption",
    turn: 1,
    index: 0,
    text: "Plants.",
    from: 0,
    to: 7,
    atMs: 0,
    durationMs: 9.5,
    words: [{ text: "Plants", atMs: 0, from: 0, to: 6 }],
  },
  {
    type: "turn-end",
    turn: 1,
    outcome: "interrupted",
    source: "model",
    flags: [],
    heard: "Pla",
    heardTo: 3,
    latency: {},
  },
  { type: "pong", id: 3 },
  { type: "problem", problem: { type: "unavailable", title: "Not available right now", status: 503 } },
  { type: "bye", reason: "replaced" },
];

test("every message of the contract is read as it is", () => {
  for (const message of messages) expect(readEngineMessage(JSON.stringify(message))).toEqual(message);
});

test("a message of an engine of a later release is read, with fields and values that the page does not know", () => {
  for (const message of messages) {
    const later = { ...message, fieldOfALaterRelease: { depth: 1 } };
    expect(readEngineMessage(JSON.stringify(later))).toMatchObject(message);
  }
  for (const text of ['{"type":"state","state":"pondering"}', '{"type":"bye","reason":"moved"}'])
    expect(readEngineMessage(text)).toEqual(JSON.parse(text));
});

test("a message without one of the fields the page uses is nothing", () => {
  for (const message of messages) {
    const unused = ["latency", "flags", "from", "to", "heardTo"];
    for (const field of Object.keys(message).filter((name) => !unused.includes(name))) {
      const { [field]: _, ...rest } = message as Record<string, unknown>;
      expect(readEngineMessage(JSON.stringify(rest))).toBeUndefined();
    }
  }
});

test("what is no message is nothing", () => {
  const texts = [
    "",
    "{",
    "null",
    "[]",
    "7",
    '"ready"',
    '{"type":"toString"}',
    '{"type":"new-kind"}',
    '{"type":7}',
  ];
  for (const text of texts) expect(readEngineMessage(text)).toBeUndefined();
  expect(readEngineMessage(new ArrayBuffer(8))).toBeUndefined();
  expect(
    readEngineMessage(JSON.stringify({ type: "delta", turn: 0, text: "a".repeat(600_000) })),
  ).toBeUndefined();
});

test("a figure that is none makes no message", () => {
  expect(readEngineMessage('{"type":"delta","turn":"0","text":"a"}')).toBeUndefined();
  expect(
    readEngineMessage(
      '{"type":"caption","turn":0,"index":0,"text":"a","atMs":1e999,"durationMs":1,"words":[]}',
    ),
  ).toBeUndefined();
});
