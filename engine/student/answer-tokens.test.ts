import { expect, test } from "bun:test";
import type { Token } from "marked";
import { isMath, readAnswer, safeAddress } from "./answer-tokens.ts";

const typesOf = (markdown: string) => readAnswer(markdown).map(({ type }) => type);

function formulasOf(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token) => {
    if (isMath(token)) return [token.display ? `[${token.formula}]` : token.formula];
    return "tokens" in token && token.tokens ? formulasOf(token.tokens) : [];
  });
}

test("an answer is read in blocks", () => {
  expect(typesOf("Hello.\n\n- one\n- two\n\n```js\nx\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")).toEqual([
    "paragraph",
    "space",
    "list",
    "space",
    "code",
    "space",
    "table",
  ]);
});

test("formulas are found where the voice finds them, and money is none", () => {
  const formulas = (markdown: string) => formulasOf(readAnswer(markdown));
  expect(formulas("So $x^2$ and \\(y\\) and $$z$$ and \\[w\\].")).toEqual(["x^2", "y", "[z]", "[w]"]);
  expect(formulas("It costs $5 and $10.")).toEqual([]);
  expect(formulas("**Bold $a_1$**")).toEqual(["a_1"]);
  expect(formulas("`$not$` and $ alone")).toEqual([]);
});

test("an answer that is still being written loses nothing", () => {
  const answer =
    "# Title\n\nSome **bold** text with $x^2$ and `code`.\n\n1. one\n2. two\n\n```js\nlet a;\n```\n";
  for (let length = 0; length <= answer.length; length++) {
    const written = answer.slice(0, length);
    const raw = readAnswer(written).map((token) => token.raw);
    expect(raw.join("").replace(/\s/g, "")).toBe(written.replace(/\s/g, ""));
  }
});

test("thoughts are not shown", () => {
  expect(readAnswer("<think>Hm.</think>Yes.").map((token) => token.raw)).toEqual(["Yes."]);
  expect(readAnswer("<think>Hm, not done")).toEqual([]);
});

test("links lead to pages and mail only", () => {
  expect(safeAddress("https://a.example/b?c=d")).toBe("https://a.example/b?c=d");
  expect(safeAddress("mailto:a@b.example")).toBe("mailto:a@b.example");
  for (const address of [
    "javascript:alert(1)",
    "data:text/html,x",
    "/student",
    "vbscript:x",
    " javascript:x",
    "",
  ])
    expect(safeAddress(address)).toBeUndefined();
});
