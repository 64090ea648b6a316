import { expect, test } from "bun:test";
import { Announcements } from "./announcements.ts";
import type { MessageOf } from "./lesson-messages.ts";

const caption = (index: number, text: string): MessageOf<"caption"> => ({
  ...{ type: "caption", turn: 0, index, text, from: 0, to: text.length },
  ...{ atMs: 0, durationMs: 1, words: [] },
});
const texts = ({ recent }: Announcements) => recent.value.map(({ text }) => text);

test("a sentence is announced once, when it is said, without its marks", () => {
  const announcements = new Announcements();
  announcements.begin("en");
  announcements.write("A **bold** start. And more.", false);
  announcements.hear(caption(0, "A **bold** start."));
  announcements.hear(caption(0, "A **bold** start."));
  announcements.hear(caption(1, "And more."));
  announcements.end();
  expect(texts(announcements)).toEqual(["A bold start.", "And more."]);
});

test("a formula is announced in words, and money is none", () => {
  const announcements = new Announcements();
  announcements.begin("en");
  announcements.hear(caption(0, "So $x^2$ costs $5."));
  expect(texts(announcements)).toEqual(["So x squared costs $5."]);
});

test("who reads gets each sentence when it is whole, and the last one at the end", () => {
  const announcements = new Announcements();
  announcements.begin("en");
  for (const text of ["One is he", "re. Two ", "is here"]) announcements.write(text, true);
  expect(texts(announcements)).toEqual(["One is here."]);
  announcements.end();
  expect(texts(announcements)).toEqual(["One is here.", "Two is here"]);
});

test("an answer that the voice cannot say is announced at its end", () => {
  const announcements = new Announcements();
  announcements.begin("zh");
  announcements.write("植物制造糖。它需要光。", false);
  expect(texts(announcements)).toEqual([]);
  announcements.end();
  expect(texts(announcements)).toEqual(["植物制造糖。", "它需要光。"]);
});
