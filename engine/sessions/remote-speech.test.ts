import { describe, expect, test } from "bun:test";
import type { SpokenClip } from "../speech/speaker.ts";
import { RemoteSpeech, silentMaxMs } from "./remote-speech.ts";

const loud = { loud: true, quietMs: 0 };
const quiet = { loud: false, quietMs: 1_000 };
const clipOf = (durationMs: number): SpokenClip => ({ packets: [], durationMs, visemes: [], words: [] });

/** Adds a sentence of clips and notes what happens to them. */
function sentence(speech: RemoteSpeech, text: string, durationsMs: number[]): string[] {
  const log: string[] = [];
  durationsMs.forEach((durationMs, i) => {
    speech.add(clipOf(durationMs), {
      continues: i > 0,
      text,
      onStart: ({ startMs }) => log.push(`start ${i} at ${startMs}`),
      onEnd: ({ sentMs }) => log.push(`end ${i} after ${sentMs}`),
    });
  });
  return log;
}

describe("a voice that announces its sentences", () => {
  test("starts the clips of a sentence with the announcement and ends the last one with the other", () => {
    const speech = new RemoteSpeech("theirs", () => true);
    const log = sentence(speech, "Hello.", [400, 600]);
    expect(speech.takeOrder(0)).toMatchObject({ text: "Hello.", first: true });
    expect(speech.takeOrder(0)).toBeUndefined();
    speech.tick(500, loud);
    expect(log).toEqual([]);
    speech.announce("start", "Hello.");
    speech.tick(1_000, loud);
    speech.tick(1_400, loud);
    speech.tick(2_500, quiet);
    expect(log).toEqual(["start 0 at 1000", "end 0 after 400", "start 1 at 1400"]);
    speech.announce("end", "Hello.");
    speech.tick(2_600, quiet);
    expect(log.at(-1)).toBe("end 1 after 600");
    expect(speech.active).toBe(false);
  });

  test("that of another sentence changes nothing", () => {
    const speech = new RemoteSpeech("theirs", () => true);
    const log = sentence(speech, "Hello.", [400]);
    speech.announce("start", "Hello.");
    speech.takeOrder(0);
    speech.announce("start", "Goodbye.");
    speech.announce("end", "Hello.");
    speech.tick(100, loud);
    expect(log).toEqual([]);
  });

  test("the next one's beginning ends a sentence whose end is never announced", () => {
    const speech = new RemoteSpeech("theirs", () => true);
    const [first, second] = [sentence(speech, "One.", [400]), sentence(speech, "Two.", [400])];
    speech.takeOrder(0);
    speech.takeOrder(0);
    speech.announce("start", "One.");
    speech.tick(100, loud);
    speech.announce("start", "Two.");
    speech.tick(600, loud);
    expect(first).toEqual(["start 0 at 100", "end 0 after 400"]);
    expect(second).toEqual(["start 0 at 600"]);
  });
});

test("a voice that announces nothing starts with the sound and ends with a pause", () => {
  const speech = new RemoteSpeech("theirs");
  const log = sentence(speech, "Hello.", [400, 600]);
  speech.tick(0, loud);
  expect(log).toEqual([]);
  speech.takeOrder(0);
  speech.tick(300, quiet);
  speech.tick(400, loud);
  speech.tick(500, { loud: false, quietMs: 100 });
  speech.tick(1_200, { loud: false, quietMs: 350 });
  expect(log).toEqual(["start 0 at 400", "end 0 after 400", "start 1 at 800", "end 1 after 600"]);
});

test("where nothing is announced, a sentence said without a pause behind another is over with it", () => {
  const speech = new RemoteSpeech("theirs");
  const [first, second] = [sentence(speech, "One.", [1_000]), sentence(speech, "Two.", [1_000])];
  speech.takeOrder(0);
  speech.takeOrder(0);
  speech.tick(100, loud);
  speech.tick(900, { loud: false, quietMs: 300 });
  expect(first).toEqual(["start 0 at 100", "end 0 after 1000"]);
  speech.tick(1_500, { loud: false, quietMs: 900 });
  expect(second).toEqual([]);
  speech.tick(2_700, { loud: false, quietMs: 2_100 });
  expect(second).toEqual(["start 0 at 2700", "end 0 after 1000"]);
});

test("clips of our own voice follow each other without a break, by their length", () => {
  const speech = new RemoteSpeech("ours");
  const log = sentence(speech, "Hello.", [400, 600]);
  speech.takeOrder(0);
  speech.takeOrder(0);
  speech.tick(100, loud);
  speech.tick(510, loud);
  speech.tick(1_110, loud);
  expect(log).toEqual(["start 0 at 100", "end 0 after 400", "start 1 at 500", "end 1 after 600"]);
});

test("a voice that does not begin has failed; one that was not asked yet has not", () => {
  const speech = new RemoteSpeech("theirs", () => true);
  sentence(speech, "Hello.", [400]);
  expect(speech.tick(silentMaxMs * 2, quiet)).toBe(true);
  speech.takeOrder(0);
  expect(speech.tick(silentMaxMs - 1, quiet)).toBe(true);
  expect(speech.tick(silentMaxMs + 1, quiet)).toBe(false);
});

test("a sentence that waits behind a long one has not failed", () => {
  const speech = new RemoteSpeech("theirs", () => true);
  sentence(speech, "Long.", [silentMaxMs * 2]);
  sentence(speech, "Short.", [400]);
  speech.takeOrder(0);
  speech.takeOrder(0);
  speech.announce("start", "Long.");
  for (let nowMs = 0; nowMs < silentMaxMs * 2; nowMs += 500) expect(speech.tick(nowMs, loud)).toBe(true);
  speech.announce("end", "Long.");
  expect(speech.tick(silentMaxMs * 2, quiet)).toBe(true);
  expect(speech.tick(silentMaxMs * 3 + 100, quiet)).toBe(false);
});

test("cut short, what was heard is told; given up, what is left is handed back", () => {
  for (const how of ["cut", "giveUp"] as const) {
    const speech = new RemoteSpeech("theirs", () => true);
    const log = sentence(speech, "Hello.", [400, 600, 300]);
    speech.takeOrder(0);
    speech.announce("start", "Hello.");
    speech.tick(0, loud);
    speech.tick(500, loud);
    if (how === "cut") {
      speech.cut(600);
      expect(log.slice(3)).toEqual(["end 1 after 200", "end 2 after 0"]);
    } else {
      const left = speech.giveUp();
      expect(left.map(({ clip }) => clip.durationMs)).toEqual([600, 300]);
      // It is announced already; said again it only ends.
      expect(left.map(({ events }) => events.onStart !== undefined)).toEqual([false, true]);
    }
    expect(speech.active).toBe(false);
  }
});

describe("a voice that is asked whether it speaks", () => {
  test("does not begin with sound that was composed before the order", () => {
    const speech = new RemoteSpeech("theirs");
    const log = sentence(speech, "Hello.", [400]);
    speech.takeOrder(0);
    speech.tick(100, { ...loud, composing: false });
    expect(log).toEqual([]);
    speech.tick(200, { ...loud, composing: true });
    expect(log).toEqual(["start 0 at 200"]);
  });

  test("is heard all the same when the answers come too seldom to see it compose", () => {
    const speech = new RemoteSpeech("theirs");
    const log = sentence(speech, "Yes.", [400]);
    speech.takeOrder(0);
    speech.tick(1_100, { ...loud, composing: false });
    expect(log).toEqual(["start 0 at 1100"]);
  });

  test("has not ended in a pause while more is composed", () => {
    const speech = new RemoteSpeech("theirs");
    const log = sentence(speech, "One, and two.", [400]);
    speech.takeOrder(0);
    speech.tick(0, { ...loud, composing: true });
    speech.tick(500, { ...quiet, composing: true });
    expect(log).toEqual(["start 0 at 0"]);
    speech.tick(600, { ...quiet, composing: false });
    expect(log.at(-1)).toBe("end 0 after 400");
  });
});
