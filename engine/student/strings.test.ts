import { expect, test } from "bun:test";
import { chooseStrings } from "./strings.ts";
import { chinese } from "./strings-chinese.ts";
import { english } from "./strings-english.ts";

test("the page speaks the first of the browser's languages that it has", () => {
  expect(chooseStrings(null, ["zh-TW", "en"])).toBe(chinese);
  expect(chooseStrings(null, ["fr", "en-GB", "zh"])).toBe(english);
  expect(chooseStrings(null, ["fr", "de"])).toBe(english);
  expect(chooseStrings(null, [])).toBe(english);
});

test("the address wins over the browser, where it names a language we have", () => {
  expect(chooseStrings("zh", ["en"])).toBe(chinese);
  expect(chooseStrings("EN-us", ["zh-CN"])).toBe(english);
  expect(chooseStrings("xx", ["zh-CN"])).toBe(chinese);
});

test("no text is empty, and nothing is left untranslated", () => {
  const flat = (value: unknown): string[] =>
    typeof value === "string"
      ? [value]
      : value && typeof value === "object"
        ? Object.values(value).flatMap(flat)
        : [];
  const chineseTexts = flat(chinese).filter((text) => text !== "zh-CN");
  expect(flat(english).every((text) => text.trim() !== "")).toBe(true);
  expect(chineseTexts.every((text) => /\p{Script=Han}/u.test(text))).toBe(true);
  expect(flat(english).some((text) => /\p{Script=Han}/u.test(text))).toBe(false);
});
