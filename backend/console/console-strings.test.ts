import { expect, test } from "bun:test";
import { chooseStrings } from "./console-strings.ts";
import { chinese } from "./console-strings-chinese.ts";
import { english } from "./console-strings-english.ts";

test("the console speaks the first of the browser's languages that it has, unless the address says otherwise", () => {
  expect(chooseStrings(null, ["fr", "zh-TW", "en"])).toBe(chinese);
  expect(chooseStrings("en", ["zh-CN"])).toBe(english);
  expect(chooseStrings("xx", ["fr"])).toBe(english);
});

/** Every text by its path; functions are empty. */
function texts(value: unknown, path = ""): [path: string, text: string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null) return [[path, ""]];
  return Object.entries(value).flatMap(([name, inner]) => texts(inner, `${path}/${name}`));
}

test("no text is missing in either language, no rule is empty, and nothing is left untranslated", () => {
  const paths = (strings: unknown) =>
    texts(strings)
      .map(([path]) => path)
      .sort();
  expect(paths(chinese)).toEqual(paths(english));
  for (const { label, rule } of [...Object.values(english.fields), ...Object.values(chinese.fields)]) {
    expect(label).not.toBe("");
    expect(rule).not.toBe("");
  }
  const isChinese = (text: string) => /\p{Script=Han}/u.test(text);
  const written = texts(chinese).filter(([path, text]) => text !== "" && path !== "/language");
  expect(written.filter(([, text]) => !isChinese(text))).toEqual([]);
  expect(texts(english).filter(([, text]) => isChinese(text))).toEqual([]);
});
