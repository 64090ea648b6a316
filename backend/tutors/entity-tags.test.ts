import { expect, test } from "bun:test";
import { namesTag, readIfMatch, toEntityTag } from "./entity-tags.ts";

test("a version is a strong tag", () => {
  expect(toEntityTag(7)).toBe('"7"');
});

test.each([
  ['"3"', [3]],
  ['"3", "4"', [3, 4]],
  ['"3","4"', [3, 4]],
  ['W/"3"', []],
  ['W/"3", "4"', [4]],
  ['"x", "-1", "0", "1.5", ""', []],
  ['"12345678901234567890"', []],
  ["3", []],
  ["", []],
  ['"3', []],
])("If-Match %s lets versions %j pass", (header, versions) => {
  expect(readIfMatch(header)).toEqual(versions);
});

test("If-Match * lets any version pass", () => {
  expect(readIfMatch("*")).toBeUndefined();
  expect(readIfMatch(" * ")).toBeUndefined();
});

test.each([
  ['"3"', true],
  ['W/"3"', true],
  ['"2", W/"3"', true],
  ["*", true],
  ['"2"', false],
  ['"33"', false],
  ["3", false],
  ["", false],
])("If-None-Match %s names version 3: %p", (header, names) => {
  expect(namesTag(header, toEntityTag(3))).toBe(names);
});
