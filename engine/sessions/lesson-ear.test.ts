import { beforeEach, expect, test } from "bun:test";
import type { EarEvent } from "../listening/ear-stream.ts";
import { LessonEar } from "./lesson-ear.ts";

const pcm = new Int16Array(160);
/** What was told: "voice", "pause", "deaf", or a text with a full stop where it is final. */
let told: string[];
/** Transcriptions that are asked for and not answered yet. */
let asked: PromiseWithResolvers<string>[];
let hear: (event: EarEvent) => void;
/** Packets that the ear was given. */
let taken: number[];
let ear: LessonEar;

/** Lets everything happen that waits for nothing but its turn. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(async () => {
  told = [];
  asked = [];
  taken = [];
  const listening = {
    languages: [],
    ears: {
      async open(onEvent: (event: EarEvent) => void) {
        hear = onEvent;
        return {
          take: (packet: Uint8Array) => taken.push(packet[0]!),
          setTutorSpeaks() {},
          [Symbol.dispose]() {},
        };
      },
    },
    transcriber: {
      prepare() {},
      transcribe() {
        asked.push(Promise.withResolvers());
        return asked.at(-1)!.promise;
      },
    },
  };
  ear = LessonEar.openFor(
    { hasMicrophone: true },
    { listening, onError() {} },
    {
      language: "en",
      onVoice: () => told.push("voice"),
      onPause: () => told.push("pause"),
      onUnderstood: (text, isFinal) => told.push(isFinal ? `${text}.` : text),
      onDeaf: () => told.push("deaf"),
    },
  )!;
  ear.set(true);
  await settle();
});

test("what is said while the ear is being opened is heard in order, and what is said before and after is not", async () => {
  ear.set(false);
  ear.take(new Uint8Array([1]));
  await settle();
  ear.set(true);
  ear.take(new Uint8Array([2]));
  ear.take(new Uint8Array([3]));
  await settle();
  ear.take(new Uint8Array([4]));
  ear.set(false);
  await settle();
  ear.take(new Uint8Array([5]));
  expect(taken).toEqual([2, 3, 4]);
});

test("a student who speaks for long while the ear is being opened fills no memory", async () => {
  ear.set(false);
  await settle();
  ear.set(true);
  for (let packet = 0; packet < 10_000; packet++) ear.take(new Uint8Array([packet]));
  await settle();
  expect(taken.length).toBeLessThan(500);
});

test("who goes on speaking while the first part is understood is asked about once", async () => {
  hear({ type: "start" });
  hear({ type: "pause" });
  hear({ type: "end", pcm });
  hear({ type: "start" });
  asked[0]!.resolve("Why is");
  await settle();
  hear({ type: "so-far", pcm });
  asked[1]!.resolve("the");
  await settle();
  hear({ type: "end", pcm });
  asked[2]!.resolve("the sky blue?");
  await settle();
  expect(told).toEqual(["voice", "pause", "voice", "Why is", "Why is the", "Why is the sky blue?."]);
});

test("what cannot be understood leaves what was", async () => {
  hear({ type: "start" });
  hear({ type: "end", pcm });
  hear({ type: "start" });
  asked[0]!.resolve("Why?");
  await settle();
  hear({ type: "end", pcm });
  asked[1]!.reject(new Error("gone"));
  await settle();
  expect(told).toEqual(["voice", "voice", "Why?", "Why?.", "deaf"]);
});

test("a microphone that is turned off in the middle of a word leaves nobody waiting", async () => {
  hear({ type: "start" });
  ear.set(false);
  await settle();
  expect(told).toEqual(["voice", "."]);
});
