import { expect, test } from "bun:test";
import type { Schemas } from "../backend-handlers.ts";
import { toMarkdown } from "./transcript-text.ts";

const id = "01939a0e-3f5c-7a4c-9d2e-6f1b3c5d7e9f";
const session: Schemas["Session"] = {
  id,
  tutorId: id,
  studentId: id,
  studentName: "Kim *the* <b>",
  guestName: null,
  startedAt: "2026-11-22T09:30:00.000Z",
  lastTurnAt: null,
  live: false,
  turnCount: 2,
};

const turn = (fields: Partial<Schemas["Turn"]>): Schemas["Turn"] => ({
  sequence: 0,
  revision: 0,
  question: null,
  answer: "",
  heard: "",
  outcome: "complete",
  source: "model",
  flags: [],
  startedAt: "2026-11-22T09:31:00.000Z",
  endedAt: null,
  ...fields,
});

test("a transcript says who said what, and whether it was heard to the end", () => {
  const text = toMarkdown({
    session: { ...session, studentName: "Kim" },
    turns: [
      turn({ heard: "Hello!" }),
      turn({ question: "Why are leaves green?", heard: "Because of", outcome: "interrupted" }),
    ],
  });
  expect(text).toBe(`# Lesson of 2026-11-22, 09:30 UTC

**Tutor**

> Hello!

**Kim** (09:31 UTC)

> Why are leaves green?

**Tutor** (interrupted)

> Because of
`);
});

test("what people write is never markup", () => {
  const question = "# loud\n- one\n1. two\n<script>alert(1)</script> **bold** [a](b) `c`";
  const text = toMarkdown({ session, turns: [turn({ question, heard: "" })] });
  expect(text).toContain("**Kim \\*the\\* \\<b\\>**");
  expect(text).toContain("> \\# loud\n> \\- one\n> 1\\. two\n> \\<script\\>alert(1)\\</script\\>");
  expect(text).toContain("\\*\\*bold\\*\\* \\[a\\](b) \\`c\\`");
});

test("a transcript says what the student thought of an answer", () => {
  const rated = turn({ heard: "Because.", outcome: "interrupted", rating: "poor" });
  expect(toMarkdown({ session, turns: [rated] })).toContain("**Tutor** (interrupted, rated poor)");
});
