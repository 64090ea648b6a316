import { expect, test } from "bun:test";
import { LeadingThoughts } from "./leading-thoughts.ts";

function strip(pieces: readonly string[]): { text: string; found: boolean } {
  const thoughts = new LeadingThoughts();
  const text = pieces.map((piece) => thoughts.take(piece)).join("") + thoughts.end();
  return { text, found: thoughts.found };
}

const cases: readonly (readonly [string, string, boolean])[] = [
  ["Water.", "Water.", false],
  ["<think>Hm.</think>Water.", "Water.", true],
  ["\n <think>\nHm. < </thin </think>\n\n Water. <think>", "Water. <think>", true],
  ["</think>\n\nWater.", "Water.", true],
  ["<think>for ever", "", true],
  ["<thi", "<thi", false],
  ["<thinking of it", "<thinking of it", false],
  ["<b>Water</b>", "<b>Water</b>", false],
  ["  ", "", false],
  ["", "", false],
];

for (const [text, expected, found] of cases) {
  for (const size of [1, 2, 5, 100]) {
    test(`${JSON.stringify(text)} in pieces of ${size}`, () => {
      const pieces = text.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
      expect(strip(pieces)).toEqual({ text: expected, found });
    });
  }
}

test("text is given on as soon as it cannot be a tag", () => {
  const thoughts = new LeadingThoughts();
  expect(thoughts.take("<")).toBe("");
  expect(thoughts.take("b")).toBe("<b");
  expect(thoughts.take(">x")).toBe(">x");
});
