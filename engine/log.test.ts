import { expect, test } from "bun:test";
import { ModelUnavailable } from "./chat/language-model.ts";
import { openLog } from "./log.ts";

/** What is written of an error. */
function written(err: unknown): { line: string; err: Record<string, unknown> } {
  let line = "";
  openLog("info", { write: (text) => (line += text) }).error({ err }, "unexpected error");
  return { line, err: (JSON.parse(line) as { err: Record<string, unknown> }).err };
}

const caught = async (work: () => unknown) => {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
};

test("an error of ours keeps its message and where it came from", () => {
  const { err } = written(new Error("a finish message breaks the contract"));
  expect(err.message).toBe("a finish message breaks the contract");
  expect(String(err.stack)).toContain("log.test.ts");
});

test("what models and servers said is not written, nor what an error carries along", () => {
  const cause = new Error("canary");
  for (const error of [
    new ModelUnavailable("failed", "Ollama: canary", { cause }),
    Object.assign(new Error("it went wrong", { cause }), { answer: "canary", errors: [cause] }),
    "canary",
  ])
    expect(written(error).line).not.toContain("canary");
  expect(written(new ModelUnavailable("failed", "Ollama: canary", { cause })).err).toMatchObject({
    type: "ModelUnavailable",
    code: "failed",
    causes: ["Error"],
  });
});

test("what the runtime repeats of a text that it cannot read is not written", async () => {
  for (const work of [
    () => JSON.parse("canary"),
    () => new Response("canary").json(),
    () => new URL("canary"),
    () => fetch("http://127.0.0.1:1/canary"),
  ])
    expect(written(await caught(work)).line).not.toContain("canary");
});
