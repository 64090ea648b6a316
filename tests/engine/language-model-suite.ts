import { describe, expect, test } from "bun:test";
import {
  type ChatMessage,
  type LanguageModel,
  ModelUnavailable,
  type ReplyPart,
} from "../../engine/chat/language-model.ts";
import { until } from "../_support/until.ts";

/** How the model under test shall answer the next question. */
export interface SuiteReply {
  readonly pieces: readonly string[];
  readonly pieceEveryMs?: number;
  /** The model is not loaded and takes this long to load. */
  readonly loadMs?: number;
  /** Breaks instead of the piece of this number. */
  readonly breakBeforePiece?: number;
}

export interface SuiteSubject extends AsyncDisposable {
  readonly model: LanguageModel;
  /** Pieces that the model behind the port has written. */
  readonly written: () => number;
  /** Replies, or connections, that are open behind the port. */
  readonly open: () => number;
}

const question: readonly ChatMessage[] = [{ role: "user", content: "What is a cell?" }];
const never = new AbortController().signal;

/** What every LanguageModel keeps to. */
export function languageModelSuite(name: string, start: (reply: SuiteReply) => Promise<SuiteSubject>): void {
  describe(`${name} as a LanguageModel`, () => {
    test("it lists at least one model, and the first one answers when none is named", async () => {
      await using subject = await start({ pieces: ["Hello."] });
      const [first] = await subject.model.models(never);
      const parts = await collect(subject.model.reply(question, {}, never));
      expect(first).toBeString();
      expect(parts.at(-1)).toMatchObject({ type: "done", model: first });
    });

    test("a reply comes in order, never in empty pieces, and ends with one done", async () => {
      await using subject = await start({ pieces: ["A cell", "", " is", " small", "."] });
      const parts = await collect(subject.model.reply(question, {}, never));
      expect(textOf(parts)).toBe("A cell is small.");
      expect(parts.every((part) => part.type !== "text" || part.text !== "")).toBe(true);
      expect(parts.filter((part) => part.type === "done")).toHaveLength(1);
      expect(parts.at(-1)).toMatchObject({ type: "done", reason: "stop" });
    });

    test("a model that is being loaded says so before its first word", async () => {
      await using subject = await start({ pieces: ["Awake."], loadMs: 60 });
      const parts = await collect(subject.model.reply(question, {}, never));
      expect(parts[0]).toEqual({ type: "waking" });
      expect(textOf(parts)).toBe("Awake.");
    });

    test("a model that is loaded ahead of its first question says nothing by that, and answers", async () => {
      await using subject = await start({ pieces: ["Awake."], loadMs: 60 });
      subject.model.preload(undefined);
      subject.model.preload(undefined);
      expect(textOf(await collect(subject.model.reply(question, {}, never)))).toBe("Awake.");
      await until("nothing is left open", () => subject.open() === 0);
    });

    test("the bound of the reply is kept and told", async () => {
      await using subject = await start({ pieces: ["one", " two", " three", " four"] });
      const parts = await collect(subject.model.reply(question, { replyTokensMax: 2 }, never));
      expect(textOf(parts)).toBe("one two");
      expect(parts.at(-1)).toMatchObject({ type: "done", reason: "length" });
    });

    test("a model that is not there is named as missing", async () => {
      await using subject = await start({ pieces: ["never"] });
      const failure = await failureOf(subject.model.reply(question, { model: "no-such-model" }, never));
      expect(failure).toBeInstanceOf(ModelUnavailable);
      expect(failure).toMatchObject({ code: "model-missing" });
    });

    test("an abort in the middle of a reply is thrown as its reason and stops the model", async () => {
      await using subject = await start({ pieces: Array(400).fill(" word"), pieceEveryMs: 5 });
      const stop = new AbortController();
      const reason = new Error("the student spoke");
      let writtenAtAbort = 0;
      const failure = await failureOf(subject.model.reply(question, {}, stop.signal), (part) => {
        if (part.type !== "text" || stop.signal.aborted) return;
        writtenAtAbort = subject.written();
        stop.abort(reason);
      });
      expect(failure).toBe(reason);
      await until("nothing is left open", () => subject.open() === 0);
      expect(subject.written() - writtenAtAbort).toBeLessThanOrEqual(2);
    });

    test("an abort while the model is being loaded is thrown as its reason at once", async () => {
      await using subject = await start({ pieces: ["late"], loadMs: 60_000 });
      const stop = new AbortController();
      const reason = new Error("the student left");
      const failure = await failureOf(subject.model.reply(question, {}, stop.signal), () =>
        stop.abort(reason),
      );
      expect(failure).toBe(reason);
      await until("nothing is left open", () => subject.open() === 0);
      expect(subject.written()).toBe(0);
    });

    test("a signal that is aborted already asks for nothing", async () => {
      await using subject = await start({ pieces: ["never"] });
      const reason = new Error("too late");
      const signal = AbortSignal.abort(reason);
      expect(await failureOf(subject.model.reply(question, {}, signal))).toBe(reason);
      expect(subject.written()).toBe(0);
    });

    test("leaving the loop stops the model", async () => {
      await using subject = await start({ pieces: Array(400).fill(" word"), pieceEveryMs: 5 });
      let writtenAtLeave = 0;
      for await (const part of subject.model.reply(question, {}, never)) {
        if (part.type !== "text") continue;
        writtenAtLeave = subject.written();
        break;
      }
      await until("nothing is left open", () => subject.open() === 0);
      expect(subject.written() - writtenAtLeave).toBeLessThanOrEqual(2);
    });

    test("a reply that breaks keeps what was said and fails as ModelUnavailable", async () => {
      await using subject = await start({ pieces: ["The cell", " is", " the"], breakBeforePiece: 2 });
      const parts: ReplyPart[] = [];
      const failure = await failureOf(subject.model.reply(question, {}, never), (part) => parts.push(part));
      expect(textOf(parts)).toBe("The cell is");
      expect(failure).toBeInstanceOf(ModelUnavailable);
    });

    test("the listener's pauses lose nothing", async () => {
      await using subject = await start({ pieces: ["a", "b", "c", "d", "e", "f"] });
      let text = "";
      for await (const part of subject.model.reply(question, {}, never)) {
        if (part.type === "text") text += part.text;
        for (let turn = 0; turn < 20; turn += 1) await new Promise((done) => setImmediate(done));
      }
      expect(text).toBe("abcdef");
    });
  });
}

export async function collect(parts: AsyncIterable<ReplyPart>): Promise<ReplyPart[]> {
  return await Array.fromAsync(parts);
}

export function textOf(parts: readonly ReplyPart[]): string {
  return parts.map((part) => (part.type === "text" ? part.text : "")).join("");
}

/** What the reply fails with; undefined when it does not fail. */
export async function failureOf(
  parts: AsyncIterable<ReplyPart>,
  onPart: (part: ReplyPart) => void = () => {},
): Promise<unknown> {
  try {
    for await (const part of parts) onPart(part);
    return undefined;
  } catch (error) {
    return error;
  }
}
