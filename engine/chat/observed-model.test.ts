import { expect, test } from "bun:test";
import { type LanguageModel, ModelUnavailable, type ReplyPart } from "./language-model.ts";
import { observedModel, type ReplyFacts } from "./observed-model.ts";

const never = new AbortController().signal;

function start(reply: () => AsyncGenerator<ReplyPart>) {
  const heard: ReplyFacts[] = [];
  const inner: LanguageModel = { models: async () => ["one"], preload: () => {}, reply };
  return { model: observedModel(inner, (facts) => heard.push(facts)), heard };
}

async function* written(): AsyncGenerator<ReplyPart> {
  yield { type: "waking" };
  yield { type: "text", text: "Water." };
  yield { type: "done", reason: "stop", model: "one", promptTokens: 7, replyTokens: 2 };
}

test("a reply that is read to its end is complete, with its tokens", async () => {
  const { model, heard } = start(written);
  expect(await Array.fromAsync(model.reply([], {}, never))).toHaveLength(3);
  expect(heard).toMatchObject([{ outcome: "complete", promptTokens: 7, replyTokens: 2 }]);
  expect(heard[0]!.firstTextMs).toBeGreaterThanOrEqual(0);
});

test("whoever leaves at the last part has a complete reply; whoever leaves before has not", async () => {
  const { model, heard } = start(written);
  for await (const part of model.reply([], {}, never)) if (part.type === "done") break;
  for await (const part of model.reply([], {}, never)) if (part.type === "text") break;
  expect(heard.map(({ outcome }) => outcome)).toEqual(["complete", "aborted"]);
});

test("a failure counts under its code and is thrown on", async () => {
  const failure = new ModelUnavailable("timeout", "too slow");
  const { model, heard } = start(async function* () {
    yield { type: "text", text: "Wa" };
    throw failure;
  });
  expect(Array.fromAsync(model.reply([], {}, never))).rejects.toBe(failure);
  await Bun.sleep(0);
  expect(heard).toMatchObject([{ outcome: "timeout" }]);
});
