import { expect, test } from "bun:test";
import { restMouth } from "./mouth-curve.ts";
import { MouthTrack } from "./mouth-track.ts";

const ah = (durationMs: number) => [{ name: "aa", startMs: 0, endMs: durationMs }] as const;

test("a clip is spoken where it was put, the mouth 40 ms ahead of the sound", () => {
  const track = new MouthTrack();
  track.speak(10_000, ah(400));
  expect(track.at(9_400)).toEqual(restMouth);
  expect(track.at(9_960).open).toBeGreaterThan(0.5);
  expect(track.at(10_160).open).toBeGreaterThan(0.9);
  expect(track.at(10_900).open).toBeLessThan(0.05);
});

test("after a hush the mouth is at rest within 120 ms, and stays so", () => {
  const track = new MouthTrack();
  track.speak(0, ah(5_000));
  expect(track.at(960).open).toBeGreaterThan(0.9);
  track.hush(1_000);
  expect(track.at(1_000).open).toBeGreaterThan(0.8);
  expect(track.at(1_040).open).toBeGreaterThan(0.3);
  for (const ms of [1_120, 1_160, 1_400, 2_000, 4_000]) expect(track.at(ms)).toEqual(restMouth);
});

test("pictures before a hush that are still to be made go on speaking", () => {
  const track = new MouthTrack();
  track.speak(0, ah(5_000));
  track.hush(2_000);
  expect(track.at(1_500).open).toBeGreaterThan(0.9);
});

test("speech after a hush is spoken", () => {
  const track = new MouthTrack();
  track.speak(0, ah(5_000));
  track.hush(1_000);
  track.speak(1_800, ah(400));
  expect(track.at(1_240).open).toBeLessThan(0.05);
  expect(track.at(1_960).open).toBeGreaterThan(0.9);
  expect(track.at(2_900).open).toBeLessThan(0.05);
});

test("clips that are told again are spoken as if they had been told once", () => {
  const [once, again] = [new MouthTrack(), new MouthTrack()];
  const clips = [
    [0, ah(400)],
    [
      400,
      [
        { name: "PP", startMs: 0, endMs: 100 },
        { name: "I", startMs: 100, endMs: 300 },
      ],
    ],
  ] as const;
  for (const [atMs, visemes] of clips) once.speak(atMs, visemes);
  for (const [atMs, visemes] of [...clips, ...clips]) again.speak(atMs, visemes);
  for (let ms = 0; ms < 1_000; ms += 40) expect(again.at(ms)).toEqual(once.at(ms));
});
