import { SupervisedWorker, WorkerGone } from "../workers/supervised-worker.ts";
import type { Speaker, SpokenClip } from "./speaker.ts";
import type { SpeechOrder, SpeechReport } from "./speech-messages.ts";
import { SpeechError, type Utterance, utteranceCharsMax, type VoiceInfo } from "./synthesizer.ts";

/** Utterances that the worker holds at a time; more fail at once, since their turn would come too late. */
const utterancesMax = 64;

/**
 * Starts the speech worker and waits until it has warmed up. Rejects with SpeechError when it does
 * not start, or with the signal's reason.
 */
export async function openWorkerSpeaker(signal?: AbortSignal): Promise<Speaker & AsyncDisposable> {
  await using opened = new AsyncDisposableStack();
  const speaker = opened.use(new WorkerSpeaker());
  await speaker.ready(signal);
  opened.move();
  return speaker;
}

/** What one `speak` call still has to hear from the worker. */
class Hearing {
  readonly #waiting: SpokenClip[] = [];
  #end: { error?: SpeechError } | undefined;
  #wake = Promise.withResolvers<void>();

  add(clip: SpokenClip): void {
    this.#waiting.push(clip);
    this.#wake.resolve();
  }

  end(error?: SpeechError): void {
    this.#end ??= error ? { error } : {};
    this.#wake.resolve();
  }

  async *clips(): AsyncIterable<SpokenClip> {
    while (true) {
      const clip = this.#waiting.shift();
      if (clip) yield clip;
      else if (this.#end?.error) throw this.#end.error;
      else if (this.#end) return;
      else {
        await this.#wake.promise;
        this.#wake = Promise.withResolvers();
      }
    }
  }
}

class WorkerSpeaker implements Speaker, AsyncDisposable {
  voices: readonly VoiceInfo[] = [];
  readonly #hearings = new Map<number, Hearing>();
  readonly #worker: SupervisedWorker<SpeechOrder, SpeechReport>;
  #nextId = 1;

  constructor() {
    this.#worker = new SupervisedWorker<SpeechOrder, SpeechReport>({
      url: new URL("./speech-worker.ts", import.meta.url),
      setup: { type: "setup" },
      onReport: (report) => this.#take(report),
      onDeath: (cause) => this.#fail(new SpeechError("the voice broke off", { cause })),
    });
  }

  async ready(signal?: AbortSignal): Promise<void> {
    try {
      await this.#worker.ready(signal);
    } catch (cause) {
      if (!(cause instanceof WorkerGone)) throw cause;
      throw new SpeechError("there is no voice", { cause });
    }
  }

  async *speak(utterance: Utterance, signal: AbortSignal): AsyncIterable<SpokenClip> {
    if (signal.aborted) return;
    if (utterance.text.length > utteranceCharsMax) {
      throw new SpeechError("the text is too long to be spoken in one go");
    }
    await this.ready();
    if (signal.aborted) return;
    if (this.#hearings.size >= utterancesMax) throw new SpeechError("the voice has too much to say");
    const id = this.#nextId++;
    const hearing = new Hearing();
    const onAbort = () => hearing.end();
    this.#hearings.set(id, hearing);
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      this.#worker.send({ type: "speak", id, utterance });
      for await (const clip of hearing.clips()) {
        if (signal.aborted) return;
        yield clip;
      }
    } finally {
      signal.removeEventListener("abort", onAbort);
      if (this.#hearings.delete(id)) this.#worker.send({ type: "abort", id });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker[Symbol.asyncDispose]();
    this.#fail(new SpeechError("the voice is closed"));
  }

  #take(report: SpeechReport): void {
    if (report.type === "ready") this.voices = report.voices;
    else if (report.type === "clip") this.#hearings.get(report.id)?.add(report.clip);
    else if (report.type === "end") this.#end(report.id);
    else if (report.type === "failed") this.#end(report.id, new SpeechError(report.reason));
  }

  #end(id: number, error?: SpeechError): void {
    this.#hearings.get(id)?.end(error);
    this.#hearings.delete(id);
  }

  #fail(error: SpeechError): void {
    for (const id of this.#hearings.keys()) this.#end(id, error);
  }
}
