import { expect, test } from "bun:test";
import { answerFromNotes, findExcerpts } from "./notes-answer.ts";
import { indexNotes } from "./notes-index.ts";
import { termsOf, wordCount } from "./notes-terms.ts";

const notes = `# Cells

Dr. Alder named the cell in 1665. A **cell** is the smallest unit of life.

## Osmosis

Osmosis is the movement of water through a [membrane](https://a.b/c). Water moves from the dilute side to the
concentrated side, e.g. into a root hair. No energy is needed.

## Photosynthesis

Plants make sugar from carbon dioxide and water. Light gives the energy for it.

- Chlorophyll is green.
- Leaves are flat.

\`\`\`
code is left out
\`\`\`
`;
const zhNotes = `# 光合作用

光合作用是植物利用光能制造糖的过程。叶绿素吸收光。水和二氧化碳是原料。

# 细胞

细胞是生命的基本单位。`;

const say = (question: string, language = "en", text = notes) =>
  answerFromNotes(question, { notes: text, language }).text;

test("an answer is the sentence that speaks of the question, named as a quotation", () => {
  expect(say("Why are leaves flat?")).toBe(
    "I cannot reach my language model right now, so I am quoting my notes on “Photosynthesis”: “Leaves are flat.”",
  );
});

test("sentences under one heading are quoted together, in their order", () => {
  expect(say("What is osmosis?")).toBe(
    "I cannot reach my language model right now, so I am quoting my notes on “Osmosis”: “Osmosis is the movement of water through a membrane. Water moves from the dilute side to the concentrated side, e.g. into a root hair. No energy is needed.”",
  );
});

test("words are found in other forms and with accents", () => {
  expect(say("How does a PLANT make sugars?")).toContain("Plants make sugar from carbon dioxide and water.");
  expect(say("cafes", "en", "A café sells coffee.")).toContain("“A café sells coffee.”");
});

test("what the notes do not answer is said, with what they are about", () => {
  expect(say("Who won the world cup?")).toBe(
    "I cannot reach my language model right now, and my notes do not answer that. They are about Cells, Osmosis and Photosynthesis.",
  );
});

test("notes without headings are named by their most frequent words", () => {
  expect(
    say("Who won the cup?", "en", "Volcanoes erupt. A volcano has magma. Magma is hot. Rocks cool."),
  ).toBe(
    "I cannot reach my language model right now, and my notes do not answer that. They are about Volcanoes, magma, erupt, Rocks and cool.",
  );
});

test("a tutor without notes says so", () => {
  for (const empty of ["", " \n\n ", "---", "```\ncode\n```"]) {
    expect(answerFromNotes("What is osmosis?", { notes: empty, language: "en" })).toEqual({
      text: "I cannot reach my language model right now, and I have no notes to quote from. Please ask me again in a little while.",
      quotes: [],
    });
  }
});

test("Chinese notes answer Chinese questions", () => {
  expect(say("什么是光合作用？", "zh-CN", zhNotes)).toBe(
    "我现在连不上语言模型，所以引用我的笔记《光合作用》：“光合作用是植物利用光能制造糖的过程。叶绿素吸收光。水和二氧化碳是原料。”",
  );
  expect(say("植物怎么制造糖？", "zh", zhNotes)).toBe(
    "我现在连不上语言模型，所以引用我的笔记《光合作用》：“光合作用是植物利用光能制造糖的过程。”",
  );
  expect(say("世界杯是谁赢的？", "zh", zhNotes)).toBe(
    "我现在连不上语言模型，我的笔记也没有讲到这个问题。笔记讲的是：光合作用、细胞。",
  );
});

test("German, Spanish and French have their own wording, other languages the English one", () => {
  expect(say("osmosis", "de")).toStartWith("Ich erreiche mein Sprachmodell gerade nicht");
  expect(say("osmosis", "es-MX")).toStartWith("Ahora no puedo usar mi modelo de lenguaje");
  expect(say("osmosis", "fr")).toStartWith("Je ne peux pas utiliser mon modèle de langue");
  expect(say("osmosis", "xx")).toStartWith("I cannot reach my language model");
});

test("at most three sentences and sixty words are quoted", () => {
  const long = `Osmosis ${"is a very long story about water ".repeat(20)}indeed.`;
  const { quotes } = answerFromNotes("osmosis", { notes: `${long}\n\nOsmosis is short.`, language: "en" });
  expect(quotes.length).toBeLessThanOrEqual(3);
  expect(wordCount(quotes.join(" "))).toBeLessThanOrEqual(60);
  const many = "Osmosis is water. ".repeat(10);
  expect(answerFromNotes("osmosis", { notes: many, language: "en" }).quotes).toHaveLength(3);
});

test("the same question gets the same answer", () => {
  expect(new Set(Array.from({ length: 20 }, () => say("What is a cell?"))).size).toBe(1);
});

test("excerpts are the passages of the question, best first, under their headings", () => {
  expect(findExcerpts("How do plants use light energy?", notes)[0]).toEqual({
    title: null,
    page: null,
    headings: ["Cells", "Photosynthesis"],
    text: "Plants make sugar from carbon dioxide and water. Light gives the energy for it.",
  });
  expect(findExcerpts("Who won the world cup?", notes)).toEqual([]);
});

test("long paragraphs are cut into passages, and every sentence stays", () => {
  const text = Array.from({ length: 200 }, (_, i) => `Fact ${i} is about topic ${i}.`).join(" ");
  const { passages } = indexNotes(text);
  expect(passages.length).toBeGreaterThan(5);
  expect(passages.every((passage) => passage.text.length <= 1_000)).toBe(true);
  expect(passages.flatMap(({ sentences }) => sentences)).toHaveLength(200);
});

test("terms are words without accents and endings, and pairs of Chinese characters", () => {
  expect(termsOf("The plants are making Énergies")).toEqual(["plant", "mak", "energy"]);
  expect(termsOf("什么是光合作用")).toEqual(["光合", "合作", "作用"]);
  expect(termsOf("水")).toEqual(["水"]);
});

test("no text and no question can break it", () => {
  const alphabet = [..."ab *#\n。水()[]|`_-1$\u0000", "**", "## ", "\n\n", "osmosis ", "🌱", "\ud800"];
  const any = (length: number) =>
    Array.from({ length }, () => alphabet[Math.floor(Math.random() * alphabet.length)]).join("");
  for (let round = 0; round < 500; round += 1) {
    const { text } = answerFromNotes(any(round % 12), { notes: any(round), language: "en" });
    expect(text).toStartWith("I cannot reach");
  }
});
