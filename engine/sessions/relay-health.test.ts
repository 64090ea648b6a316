import { beforeEach, expect, test } from "bun:test";
import { RelayHealth, stalledMs } from "./relay-health.ts";

const [silence, speech] = [3, 120];
let health: RelayHealth;
let nowMs: number;
beforeEach(() => {
  health = new RelayHealth();
  nowMs = 0;
});

/** A stream for a while: a look and a sound every 20 ms, a picture every `pictureMs`. */
function stream(ms: number, { pictureMs = 40, bytes = silence, sound = true, pictures = true } = {}): void {
  for (const endMs = nowMs + ms; nowMs < endMs; nowMs += 20) {
    if (sound) health.heardSound(bytes, nowMs);
    if (pictures && nowMs % pictureMs === 0) health.sawPicture(nowMs);
    health.look(nowMs);
  }
}

test("a face is steady after a while of pictures and sound", () => {
  expect(health.isSteady(0)).toBe(false);
  stream(2_000);
  expect(health.isSteady(nowMs)).toBe(true);
  expect(health.hasFailed(nowMs)).toBe(false);
});

test.each([
  ["pictures", { pictures: false }],
  ["sound", { sound: false }],
])("without %s it has failed", (_name, without) => {
  stream(2_000);
  stream(stalledMs + 100, without);
  expect(health.hasFailed(nowMs)).toBe(true);
  expect(health.isSteady(nowMs)).toBe(false);
});

test("too few pictures are a failure as well", () => {
  stream(2_000);
  stream(2_000, { pictureMs: 320 });
  expect(health.hasFailed(nowMs)).toBe(true);
});

test("when we are held up ourselves, the face is not to blame", () => {
  stream(2_000);
  nowMs += 3_000;
  health.look(nowMs);
  expect(health.hasFailed(nowMs)).toBe(false);
});

test("silence counts by what has come, not by what is late", () => {
  stream(1_000);
  stream(200, { bytes: speech });
  expect(health.quietMs).toBe(0);
  nowMs += 1_000;
  health.look(nowMs);
  expect(health.quietMs).toBe(0);
  stream(300);
  expect(health.quietMs).toBe(300);
});

test("a face whose rest is not silent is quiet at its own level", () => {
  stream(1_000, { bytes: 40 });
  expect(health.quietMs).toBeGreaterThan(500);
  stream(200, { bytes: 200 });
  expect(health.quietMs).toBe(0);
});
