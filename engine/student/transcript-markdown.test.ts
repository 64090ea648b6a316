import { expect, test } from "bun:test";
import { toMarkdown } from "./transcript-markdown.ts";

const words = { you: "You", interrupted: "stopped here", cutOff: "cut off" };
const end = { heard: "", source: "model" } as const;

test("a transcript has what was asked and what was heard, as it was written", () => {
  const text = toMarkdown(
    "Ada",
    [
      {
        key: 0,
        turn: 0,
        question: null,
        answer: "Hello!",
        stage: "ended",
        end: { ...end, outcome: "complete" },
      },
      {
        key: 1,
        turn: 1,
        question: "Why?",
        answer: "So $x^2$. And **more**.",
        stage: "ended",
        end: { ...end, outcome: "interrupted", heardTo: 9 },
      },
      { key: 2, trouble: "Too many questions." },
      { key: 3, turn: undefined, question: "Lost?", answer: "", stage: "undelivered" },
    ],
    { tutor: "Ada", words },
  );
  expect(text).toBe("# Ada\n\n**Ada:** Hello!\n\n**You:** Why?\n\n**Ada:** So $x^2$. *(stopped here)*\n");
});
