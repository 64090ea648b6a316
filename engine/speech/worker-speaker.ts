import { coresAllowed } from "../workers/cores.ts";
import { SupervisedProcess, WorkerGone } from "../workers/supervised-process.ts";
import type { OnWorkerEnd } from "../workers/worker-end.ts";
import { type PooledWorker, WorkerPool } from "../workers/worker-pool.ts";
import type { Speaker, SpokenClip } from "./speaker.ts";
import { joinStates, type SpeechEngineState } from "./speech-engine.ts";
import type { SpeechOrder, SpeechReport } from "./speech-messages.ts";
import type { SpeechSettings } from "./speech-settings.ts";
import { SpeechError, type Utterance, utteranceCharsMax, type VoiceInfo } from "./synthesizer.ts";
import { SpeakerDied, unbroken } from "./unbroken-speech.ts";
import type { RoutedChunk } from "./voice-router.ts";

/** Utterances that one process says at a time before another is started beside it. */
const utterancesPerProcess = 3;
/** Utterances that the worker holds at a time; more fail at once, since their turn would come too late. */
const utterancesMax = 64;

/** Speech as the whole engine uses it. */
export interface EngineSpeaker extends Speaker, AsyncDisposable {
  readonly engines: readonly SpeechEngineState[];
  /** As `speak`, before encoding. */
  synthesize(utterance: Utterance, signal: AbortSignal): AsyncIterable<RoutedChunk>;
}

/**
 * Starts the speech worker and waits until it can speak. Rejects with SpeechError when it does not start, or with the
 * signal's reason.
 */
export async function openWorkerSpeaker(
  settings: SpeechSettings = {},
  { onWorkerEnd, signal }: { onWorkerEnd?: OnWorkerEnd; signal?: AbortSignal } = {},
): Promise<EngineSpeaker> {
  await using opened = new AsyncDisposableStack();
  const workers = opened.use(
    new WorkerPool({
      open: () => new WorkerSpeaker(settings, onWorkerEnd),
      fullAt: utterancesPerProcess,
      workersMax: coresAllowed(),
    }),
  );
  await workers.first.ready(signal);
  const parts = opened.move();
  return {
    get voices() {
      // Only what a server offers changes, and who has heard from it last knows best.
      const [first, ...others] = workers.all;
      return others.reduce((best, other) => (other.offeredAtMs > best.offeredAtMs ? other : best), first!)
        .voices;
    },
    get engines() {
      return joinStates(workers.all.map(({ engines }) => engines));
    },
    speak: (utterance, ending) => unbroken(utterance, (rest) => workers.pick().speak(rest, ending)),
    synthesize: (utterance, ending) => unbroken(utterance, (rest) => workers.pick().synthesize(rest, ending)),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

type Piece = SpokenClip | RoutedChunk;

/** What one order still has to hear from the worker. */
class Hearing {
  readonly #waiting: Piece[] = [];
  #end: { error?: SpeechError } | undefined;
  #wake = Promise.withResolvers<void>();

  add(piece: Piece): void {
    this.#waiting.push(piece);
    this.#wake.resolve();
  }

  end(error?: SpeechError): void {
    this.#end ??= error ? { error } : {};
    this.#wake.resolve();
  }

  async *pieces(): AsyncIterable<Piece> {
    while (true) {
      const piece = this.#waiting.shift();
      if (piece) yield piece;
      else if (this.#end?.error) throw this.#end.error;
      else if (this.#end) return;
      else {
        await this.#wake.promise;
        this.#wake = Promise.withResolvers();
      }
    }
  }
}

/** The voices of one process. */
class WorkerSpeaker implements EngineSpeaker, PooledWorker {
  voices: readonly VoiceInfo[] = [];
  engines: readonly SpeechEngineState[] = [];
  /** When it last told that something had changed. */
  offeredAtMs = 0;
  readonly #hearings = new Map<number, Hearing>();
  readonly #worker: SupervisedProcess<SpeechOrder, SpeechReport>;
  #nextId = 1;

  constructor(settings: SpeechSettings, onEnd: OnWorkerEnd | undefined) {
    this.#worker = new SupervisedProcess<SpeechOrder, SpeechReport>({
      ...{ kind: "voice", url: new URL("./speech-worker.ts", import.meta.url), onEnd },
      setup: { type: "setup", settings },
      onReport: (report) => this.#take(report),
      onDeath: (cause) => this.#fail(new SpeakerDied("the voice broke off", { cause })),
    });
  }

  get isReady(): boolean {
    return this.#worker.isReady;
  }

  /** Utterances that are being said. */
  get load(): number {
    return this.#hearings.size;
  }

  async ready(signal?: AbortSignal): Promise<void> {
    try {
      await this.#worker.ready(signal);
    } catch (cause) {
      if (!(cause instanceof WorkerGone)) throw cause;
      throw new SpeechError("there is no voice", { cause });
    }
  }

  speak(utterance: Utterance, signal: AbortSignal): AsyncIterable<SpokenClip> {
    // The worker answers an order in the form in which it was given.
    return this.#order(utterance, "clips", signal) as AsyncIterable<SpokenClip>;
  }

  synthesize(utterance: Utterance, signal: AbortSignal): AsyncIterable<RoutedChunk> {
    return this.#order(utterance, "chunks", signal) as AsyncIterable<RoutedChunk>;
  }

  async *#order(utterance: Utterance, as: "clips" | "chunks", signal: AbortSignal): AsyncIterable<Piece> {
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
      this.#worker.send({ type: "speak", id, utterance, as });
      for await (const piece of hearing.pieces()) {
        if (signal.aborted) return;
        yield piece;
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
    if (report.type === "ready" || report.type === "offer") {
      this.voices = report.voices;
      this.engines = report.engines;
      if (report.type === "offer") this.offeredAtMs = performance.now();
    } else if (report.type === "clip") this.#hearings.get(report.id)?.add(report.clip);
    else if (report.type === "chunk") this.#hearings.get(report.id)?.add(report.chunk);
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
