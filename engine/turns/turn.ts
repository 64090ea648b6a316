import type { components } from "../../generated/engine.types.ts";
import { type AnswerPart, type AnswerSource, answerSources } from "../chat/answering.ts";
import { type Citation, toContract } from "../chat/citations.ts";
import type { TurnFlag } from "../chat/guardrail.ts";
import type { ClipEvents, ScheduledClip } from "../sessions/playout.ts";
import type { Speaker, SpokenClip } from "../speech/speaker.ts";
import { SpeechError } from "../speech/synthesizer.ts";
import type { Filler } from "./fillers.ts";
import { heardTo } from "./heard.ts";
import { questionEndMs } from "./question-end.ts";
import { sentences } from "./sentences.ts";
import { SpokenSentence } from "./spoken-sentence.ts";
import { TextFeed } from "./text-feed.ts";

type EngineMessage = components["schemas"]["EngineMessage"];
export const turnSources = ["greeting", ...answerSources] as const;
export type TurnSource = (typeof turnSources)[number];
export const turnOutcomes = ["complete", "interrupted", "failed", "cut"] as const;
export type TurnOutcome = (typeof turnOutcomes)[number];
export type Latency = components["schemas"]["Latency"];

/** An answer is cut here, whatever the model writes. */
const answerCharsMax = 20_000;
/** Between looks at whether the playout has room for another clip, in ms. */
const roomPollMs = 40;
/** After this long without a sound of the answer, a few words bridge the wait. */
const fillerAfterMs = 1_500;

/** Words that may be lost without anything being said again. */
const wordsMissedMax = 2;

/** What a turn needs of its lesson. */
export interface TurnPorts {
  speaker: Speaker;
  playout: {
    speak(clip: SpokenClip, events: ClipEvents): ScheduledClip;
    hush(): void;
    readonly hasRoom: boolean;
    readonly mediaMs: number;
  };
  language: string;
  voice: string | undefined;
  /** How fast the next sentence is said; undefined where the student wants to read. */
  speed(): number | undefined;
  /** Words for a wait, ready to be sent, where the voice has any. */
  filler(): Filler | undefined;
  send(message: EngineMessage): void;
  /** Monotonic, in ms. */
  now(): number;
}

export interface TurnEvents {
  /** The model is being loaded; comes again while it is. */
  onWaking(): void;
  /** Others are being answered first; place 0 is now. */
  onQueued(queue: NonNullable<components["schemas"]["StateChanged"]["queue"]>): void;
  /** The notes answer in the model's place, or its answer broke off. */
  onDegraded(source: "notes" | "model"): void;
  /** The first sound of the answer is being sent, or a sentence is there to be read in place of it. */
  onSpeech(): void;
  /** A piece of it is being said by this voice; undefined: its captions run without sound. */
  onVoice(voice: string | undefined): void;
  /** A sentence began or ended, or all is written: what was heard or is known of the answer has changed. */
  onProgress(): void;
}

/**
 * One question and its answer: the text is shown as it is written, and said sentence by sentence behind it.
 * The turn ends when its last clip was sent, or when its signal aborts and the playout has been hushed.
 */
export class Turn {
  readonly startedAt = new Date();
  readonly latency: Latency = {};
  answer = "";
  /** It is written to its end. */
  answerWhole = false;
  source: TurnSource;
  flags: readonly TurnFlag[] = [];
  /** The sources that the answer names. */
  readonly citations: Citation[] = [];
  failed = false;
  readonly #startedAtMs: number;
  readonly #sentences: SpokenSentence[] = [];
  /** What is being said, and what waits to be said. */
  #saying: Promise<void> = Promise.resolve();
  /** Aborted when what was given to be said is to be said again. */
  #take = new AbortController();
  /** The turn's. */
  #signal = AbortSignal.abort();
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

  /** Where in the answer the student has stopped hearing, in UTF-16 units. */
  get heardTo(): number {
    return heardTo(this.answer, this.#sentences);
  }

  /** What the student has heard so far. */
  get heard(): string {
    return this.answer.slice(0, this.heardTo).trim();
  }

  /** What stands on the screen and was not heard. */
  get unheard(): string {
    return this.answer.slice(this.heardTo).trim();
  }

  /** From here on the student reads: what was queued to be said has been hushed. */
  readOn(): void {
    for (const sentence of this.#sentences) sentence.read(this.ports.playout.mediaMs);
    this.events.onProgress();
  }

  /** What was sent from this media time on has not arrived. */
  lose(fromMs: number): void {
    for (const sentence of this.#sentences) sentence.lose(fromMs);
  }

  /**
   * What was sent from this media time on has not arrived, and the student listens again: goes on from the sentence that
   * was lost. False where hardly anything was.
   */
  sayAgain(fromMs: number): boolean {
    if (!this.hasLost(fromMs)) return false;
    const first = this.#sentences.findIndex((sentence) => sentence.wordsSentSince(fromMs) > 0);
    this.#take.abort();
    this.#take = new AbortController();
    const again = this.#sentences.slice(first);
    for (const sentence of again) this.#enqueue(sentence, this.#signal);
    this.ports.playout.hush();
    for (const sentence of again) sentence.restart();
    return true;
  }

  /** More than a word or two was sent since then. */
  hasLost(fromMs: number): boolean {
    return this.#sentences.reduce((sum, each) => sum + each.wordsSentSince(fromMs), 0) > wordsMissedMax;
  }

  /** Shows and says the answer. Resolves when it was said; returns early when the signal aborts. */
  async run(parts: AsyncIterable<AnswerPart>, signal: AbortSignal): Promise<void> {
    this.#signal = signal;
    const feed = new TextFeed();
    const bridging = setTimeout(() => this.#bridge(signal), fillerAfterMs);
    const saying = this.#say(feed, signal);
    try {
      await this.#show(parts, feed, signal);
    } finally {
      feed.close();
      await saying;
      clearTimeout(bridging);
    }
    const aborted = Promise.withResolvers<void>();
    const onAbort = () => aborted.resolve();
    signal.addEventListener("abort", onAbort, { once: true });
    for (let said: unknown; !signal.aborted && (said !== this.#saying || this.#clipsLeft > 0); ) {
      said = this.#saying;
      await said;
      if (this.#clipsLeft > 0) await Promise.race([this.#allClipsEnded.promise, aborted.promise]);
    }
    signal.removeEventListener("abort", onAbort);
    if (!signal.aborted && this.latency.firstAudioMs !== undefined) this.latency.heardMs = this.#elapsedMs();
  }

  async #show(parts: AsyncIterable<AnswerPart>, feed: TextFeed, signal: AbortSignal): Promise<void> {
    try {
      for await (const part of parts) {
        if (signal.aborted) return;
        if (part.type === "waking") this.events.onWaking();
        else if (part.type === "source") this.#noteSource(part.source);
        else if (part.type === "queued") this.#noteQueue(part);
        else if (part.type === "guard") this.#noteFlags(part.flags);
        else if (part.type === "notes") this.latency.notesMs ??= this.#elapsedMs();
        else if (part.type === "done") this.#noteEnd(part.outcome);
        else if (part.type === "citation") this.#cite(part.citation);
        else if (!this.#write(part.text, feed)) break;
      }
      this.answerWhole = !signal.aborted;
      this.events.onProgress();
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  #cite(citation: Citation): void {
    // What an answer that goes on named before comes with its passage when the model names it again.
    const known = this.citations.findIndex(({ number }) => number === citation.number);
    this.citations.splice(known < 0 ? this.citations.length : known, 1, citation);
    this.ports.send({ type: "citation", turn: this.sequence, citation: toContract(citation) });
  }

  #noteQueue({ place, expectedMs }: { place: number; expectedMs: number | undefined }): void {
    this.events.onQueued({ place, expectedMs: expectedMs ?? null });
  }

  #noteFlags(flags: readonly TurnFlag[]): void {
    this.latency.guardMs ??= this.#elapsedMs();
    this.flags = flags;
  }

  #noteSource(source: AnswerSource): void {
    this.source = source;
    if (source === "notes") this.events.onDegraded(source);
  }

  #noteEnd(outcome: string): void {
    if (outcome !== "broken") return;
    this.failed = true;
    this.events.onDegraded("model");
  }

  /** False when the answer is as long as it may be. */
  #write(more: string, feed: TextFeed): boolean {
    const text = more.slice(0, answerCharsMax - this.answer.length);
    if (text === "") return false;
    this.latency.firstTextMs ??= this.#elapsedMs();
    this.answer += text;
    this.ports.send({ type: "delta", turn: this.sequence, text });
    feed.write(text);
    return true;
  }

  async #say(feed: TextFeed, signal: AbortSignal): Promise<void> {
    for await (const sentence of sentences(feed, signal, { language: this.ports.language })) {
      if (signal.aborted) return;
      this.latency.firstSentenceMs ??= this.#elapsedMs();
      const spoken = new SpokenSentence(sentence, this.sequence);
      this.#sentences.push(spoken);
      this.#enqueue(spoken, signal);
      await this.#saying;
    }
  }

  /** Says a sentence behind what is being said. */
  #enqueue(spoken: SpokenSentence, turn: AbortSignal): void {
    if (spoken.sentence.speech === "") return;
    const signal = AbortSignal.any([turn, this.#take.signal]);
    this.#saying = this.#saying.then(() => this.#saySentence(spoken, signal));
    // The turn waits for it before it ends, and fails with it.
    this.#saying.catch(() => {});
  }

  async #saySentence(spoken: SpokenSentence, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const { speaker, language, voice } = this.ports;
    const text = spoken.sentence.speech;
    const rate = this.ports.speed();
    if (rate === undefined) return this.#leaveToRead(spoken);
    try {
      for await (const clip of speaker.speak({ text, language, voice, rate }, signal)) {
        await this.#untilRoom(signal);
        if (signal.aborted) return;
        if (this.ports.speed() === undefined) return this.#leaveToRead(spoken);
        this.#queue(spoken, clip);
      }
      if (!signal.aborted) spoken.finish();
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof SpeechError)) throw error;
      // The words stand on the screen; the student reads what the voice could not say.
      spoken.finish();
      this.events.onProgress();
    }
  }

  #leaveToRead(spoken: SpokenSentence): void {
    spoken.read(this.ports.playout.mediaMs);
    this.events.onSpeech();
    this.events.onProgress();
  }

  async #untilRoom(signal: AbortSignal): Promise<void> {
    while (!this.ports.playout.hasRoom && !signal.aborted) await Bun.sleep(roomPollMs);
  }

  #queue(spoken: SpokenSentence, clip: SpokenClip): void {
    const continues = spoken.hasClips;
    this.#clipsLeft++;
    const said = spoken.add(clip);
    this.ports.playout.speak(clip, {
      continues,
      text: spoken.sentence.speech,
      asksUntilMs: questionEndMs(spoken.sentence, clip),
      onStart: (scheduled) => {
        this.#noteFirstAudio();
        this.events.onVoice(clip.voice);
        this.ports.send(said.onStart(scheduled));
      },
      onPicture: () => {
        this.latency.firstPictureMs ??= this.#elapsedMs();
      },
      onEnd: (scheduled) => {
        said.onEnd(scheduled);
        this.events.onProgress();
        if (--this.#clipsLeft > 0) return;
        this.#allClipsEnded.resolve();
        this.#allClipsEnded = Promise.withResolvers<void>();
      },
    });
  }

  /** Says a few words while the answer is still being thought about. */
  #bridge(signal: AbortSignal): void {
    const isSilent = signal.aborted || this.ports.speed() === undefined;
    const isWaiting = this.question !== null && !this.#sentences.some((each) => each.hasClips) && !isSilent;
    const filler = isWaiting ? this.ports.filler() : undefined;
    for (const [index, clip] of filler?.clips.entries() ?? []) {
      this.ports.playout.speak(clip, {
        continues: index > 0,
        text: filler!.text,
        onStart: (scheduled) => {
          if (index === 0) this.#sendAside(filler!, scheduled.startMs);
        },
      });
    }
  }

  #sendAside({ text, clips }: Filler, atMs: number): void {
    const durationMs = clips.reduce((sum, clip) => sum + clip.durationMs, 0);
    this.ports.send({ type: "aside", turn: this.sequence, text, atMs, durationMs });
  }

  #noteFirstAudio(): void {
    if (this.latency.firstAudioMs !== undefined) return;
    this.latency.firstAudioMs = this.#elapsedMs();
    this.events.onSpeech();
  }

  #elapsedMs(): number {
    return Math.round(this.ports.now() - this.#startedAtMs);
  }
}
