import { expect, test } from "bun:test";
import { ModelUnavailable } from "../../engine/chat/language-model.ts";
import type { OllamaLimits } from "../../engine/providers/ollama/ollama-limits.ts";
import { openOllama } from "../../engine/providers/ollama/ollama-model.ts";
import { type FakeOllama, type FakeOllamaOptions, startFakeOllama } from "../_support/fake-ollama.ts";
import type { FakeReply } from "../_support/fake-ollama-reply.ts";
import { collect, failureOf, languageModelSuite, textOf, until } from "./language-model-suite.ts";

const numCtx = 4096;
const never = new AbortController().signal;
const question = [{ role: "user" as const, content: "What is osmosis?" }];
/** Short pauses between tries, so that no test waits. */
const quick: Partial<OllamaLimits> = { retryMinMs: 1, retryMaxMs: 4, refusedRetryMs: 2 };

async function start(options: FakeOllamaOptions = {}, limits: Partial<OllamaLimits> = {}) {
  const stack = new AsyncDisposableStack();
  const fake = stack.use(await startFakeOllama(options));
  const model = stack.use(openOllama({ baseUrl: fake.url, numCtx, limits: { ...quick, ...limits } }));
  return { fake, model, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

const sumOf = (fake: FakeOllama) => fake.chats.reduce((sum, chat) => sum + chat.tokensProduced, 0);

languageModelSuite("Ollama", async ({ pieces, pieceEveryMs, loadMs, breakBeforePiece }) => {
  const subject = await start(loadMs === undefined ? {} : { loadedWindow: 0, loadMs });
  subject.fake.next({
    tokens: pieces,
    tokenEveryMs: pieceEveryMs ?? 0,
    ...(breakBeforePiece === undefined ? {} : { fault: { type: "reset", afterTokens: breakBeforePiece } }),
  });
  return {
    model: subject.model,
    written: () => sumOf(subject.fake),
    open: () => subject.fake.openConnections,
    [Symbol.asyncDispose]: () => subject[Symbol.asyncDispose](),
  };
});

test("every question carries the same window, a bound, and no thinking, cutting or shifting", async () => {
  await using ollama = await start();
  await collect(ollama.model.reply(question, {}, never));
  await collect(ollama.model.reply(question, { temperature: 0.2, replyTokensMax: 50 }, never));
  expect(ollama.fake.chats.map((chat) => chat.body)).toEqual([
    {
      model: "tutor-small:latest",
      messages: question,
      stream: true,
      think: false,
      truncate: false,
      shift: false,
      keep_alive: -1,
      options: { num_ctx: numCtx, num_predict: 600 },
    },
    expect.objectContaining({ options: { num_ctx: numCtx, num_predict: 50, temperature: 0.2 } }),
  ]);
  expect(ollama.fake.loads).toBe(0);
});

test("the counts of the last line are handed on", async () => {
  await using ollama = await start();
  ollama.fake.next({ tokens: ["One", " two"], lastContent: " three." });
  const parts = await collect(ollama.model.reply(question, {}, never));
  expect(textOf(parts)).toBe("One two three.");
  expect(parts.at(-1)).toEqual({
    type: "done",
    reason: "stop",
    model: "tutor-small:latest",
    promptTokens: 4,
    replyTokens: 2,
  });
});

for (const framing of ["lines", "burst", "pieces"] as const) {
  test(`text survives TCP framing in ${framing}`, async () => {
    await using ollama = await start();
    const tokens = ["Grüße ", "für ", "光合", "作用", " 🌱", "!"];
    ollama.fake.next({ tokens, framing, emptyLines: true });
    const parts = await collect(ollama.model.reply(question, {}, never));
    expect(textOf(parts)).toBe(tokens.join(""));
  });
}

for (const doneReason of ["stop", "length", "", "unload"]) {
  test(`a last line with done_reason "${doneReason}" ends the reply`, async () => {
    await using ollama = await start();
    ollama.fake.next({ tokens: ["Yes."], doneReason });
    const done = (await collect(ollama.model.reply(question, {}, never))).at(-1);
    const known = doneReason === "stop" || doneReason === "length";
    expect(done).toMatchObject({ type: "done", reason: known ? doneReason : "cut" });
  });
}

const midReply: Record<string, { reply: FakeReply; text: string }> = {
  "an error line": {
    reply: { tokens: ["Half", " a"], fault: { type: "error-line", afterTokens: 1, error: "runner died" } },
    text: "Half",
  },
  "a reset": { reply: { tokens: ["Half", " a"], fault: { type: "reset", afterTokens: 1 } }, text: "Half" },
};
for (const [what, { reply, text }] of Object.entries(midReply)) {
  test(`${what} in the middle of a reply is not tried again`, async () => {
    await using ollama = await start();
    ollama.fake.next(reply);
    let said = "";
    const failure = await failureOf(ollama.model.reply(question, {}, never), (part) => {
      if (part.type === "text") said += part.text;
    });
    expect(said).toBe(text);
    expect(failure).toMatchObject({ name: "ModelUnavailable", code: "failed" });
    expect(ollama.fake.chats).toHaveLength(1);
  });
}

test("a stream that ends without a last line is a reply that was cut", async () => {
  await using ollama = await start();
  ollama.fake.next({ tokens: ["It", " is"], fault: { type: "no-done", afterTokens: 2 } });
  const parts = await collect(ollama.model.reply(question, {}, never));
  expect(textOf(parts)).toBe("It is");
  expect(parts.at(-1)).toMatchObject({ type: "done", reason: "cut" });
});

test("a model that repeats one word for ever is cut, not an error", async () => {
  await using ollama = await start();
  ollama.fake.next({ tokens: Array(200).fill(" ha") });
  const parts = await collect(ollama.model.reply(question, {}, never));
  expect(parts.at(-1)).toMatchObject({ type: "done", reason: "cut" });
  expect(ollama.fake.chats[0]?.tokensProduced).toBeLessThan(40);
});

test("a stream without text or last line is tried once more, then given up", async () => {
  await using ollama = await start();
  const empty: FakeReply = { tokens: [], fault: { type: "no-done", afterTokens: 0 } };
  ollama.fake.next(empty, empty, empty);
  const failure = await failureOf(ollama.model.reply(question, {}, never));
  expect(failure).toMatchObject({ name: "ModelUnavailable", code: "failed" });
  expect(ollama.fake.chats).toHaveLength(2);
});

test("lines that are not JSON are left out and printed nowhere", async () => {
  await using ollama = await start();
  const print = console.warn;
  const printed: unknown[] = [];
  console.warn = (...words: unknown[]) => printed.push(words);
  try {
    const fault = { type: "garbage", afterTokens: 1, line: '{"message":{"content":"secr' } as const;
    ollama.fake.next({ tokens: ["One", " two"], fault });
    expect(textOf(await collect(ollama.model.reply(question, {}, never)))).toBe("One two");
    expect(printed).toEqual([]);
  } finally {
    console.warn = print;
  }
});

test("a line without end is refused", async () => {
  await using ollama = await start({}, { lineBytesMax: 2_000 });
  ollama.fake.next({ tokens: ["x".repeat(100_000)], framing: "pieces" });
  const failure = await failureOf(ollama.model.reply(question, {}, never));
  expect(failure).toMatchObject({ name: "ModelUnavailable", code: "failed" });
});

test("tool calls are passed over", async () => {
  await using ollama = await start();
  ollama.fake.next({ tokens: ["One", " two"], fault: { type: "tool-call", afterTokens: 1 } });
  expect(textOf(await collect(ollama.model.reply(question, {}, never)))).toBe("One two");
});

test("leading thoughts are taken off, even when their tags come in pieces", async () => {
  await using ollama = await start();
  ollama.fake.next({ tokens: ["<th", "ink>", "Hm", "m</", "think", ">\n\n", "Water moves."] });
  expect(textOf(await collect(ollama.model.reply(question, {}, never)))).toBe("Water moves.");
});

test("a reply of thoughts alone is asked for once more with a larger bound", async () => {
  await using ollama = await start();
  ollama.fake.next({ tokens: [], thinking: ["Let me", " see"], doneReason: "length" });
  ollama.fake.next({ tokens: ["Water moves."] });
  expect(textOf(await collect(ollama.model.reply(question, { replyTokensMax: 100 }, never)))).toBe(
    "Water moves.",
  );
  const bounds = ollama.fake.chats.map((chat) => (chat.body.options as { num_predict: number }).num_predict);
  expect(bounds).toEqual([100, 400]);
});

test("thoughts alone, twice, is a failure", async () => {
  await using ollama = await start();
  const thoughts: FakeReply = { tokens: ["<think>", "for ever"] };
  ollama.fake.next(thoughts, thoughts, thoughts);
  const failure = await failureOf(ollama.model.reply(question, {}, never));
  expect(failure).toMatchObject({ code: "failed" });
  expect(ollama.fake.chats).toHaveLength(2);
});

for (const status of [429, 502, 503]) {
  test(`HTTP ${status} before the first word is tried again`, async () => {
    await using ollama = await start();
    const fault = { type: "status", status, retryAfter: 0 } as const;
    ollama.fake.next({ fault }, { fault }, { tokens: ["There."] });
    expect(textOf(await collect(ollama.model.reply(question, {}, never)))).toBe("There.");
    expect(ollama.fake.chats).toHaveLength(3);
  });
}

const refusals = [
  { status: 400, error: "the input length exceeds the context length", code: "failed", tries: 1 },
  { status: 404, error: "model 'x' not found", code: "model-missing", tries: 1 },
  { status: 499, error: "request canceled", code: "failed", tries: 1 },
  { status: 500, error: "model runner has unexpectedly stopped", code: "failed", tries: 1 },
  { status: 502, error: "bad gateway", code: "failed", tries: 3 },
  {
    status: 503,
    error: "server busy, please try again.  maximum pending requests exceeded",
    code: "busy",
    tries: 3,
  },
] as const;
for (const { status, error, code, tries } of refusals) {
  test(`HTTP ${status} ends as "${code}" after ${tries} tries`, async () => {
    await using ollama = await start();
    ollama.fake.next(...Array<FakeReply>(3).fill({ fault: { type: "status", status, error } }));
    const failure = await failureOf(ollama.model.reply(question, {}, never));
    expect(failure).toMatchObject({ name: "ModelUnavailable", code });
    expect(ollama.fake.chats).toHaveLength(tries);
  });
}

test("a gateway's HTML is an error like any other, and printed nowhere", async () => {
  await using ollama = await start();
  const print = console.log;
  const printed: unknown[] = [];
  console.log = (...words: unknown[]) => printed.push(words);
  try {
    ollama.fake.front = { status: 502, body: "<html>Bad Gateway</html>", contentType: "text/html" };
    expect(await failureOf(ollama.model.reply(question, {}, never))).toMatchObject({ code: "failed" });
    ollama.fake.front = { status: 200, body: "<html>Welcome</html>", contentType: "text/html" };
    expect(await failureOf(ollama.model.reply(question, {}, never))).toMatchObject({ code: "failed" });
    expect(printed).toEqual([]);
  } finally {
    console.log = print;
  }
});

test("a prompt that does not fit is refused, not cut", async () => {
  await using ollama = await start();
  const long = [{ role: "user" as const, content: "word ".repeat(10_000) }];
  expect(await failureOf(ollama.model.reply(long, {}, never))).toMatchObject({ code: "failed" });
  expect(ollama.fake.chats[0]?.outcome).toBe("refused");
});

test("a model that stops in the middle times out and is let go", async () => {
  await using ollama = await start({}, { tokenTimeoutMs: 30 });
  ollama.fake.next({ tokens: ["One"], fault: { type: "stall", afterTokens: 1 } });
  const failure = await failureOf(ollama.model.reply(question, {}, never));
  expect(failure).toMatchObject({ code: "timeout" });
  await until(() => ollama.fake.openConnections === 0);
});

test("a loaded model that does not begin times out", async () => {
  await using ollama = await start({}, { firstByteTimeoutMs: 30 });
  ollama.fake.next({ firstTokenMs: 60_000 });
  expect(await failureOf(ollama.model.reply(question, {}, never))).toMatchObject({ code: "timeout" });
  await until(() => ollama.fake.openConnections === 0);
});

test("the whole of a slow reply is bounded", async () => {
  await using ollama = await start({}, { replyTimeoutMs: 60 });
  ollama.fake.next({
    tokens: Array(10_000)
      .fill(" w")
      .map((w, i) => w + i),
    tokenEveryMs: 5,
  });
  expect(await failureOf(ollama.model.reply(question, {}, never))).toMatchObject({ code: "timeout" });
});

test("a host that takes connections but never answers is unreachable", async () => {
  await using ollama = await start({}, { connectTimeoutMs: 30 });
  ollama.fake.front = "silent";
  expect(await failureOf(ollama.model.reply(question, {}, never))).toMatchObject({ code: "unreachable" });
  await until(() => ollama.fake.openConnections === 0);
});

test("a model that is not loaded is waited for, however short the patience with a loaded one", async () => {
  await using ollama = await start(
    { loadedWindow: 0, loadMs: 120 },
    { firstByteTimeoutMs: 1, wakingEveryMs: 20 },
  );
  const parts = await collect(ollama.model.reply(question, {}, never));
  expect(parts.filter((part) => part.type === "waking").length).toBeGreaterThanOrEqual(2);
  expect(parts.at(-1)).toMatchObject({ reason: "stop" });
});

test("a second question during a load waits for it too", async () => {
  await using ollama = await start({ loadedWindow: 0, loadMs: 100, parallel: 2 }, { firstByteTimeoutMs: 1 });
  const replies = await Promise.all([
    collect(ollama.model.reply(question, {}, never)),
    collect(ollama.model.reply(question, {}, never)),
  ]);
  expect(replies.map((parts) => parts.at(-1)?.type)).toEqual(["done", "done"]);
  expect(ollama.fake.loads).toBe(1);
});

test("a model that somebody loaded with another window is given the time to reload", async () => {
  await using ollama = await start(
    { loadedWindow: 2048, loadMs: 100 },
    { firstByteTimeoutMs: 1, reloadSilenceMs: 20 },
  );
  const parts = await collect(ollama.model.reply(question, {}, never));
  expect(parts[0]).toEqual({ type: "waking" });
  expect(parts.at(-1)?.type).toBe("done");
});

test("models that only embed are not offered", async () => {
  await using ollama = await start({
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
  await using ollama = await start({ models: [] });
  expect(await ollama.model.models(never)).toEqual([]);
  expect(await failureOf(ollama.model.reply(question, {}, never))).toMatchObject({ code: "model-missing" });
});

test("nobody waits for an Ollama that is gone, and its return is noticed", async () => {
  await using ollama = await start({}, { unreachableForMs: 40 });
  ollama.fake.stop();
  expect(await failureOf(ollama.model.reply(question, {}, never))).toMatchObject({ code: "unreachable" });
  expect(await failureOf(ollama.model.reply(question, {}, never))).toMatchObject({ code: "unreachable" });
  const asked = ollama.fake.requests.length;
  ollama.fake.start();
  let answered = false;
  for (let tries = 0; !answered && tries < 100; tries += 1) {
    answered = (await failureOf(ollama.model.reply(question, {}, never))) === undefined;
    if (!answered) await Bun.sleep(10);
  }
  expect(answered).toBe(true);
  expect(ollama.fake.requests.slice(asked)).toContain("GET /api/version");
});

test("five failures in a row keep further questions away from Ollama", async () => {
  await using ollama = await start({}, { failuresMax: 5 });
  ollama.fake.next(...Array<FakeReply>(5).fill({ fault: { type: "status", status: 500 } }));
  for (let asked = 0; asked < 5; asked += 1) await failureOf(ollama.model.reply(question, {}, never));
  const before = ollama.fake.requests.length;
  expect(await failureOf(ollama.model.reply(question, {}, never))).toBeInstanceOf(ModelUnavailable);
  expect(ollama.fake.requests.length).toBe(before);
});

test("questions beyond the places and the queue are refused as busy", async () => {
  await using ollama = await start({}, { repliesMax: 1, waitingMax: 1 });
  ollama.fake.next({ tokens: ["First."], firstTokenMs: 50 }, { tokens: ["Second."] });
  const first = collect(ollama.model.reply(question, {}, never));
  const second = collect(ollama.model.reply(question, {}, never));
  const third = await failureOf(ollama.model.reply(question, {}, never));
  expect(third).toMatchObject({ name: "ModelUnavailable", code: "busy" });
  expect(textOf(await first)).toBe("First.");
  expect(textOf(await second)).toBe("Second.");
});

test("two hundred aborts leave no connection and no place behind", async () => {
  await using ollama = await start({ parallel: 4, tokenEveryMs: 2 }, { repliesMax: 4, waitingMax: 200 });
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
  await until(() => ollama.fake.openConnections === 0);
  const parts = await collect(ollama.model.reply(question, {}, never));
  expect(parts.at(-1)?.type).toBe("done");
});

test("closing ends the replies under way and takes no more questions", async () => {
  await using ollama = await start();
  ollama.fake.next({ tokens: ["One"], fault: { type: "stall", afterTokens: 1 } });
  const failure = await failureOf(ollama.model.reply(question, {}, never), () => {
    void ollama.model[Symbol.asyncDispose]();
  });
  expect(failure).toMatchObject({ code: "unreachable" });
  await until(() => ollama.fake.openConnections === 0);
  expect(await failureOf(ollama.model.reply(question, {}, never))).toMatchObject({ code: "unreachable" });
});
