import { expect, test } from "bun:test";
import { openPreferences, readPreferences } from "./preferences.ts";

test("what a student likes outlives a reload", () => {
  const items = new Map<string, string>();
  const kept = {
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => void items.set(name, value),
  };
  const liked = { media: "text", speed: 1.3, captions: false, volume: 0.4 } as const;
  openPreferences(kept).value = liked;
  expect(openPreferences(kept).value).toEqual(liked);
});

test("what was kept by nobody, or by something else, is as usual", () => {
  const usual = openPreferences(undefined).value;
  for (const text of [null, "", "{", "null", "7", '{"media":"smell","speed":9,"captions":1,"volume":-1}'])
    expect(readPreferences(text)).toEqual(usual);
});
