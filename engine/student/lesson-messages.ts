import type { components } from "../../generated/engine.types.ts";

export type PageMessage = components["schemas"]["PageMessage"];
export type EngineMessage = components["schemas"]["EngineMessage"];
export type MessageOf<Type extends EngineMessage["type"]> = Extract<EngineMessage, { type: Type }>;

/** Longest message the page reads, in UTF-16 units; a turn's heard text is at most 20 000. */
const messageMaxChars = 524_288;

const isText = (value: unknown) => typeof value === "string";
const isNumber = (value: unknown) => typeof value === "number" && Number.isFinite(value);
const isNumberIfAny = (value: unknown) => value === undefined || isNumber(value);
const isTextIfAny = (value: unknown) => value === undefined || isText(value);
const isFlag = (value: unknown) => typeof value === "boolean";
const isTextOrNull = (value: unknown) => value === null || isText(value);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isWord = (value: unknown) => isObject(value) && isText(value.text) && isNumber(value.atMs);
const isWords = (value: unknown) => Array.isArray(value) && value.every(isWord);
const isNamed = (value: unknown) => isObject(value) && isText(value.name);
const isPlace = (value: unknown): value is Record<string, unknown> =>
  isObject(value) &&
  isNumber(value.number) &&
  isTextOrNull(value.title) &&
  (value.page === null || isNumber(value.page)) &&
  Array.isArray(value.headings) &&
  value.headings.every(isText);
const isPlaces = (value: unknown) => Array.isArray(value) && value.every(isPlace);
const isCitation = (value: unknown) => isPlace(value) && isText(value.text);
const isQueueIfAny = (value: unknown) =>
  value === undefined ||
  (isObject(value) && isNumber(value.place) && (value.expectedMs === null || isNumber(value.expectedMs)));
const isTyped = (value: unknown) => isObject(value) && isText(value.type);

type Check = (value: unknown) => boolean;

/** The fields the page uses of each message, and what they must be. */
const fields: Readonly<Record<EngineMessage["type"], Readonly<Record<string, Check>>>> = {
  ready: { lesson: isText, tutor: isNamed, microphone: isFlag },
  understood: { text: isText, isFinal: isFlag },
  past: {
    turn: isNumber,
    question: isTextOrNull,
    answer: isText,
    heard: isText,
    outcome: isText,
    source: isText,
    rating: isTextOrNull,
    citations: isPlaces,
  },
  receipt: { turn: isNumber, receipt: isText },
  stored: { turn: isNumber },
  migrate: {},
  state: { state: isText, queue: isQueueIfAny, source: isTextIfAny },
  face: { shown: isText, maintenance: isFlag, queue: isQueueIfAny },
  turn: { turn: isNumber, question: isTextOrNull },
  delta: { turn: isNumber, text: isText },
  citation: { turn: isNumber, citation: isCitation },
  aside: { turn: isNumber, text: isText, atMs: isNumber, durationMs: isNumber },
  caption: {
    turn: isNumber,
    index: isNumber,
    text: isText,
    atMs: isNumber,
    durationMs: isNumber,
    words: isWords,
  },
  voice: { speaks: isText },
  "turn-end": { turn: isNumber, outcome: isText, source: isText, heard: isText },
  pong: { id: isNumber },
  problem: { problem: isTyped, retryAfterMs: isNumberIfAny },
  bye: { reason: isText },
};

/** Reads one text of the data channel. Undefined for anything the page cannot use: newer message types are not errors. */
export function readEngineMessage(data: unknown): EngineMessage | undefined {
  if (typeof data !== "string" || data.length > messageMaxChars) return undefined;
  try {
    const message: unknown = JSON.parse(data);
    return isEngineMessage(message) ? message : undefined;
  } catch {
    return undefined;
  }
}

function isEngineMessage(message: unknown): message is EngineMessage {
  if (!isObject(message) || typeof message.type !== "string" || !Object.hasOwn(fields, message.type))
    return false;
  const checks = Object.entries(fields[message.type as EngineMessage["type"]]);
  return checks.every(([name, check]) => check(message[name]));
}
