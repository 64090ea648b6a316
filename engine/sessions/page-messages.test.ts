import { expect, test } from "bun:test";
import { PageInbox } from "./page-messages.ts";

/** An inbox, and what came out of it: types of messages, and of problems. */
function openInbox() {
  const heard: string[] = [];
  const note = ({ type }: { type: string }) => void heard.push(type);
  const handlers = {
    interrupt: note,
    ping: note,
    settings: note,
    rating: note,
    mic: note,
    say: note,
    missed: note,
  };
  return { heard, inbox: new PageInbox(handlers, note) };
}

test("a message of the contract is read, anything else is a problem", () => {
  const { heard, inbox } = openInbox();
  for (const text of ['{"type":"ping","id":7}', "[".repeat(60_000), "no JSON", '{"type":"ping"}'])
    inbox.receive(text);
  expect(heard).toEqual(["ping", "invalid-json", "invalid-json", "invalid-request"]);
});

test("what a page of a later release says is read as far as it is known, and otherwise goes unanswered", () => {
  const { heard, inbox } = openInbox();
  inbox.receive('{"type":"ping","id":7,"fieldOfALaterRelease":{"depth":1}}');
  inbox.receive('{"type":"draw","circle":3}');
  inbox.receive('{"type":"toString"}');
  inbox.receive('{"type":7}');
  inbox.receive('["ping"]');
  expect(heard).toEqual(["ping", "invalid-request", "invalid-request"]);
  for (let i = 0; i < 20; i++) inbox.receive('{"type":"draw"}');
  inbox.receive('{"type":"ping","id":7}');
  expect(heard.at(-1)).toBe("too-many-requests");
});

test("what cannot be read counts as well, and a Stop is heard whatever came before", () => {
  const { heard, inbox } = openInbox();
  for (let i = 0; i < 20; i++) inbox.receive("no JSON");
  inbox.receive('{"type":"ping","id":7}');
  inbox.receive('{"type":"interrupt"}');
  // Refused before it is looked at.
  inbox.receive("no JSON".repeat(100));
  expect(heard.slice(20)).toEqual(["too-many-requests", "interrupt", "too-many-requests"]);
});

test("a Stop takes no room from the questions around it", () => {
  const { heard, inbox } = openInbox();
  for (let i = 0; i < 20; i++) {
    inbox.receive('{"type":"say","text":"Why?"}');
    inbox.receive('{"type":"interrupt"}');
  }
  expect(heard).toEqual(Array.from({ length: 20 }, () => ["say", "interrupt"]).flat());
});
