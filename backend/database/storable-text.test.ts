import { expect, test } from "bun:test";
import { toStorableJson, toStorableText } from "./storable-text.ts";

test.each([
  ["plain", "plain"],
  ["", ""],
  ["a\0b", "a\ufffdb"],
  ["\ud83d", "\ufffd"],
  ["\ud83d\ude00", "\ud83d\ude00"],
  ["line\nbreak\tand \u0001", "line\nbreak\tand \u0001"],
])("%j is kept as %j", (text, stored) => {
  expect(toStorableText(text)).toBe(stored);
});

test("text inside JSON is made storable at every depth", () => {
  const value = { list: ["a\0", { deep: "\udc00" }], number: 1, nothing: null };
  expect(JSON.parse(toStorableJson(value))).toEqual({
    list: ["a\ufffd", { deep: "\ufffd" }],
    number: 1,
    nothing: null,
  });
});
