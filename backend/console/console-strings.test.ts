import { expect, test } from "bun:test";
import { chooseStrings } from "./console-strings.ts";
import { chinese } from "./console-strings-chinese.ts";
import { english } from "./console-strings-english.ts";

test("the console speaks the first of the browser's languages that it has, unless the address says otherwise", () => {
  expect(chooseStrings(null, ["fr", "zh-TW", "en"])).toBe(chinese);
  expect(chooseStrings("en", ["zh-CN"])).toBe(english);
  expect(chooseStrings("xx", ["fr"])).toBe(english);
});

test("every text that console.html names exists in both languages", async () => {
  const html = await Bun.file(new URL("console.html", import.meta.url)).text();
  const names = [...html.matchAll(/data-(?:text|label)="(\w+)"/g)].map((match) => match[1]!);
  expect(names.length).toBeGreaterThan(8);
  for (const strings of [english, chinese]) {
    for (const name of names) expect(strings[name as keyof typeof strings], name).toBeString();
  }
});

test("no rule is missing, and nothing is left untranslated", () => {
  const flat = (value: unknown): string[] =>
    typeof value === "string"
      ? [value]
      : value && typeof value === "object"
        ? Object.values(value).flatMap(flat)
        : [];
  for (const { label, rule } of [...Object.values(english.fields), ...Object.values(chinese.fields)]) {
    expect(label).not.toBe("");
    expect(rule).not.toBe("");
  }
  const chineseTexts = flat(chinese).filter((text) => text !== "" && text !== "zh-CN");
  expect(chineseTexts.every((text) => /\p{Script=Han}/u.test(text))).toBe(true);
  expect(flat(english).some((text) => /\p{Script=Han}/u.test(text))).toBe(false);
});
