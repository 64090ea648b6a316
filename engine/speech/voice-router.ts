import { chunkMs } from "./chunk-sound.ts";
import type { SpeechEngine, SpeechEngineState } from "./speech-engine.ts";
import {
  type SpeechChunk,
  SpeechError,
  type SpokenWord,
  type Utterance,
  type VoiceInfo,
  VoiceUnavailable,
  VoiceUnknown,
  voicesFor,
} from "./synthesizer.ts";

/** An engine in trouble, or a voice that its server does not know, is not asked for this long; twice as long each time it fails again. */
const restMinMs = 5_000;
const restMaxMs = 300_000;

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
  readonly untilMs: number;
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
    let left: Left = { from: 0, toldTo: 0, atMs: 0 };
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
    if (left.from > 0 && failure && /^\P{L}*$/u.test(utterance.text.slice(left.from))) return;
    throw failure ?? new SpeechError(`there is no voice for ${utterance.language}`);
  }

  /** The tutor's voice, then one voice of each engine that speaks the language; resting engines are left out. */
  #chain({ voice, language }: Utterance): VoiceInfo[] {
    const isAwake = (info: VoiceInfo) => !this.#restOf(info.engine) && !this.#restOf(keyOf(info));
    const able = voicesFor(this.voices, language).filter(isAwake);
    const chosen = able.find(({ id }) => id === voice);
    const byEngine = new Map<string, VoiceInfo>(chosen ? [[chosen.engine, chosen]] : []);
    for (const info of able) if (!byEngine.has(info.engine)) byEngine.set(info.engine, info);
    return [...byEngine.values()];
  }

  async *#speakWith(
    voice: VoiceInfo,
    { utterance, left }: { utterance: Utterance; left: Left },
    signal: AbortSignal,
  ): AsyncGenerator<RoutedChunk, Left> {
    const engine = this.engines.find(({ name }) => name === voice.engine);
    if (!engine || !("synthesizer" in engine)) return left;
    const said: SpokenWord[] = [];
    let spokenMs = 0;
    const rest = { ...utterance, text: utterance.text.slice(left.from), voice: voice.id };
    try {
      for await (const chunk of engine.synthesizer.speak(rest, signal)) {
        said.push(...chunk.words);
        spokenMs += chunkMs(chunk);
        yield { ...moved(chunk, left), voice: voice.id };
      }
      if (!signal.aborted) this.#awaken(voice);
      return left;
    } catch (error) {
      if (signal.aborted) return left;
      if (!(error instanceof SpeechError)) throw error;
      if (error instanceof VoiceUnavailable) this.#rest(voice.engine, error.message);
      if (error instanceof VoiceUnknown) this.#rest(keyOf(voice), error.message);
      const last = said.findLast(({ endMs }) => endMs <= spokenMs + 1);
      throw new Broken(error, {
        from: left.from + (last?.to ?? 0),
        toldTo: Math.max(left.toldTo, left.from + (said.at(-1)?.to ?? 0)),
        atMs: left.atMs + spokenMs,
      });
    }
  }

  #rest(key: string, reason: string): void {
    const before = this.#rests.get(key);
    const lastMs = before ? Math.min(restMaxMs, before.lastMs * 2) : restMinMs;
    this.#rests.set(key, { untilMs: this.#now() + lastMs, lastMs, reason });
    this.options.onChange?.();
    // Whoever looks sees that it may be asked again, though nobody has.
    setTimeout(() => this.options.onChange?.(), lastMs + 1).unref();
  }

  #restOf(key: string): Rest | undefined {
    const rest = this.#rests.get(key);
    return rest && rest.untilMs > this.#now() ? rest : undefined;
  }

  #awaken(voice: VoiceInfo): void {
    const [engineWas, voiceWas] = [this.#rests.delete(voice.engine), this.#rests.delete(keyOf(voice))];
    if (engineWas || voiceWas) this.options.onChange?.();
  }
}

/** No engine is called like this. */
const keyOf = ({ engine, id }: VoiceInfo) => `${engine}/${id}`;

/** What of an utterance is still to be said: from this place in its text, at this time of its sound. */
interface Left {
  readonly from: number;
  /** Words up to here have their times: one that was cut is said again, and told once. */
  readonly toldTo: number;
  readonly atMs: number;
}

class Broken extends Error {
  constructor(
    override readonly cause: SpeechError,
    readonly left: Left,
  ) {
    super("a voice broke off");
  }
}

function moved(chunk: SpeechChunk, { from, toldTo, atMs }: Left): SpeechChunk {
  if (from === 0 && atMs === 0) return chunk;
  const later = <Span extends { startMs: number; endMs: number }>(span: Span): Span => ({
    ...span,
    startMs: span.startMs + atMs,
    endMs: span.endMs + atMs,
  });
  return {
    ...chunk,
    visemes: chunk.visemes.map(later),
    words: chunk.words
      .map((word) => ({ ...later(word), from: word.from + from, to: word.to + from }))
      .filter((word) => word.from >= toldTo),
  };
}
