import { expect, test } from "bun:test";
import { ScriptedModel, type ScriptedReply } from "../providers/scripted/scripted-model.ts";
import { type AnswerContext, type AnswerPart, answer } from "./answering.ts";
import type { LanguageModel, ModelUnavailable } from "./language-model.ts";

const never = new AbortController().signal;
const context: AnswerContext = {
  profile: {
    name: "Ada",
    subject: "biology",
    language: "en",
    persona: "Kind.",
    notes: "# Osmosis\n\nOsmosis is the movement of water.",
  },
  history: [],
};
const quoted =
  "I cannot reach my language model right now, so I am quoting my notes on “Osmosis”: “Osmosis is the movement of water.”";

const scripted = (reply: ScriptedReply) => new ScriptedModel({ reply: () => reply });

async function ask(
  model: LanguageModel | undefined,
  more: Partial<AnswerContext> = {},
): Promise<AnswerPart[]> {
  const parts = answer("What is osmosis?", { ...context, ...more }, { model, signal: never });
  return (await Array.fromAsync(parts)).filter(({ type }) => type !== "notes");
}

test("the model answers, and the parts say so", async () => {
  const parts = await ask(scripted({ pieces: ["Water", " moves."] }));
  expect(parts).toEqual([
    { type: "source", source: "model", model: undefined },
    { type: "text", text: "Water" },
    { type: "text", text: " moves." },
    {
      type: "done",
      source: "model",
      outcome: "stop",
      model: "scripted",
      replyTokens: 2,
      estimatedPromptTokens: expect.any(Number),
    },
  ]);
});

test("an answer that goes on ends in honest words where the model fails, not with the notes", async () => {
  const failing = scripted({ pieces: [], failure: { beforePiece: 0, code: "unreachable" } });
  const parts = await ask(failing, { begun: "Water moves." });
  expect(parts).toEqual([
    { type: "text", text: "\n\nI am sorry, my answer broke off there. Please ask me again." },
    { type: "done", source: "model", outcome: "broken", failure: "unreachable" },
  ]);
});

test("a model that is waking is waited for", async () => {
  const parts = await ask(scripted({ pieces: ["Awake."], loadMs: 5 }));
  expect(parts.map(({ type }) => type)).toEqual(["waking", "source", "text", "done"]);
});

for (const code of ["unreachable", "model-missing", "busy", "failed", "timeout"] as const) {
  test(`the notes answer for a model that fails as ${code} before its first word`, async () => {
    expect(await ask(scripted({ pieces: [], failure: { beforePiece: 0, code } }))).toEqual([
      { type: "source", source: "notes" },
      { type: "text", text: quoted },
      { type: "done", source: "notes", outcome: "stop", failure: code },
    ]);
  });
}

test("the notes answer where there is no model, and for one that says nothing", async () => {
  expect((await ask(undefined))[1]).toEqual({ type: "text", text: quoted });
  expect((await ask(scripted({ pieces: [] })))[1]).toEqual({ type: "text", text: quoted });
});

const broken = async (pieces: string[], language = "en") => {
  const failure = { beforePiece: pieces.length, code: "failed" as ModelUnavailable["code"] };
  const parts = await ask(scripted({ pieces: [...pieces, "never"], failure }), {
    profile: { ...context.profile, language },
  });
  expect(parts.at(-1)).toEqual({ type: "done", source: "model", outcome: "broken", failure: "failed" });
  return parts.map((part) => (part.type === "text" ? part.text : "")).join("");
};

test("what was said stays when the model breaks off, and an honest sentence ends it", async () => {
  expect(await broken(["Water", " moves"])).toBe(
    "Water moves…\n\nI am sorry, my answer broke off there. Please ask me again.",
  );
  expect(await broken(["水会流动。"], "zh")).toBe("水会流动。\n\n抱歉，我的回答在这里中断了。请再问我一次。");
  expect(await broken(["El agua corre."], "es-MX")).toContain(
    "corre.\n\nPerdona, mi respuesta se ha cortado",
  );
});

test("the honest sentence does not end up inside a listing", async () => {
  expect(await broken(["See:\n```js\nlet a"])).toBe(
    "See:\n```js\nlet a\n```\n\nI am sorry, my answer broke off there. Please ask me again.",
  );
});

test("an abort is thrown as its reason, also where the notes would answer", async () => {
  const stop = new AbortController();
  const reason = new Error("barge-in");
  const model = scripted({ pieces: ["a", "b", "c"], pieceEveryMs: 1 });
  const seen: AnswerPart[] = [];
  const asking = (async () => {
    for await (const part of answer("Why?", context, { model, signal: stop.signal })) {
      seen.push(part);
      stop.abort(reason);
    }
  })();
  expect(asking).rejects.toBe(reason);
  await asking.catch(() => {});
  expect(seen).toHaveLength(1);
  const late = answer("Why?", context, { model: undefined, signal: stop.signal }).next();
  expect(late).rejects.toBe(reason);
  await late.catch(() => {});
});

test("the model is asked with the excerpts, the history and the options", async () => {
  let asked: readonly { role: string; content: string }[] = [];
  const model = new ScriptedModel({
    models: ["a", "b"],
    reply: (_, messages) => {
      asked = messages;
      return { pieces: ["Yes."] };
    },
  });
  const parts = await ask(model, {
    history: [
      { role: "user", content: "Hello?" },
      { role: "assistant", content: "Hi." },
    ],
    options: { model: "b" },
  });
  expect(asked.map(({ role }) => role)).toEqual(["system", "user", "assistant", "user"]);
  expect(asked.at(-1)?.content).toContain("[1] Osmosis: Osmosis is the movement of water.");
  expect(parts[0]).toEqual({ type: "source", source: "model", model: "b" });
  expect(parts.at(-1)).toMatchObject({ model: "b" });
});
