import { expect, test } from "bun:test";
import { Conversation } from "./conversation.ts";
import type { MessageOf } from "./lesson-messages.ts";

const stages = ({ entries }: Conversation) =>
  entries.value.flatMap((entry) => ("stage" in entry ? [`${entry.question}: ${entry.stage}`] : []));

test("a question that is refused leaves those that wait alone", () => {
  const conversation = new Conversation();
  for (const question of ["One?", "Two?", "Three?"]) conversation.ask(question);
  conversation.refuse();
  expect(stages(conversation)).toEqual(["One?: asked", "Two?: asked", "Three?: undelivered"]);
  conversation.start({ type: "turn", turn: 0, question: "One?" });
  conversation.abandon();
  expect(stages(conversation)).toEqual(["One?: open", "Two?: undelivered", "Three?: undelivered"]);
});

const past: MessageOf<"past"> = {
  type: "past",
  turn: 0,
  question: "Why are leaves green?",
  answer: "They reflect green light. They keep the red.",
  heard: "They reflect green light. They keep the red.",
  outcome: "complete",
  source: "model",
  flags: [],
  rating: null,
  citations: [],
};

/** A page that was cut off in the middle of the answer. */
function cutOff(text: string): Conversation {
  const conversation = new Conversation();
  conversation.ask("Why are leaves green?");
  conversation.start({ type: "turn", turn: 0, question: "Why are leaves green?" });
  if (text !== "") conversation.write({ type: "delta", turn: 0, text });
  conversation.disconnect();
  return conversation;
}

test("what was written of an answer while the page was cut off is shown when it is told", () => {
  const conversation = cutOff("They reflect");
  conversation.recall(past);
  expect(conversation.entries.value).toMatchObject([{ answer: past.answer, stage: "ended", end: past }]);
  // What ended as the page has it stays as it is.
  conversation.recall({ ...past, answer: `${past.answer} And more.`, outcome: "cut" });
  expect(conversation.entries.value).toMatchObject([{ answer: past.answer, end: { outcome: "complete" } }]);
});

test("an answer that the engine knows less of than the page stays as it is shown", () => {
  const conversation = cutOff("They reflect green light.");
  conversation.recall({ ...past, answer: "They reflect", heard: "", outcome: "open" });
  expect(conversation.entries.value).toMatchObject([
    { answer: "They reflect green light.", end: { outcome: "open" } },
  ]);
});

test("a turn that is given again is shown once, from its beginning", () => {
  const conversation = cutOff("They");
  conversation.recall({ ...past, answer: "They", heard: "", outcome: "open" });
  conversation.start({ type: "turn", turn: 0, question: "Why are leaves green?" });
  expect(conversation.entries.value).toEqual([
    { key: 0, turn: 0, question: "Why are leaves green?", answer: "", stage: "open" },
  ]);
});
