import pTimeout from "p-timeout";
import type { PlainVoice } from "../plain-voice.ts";
import {
  type SpeechChunk,
  SpeechError,
  type SpokenWord,
  type Synthesizer,
  speaks,
  type Utterance,
  utteranceCharsMax,
  VoiceUnavailable,
} from "../synthesizer.ts";
import { GrowingSound } from "./growing-sound.ts";
import { Level } from "./level.ts";
import { type Part, type Reference, Timekeeper } from "./timekeeper.ts";

/** The first sound leaves when this much of it is there. */
const firstMs = 320;
/** Mouth shapes close to the end of what has come so far are not told yet: the next sound changes them. */
const lookAheadMs = 120;
/** The rest leaves when it is whole, or when the listener will have heard all but this much. */
const reserveMs = 250;

export interface AlignmentOptions {
  /** A voice on this machine that says the same words with times; undefined where none speaks the language. */
  reference(utterance: Utterance): Reference | undefined;
  /** Monotonic, in ms. */
  now?(): number;
}

/**
 * Makes a Synthesizer of a voice that tells no times: level, sample rate, mouth shapes and words. The first sound leaves
 * before the last has come.
 */
export function alignedVoice(voice: PlainVoice, options: AlignmentOptions): Synthesizer {
  const level = new Level();
  return {
    get voices() {
      return voice.voices;
    },
    async *speak(utterance, signal) {
      const { text, language } = utterance;
      if (signal.aborted) return;
      if (text.length > utteranceCharsMax)
        throw new SpeechError("the text is too long to be spoken in one go");
      if (!/[\p{L}\p{N}]/u.test(text)) throw new SpeechError("the text holds nothing this voice can speak");
      if (!voice.voices.some((info) => speaks(info, language)))
        throw new SpeechError(`this voice does not speak ${language}`);
      yield* new Speaking(voice, utterance, { ...options, level }).chunks(signal);
    },
  };
}

interface SpeakingParts extends AlignmentOptions {
  readonly level: Level;
}

/** One utterance on its way. */
class Speaking {
  readonly #sound = new GrowingSound();
  readonly #times: Timekeeper;
  #sentMs = 0;
  #lastWord: Pick<SpokenWord, "to" | "endMs"> = { to: 0, endMs: 0 };
  #firstSentAtMs = 0;
  #state: "growing" | "whole" | { readonly error: unknown } = "growing";
  #changed = Promise.withResolvers<void>();

  constructor(
    private readonly voice: PlainVoice,
    private readonly utterance: Utterance,
    private readonly parts: SpeakingParts,
  ) {
    this.#times = new Timekeeper(utterance, parts.reference(utterance));
  }

  async *chunks(outer: AbortSignal): AsyncGenerator<SpeechChunk, void> {
    const stop = new AbortController();
    const signal = AbortSignal.any([outer, stop.signal]);
    const reading = this.#read(signal);
    try {
      while (this.#state === "growing") {
        await this.#untilDue();
        if (signal.aborted) return;
        if (this.#state === "growing" && this.#isDue) {
          const toMs = this.#sound.lengthMs - lookAheadMs;
          yield await this.#chunk(toMs, false);
        }
      }
      if (signal.aborted) return;
      // Nothing was heard: somebody else may speak at once.
      if (this.#sound.lengthMs === 0) throw this.#whatWentWrong();
      await this.#times.settle(signal);
      if (signal.aborted) return;
      const error = this.#whatWentWrong();
      if (error === undefined) yield await this.#chunk(this.#sound.lengthMs, true);
      else {
        yield* this.#whatIsWhole();
        throw error;
      }
    } finally {
      stop.abort();
      this.#times.close();
      await reading;
    }
  }

  async #read(signal: AbortSignal): Promise<void> {
    try {
      for await (const piece of this.voice.speak(this.utterance, signal)) {
        if (signal.aborted) return;
        this.#sound.add(piece);
        this.#wake();
      }
      this.#sound.end();
      this.#state = "whole";
    } catch (error) {
      this.#state = { error };
    } finally {
      this.#wake();
    }
  }

  #whatWentWrong(): unknown {
    if (typeof this.#state === "object") return this.#state.error;
    if (this.#sound.lengthMs === 0) return new SpeechError("the voice stayed silent");
    return this.#times.isCut(this.#sound) ? new VoiceUnavailable("the voice ended too early") : undefined;
  }

  #wake(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }

  /** What is there has to leave now, whole or not. */
  get #isDue(): boolean {
    const heldMs = this.#sound.lengthMs - lookAheadMs - this.#sentMs;
    if (this.#sentMs === 0) return heldMs >= firstMs - lookAheadMs;
    return heldMs >= lookAheadMs && this.#msUntilDue <= 0;
  }

  get #msUntilDue(): number {
    return this.#sentMs - reserveMs - (this.#now() - this.#firstSentAtMs);
  }

  async #untilDue(): Promise<void> {
    const { promise } = this.#changed;
    if (this.#state !== "growing" || this.#isDue) return;
    // Looked at once: time goes on.
    const leftMs = this.#msUntilDue;
    const milliseconds = this.#sentMs > 0 && leftMs > 0 ? leftMs : Number.POSITIVE_INFINITY;
    await pTimeout(promise, { milliseconds, message: false });
  }

  /** The words of a sound that broke off, up to the last one that was said to its end. */
  async *#whatIsWhole(): AsyncGenerator<SpeechChunk, void> {
    if (this.#sound.lengthMs - this.#sentMs < lookAheadMs) return;
    const { words } = this.#times.at(this.#sound, false);
    const last = words.findLast(({ endMs }) => endMs <= this.#sound.lengthMs - lookAheadMs);
    if (last && last.endMs > this.#sentMs) yield await this.#chunk(last.endMs, false);
  }

  async #chunk(toMs: number, isWhole: boolean): Promise<SpeechChunk> {
    const fromMs = this.#sentMs;
    if (fromMs === 0) this.#firstSentAtMs = this.#now();
    const pcm = this.parts.level.apply(this.#sound, {
      voice: this.utterance.voice ?? "",
      fromMs,
      toMs,
      isWhole,
    });
    const { visemes, words } = this.#times.part(this.#sound, { fromMs, toMs, isWhole });
    this.#sentMs = toMs;
    return { pcm, visemes, words: this.#fresh(words, { fromMs, toMs, isWhole }) };
  }

  /** Words that were not told yet, none before the one before it: what was expected earlier is said now. */
  #fresh(words: readonly SpokenWord[], { fromMs, toMs, isWhole }: Part): SpokenWord[] {
    const fresh: SpokenWord[] = [];
    for (const word of words) {
      if (word.from < this.#lastWord.to) continue;
      if (!isWhole && word.startMs >= toMs) break;
      const startMs = Math.max(fromMs, this.#lastWord.endMs, word.startMs);
      const endMs = Math.max(startMs, Math.min(word.endMs, this.#sound.lengthMs));
      this.#lastWord = { to: word.to, endMs };
      fresh.push({ ...word, startMs: Math.min(startMs, endMs), endMs });
    }
    return fresh;
  }

  #now(): number {
    return this.parts.now?.() ?? performance.now();
  }
}
