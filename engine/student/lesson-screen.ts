import { Announcements } from "./announcements.ts";
import { Captions } from "./captions.ts";
import { type ConnectionQuality, QualityMeter } from "./connection-quality.ts";
import { Conversation } from "./conversation.ts";
import type { EngineMessage, MessageOf, PageMessage } from "./lesson-messages.ts";
import type { LessonStats } from "./lesson-stats.ts";
import { Playback } from "./playback.ts";
import type { Preferences } from "./preferences.ts";
import { Store } from "./store.ts";
import type { Strings } from "./strings.ts";
import { VoiceInput } from "./voice-input.ts";

/** Until there are figures: what a browser's jitter buffer holds on a good network. */
const usualPlayoutDelayMs = 80;

/** So long it is said that picture and voice have come. */
const faceCameMs = 6000;

/** Problems that mean that a question was not taken up. */
const refusals: ReadonlySet<string> = new Set(["invalid-request", "too-large", "too-many-requests"]);

/** A recogniser tells of the tutor's last words this much later. */
const echoMs = 3_000;

export interface LessonScreenOptions {
  readonly preferences: Store<Preferences>;
  readonly strings: Strings;
  /** False when there is no connection: nothing is kept for later. */
  readonly send: (message: PageMessage) => boolean;
}

/** What the running lesson says, shows and plays, and what the student says to it. */
export class LessonScreen {
  readonly conversation = new Conversation();
  readonly announcements = new Announcements();
  readonly captions = new Captions(() => this.#stats?.audio.jitterBufferMs || usualPlayoutDelayMs);
  readonly playback: Playback;
  readonly voiceInput: VoiceInput;
  readonly preferences: Store<Preferences>;
  /** What the tutor is doing; undefined without a connection. */
  readonly doing = new Store<MessageOf<"state"> | undefined>(undefined);
  /** The tutor's picture is being changed; the lesson goes on. */
  readonly faceChanges = new Store(false);
  /** Every face is taken: the place in the line, and `came` for a moment when there is one. */
  readonly faceLine = new Store<MessageOf<"face">["queue"] | "came">(undefined);
  /** The engine takes no more questions; the next one is asked, with which the lesson goes on. */
  readonly moving = new Store(false);
  /** How the student is answered now: as the student prefers, as far as there is a face. */
  readonly media: Store<Preferences["media"]>;
  readonly quality = new Store<ConnectionQuality | undefined>(undefined);
  readonly voice = new Store<MessageOf<"voice">["speaks"]>("own");
  readonly #strings: Strings;
  readonly #send: LessonScreenOptions["send"];
  #meter = new QualityMeter();
  #stats: LessonStats | undefined;
  #language = "en";
  /** The turn that was stopped here and goes on in the engine until it hears of it. */
  #silencedTurn = -1;
  #turn = -1;
  #turnEndedAtMs = Number.NEGATIVE_INFINITY;
  #faceCameTimer: ReturnType<typeof setTimeout> | undefined;

  constructor({ preferences, strings, send }: LessonScreenOptions) {
    this.preferences = preferences;
    this.media = new Store(preferences.value.media);
    this.playback = new Playback(preferences.value.volume);
    this.#strings = strings;
    this.#send = send;
    this.voiceInput = new VoiceInput({
      sendMic: (on) => send({ type: "mic", on }),
      ask: (text) => this.ask(text),
      interrupt: () => {
        if (this.conversation.isAnswering) this.interrupt();
      },
      said: () => {
        const isOver = performance.now() - this.#turnEndedAtMs > echoMs;
        return this.media.value === "text" || (isOver && !this.conversation.isAnswering)
          ? ""
          : this.conversation.lastAnswer;
      },
    });
  }

  /** False when it could not be sent. `after`: when the tutor has finished. */
  ask(text: string, when: "now" | "after" = "now"): boolean {
    if (this.moving.value) {
      if (when === "now" && this.conversation.isAnswering) this.interrupt();
      this.conversation.ask(text);
      return true;
    }
    if (!this.#send({ type: "say", text, when })) return false;
    if (when === "now" && this.conversation.isAnswering) this.#silence();
    this.conversation.ask(text);
    return true;
  }

  interrupt(): void {
    if (this.#send({ type: "interrupt" })) this.#silence();
  }

  rate(turn: number, rating: MessageOf<"past">["rating"]): void {
    if (this.#send({ type: "rating", turn, rating })) this.conversation.rate(turn, rating);
  }

  /** Takes effect at once, and in every later lesson. */
  prefer(changes: Partial<Preferences>): void {
    this.preferences.value = { ...this.preferences.value, ...changes };
    const { media, speed, volume } = changes;
    if (volume !== undefined) this.playback.setVolume(volume);
    if (media !== undefined) this.#applyMedia();
    if (media !== undefined || speed !== undefined)
      this.#send({ type: "settings", ...(media && { media }), ...(speed && { speed }) });
  }

  attach(media: MediaStream): void {
    this.playback.attach(media);
    this.#applyMedia();
  }

  /** The tutor can be seen. Only now, as it is the first picture that tells that pictures arrive. */
  goLive(): void {
    this.voiceInput.goLive();
    const { media, speed } = this.preferences.value;
    if (media !== "face" || speed !== 1) this.#send({ type: "settings", media, speed });
    if (!this.moving.value) return;
    this.moving.value = false;
    for (const text of this.conversation.waiting) this.#send({ type: "say", text, when: "after" });
  }

  /** `goesOn`: another connection follows. */
  disconnect({ goesOn = false } = {}): void {
    this.playback.detach();
    this.conversation.disconnect();
    this.moving.value &&= goesOn;
    if (!this.moving.value) this.conversation.abandon();
    this.captions.clear({ nextLesson: true });
    this.doing.value = undefined;
    this.quality.value = undefined;
    this.voice.value = "own";
    this.faceChanges.value = false;
    this.#showLine(undefined);
    this.#meter = new QualityMeter();
    this.#stats = undefined;
    this.#turn = -1;
    this.#silencedTurn = -1;
  }

  measure(stats: LessonStats): void {
    this.#stats = stats;
    this.quality.value = this.#meter.judge(stats, performance.now());
  }

  receive(message: EngineMessage, arrivedAtMs: number): void {
    switch (message.type) {
      case "ready":
        this.#language = message.tutor.language;
        this.voiceInput.connect(message.microphone, message.tutor.language);
        break;
      case "understood":
        this.voiceInput.hear(message.text, message.isFinal);
        break;
      case "state":
        this.doing.value = message;
        if (message.state === "idle" || message.state === "listening") this.playback.release();
        break;
      case "past":
        this.conversation.recall(message);
        break;
      case "turn":
        this.#turn = message.turn;
        this.conversation.start(message);
        this.announcements.begin(this.#language);
        break;
      case "delta":
        this.conversation.write(message);
        this.announcements.write(message.text, this.media.value === "text");
        break;
      case "citation":
        this.conversation.cite(message);
        break;
      case "aside":
        this.#caption({ ...message, type: "caption", index: -1, from: 0, to: 0, words: [] }, arrivedAtMs);
        break;
      case "caption":
        this.#caption(message, arrivedAtMs);
        break;
      case "face":
        this.faceChanges.value = message.maintenance;
        this.#moveInLine(message);
        break;
      case "voice":
        this.voice.value = message.speaks;
        break;
      case "turn-end":
        this.#endTurn(message);
        break;
      case "migrate":
        this.moving.value = true;
        break;
      case "problem":
        this.#complain(message);
        break;
    }
  }

  #moveInLine({ shown, queue = { place: 1, expectedMs: null } }: MessageOf<"face">): void {
    if (shown === "none") this.#showLine(queue);
    else if (typeof this.faceLine.value === "object") {
      this.#showLine("came");
      this.#faceCameTimer = setTimeout(() => this.#showLine(undefined), faceCameMs);
    }
  }

  #showLine(line: LessonScreen["faceLine"]["value"]): void {
    clearTimeout(this.#faceCameTimer);
    this.faceLine.value = line;
    this.#applyMedia();
  }

  #applyMedia(): void {
    const waits = typeof this.faceLine.value === "object";
    this.media.value = waits ? "text" : this.preferences.value.media;
    const isText = this.media.value === "text";
    this.playback.setQuiet(isText);
    if (isText) this.captions.clear();
  }

  #caption(caption: MessageOf<"caption">, arrivedAtMs: number): void {
    if (caption.turn <= this.#silencedTurn || this.media.value === "text") return;
    this.playback.release({ fresh: true });
    this.captions.add(caption, arrivedAtMs);
    this.announcements.hear(caption);
  }

  #endTurn(message: MessageOf<"turn-end">): void {
    this.#turnEndedAtMs = performance.now();
    this.conversation.end(message);
    this.announcements.end();
    if (message.outcome !== "complete") this.captions.clear();
    if (message.turn >= this.#silencedTurn) this.playback.release();
  }

  #complain({ problem: { type }, retryAfterMs = 0 }: MessageOf<"problem">): void {
    const { troubles, otherTrouble, tryAgainIn } = this.#strings;
    const when = retryAfterMs > 0 ? ` ${tryAgainIn(Math.ceil(retryAfterMs / 1000))}` : "";
    if (refusals.has(type)) {
      // The question interrupts nothing: what was being said goes on.
      this.conversation.refuse();
      this.#silencedTurn = -1;
      this.playback.release({ fresh: true });
    }
    this.conversation.complain((troubles[type] ?? otherTrouble) + when);
  }

  /** Here and now; the engine's silence takes the way over the network. */
  #silence(): void {
    this.#silencedTurn = this.#turn;
    this.playback.silence();
    this.captions.clear();
  }
}
