import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { serviceToken } from "../_support/backend.ts";
import { type School, startSchool } from "../_support/school.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(120_000);

let school: School;
beforeAll(async () => {
  school = await startSchool();
});
afterAll(async () => {
  await school?.[Symbol.asyncDispose]();
});

const post = (path: string, token: string, body: unknown, signal?: AbortSignal) =>
  fetch(school.engine.url + path, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
    signal: signal ?? null,
  });

/** The data of every event of a stream. */
async function readEvents(response: Response): Promise<Record<string, unknown>[]> {
  expect(response.headers.get("content-type")).toStartWith("text/event-stream");
  const text = await response.text();
  return text
    .split("\n\n")
    .filter((event) => event.startsWith("data: "))
    .map((event) => JSON.parse(event.slice("data: ".length)) as Record<string, unknown>);
}

const question = { messages: [{ role: "user", content: "What is light?" }] };

describe("the model", () => {
  test("is listed", async () => {
    const response = await fetch(`${school.engine.url}/api/chat/models`, {
      headers: { authorization: `Bearer ${serviceToken}` },
    });
    expect(await response.json()).toEqual({ items: ["tutor-small:latest"] });
  });

  test("answers as a whole", async () => {
    school.ollama.next({ tokens: ["Light ", "is ", "energy."] });
    const response = await post("/api/chat", serviceToken, question);
    expect(await response.json()).toEqual({
      text: "Light is energy.",
      source: "model",
      model: "tutor-small:latest",
      citations: [],
    });
  });

  test("answers as a stream, piece by piece", async () => {
    school.ollama.next({ tokens: ["Light ", "is ", "energy."] });
    const events = await readEvents(await post("/api/chat/stream", serviceToken, question));
    expect(events).toEqual([
      { type: "delta", text: "Light " },
      { type: "delta", text: "is " },
      { type: "delta", text: "energy." },
      { type: "done", source: "model", model: "tutor-small:latest" },
    ]);
  });

  test("that fails in the middle ends the stream with a problem", async () => {
    school.ollama.next({
      tokens: ["Light ", "is "],
      fault: { type: "error-line", afterTokens: 1, error: "out of memory" },
    });
    const events = await readEvents(await post("/api/chat/stream", serviceToken, question));
    expect(events[0]).toEqual({ type: "delta", text: "Light " });
    expect(events.at(-1)).toMatchObject({ type: "failed", problem: { type: "unavailable", status: 503 } });
    expect(JSON.stringify(events)).not.toContain("memory");
  });

  test("stops writing when the reader leaves", async () => {
    school.ollama.next({ tokens: Array.from({ length: 500 }, () => "word "), tokenEveryMs: 20 });
    const stop = new AbortController();
    const response = await post("/api/chat/stream", serviceToken, question, stop.signal);
    await response.body!.getReader().read();
    stop.abort();
    const chat = school.ollama.chats.at(-1)!;
    await until("the model's stop", () => chat.outcome === "left");
    expect(chat.tokensProduced).toBeLessThan(500);
  });

  test("is for the backend's secret only", async () => {
    const { ticket } = await school.visit();
    for (const token of [ticket, "wrong", `${serviceToken}x`]) {
      expect((await post("/api/chat", token, question)).status).toBe(401);
    }
  });

  test("that cannot be reached is a problem with a time to try again", async () => {
    school.ollama.stop();
    const response = await post("/api/chat", serviceToken, question);
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).not.toBeNull();
    expect(await response.json()).toMatchObject({ type: "unavailable" });
    school.ollama.start();
    await until(
      "the model's return",
      async () => (await post("/api/chat", serviceToken, question)).status === 200,
      {
        withinMs: 30_000,
      },
    );
  });
});

describe("the tutor in text", () => {
  test("answers a ticket's holder with the model, knowing what was heard before", async () => {
    school.ollama.next({ tokens: ["Because of ", "chlorophyll."] });
    const { ticket } = await school.visit();
    const history = [{ question: "What is a leaf?", heard: "A part of a plant." }];
    const response = await post(`/api/tutors/${school.tutorId}/chat`, ticket, {
      message: "Why is it green?",
      history,
    });
    expect(await response.json()).toMatchObject({ text: "Because of chlorophyll.", source: "model" });
    const roles = school.ollama.chats.at(-1)!.messages.map(({ role }) => role);
    expect(roles).toEqual(["system", "user", "assistant", "user"]);
  });

  test("streams", async () => {
    school.ollama.next({ tokens: ["Because of ", "chlorophyll."] });
    const { ticket } = await school.visit();
    const response = await post(`/api/tutors/${school.tutorId}/chat/stream`, ticket, {
      message: "Why is it green?",
    });
    expect((await readEvents(response)).map(({ type }) => type)).toEqual(["delta", "delta", "done"]);
  });

  test("quotes the notes when no model can be reached", async () => {
    school.ollama.stop();
    const { ticket } = await school.visit();
    const response = await post(`/api/tutors/${school.tutorId}/chat`, ticket, {
      message: "Why are leaves green?",
    });
    const reply = (await response.json()) as { text: string; source: string; model: string | null };
    expect(reply).toMatchObject({ source: "notes", model: null });
    expect(reply.text).toContain("they reflect green light");
    school.ollama.start();
  });
});
