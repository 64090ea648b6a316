import { expect, test } from "bun:test";
import { plainText } from "./plain-text.ts";

test("marks go, words stay", () => {
  expect(plainText("## A *b* __c__ ~~d~~ `e` ##")).toBe("A b c d e");
  expect(plainText("- one\n* two\n> three\n1. four")).toBe("one\ntwo\nthree\n1. four");
  expect(plainText("[text](https://a.b) ![alt](c.png) [ref][1]")).toBe("text alt ref");
  expect(plainText("a\n---\nb\n| x | y |\n|---|:-:|\n| 1 | 2 |")).toBe("a\n\nb\n| x | y |\n\n| 1 | 2 |");
  expect(plainText("snake_case 2*3 \\*kept\\* a < b <i>c</i>")).toBe("snake_case 23 *kept* a < b  c ");
  expect(plainText("5 © 🌱 3️⃣")).toBe("5 ©   3 ");
});

test("long runs of marks and spaces take no time to speak of", () => {
  for (const run of [" ", "*", "_", "`", "[", "<a ", "> ", "#", "- ", "| -", "\n ", "a_", "!["]) {
    expect(plainText(run.repeat(50_000)).length).toBeLessThanOrEqual(200_000);
  }
});
