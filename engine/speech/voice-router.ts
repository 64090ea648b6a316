import { chunkMs } from "./chunk-sound.ts";
import { everything, isSayable, type LeftToSay, leftAfter, moved } from "./left-to-say.ts";
import type { SpeechEngine, SpeechEngineState } from "./speech-engine.ts";
import {
  type SpeechChunk,
  SpeechError,
  type SpokenWord,
  TextRefused,
  type Utterance,
  type VoiceInfo,
  VoiceUnavailable,
  VoiceUnknown,
  voicesFor,
} from "./synthesizer.ts";

/** An engine in trouble, or a voice that its server does not know, is not asked for this long; twice as long each time it fails again. */
const restMinMs = 5_000;
const restMaxMs = 300_000;
/** The same where nobody else speaks the language: every sentence meanwhile is one that nobody hears. */
const restAloneMaxMs = 20_000;
/** A server that refuses so many texts of a voice, one after the other, does not mean the texts. */
const refusalsMax = 3;

/** A chunk, and who speaks it. */
export interface RoutedChunk extends SpeechChunk {
  readonly voice: string;
}

export interface RouterOptions {
  /** Monotonic, in ms. */
  now?(): number;
  /** An engine failed, or works again. */
  onChange?(): void;
}

interface Rest {
  readonly fromMs: number;
  readonly lastMs: number;
  readonly reason: string;
}

/**
 * Gives an utterance to the voice that it names, else to the best one of its language. Where a voice fails, before or
 * in the middle, the next one says what is left, and the failed engine rests for a while, or the voice alone where its
 * server does not know it. Where no voice is left it fails with SpeechError, and captions go on alone.
 */
export class VoiceRouter {
  /** Of engines by their names, and of voices by `keyOf`. */
  readonly #rests = new Map<string, Rest>();
  /** Those of them that an utterance has begun to try after their rest: the others do not wait for what comes of it. */
  readonly #tried = new Set<string>();
  /** How many texts in a row were refused, of voices by `keyOf`. */
  readonly #refusals = new Map<string, number>();
  readonly #now: () => number;

  /** `engines`: best first. */
  constructor(
    private readonly engines: readonly SpeechEngine[],
    private readonly options: RouterOptions = {},
  ) {
    this.#now = options.now ?? (() => performance.now());
  }

  get voices(): readonly VoiceInfo[] {
    return this.engines.flatMap((engine) => ("synthesizer" in engine ? engine.synthesizer.voices : []));
  }

  get states(): readonly SpeechEngineState[] {
    return this.engines.map((engine) => {
      const { name } = engine;
      if ("absent" in engine) return { name, state: "absent", reason: engine.absent, voices: 0 };
      const { length: voices } = engine.synthesizer.voices;
      const rests = engine.synthesizer.voices.map((voice) => this.#restOf(keyOf(voice)));
      // It rests as well where every voice does.
      const rest = this.#restOf(name) ?? (rests.every(Boolean) ? rests[0] : undefined);
      return rest
        ? { name, state: "resting", reason: rest.reason, voices }
        : { name, state: "ready", reason: null, voices };
    });
  }

  async *speak(utterance: Utterance, signal: AbortSignal): AsyncIterable<RoutedChunk> {
    let left = everything;
    let failure: SpeechError | undefined;
    for (const voice of this.#chain(utterance)) {
      if (signal.aborted) return;
      try {
        left = yield* this.#speakWith(voice, { utterance, left }, signal);
        return;
      } catch (error) {
        if (!(error instanceof Broken)) throw error;
        failure = error.cause;
        left = error.left;
      }
    }
    if (left.from > 0 && failure && !isSayable(utterance.text.slice(left.from))) return;
    throw failure ?? new SpeechError(`there is no voice for ${utterance.language}`);
  }

  /**
   * The tutor's voice, then one voice of each engine that speaks the language; resting engines are left out, and those that
   * another utterance tries after their rest. Where nobody else is left they rest for a short time at most.
   */
  #chain({ voice, language }: Utterance): VoiceInfo[] {
    const rests = (info: VoiceInfo, mostMs?: number) =>
      keysOf(info).some((key) => this.#tried.has(key) || this.#restOf(key, mostMs));
    const speaking = voicesFor(this.voices, language);
    const awake = speaking.filter((info) => !rests(info));
    const able = awake.length > 0 ? awake : speaking.filter((info) => !rests(info, restAloneMaxMs));
    const chosen = able.find(({ id }) => id === voice);
    const byEngine = new Map<string, VoiceInfo>(chosen ? [[chosen.engine, chosen]] : []);
    for (const info of able) if (!byEngine.has(info.engine)) byEngine.set(info.engine, info);
    return [...byEngine.values()];
  }

  async *#speakWith(
    voice: VoiceInfo,
    { utterance, left }: { utterance: Utterance; left: LeftToSay },
    signal: AbortSignal,
  ): AsyncGenerator<RoutedChunk, LeftToSay> {
    const engine = this.engines.find(({ name }) => name === voice.engine);
    if (!engine || !("synthesizer" in engine)) return left;
    const askedAtMs = this.#now();
    const said: SpokenWord[] = [];
    let spokenMs = 0;
    const rest = { ...utterance, text: utterance.text.slice(left.from), voice: voice.id };
    const tried = keysOf(voice).filter((key) => this.#rests.has(key));
    for (const key of tried) this.#tried.add(key);
    const endTrial = () => {
      for (const key of tried.splice(0)) this.#tried.delete(key);
    };
    try {
      for await (const chunk of engine.synthesizer.speak(rest, signal)) {
        endTrial();
        said.push(...chunk.words);
        spokenMs += chunkMs(chunk);
        yield { ...moved(chunk, left), voice: voice.id };
      }
      if (!signal.aborted) this.#awaken(voice);
      return left;
    } catch (error) {
      if (signal.aborted) return left;
      if (!(error instanceof SpeechError)) throw error;
      this.#noteFailure(voice, error, askedAtMs);
      throw new Broken(error, leftAfter(left, said, spokenMs));
    } finally {
      endTrial();
    }
  }

  #noteFailure(voice: VoiceInfo, error: SpeechError, askedAtMs: number): void {
    const key = keyOf(voice);
    const { message } = error;
    const refusals = error instanceof TextRefused ? (this.#refusals.get(key) ?? 0) + 1 : 0;
    if (refusals > 0) this.#refusals.set(key, refusals);
    else this.#refusals.delete(key);
    if (error instanceof VoiceUnavailable) this.#rest(voice.engine, message, askedAtMs);
    if (error instanceof VoiceUnknown || refusals >= refusalsMax) this.#rest(key, message, askedAtMs);
  }

  #rest(key: string, reason: string, askedAtMs: number): void {
    const before = this.#rests.get(key);
    const fromMs = this.#now();
    // What was under way when the rest began fails with it, and says nothing new.
    if (before && askedAtMs < before.fromMs) return;
    const isAgain = before && askedAtMs >= before.fromMs + before.lastMs;
    const lastMs = isAgain ? Math.min(restMaxMs, before.lastMs * 2) : (before?.lastMs ?? restMinMs);
    this.#rests.set(key, { fromMs, lastMs, reason });
    this.options.onChange?.();
    // Whoever looks sees that it may be asked again, though nobody has.
    setTimeout(() => this.options.onChange?.(), lastMs + 1).unref();
  }

  /** The rest of an engine or a voice that is not over, and has not lasted for `mostMs`. */
  #restOf(key: string, mostMs = restMaxMs): Rest | undefined {
    const rest = this.#rests.get(key);
    return rest && rest.fromMs + Math.min(rest.lastMs, mostMs) > this.#now() ? rest : undefined;
  }

  #awaken(voice: VoiceInfo): void {
    this.#refusals.delete(keyOf(voice));
    const awoken = keysOf(voice).filter((key) => this.#rests.delete(key));
    if (awoken.length > 0) this.options.onChange?.();
  }
}

/** No engine is called like this. */
const keyOf = ({ engine, id }: VoiceInfo) => `${engine}/${id}`;
const keysOf = (voice: VoiceInfo) => [voice.engine, keyOf(voice)];

class Broken extends Error {
  constructor(
    override readonly cause: SpeechError,
    readonly left: LeftToSay,
  ) {
    super("a voice broke off");
  }
}
