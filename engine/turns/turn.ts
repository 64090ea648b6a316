import type { components } from "../../generated/engine.types.ts";
import type { AnswerPart } from "../chat/answering.ts";
import type { ClipEvents, ScheduledClip } from "../sessions/playout.ts";
import type { Speaker, SpokenClip } from "../speech/speaker.ts";
import { SpeechError } from "../speech/synthesizer.ts";
import { heardText } from "./heard.ts";
import { type Sentence, sentences } from "./sentences.ts";
import { TextFeed } from "./text-feed.ts";

type EngineMessage = components["schemas"]["EngineMessage"];
type Caption = components["schemas"]["Caption"];
export type TurnSource = "greeting" | "model" | "notes";
export type TurnOutcome = "complete" | "interrupted" | "failed";
export type Latency = components["schemas"]["Latency"];

/** An answer is cut here, whatever the model writes. */
const answerCharsMax = 20_000;
/** Between looks at whether the playout has room for another clip, in ms. */
const roomPollMs = 40;

/** What a turn needs of its lesson. */
export interface TurnPorts {
  speaker: Speaker;
  playout: { speak(clip: SpokenClip, events: ClipEvents): ScheduledClip; readonly hasRoom: boolean };
  language: string;
  voice: string | undefined;
  send(message: EngineMessage): void;
  /** Monotonic, in ms. */
  now(): number;
}

export interface TurnEvents {
  onWaking(): void;
  /** The first sound is being sent. */
  onSpeech(source: TurnSource): void;
  /** A sentence began or ended: what was heard has changed. */
  onProgress(): void;
}

interface SpokenSentence {
  readonly sentence: Sentence;
  wordsSpoken: number;
  wordsHeard: number;
  spoken: boolean;
  /** Grows with each of its clips. */
  caption: Caption | undefined;
}

/**
 * One question and its answer: the text is shown as it is written, and said sentence by sentence behind it.
 * The turn ends when its last clip was sent, or when its signal aborts and the playout has been hushed.
 */
export class Turn {
  readonly startedAt = new Date();
  readonly latency: Latency = {};
  answer = "";
  source: TurnSource;
  failed = false;
  readonly #startedAtMs: number;
  readonly #sentences: SpokenSentence[] = [];
  #lastQueued: SpokenSentence | undefined;
  #clipsLeft = 0;
  #allClipsEnded = Promise.withResolvers<void>();

  constructor(
    readonly sequence: number,
    readonly question: string | null,
    private readonly ports: TurnPorts,
    private readonly events: TurnEvents,
  ) {
    this.source = question === null ? "greeting" : "model";
    this.#startedAtMs = ports.now();
  }

  /** What the student has heard so far. */
  get heard(): string {
    return heardText(
      this.#sentences
        .filter(({ spoken }) => spoken)
        .map(({ sentence, wordsSpoken, wordsHeard }) => ({ text: sentence.text, wordsSpoken, wordsHeard })),
    );
  }

  /** Shows and says the answer. Resolves when it was said; returns early when the signal aborts. */
  async run(parts: AsyncIterable<AnswerPart>, signal: AbortSignal): Promise<void> {
    const feed = new TextFeed();
    const saying = this.#say(feed, signal);
    try {
      await this.#show(parts, feed, signal);
    } finally {
      feed.close();
      await saying;
    }
    const aborted = Promise.withResolvers<void>();
    const onAbort = () => aborted.resolve();
    signal.addEventListener("abort", onAbort, { once: true });
    if (!signal.aborted && this.#clipsLeft > 0)
      await Promise.race([this.#allClipsEnded.promise, aborted.promise]);
    signal.removeEventListener("abort", onAbort);
  }

  async #show(parts: AsyncIterable<AnswerPart>, feed: TextFeed, signal: AbortSignal): Promise<void> {
    try {
      for await (const part of parts) {
        if (signal.aborted) return;
        if (part.type === "waking") this.events.onWaking();
        if (part.type === "source") this.source = part.source;
        if (part.type !== "text") continue;
        const text = part.text.slice(0, answerCharsMax - this.answer.length);
        if (text === "") break;
        this.latency.firstTextMs ??= this.#elapsedMs();
        this.answer += text;
        this.ports.send({ type: "delta", turn: this.sequence, text });
        feed.write(text);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async #say(feed: TextFeed, signal: AbortSignal): Promise<void> {
    for await (const sentence of sentences(feed, signal, { language: this.ports.language })) {
      if (signal.aborted) return;
      this.latency.firstSentenceMs ??= this.#elapsedMs();
      const spoken: SpokenSentence = {
        sentence,
        wordsSpoken: 0,
        wordsHeard: 0,
        spoken: false,
        caption: undefined,
      };
      this.#sentences.push(spoken);
      await this.#saySentence(spoken, signal);
    }
  }

  async #saySentence(spoken: SpokenSentence, signal: AbortSignal): Promise<void> {
    const { sentence } = spoken;
    if (sentence.speech === "") {
      spoken.spoken = true;
      return;
    }
    const { speaker, language, voice } = this.ports;
    try {
      for await (const clip of speaker.speak({ text: sentence.speech, language, voice }, signal)) {
        await this.#untilRoom(signal);
        if (signal.aborted) return;
        this.#queue(spoken, clip);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof SpeechError)) throw error;
      // The words stand on the screen; the student reads what the voice could not say.
      spoken.spoken = true;
      this.events.onProgress();
    }
  }

  async #untilRoom(signal: AbortSignal): Promise<void> {
    while (!this.ports.playout.hasRoom && !signal.aborted) await Bun.sleep(roomPollMs);
  }

  #queue(spoken: SpokenSentence, clip: SpokenClip): void {
    const wordsBefore = spoken.wordsSpoken;
    const continues = this.#lastQueued === spoken;
    this.#lastQueued = spoken;
    spoken.wordsSpoken += clip.words.length;
    this.#clipsLeft++;
    this.ports.playout.speak(clip, {
      continues,
      onStart: (scheduled) => {
        spoken.spoken = true;
        this.#noteFirstAudio();
        this.#caption(spoken, clip, scheduled);
      },
      onEnd: ({ sentMs }) => {
        spoken.wordsHeard = wordsBefore + clip.words.filter((word) => word.endMs <= sentMs).length;
        // A word may end after the clip that it starts in.
        if (sentMs >= clip.durationMs) spoken.wordsHeard = wordsBefore + clip.words.length;
        this.events.onProgress();
        if (--this.#clipsLeft > 0) return;
        this.#allClipsEnded.resolve();
        this.#allClipsEnded = Promise.withResolvers<void>();
      },
    });
  }

  #noteFirstAudio(): void {
    if (this.latency.firstAudioMs !== undefined) return;
    this.latency.firstAudioMs = this.#elapsedMs();
    this.events.onSpeech(this.source);
  }

  #caption(spoken: SpokenSentence, clip: SpokenClip, { startMs, endMs }: ScheduledClip): void {
    const { sentence } = spoken;
    const words = clip.words.map((word) => ({
      text: sentence.speech.slice(word.from, word.to),
      atMs: startMs + word.startMs,
    }));
    const before = spoken.caption;
    const atMs = before?.atMs ?? startMs;
    spoken.caption = {
      type: "caption",
      turn: this.sequence,
      index: sentence.index,
      text: sentence.text.trim(),
      atMs,
      durationMs: endMs - atMs,
      words: [...(before?.words ?? []), ...words],
    };
    this.ports.send(spoken.caption);
  }

  #elapsedMs(): number {
    return Math.round(this.ports.now() - this.#startedAtMs);
  }
}
