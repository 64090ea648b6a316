import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type SpokenWords, TranscriberUnavailable } from "../../engine/listening/transcriber.ts";
import { openAiTranscriber } from "../../engine/providers/openai/openai-transcriber.ts";
import { SherpaTranscriber } from "../../engine/providers/sherpa/sherpa-transcriber.ts";
import { childrenOf } from "../_support/child-processes.ts";
import { openRecogniserModel } from "../_support/recogniser-model.ts";
import { startTranscriber } from "../_support/transcriber.ts";
import { plain, say, sentences, transcriberSuite } from "./transcriber-suite.ts";

setDefaultTimeout(120_000);
const never = new AbortController().signal;
const root = mkdtempSync(join(tmpdir(), "transcribers-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

transcriberSuite("a server with OpenAI's transcriptions", async () => {
  const server = await startTranscriber(sentences);
  const transcriber = openAiTranscriber({ baseUrl: `${server.url}/v1`, model: "any", key: undefined });
  const close = async () => await server[Symbol.asyncDispose]();
  return { transcriber, breakDown: close, [Symbol.asyncDispose]: close };
});

/** The real runtime in its process, with a published model. */
transcriberSuite("sherpa-onnx", async () => {
  const modelDir = join(root, "moonshine-tiny-en");
  cpSync(openRecogniserModel(), modelDir, { recursive: true });
  const first = new SherpaTranscriber({ modelDir, threads: 1 });
  let current = first;
  const close = () => current[Symbol.asyncDispose]();
  return {
    transcriber: {
      prepare: () => current.prepare(),
      transcribe: (spoken, signal) => current.transcribe(spoken, signal),
    },
    // A process that begins anew finds no model any more.
    async breakDown() {
      await close();
      writeFileSync(join(modelDir, "encoder_model.ort"), "not a model");
      current = new SherpaTranscriber({ modelDir, threads: 1 });
    },
    [Symbol.asyncDispose]: close,
  };
});

let spoken: SpokenWords;
let transcriber: SherpaTranscriber;
beforeAll(async () => {
  transcriber = new SherpaTranscriber({ modelDir: openRecogniserModel(), threads: 1 });
  spoken = await say(sentences[0]);
});
afterAll(() => transcriber?.[Symbol.asyncDispose]());

test("a busy recogniser refuses what is not over yet, and those who come too late", async () => {
  const first = transcriber.transcribe({ ...spoken, isInterim: true }, never);
  await expect(transcriber.transcribe({ ...spoken, isInterim: true }, never)).rejects.toBeInstanceOf(
    TranscriberUnavailable,
  );
  const others = Array.from({ length: 8 }, () => transcriber.transcribe(spoken, never));
  const answers = await Promise.allSettled([first, ...others]);
  expect(answers.map(({ status }) => status)).toEqual([...Array(8).fill("fulfilled"), "rejected"]);
  const texts = answers.flatMap((answer) => (answer.status === "fulfilled" ? [plain(answer.value)] : []));
  expect(new Set(texts)).toEqual(new Set([sentences[0]]));
});

test("a recogniser whose process is killed understands the next utterance", async () => {
  expect(plain(await transcriber.transcribe(spoken, never))).toBe(sentences[0]);
  const given = transcriber.transcribe(spoken, never);
  for (const pid of childrenOf(process.pid, "recogniser-program")) process.kill(pid, "SIGKILL");
  await given.catch(() => {});
  expect(plain(await transcriber.transcribe(spoken, never))).toBe(sentences[0]);
});
