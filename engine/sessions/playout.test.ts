import { beforeEach, describe, expect, test } from "bun:test";
import type { EncodedPicture, Face, IdleLoop, Performance } from "../avatar/face.ts";
import type { SpokenClip } from "../speech/speaker.ts";
import { Playout } from "./playout.ts";

const loopLength = 100;
/** What may have been made before a face gets into trouble. */
const picturesMadeAheadMax = 8;
const idle: IdleLoop = {
  pictures: Array.from({ length: loopLength }, (_, index) => ({
    data: new Uint8Array([0, index]),
    key: index % 50 === 0,
  })),
};

/** Draws a picture the moment it may: first byte 1, then the number. */
class InstantPerformance implements Performance {
  onPicture: (number: number, picture: EncodedPicture) => void = () => {};
  onFailure: (error: Error) => void = () => {};
  /** For each picture: the start of the last clip whose mouth shapes were known when it was made. */
  readonly shapesAt = new Map<number, number>();
  #shapes = -1;
  #next: number | undefined;
  #key = false;
  begin(number: number) {
    this.#next = number;
    this.#key = true;
    this.#shapes = -1;
  }
  advance(number: number) {
    while (this.#next !== undefined && this.#next <= number) {
      this.shapesAt.set(this.#next, this.#shapes);
      this.onPicture(this.#next, { data: new Uint8Array([1, this.#next]), key: this.#key });
      this.#key = false;
      this.#next++;
    }
  }
  speak(atMs: number) {
    this.#shapes = atMs;
  }
  hush() {}
  setMood() {}
  nod() {}
  setBitRate() {
    this.#key = true;
  }
  wantKeyPicture() {
    this.#key = true;
  }
  end() {
    this.#next = undefined;
  }
  async [Symbol.asyncDispose]() {}
}

const clipOf = (packets: number): SpokenClip => ({
  packets: Array.from({ length: packets }, (_, index) => new Uint8Array([9, 9, 9, 9, index])),
  durationMs: packets * 20,
  visemes: [],
  words: [],
});

let audio: { ptsMs: number; spoken: boolean }[];
let video: { ptsMs: number; key: boolean; private: boolean }[];
let performance: InstantPerformance;
let playout: Playout;
let nowMs: number;

/** Lets the clock run in ticks of 20 ms. */
const run = (ms: number) => {
  for (const end = nowMs + ms; nowMs < end; nowMs += 20) playout.tick(nowMs);
};

beforeEach(() => {
  audio = [];
  video = [];
  nowMs = 5_000;
  performance = new InstantPerformance();
  const face: Face = { idle: async () => idle, perform: () => performance };
  playout = new Playout(
    {
      videoCodec: "VP8",
      sendAudio: (opus, ptsMs) => audio.push({ ptsMs, spoken: opus.length > 3 }),
      sendVideo: (picture, key, ptsMs) => video.push({ ptsMs, key, private: picture[0] === 1 }),
    },
    face,
    idle,
  );
});

describe("a lesson in which nobody speaks", () => {
  test("sends silence and the shared loop on one clock that starts at 0", () => {
    run(1_000);
    expect(audio.map(({ ptsMs }) => ptsMs)).toEqual(Array.from({ length: 50 }, (_, index) => index * 20));
    expect(video.map(({ ptsMs }) => ptsMs)).toEqual(Array.from({ length: 25 }, (_, index) => index * 40));
    expect(audio.some(({ spoken }) => spoken)).toBe(false);
    expect(video.some((picture) => picture.private)).toBe(false);
    expect(video[0]!.key).toBe(true);
  });

  test("catches up after a stall at twice the speed, without a burst", () => {
    run(200);
    nowMs += 600;
    const before = audio.length;
    playout.tick(nowMs);
    expect(audio.length - before).toBe(0);
    run(640);
    expect(audio.at(-1)!.ptsMs).toBeGreaterThanOrEqual(nowMs - 5_000 - 40);
    expect(audio.map(({ ptsMs }) => ptsMs)).toEqual(audio.map((_, index) => index * 20));
  });

  test.each([20, 40, 60, 80, 100, 160, 500, 2_000])(
    "sends no more than 200 ms of sound in any 100 ms, also after a stall of %d ms",
    (stallMs) => {
      const sentAtMs: number[] = [];
      let lateMs = 0;
      const step = (ms: number) => {
        nowMs += ms;
        const before = audio.length;
        playout.tick(nowMs);
        for (const _ of audio.slice(before)) sentAtMs.push(nowMs + lateMs);
        lateMs = 0;
      };
      for (let tick = 0; tick < 10; tick++) step(20);
      // The process comes back between two ticks: the one that it makes up for lies behind, the next one is a moment away.
      lateMs = 19;
      step(stallMs);
      for (let tick = 0; tick < 120; tick++) step(20);
      const most = Math.max(
        ...sentAtMs.map((fromMs) => sentAtMs.filter((atMs) => atMs >= fromMs && atMs < fromMs + 100).length),
      );
      expect(most).toBeLessThanOrEqual(10);
      expect(audio.at(-1)!.ptsMs).toBeGreaterThan(nowMs - 5_000 - 40);
    },
  );

  test("keeps up with a machine that is late at every tick", () => {
    playout.tick(nowMs);
    for (let tick = 0; tick < 50; tick++) {
      nowMs += 80;
      playout.tick(nowMs);
    }
    expect(audio.at(-1)!.ptsMs).toBeGreaterThan(nowMs - 5_000 - 40);
  });

  test("answers a lost decoder with private pictures from a key picture on, and returns to the loop at its key picture", () => {
    run(400);
    playout.sendKeyPicture();
    run(2_400);
    const first = video.findIndex((picture) => picture.private);
    expect(video[first]!.key).toBe(true);
    const last = video.findLastIndex((picture) => picture.private);
    expect(video[last + 1]!.key).toBe(true);
    expect(video[last + 1]!.ptsMs).toBe(2_000);
  });
});

describe("a clip", () => {
  test("is sent whole, in order, with private pictures that begin before the sound", () => {
    run(400);
    const scheduled = playout.speak(clipOf(30), {});
    run(1_000);
    const spoken = audio.filter((packet) => packet.spoken);
    expect(spoken.map(({ ptsMs }) => ptsMs)).toEqual(
      Array.from({ length: 30 }, (_, index) => scheduled.startMs + index * 20),
    );
    expect(video.find((picture) => picture.private)!.ptsMs).toBeLessThan(scheduled.startMs);
    expect(scheduled.sentMs).toBe(600);
  });

  test("follows the sentence before it after a short pause, and a piece of its own sentence at once", () => {
    run(200);
    const first = playout.speak(clipOf(10));
    const second = playout.speak(clipOf(10));
    const third = playout.speak(clipOf(10), { continues: true });
    expect(second.startMs - first.endMs).toBe(60);
    expect(third.startMs).toBe(second.endMs);
  });

  test("tells when its sound begins and when it has ended", () => {
    const seen: string[] = [];
    playout.speak(clipOf(10), {
      onStart: () => seen.push(`start ${playout.mediaMs}`),
      onEnd: () => seen.push(`end ${playout.mediaMs}`),
    });
    run(600);
    expect(seen).toEqual(["start 120", "end 300"]);
  });

  test("gives the face back to the shared loop at a key picture after it has come to rest", () => {
    playout.setMood("speaking");
    const { endMs } = playout.speak(clipOf(10), { onEnd: () => playout.setMood("idle") });
    run(3_000);
    const last = video.findLastIndex((picture) => picture.private);
    expect(video[last]!.ptsMs).toBeGreaterThan(endMs + 200);
    expect(video[last + 1]).toEqual({ ptsMs: 2_000, key: true, private: false });
    expect(video.map(({ ptsMs }) => ptsMs)).toEqual(video.map((_, index) => index * 40));
  });
});

test.each(["thinking", "listening"] as const)(
  "a head that leant while %s is upright before the shared loop returns",
  (mood) => {
    playout.setMood(mood);
    // Key pictures of the shared loop come at 2 and 4 s.
    run(1_600);
    playout.setMood("idle");
    run(3_000);
    const last = video.findLastIndex((picture) => picture.private);
    expect(video[last + 1]).toEqual({ ptsMs: 4_000, key: true, private: false });
  },
);

describe("the mouth's shapes", () => {
  const unknownWhile = ({ startMs, endMs }: { startMs: number; endMs: number }) =>
    [...performance.shapesAt].filter(([number, shapes]) => {
      // A voice begins with a breath; its first two pictures may have been made before.
      return number * 40 >= startMs + 80 && number * 40 < endMs && shapes < startMs;
    });

  test("are known before the pictures that show them are made, from rest and from thought", () => {
    run(400);
    const first = playout.speak(clipOf(30));
    run(1_500);
    expect(unknownWhile(first)).toEqual([]);
    playout.setMood("thinking");
    run(1_000);
    const second = playout.speak(clipOf(30));
    run(1_500);
    expect(unknownWhile(second)).toEqual([]);
  });

  test("are told again when pictures that came too late begin anew", () => {
    const clip = playout.speak(clipOf(200));
    run(400);
    const { advance } = performance;
    performance.advance = () => {};
    run(900);
    performance.advance = advance;
    run(900);
    expect(video.at(-1)!.private).toBe(true);
    expect(unknownWhile(clip)).toEqual([]);
  });
});

describe("an interruption", () => {
  test("is silent from the next packet on and says how much was sent", () => {
    const ends: number[] = [];
    playout.speak(clipOf(100), { onEnd: (clip) => ends.push(clip.sentMs) });
    playout.speak(clipOf(100), { onEnd: (clip) => ends.push(clip.sentMs) });
    run(500);
    const spokenBefore = audio.filter((packet) => packet.spoken).length;
    playout.hush();
    run(1_000);
    expect(audio.filter((packet) => packet.spoken).length).toBe(spokenBefore);
    expect(ends).toEqual([spokenBefore * 20, 0]);
    expect(playout.speaking).toBe(false);
  });

  test("starts the pictures anew with a key picture, without a gap", () => {
    playout.speak(clipOf(100), {});
    run(500);
    const at = video.length;
    playout.hush();
    run(200);
    expect(video[at]!.key).toBe(true);
    expect(video.map(({ ptsMs }) => ptsMs)).toEqual(video.map((_, index) => index * 40));
  });

  test("leaves room for what is said next", () => {
    playout.speak(clipOf(100), {});
    run(300);
    playout.hush();
    const next = playout.speak(clipOf(10), {});
    expect(next.startMs - playout.mediaMs).toBeLessThan(80);
    run(600);
    expect(next.sentMs).toBe(200);
  });
});

test("a face that fails costs no sound, and another goes on with a key picture", () => {
  playout.speak(clipOf(50), {});
  run(300);
  const at = video.length;
  performance.onFailure(new Error("gone"));
  run(1_000);
  expect(video[at]).toMatchObject({ key: true, private: true });
  expect(audio.filter((packet) => packet.spoken).length).toBe(50);
});

test("a machine with too much to do shows the resting face instead of none, and the private one when it comes in time again", () => {
  playout.speak(clipOf(700), {});
  run(300);
  const { advance } = performance;
  performance.advance = () => {};
  const at = video.length;
  run(6_000);
  const resting = video.slice(at);
  expect(resting.findIndex((picture) => !picture.private && picture.key)).toBeLessThanOrEqual(
    picturesMadeAheadMax,
  );
  expect(resting.filter((picture) => !picture.private).length).toBeGreaterThan(40);
  performance.advance = advance;
  run(5_000);
  expect(video.at(-1)!.private).toBe(true);
  expect(audio.filter((packet) => packet.spoken).length).toBeGreaterThan(500);
});

test("a face that cannot be had leaves the lesson with the resting face, from its next key picture on", () => {
  playout.speak(clipOf(50), {});
  run(300);
  const at = video.length;
  performance.advance = () => {};
  performance.onFailure(new Error("gone"));
  performance.onFailure(new Error("gone again"));
  run(2_400);
  expect(audio.filter((packet) => packet.spoken).length).toBe(50);
  expect(video[at]).toEqual({ ptsMs: 2_000, key: true, private: false });
  expect(video.at(-1)!.private).toBe(false);
});
