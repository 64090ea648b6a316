import { expect, test } from "bun:test";
import { stepMs, VoiceActivity, type VoiceEvent } from "./voice-activity.ts";

/** Feeds [probability, ms] pairs and answers the events with their times. */
function follow(activity: VoiceActivity, ...parts: readonly (readonly [number, number])[]) {
  const events: [VoiceEvent, number][] = [];
  let atMs = 0;
  for (const [probability, ms] of parts) {
    for (let done = 0; done < ms; done += stepMs) {
      atMs += stepMs;
      const event = activity.step(probability);
      if (event) events.push([event, atMs]);
    }
  }
  return events;
}

test("an utterance begins after 90 ms of speech, pauses after 400 ms of silence and ends after 700", () => {
  const events = follow(new VoiceActivity(), [0, 500], [0.9, 1_000], [0, 1_000]);
  expect(events).toEqual([
    ["start", 590],
    ["pause", 1_900],
    ["end", 2_200],
  ]);
});

test("clicks and coughs begin nothing", () => {
  const clicks = Array.from({ length: 50 }, () => [[0.95, 60] as const, [0, 60] as const]).flat();
  expect(follow(new VoiceActivity(), ...clicks)).toEqual([]);
});

test("a short pause ends nothing", () => {
  const events = follow(new VoiceActivity(), [0.9, 300], [0, 500], [0.9, 300], [0, 800]);
  expect(events.map(([event]) => event)).toEqual(["start", "pause", "pause", "end"]);
});

test("what comes back of the tutor's own voice begins nothing", () => {
  const activity = new VoiceActivity();
  activity.tutorSpeaks = true;
  expect(follow(activity, [0.6, 2_000])).toEqual([]);
  expect(follow(activity, [0.8, 200])).toEqual([["start", 90]]);
});

test("nobody is listened to for ever, and after the end the next one can begin", () => {
  const activity = new VoiceActivity();
  const events = follow(activity, [1, 61_000]);
  expect(events.map(([event]) => event)).toEqual(["start", "end", "start", "end", "start"]);
  expect(activity.isSpeaking).toBe(true);
});
