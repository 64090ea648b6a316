import { expect, test } from "bun:test";
import { ModelUnavailable } from "../../engine/chat/language-model.ts";
import type { FakeReply } from "../_support/fake-ollama-reply.ts";
import { startOllama } from "../_support/ollama-beside-fake.ts";
import { until } from "../_support/until.ts";
import { collect, failureOf, textOf } from "./language-model-suite.ts";

const never = new AbortController().signal;
const question = [{ role: "user" as const, content: "What is osmosis?" }];

test("a model that stops in the middle times out and is let go", async () => {
  await using ollama = await startOllama({}, { tokenTimeoutMs: 30 });
  ollama.fake.next({ tokens: ["One"], fault: { type: "stall", afterTokens: 1 } });
  const failure = await failureOf(ollama.model.reply(question, {}, never));
  expect(failure).toMatchObject({ code: "timeout" });
  await until("no connection is left", () => ollama.fake.openConnections === 0);
});

test("a loaded model that does not begin times out", async () => {
  await using ollama = await startOllama({}, { firstByteTimeoutMs: 30 });
  ollama.fake.next({ firstTokenMs: 60_000 });
  expect(await failureOf(ollama.model.reply(question, {}, never))).toMatchObject({ code: "timeout" });
  await until("no connection is left", () => ollama.fake.openConnections === 0);
});

test("the whole of a slow reply is bounded", async () => {
  await using ollama = await startOllama({}, { replyTimeoutMs: 60 });
  ollama.fake.next({
    tokens: Array(10_000)
      .fill(" w")
      .map((w, i) => w + i),
    tokenEveryMs: 5,
  });
  expect(await failureOf(ollama.model.reply(question, {}, never))).toMatchObject({ code: "timeout" });
});

test("a host that takes connections but never answers is unreachable", async () => {
  await using ollama = await startOllama({}, { connectTimeoutMs: 30 });
  ollama.fake.front = "silent";
  expect(await failureOf(ollama.model.reply(question, {}, never))).toMatchObject({ code: "unreachable" });
  await until("no connection is left", () => ollama.fake.openConnections === 0);
});

test("a model that is not loaded is waited for, however short the patience with a loaded one", async () => {
  await using ollama = await startOllama(
    { loadedWindow: 0, loadMs: 120 },
    { firstByteTimeoutMs: 1, wakingEveryMs: 20 },
  );
  const parts = await collect(ollama.model.reply(question, {}, never));
  expect(parts.filter((part) => part.type === "waking").length).toBeGreaterThanOrEqual(2);
  expect(parts.at(-1)).toMatchObject({ reason: "stop" });
});

test("a second question during a load waits for it too", async () => {
  await using ollama = await startOllama(
    { loadedWindow: 0, loadMs: 100, parallel: 2 },
    { firstByteTimeoutMs: 1 },
  );
  const replies = await Promise.all([
    collect(ollama.model.reply(question, {}, never)),
    collect(ollama.model.reply(question, {}, never)),
  ]);
  expect(replies.map((parts) => parts.at(-1)?.type)).toEqual(["done", "done"]);
  expect(ollama.fake.loads).toBe(1);
});

test("a model is loaded ahead with the window of the questions, once, and stays where it is loaded", async () => {
  await using ollama = await startOllama({ loadedWindow: 0, loadMs: 60 });
  for (let number = 0; number < 3; number++) ollama.model.preload(undefined);
  await until("the load", () => ollama.fake.loads === 1);
  await collect(ollama.model.reply(question, {}, never));
  expect(ollama.fake.loads).toBe(1);
  const asked = ollama.fake.requests.length;
  ollama.model.preload(undefined);
  await until("the look at what is loaded", () => ollama.fake.requests.length > asked);
  await until("no connection is left", () => ollama.fake.openConnections === 0);
  expect(ollama.fake.requests.slice(asked).filter((request) => request.startsWith("POST"))).toEqual([]);
});

test("a load ahead of a question fails in silence, and ends with its owner", async () => {
  const ollama = await startOllama({ loadedWindow: 0, loadMs: 60_000 });
  ollama.model.preload("no-such-model");
  ollama.model.preload(undefined);
  await until(
    "both",
    () => ollama.fake.requests.filter((request) => request === "POST /api/chat").length === 2,
  );
  await ollama.model[Symbol.asyncDispose]();
  ollama.model.preload(undefined);
  await until("no connection is left", () => ollama.fake.openConnections === 0);
  await ollama[Symbol.asyncDispose]();
});

test("a model that somebody loaded with another window is given the time to reload", async () => {
  await using ollama = await startOllama(
    { loadedWindow: 2048, loadMs: 100 },
    { firstByteTimeoutMs: 1, reloadSilenceMs: 20 },
  );
  const parts = await collect(ollama.model.reply(question, {}, never));
  expect(parts[0]).toEqual({ type: "waking" });
  expect(parts.at(-1)?.type).toBe("done");
});

test("models that only embed are not offered", async () => {
  await using ollama = await startOllama({
    models: [
      { name: "embed:latest", capabilities: ["embedding"], family: "nomic-bert" },
      { name: "tutor:1b" },
    ],
  });
  expect(await ollama.model.models(never)).toEqual(["tutor:1b"]);
  expect((await collect(ollama.model.reply(question, {}, never))).at(-1)).toMatchObject({
    model: "tutor:1b",
  });
});

test("an Ollama without models says so", async () => {
  await using ollama = await startOllama({ models: [] });
  expect(await ollama.model.models(never)).toEqual([]);
  expect(await failureOf(ollama.model.reply(question, {}, never))).toMatchObject({ code: "model-missing" });
});

test("nobody waits for an Ollama that is gone, and its return is noticed", async () => {
  await using ollama = await startOllama({}, { unreachableForMs: 40 });
  ollama.fake.stop();
  expect(await failureOf(ollama.model.reply(question, {}, never))).toMatchObject({ code: "unreachable" });
  expect(await failureOf(ollama.model.reply(question, {}, never))).toMatchObject({ code: "unreachable" });
  const asked = ollama.fake.requests.length;
  ollama.fake.start();
  await until("the model answers again", async () => {
    return (await failureOf(ollama.model.reply(question, {}, never))) === undefined;
  });
  expect(ollama.fake.requests.slice(asked)).toContain("GET /api/version");
});

test("five failures in a row keep further questions away from Ollama", async () => {
  await using ollama = await startOllama({}, { failuresMax: 5 });
  ollama.fake.next(...Array<FakeReply>(5).fill({ fault: { type: "status", status: 500 } }));
  for (let asked = 0; asked < 5; asked += 1) await failureOf(ollama.model.reply(question, {}, never));
  const before = ollama.fake.requests.length;
  expect(await failureOf(ollama.model.reply(question, {}, never))).toBeInstanceOf(ModelUnavailable);
  expect(ollama.fake.requests.length).toBe(before);
});

test("questions beyond the places and the queue are refused as busy", async () => {
  await using ollama = await startOllama({}, { repliesMax: 1, waitingMax: 1 });
  ollama.fake.next({ tokens: ["First."], firstTokenMs: 50 }, { tokens: ["Second."] });
  const first = collect(ollama.model.reply(question, {}, never));
  const second = collect(ollama.model.reply(question, {}, never));
  const third = await failureOf(ollama.model.reply(question, {}, never));
  expect(third).toMatchObject({ name: "ModelUnavailable", code: "busy" });
  expect(textOf(await first)).toBe("First.");
  expect(textOf(await second)).toBe("Second.");
});

test("two hundred aborts leave no connection and no place behind", async () => {
  await using ollama = await startOllama(
    { parallel: 4, tokenEveryMs: 2 },
    { repliesMax: 4, waitingMax: 200 },
  );
  let aborted = 0;
  const ask = async (index: number) => {
    ollama.fake.next({
      tokens: Array(500)
        .fill(" w")
        .map((w, i) => w + i),
      tokenEveryMs: 2,
    });
    const stop = new AbortController();
    let seen = 0;
    // Some leave before the first word, some a few words later.
    if (index % 3 === 0) setTimeout(() => stop.abort(), index % 7);
    await failureOf(ollama.model.reply(question, {}, stop.signal), () => {
      seen += 1;
      if (seen > index % 4) stop.abort();
    });
    aborted += stop.signal.aborted ? 1 : 0;
  };
  await Promise.all(Array.from({ length: 200 }, (_, index) => ask(index)));
  expect(aborted).toBe(200);
  await until("no connection is left", () => ollama.fake.openConnections === 0);
  const parts = await collect(ollama.model.reply(question, {}, never));
  expect(parts.at(-1)?.type).toBe("done");
});

test("closing ends the replies under way and takes no more questions", async () => {
  await using ollama = await startOllama();
  ollama.fake.next({ tokens: ["One"], fault: { type: "stall", afterTokens: 1 } });
  const failure = await failureOf(ollama.model.reply(question, {}, never), () => {
    void ollama.model[Symbol.asyncDispose]();
  });
  expect(failure).toMatchObject({ code: "unreachable" });
  await until("no connection is left", () => ollama.fake.openConnections === 0);
  expect(await failureOf(ollama.model.reply(question, {}, never))).toMatchObject({ code: "unreachable" });
});
