import { expect, test } from "bun:test";
import { readCaption } from "./caption-words.ts";

/** A caption whose words are found in the text one after the other; "!" before one: it is where the last one was. */
function captionOf(text: string, ...spoken: string[]) {
  const from = 100;
  let at = 0;
  let last = 0;
  const words = spoken.map((word, index) => {
    const shown = word.startsWith("!") ? text.slice(last, at) : word;
    if (!word.startsWith("!")) last = text.indexOf(shown, at);
    at = last + shown.length;
    return { text: word, atMs: index * 100, from: from + last, to: from + at };
  });
  return { text, from, words };
}
const cut = (text: string, ...words: string[]) => {
  const caption = readCaption(captionOf(text, ...words));
  return caption.words.map(({ from, to }) => caption.text.slice(from, to));
};

test("punctuation belongs to the word before it, spaces to none", () => {
  expect(readCaption(captionOf("Hello, Kim! We", "Hello", "Kim", "We")).words).toEqual([
    { from: 0, to: 6, atMs: 0 },
    { from: 7, to: 11, atMs: 100 },
    { from: 12, to: 14, atMs: 200 },
  ]);
  expect(cut("“So,” she said—slowly.", "So", "she", "said", "slowly")).toEqual([
    "So,”",
    "she",
    "said—",
    "slowly.",
  ]);
});

test("a sentence without spaces is cut at its words", () => {
  expect(cut("植物制造糖。", "植物", "制造", "糖")).toEqual(["植物", "制造", "糖。"]);
});

test("the marks of Markdown are not shown", () => {
  const caption = readCaption(captionOf("See **the** [page](https://a.b)!", "See", "the", "page"));
  expect(caption.text).toBe("See the page!");
  expect(caption.words.map(({ from, to }) => caption.text.slice(from, to))).toEqual(["See", "the", "page!"]);
});

test("several words of the voice for one on the screen light it once", () => {
  expect(cut("It is 100 km.", "It", "is", "100", "!hundred", "km")).toEqual(["It", "is", "100", "km."]);
});

test("words that are elsewhere are left out", () => {
  const words = [{ text: "x", atMs: 0, from: 0, to: 4 }];
  expect(readCaption({ text: "Hello", from: 100, words }).words).toEqual([]);
  expect(readCaption({ text: "", from: 0, words }).words).toEqual([]);
});

test("the numbers of sources are told, not shown", () => {
  const caption = readCaption(captionOf("Leaves are green [1][12].", "Leaves", "are", "green"));
  expect(caption).toMatchObject({ text: "Leaves are green.", sources: [1, 12] });
  expect(caption.words.map(({ from, to }) => caption.text.slice(from, to))).toEqual([
    "Leaves",
    "are",
    "green.",
  ]);
});

test("a formula is one sign, whatever it is made of, and the words that say it are one word", () => {
  const text = "So $C_6H_{12}O_6$: **sugar**.";
  const formula = { text: "C", atMs: 1, from: 3, to: 17 };
  const caption = readCaption({ text, from: 0, words: [formula, { ...formula, text: "6", atMs: 2 }] });
  expect(caption.text).toBe("So \ue000: sugar.");
  expect(caption.formulas.get("\ue000")?.formula).toBe("C_6H_{12}O_6");
  expect(caption.words).toEqual([{ from: 3, to: 5, atMs: 1 }]);
});
