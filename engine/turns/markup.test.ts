import { expect, test } from "bun:test";
import { Markup, type MarkupPiece } from "./markup.ts";

/** Pieces of the same run joined: [kind, text]. */
function piecesOf(text: string, size = text.length): [string, string][] {
  const markup = new Markup();
  const pieces: MarkupPiece[] = [];
  for (let from = 0; from < text.length; from += size)
    pieces.push(...markup.push(text.slice(from, from + size)));
  pieces.push(...markup.end());
  const joined: [string, string][] = [];
  for (const { kind, text: part, opens } of pieces) {
    const last = joined.at(-1);
    if (last && last[0] === kind && (kind === "prose" || !opens)) last[1] += part;
    else joined.push([kind, part]);
  }
  return joined;
}

const golden: readonly (readonly [string, ...(readonly [string, string])[]])[] = [
  ["prose alone", ["prose", "Water boils at 100 degrees."]],
  ["a fence", ["prose", "See:\n"], ["fence", "```js\nlet a = 1;\n```\n"], ["prose", "Done."]],
  ["what is struck out", ["prose", "Not "], ["struck", "~~this one~~"], ["prose", " but that."]],
  ["tildes that strike out nothing", ["prose", "a ~~ b ~5 km"]],
  ["a fence of tildes", ["fence", "~~~\n```\n~~~\n"], ["prose", "Done."]],
  ["a fence that never ends", ["fence", "```py\nprint(1)"]],
  ["inline code", ["prose", "Use "], ["code", "`for`"], ["prose", " here."]],
  ["inline code with marks in it", ["code", "``a ` b``"], ["prose", " ok"]],
  ["a stray mark", ["prose", "It's a ` mark"]],
  ["a formula", ["prose", "So "], ["math", "$x^2$"], ["prose", " grows."]],
  ["a displayed formula", ["math", "$$\n\\int x\n$$"], ["prose", "\nNow."]],
  ["formulas of LaTeX", ["math", "\\(a+b\\)"], ["prose", " and "], ["math", "\\[c\\]"]],
  ["money", ["prose", "It costs $5 and $10. Not $3.50, or $4."]],
  ["money in short", ["prose", "A $5k car and a $2M house."]],
  ["a formula with a number first", ["math", "$5x + 3 = 10$"], ["prose", " and "], ["math", "$2 + 2$"]],
  ["an escaped sign", ["prose", "It is \\$5 or \\*five\\*."]],
  ["a table", ["prose", "Look:\n"], ["table", "| a | b |\n|---|---|\n| 1 | 2 |\n"], ["prose", "That is it."]],
  ["a link", ["prose", "See [the page"], ["link", "](https://a.b/c_(d)?e=f)"], ["prose", "."]],
  ["brackets without a link", ["prose", "See [a] and a[i](x y"]],
  [
    "sources",
    ["prose", "So it is "],
    ["citation", "[1]"],
    ["citation", "[12]"],
    ["prose", ", [1](x y and [2]: [123]"],
  ],
  ["a source at the end", ["prose", "Yes "], ["citation", "[3]"]],
  ["thoughts", ["think", "<think>Hm. `a` $</think>"], ["prose", "Yes."]],
  ["a comparison", ["prose", "a < b and <b>bold</b>"]],
];

for (const [what, ...expected] of golden) {
  for (const size of [1, 3, 1_000]) {
    test(`${what}, ${size} characters at a time`, () => {
      const text = expected.map(([, part]) => part).join("");
      expect(piecesOf(text, size)).toEqual(expected.map(([kind, part]) => [kind, part]));
    });
  }
}

test("prose is given out at once", () => {
  const markup = new Markup();
  expect(markup.push("Water bo")).toEqual([{ kind: "prose", text: "Water bo", opens: true }]);
});

test("nothing is lost, whatever comes in whatever pieces", () => {
  const alphabet = [
    ..."a1 \n`$\\|<>[](){}~_*.^水",
    "```",
    "$$",
    "<think>",
    "</think>",
    "\\(",
    "\\)",
    "\n\n",
    "](",
    "🌱",
  ];
  const pick = () => alphabet[Math.floor(Math.random() * alphabet.length)];
  for (let round = 0; round < 5_000; round += 1) {
    const text = Array.from({ length: round % 60 }, pick).join("");
    const markup = new Markup();
    let given = "";
    for (let from = 0; from < text.length; ) {
      const size = 1 + Math.floor(Math.random() * 5);
      for (const piece of markup.push(text.slice(from, from + size))) given += piece.text;
      from += size;
    }
    for (const piece of markup.end()) given += piece.text;
    expect(given).toBe(text);
  }
});
