import { expect, test } from "bun:test";
import { Conversation, type ShownTurn } from "./conversation.ts";
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

test("the passage of a source that an answer names again where it goes on is the one that was shown before", () => {
  const source = {
    number: 1,
    title: "Leaves.pdf",
    page: 3,
    headings: ["Colour"],
    text: "Green is reflected.",
  };
  const conversation = cutOff("They reflect [1]");
  conversation.cite({ type: "citation", turn: 0, citation: source });
  conversation.start({ type: "turn", turn: 1, question: null });
  conversation.cite({ type: "citation", turn: 1, citation: { ...source, text: "" } });
  expect(conversation.entries.value.at(-1)).toMatchObject({ citations: [source] });
  // Another one is shown without.
  const unknown = { ...source, number: 2, text: "" };
  conversation.cite({ type: "citation", turn: 1, citation: unknown });
  const shown = conversation.entries.value.at(-1) as ShownTurn;
  expect(shown.citations?.map(({ text }) => text)).toEqual([source.text, undefined]);
  // The model names it itself, and tells its passage.
  conversation.cite({ type: "citation", turn: 1, citation: { ...unknown, text: "Red is kept." } });
  expect((conversation.entries.value.at(-1) as ShownTurn).citations).toHaveLength(2);
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
