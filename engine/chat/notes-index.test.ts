import { expect, test } from "bun:test";
import { indexNotes } from "./notes-index.ts";

const charsOf = (text: string) => [...text].length;

test.each([
  ["a long heading", `# ${"Why 🌱 leaves are green, and ".repeat(30)}\n\nLeaves are green.`],
  ["headings of every level", "# a\n## b\n### c\n#### d\n##### e\n###### f\n\nText."],
  ["a list without full stops", Array.from({ length: 900 }, (_, i) => `- leaf number ${i}`).join("\n")],
  ["a word without end", `Here it is: ${"ä".repeat(9_000)} and there.`],
  ["a text without spaces", "叶子是绿色的因为叶绿素".repeat(900)],
])("%s gives passages that a citation can carry, and loses no word", (_, notes) => {
  const { passages } = indexNotes(notes);
  for (const { headings, text } of passages) {
    expect(headings.length).toBeLessThanOrEqual(6);
    for (const heading of headings) expect(charsOf(heading)).toBeLessThanOrEqual(200);
    expect(charsOf(text)).toBeLessThanOrEqual(4_000);
  }
  const said = passages.map(({ text }) => text).join(" ");
  for (const word of notes.match(/leaf number \d+|green\.|there\./g) ?? []) expect(said).toContain(word);
  expect(said.match(/ä|绿/gu)?.length ?? 0).toBe(notes.replace(/^#.*$/gm, "").match(/ä|绿/gu)?.length ?? 0);
});
