import { expect, test } from "bun:test";
import { startFakeOllama } from "./fake-ollama.ts";
import { lessonAnswer, toTokens } from "./fake-ollama-answer.ts";
import { readKeepAlive } from "./fake-ollama-runner.ts";
import { until } from "./until.ts";

const messages = [{ role: "user", content: "What is a cell?" }];

const post = (url: string, body: unknown, init: RequestInit = {}) =>
  fetch(`${url}/api/chat`, { method: "POST", body: JSON.stringify(body), keepalive: false, ...init });

const linesOf = async (response: Response) =>
  (await response.text())
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test("it streams lines of JSON about the question and ends with counts", async () => {
  await using fake = await startFakeOllama();
  const response = await post(fake.url, { model: "tutor-small", messages });
  expect(response.headers.get("content-type")).toBe("application/x-ndjson");
  const lines = await linesOf(response);
  const text = lines.map((line) => (line.message as { content: string }).content).join("");
  expect(text).toContain("cell");
  expect(lines.at(-1)).toMatchObject({ done: true, done_reason: "stop", prompt_eval_count: 4 });
});

test("it refuses as Ollama does", async () => {
  await using fake = await startFakeOllama({
    models: [{ name: "a:1b" }, { name: "e:1b", capabilities: ["embedding"] }],
  });
  const refusal = async (body: unknown) => {
    const response = await post(fake.url, body);
    return [response.status, ((await response.json()) as { error: string }).error];
  };
  expect(await refusal({ model: "x", messages })).toEqual([404, "model 'x' not found"]);
  expect(await refusal({ model: "e:1b", messages })).toEqual([400, '"e:1b" does not support chat']);
  expect(await refusal({ model: "a:1b", messages, think: true })).toEqual([
    400,
    '"a:1b" does not support thinking',
  ]);
  expect(await refusal({ model: "a:1b", messages, keep_alive: "-1" })).toEqual([
    400,
    'time: missing unit in duration "-1"',
  ]);
  expect((await fetch(`${fake.url}/api/chat`, { method: "POST", body: "{" })).status).toBe(400);
  const foreign = await fetch(`${fake.url}/api/tags`, { headers: { Host: "evil.example" } });
  expect([foreign.status, await foreign.text()]).toEqual([403, ""]);
});

test("a prompt over the window is cut silently, unless that was forbidden", async () => {
  await using fake = await startFakeOllama();
  const long = [{ role: "user", content: "word ".repeat(2_000) }];
  const body = { model: "tutor-small", messages: long, options: { num_ctx: 1_024 } };
  expect((await linesOf(await post(fake.url, body))).at(-1)).toMatchObject({ prompt_eval_count: 1_024 });
  expect((await post(fake.url, { ...body, truncate: false })).status).toBe(400);
});

test("another window loads the model again, and /api/ps tells", async () => {
  await using fake = await startFakeOllama();
  const loaded = async () => {
    const { models } = (await (await fetch(`${fake.url}/api/ps`)).json()) as {
      models: { context_length: number }[];
    };
    return models.map((model) => model.context_length);
  };
  expect(await loaded()).toEqual([4096]);
  await (await post(fake.url, { model: "tutor-small", messages, options: { num_ctx: 2_048 } })).text();
  expect([await loaded(), fake.loads]).toEqual([[2048], 1]);
  await (
    await post(fake.url, { model: "tutor-small", messages, keep_alive: 0, options: { num_ctx: 2_048 } })
  ).text();
  expect(await loaded()).toEqual([]);
});

test("empty messages load and unload", async () => {
  await using fake = await startFakeOllama({ loadedWindow: 0 });
  const reason = async (body: object) =>
    (await linesOf(await post(fake.url, { model: "tutor-small", messages: [], ...body })))[0]?.done_reason;
  expect(await reason({})).toBe("load");
  expect(await reason({ keep_alive: 0 })).toBe("unload");
});

test("a loaded model serves one at a time and lets any number wait; a full queue holds only for loading", async () => {
  await using fake = await startFakeOllama({ tokenEveryMs: 1, queueMax: 1, loadMs: 20 });
  const ask = () => post(fake.url, { model: "tutor-small", messages }).then((response) => response.status);
  expect(await Promise.all([ask(), ask(), ask(), ask()])).toEqual([200, 200, 200, 200]);
  fake.unload();
  const statuses = await Promise.all([ask(), ask(), ask()]);
  expect(statuses.toSorted()).toEqual([200, 503, 503]);
});

test("a client that leaves is seen, and its tokens stop", async () => {
  await using fake = await startFakeOllama({ tokenEveryMs: 2 });
  const stop = new AbortController();
  fake.next({ tokens: Array.from({ length: 1_000 }, (_, n) => ` ${n}`) });
  const response = await post(fake.url, { model: "tutor-small", messages }, { signal: stop.signal });
  await response.body?.getReader().read();
  stop.abort();
  await until("the connection is closed", () => fake.openConnections === 0);
  await until("the reply has ended", () => fake.chats[0]?.outcome !== "running");
  expect(fake.chats[0]?.outcome).toBe("left");
  expect(fake.chats[0]?.tokensProduced).toBeLessThan(1_000);
});

test("keep_alive is seconds, or a duration with units", () => {
  expect([5, -1, "5m", "1h30m", "-1m", "90s", "-1", "five"].map(readKeepAlive)).toEqual([
    5,
    -1,
    300,
    5_400,
    -60,
    90,
    undefined,
    undefined,
  ]);
});

test("its answers are about the question, in English and Chinese, and its tokens lose nothing", () => {
  for (const question of ["Why is the sky blue?", "什么是光合作用？"]) {
    const text = lessonAnswer(question);
    expect(toTokens(text).join("")).toBe(text);
  }
  expect(lessonAnswer("Why is the sky blue?")).toContain("sky blue");
  expect(lessonAnswer("什么是光合作用？")).toContain("光合作用");
});
