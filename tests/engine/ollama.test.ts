import { expect, test } from "bun:test";
import type { FakeOllama } from "../_support/fake-ollama.ts";
import type { FakeReply } from "../_support/fake-ollama-reply.ts";
import { numCtx, startOllama } from "../_support/ollama-beside-fake.ts";
import { collect, failureOf, languageModelSuite, textOf } from "./language-model-suite.ts";

const never = new AbortController().signal;
const question = [{ role: "user" as const, content: "What is osmosis?" }];

const sumOf = (fake: FakeOllama) => fake.chats.reduce((sum, chat) => sum + chat.tokensProduced, 0);

languageModelSuite("Ollama", async ({ pieces, pieceEveryMs, loadMs, breakBeforePiece }) => {
  const subject = await startOllama(loadMs === undefined ? {} : { loadedWindow: 0, loadMs });
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
  await using ollama = await startOllama();
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
  await using ollama = await startOllama();
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
    await using ollama = await startOllama();
    const tokens = ["Grüße ", "für ", "光合", "作用", " 🌱", "!"];
    ollama.fake.next({ tokens, framing, emptyLines: true });
    const parts = await collect(ollama.model.reply(question, {}, never));
    expect(textOf(parts)).toBe(tokens.join(""));
  });
}

for (const doneReason of ["stop", "length", "", "unload"]) {
  test(`a last line with done_reason "${doneReason}" ends the reply`, async () => {
    await using ollama = await startOllama();
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
    await using ollama = await startOllama();
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
  await using ollama = await startOllama();
  ollama.fake.next({ tokens: ["It", " is"], fault: { type: "no-done", afterTokens: 2 } });
  const parts = await collect(ollama.model.reply(question, {}, never));
  expect(textOf(parts)).toBe("It is");
  expect(parts.at(-1)).toMatchObject({ type: "done", reason: "cut" });
});

test("a model that repeats one word for ever is cut, not an error", async () => {
  await using ollama = await startOllama();
  ollama.fake.next({ tokens: Array(200).fill(" ha") });
  const parts = await collect(ollama.model.reply(question, {}, never));
  expect(parts.at(-1)).toMatchObject({ type: "done", reason: "cut" });
  expect(ollama.fake.chats[0]?.tokensProduced).toBeLessThan(40);
});

test("a stream without text or last line is tried once more, then given up", async () => {
  await using ollama = await startOllama();
  const empty: FakeReply = { tokens: [], fault: { type: "no-done", afterTokens: 0 } };
  ollama.fake.next(empty, empty, empty);
  const failure = await failureOf(ollama.model.reply(question, {}, never));
  expect(failure).toMatchObject({ name: "ModelUnavailable", code: "failed" });
  expect(ollama.fake.chats).toHaveLength(2);
});

test("lines that are not JSON are left out and printed nowhere", async () => {
  await using ollama = await startOllama();
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
  await using ollama = await startOllama({}, { lineBytesMax: 2_000 });
  ollama.fake.next({ tokens: ["x".repeat(100_000)], framing: "pieces" });
  const failure = await failureOf(ollama.model.reply(question, {}, never));
  expect(failure).toMatchObject({ name: "ModelUnavailable", code: "failed" });
});

test("tool calls are passed over", async () => {
  await using ollama = await startOllama();
  ollama.fake.next({ tokens: ["One", " two"], fault: { type: "tool-call", afterTokens: 1 } });
  expect(textOf(await collect(ollama.model.reply(question, {}, never)))).toBe("One two");
});

test("leading thoughts are taken off, even when their tags come in pieces", async () => {
  await using ollama = await startOllama();
  ollama.fake.next({ tokens: ["<th", "ink>", "Hm", "m</", "think", ">\n\n", "Water moves."] });
  expect(textOf(await collect(ollama.model.reply(question, {}, never)))).toBe("Water moves.");
});

test("a reply of thoughts alone is asked for once more with a larger bound", async () => {
  await using ollama = await startOllama();
  ollama.fake.next({ tokens: [], thinking: ["Let me", " see"], doneReason: "length" });
  ollama.fake.next({ tokens: ["Water moves."] });
  expect(textOf(await collect(ollama.model.reply(question, { replyTokensMax: 100 }, never)))).toBe(
    "Water moves.",
  );
  const bounds = ollama.fake.chats.map((chat) => (chat.body.options as { num_predict: number }).num_predict);
  expect(bounds).toEqual([100, 400]);
});

test("thoughts alone, twice, is a failure", async () => {
  await using ollama = await startOllama();
  const thoughts: FakeReply = { tokens: ["<think>", "for ever"] };
  ollama.fake.next(thoughts, thoughts, thoughts);
  const failure = await failureOf(ollama.model.reply(question, {}, never));
  expect(failure).toMatchObject({ code: "failed" });
  expect(ollama.fake.chats).toHaveLength(2);
});

for (const status of [429, 502, 503]) {
  test(`HTTP ${status} before the first word is tried again`, async () => {
    await using ollama = await startOllama();
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
    await using ollama = await startOllama();
    ollama.fake.next(...Array<FakeReply>(3).fill({ fault: { type: "status", status, error } }));
    const failure = await failureOf(ollama.model.reply(question, {}, never));
    expect(failure).toMatchObject({ name: "ModelUnavailable", code });
    expect(ollama.fake.chats).toHaveLength(tries);
  });
}

test("a gateway's HTML is an error like any other, and printed nowhere", async () => {
  await using ollama = await startOllama();
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
  await using ollama = await startOllama();
  const long = [{ role: "user" as const, content: "word ".repeat(10_000) }];
  expect(await failureOf(ollama.model.reply(long, {}, never))).toMatchObject({ code: "failed" });
  expect(ollama.fake.chats[0]?.outcome).toBe("refused");
});
