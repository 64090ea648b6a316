import { expect, test } from "bun:test";
import { CitationCheck, type CitedPart } from "./citations.ts";

const excerpt = (text: string) => ({ title: "Plants.pdf", page: 3, headings: [], text });
const excerpts = [excerpt("Leaves are green."), excerpt("Roots drink.")];

function check(pieces: readonly string[]): { text: string; cited: number[]; parts: CitedPart[] } {
  const citations = new CitationCheck(excerpts);
  const parts = [...pieces.flatMap((piece) => citations.push(piece)), ...citations.end()];
  const text = parts.map((part) => (part.type === "text" ? part.text : "")).join("");
  const cited = parts.flatMap((part) => (part.type === "citation" ? part.citation.number : []));
  return { text, cited, parts };
}

test("a source is told once, before the text that names it", () => {
  const { parts } = check(["Leaves are green [1]. They are [1] really [2]."]);
  expect(parts.map((part) => (part.type === "text" ? part.text : part.citation.number))).toEqual([
    "Leaves are green ",
    1,
    "[1]. They are [1] really ",
    2,
    "[2].",
  ]);
});

test("a source that was not given is left out with the space before it", () => {
  expect(check(["Moons [7] glow [0], they say [12]."]).text).toBe("Moons glow, they say.");
});

test("an answer in single characters gives the same", () => {
  const answer =
    "Leaves [1][2] are green [9]. `a[1]` is $x[2]$ and [1](http://x.example) a link.\n```\nb[1]\n```\n";
  const whole = check([answer]);
  expect(check([...answer])).toMatchObject({ text: whole.text, cited: whole.cited });
  expect(whole.text).toBe(answer.replace(" [9]", ""));
  expect(whole.cited).toEqual([1, 2]);
});
