import { expect, test } from "bun:test";
import { Conversation } from "./conversation.ts";

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
