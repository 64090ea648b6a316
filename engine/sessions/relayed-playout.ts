import { setTimeout } from "node:timers/promises";
import type { Face, IdleLoop, Mood } from "../avatar/face.ts";
import type { RemoteFace, RemotePerformance, RemoteVoice } from "../avatar/remote-face.ts";
import type { SpokenClip } from "../speech/speaker.ts";
import { MediaSwitch } from "./media-switch.ts";
import {
  type ClipEvents,
  clipsQueuedMax,
  type MediaSink,
  type Output,
  Playout,
  type ScheduledClip,
} from "./playout.ts";
import { RelayHealth } from "./relay-health.ts";
import { RemoteSpeech } from "./remote-speech.ts";

/** What a lesson needs of a playout, whoever draws the face. */
export type LessonPlayout = AsyncDisposable &
  Pick<
    Playout,
    "speak" | "hush" | "setMood" | "setOutput" | "hasRoom" | "tick" | "sendKeyPicture" | "onPictureLate"
  >;

export interface RelayOptions {
  remote: RemoteFace;
  voice: RemoteVoice;
  /** What the student's link takes, bit/s, where it is known. */
  linkRate(): number | undefined;
}

/** After an interruption nothing of the remote face is shown until it has been silent this long. */
const settledQuietMs = 300;
const settleMinMs = 300;
/** A remote face that babbles on for longer does not say the next sentence. */
const settleMaxMs = 4_000;
/** Sound was heard this recently. */
const loudMs = 60;
/** How far relayed times may be from the lesson's clock before they are pinned to it anew. */
const aheadMaxMs = 60;
const behindMaxMs = 250;
/** Between two attempts to get a place. */
const retryMinMs = 1_000;
const retryMaxMs = 2_000;
const rateMin = 300_000;
const rateMax = 2_500_000;
const rateIntervalMs = 1_000;
/** Part of the student's link that pictures may take. */
const rateShare = 0.85;

/**
 * A lesson with a remote face in front of an embedded one, over the student's one connection. The embedded face is there
 * from the first moment; the remote one is shown while it is well, and steps back at once when it is interrupted, refuses,
 * hangs, slows down or dies. What it had not said yet the embedded face says. It returns between turns.
 * - `own`: the embedded face speaks.
 * - `relay`: the remote face speaks.
 * - `settling`: the remote face was interrupted and still babbles; sentences wait for it.
 */
export class RelayedPlayout implements LessonPlayout {
  readonly #switch: MediaSwitch;
  readonly #own: Playout;
  readonly #health = new RelayHealth();
  readonly #stop = new AbortController();
  readonly #attaching: Promise<void>;
  #phase: "own" | "relay" | "settling" = "own";
  #performance: RemotePerformance | undefined;
  #speech: RemoteSpeech;
  #ordering: Promise<void> = Promise.resolve();
  #mood: Mood = "idle";
  #output: Output = "face";
  #nowMs = 0;
  #settlingSinceMs = 0;
  /** Added to relayed times to get the lesson's. */
  #shiftMs: number | undefined;
  #ratedAtMs = 0;

  constructor(
    sink: MediaSink,
    parts: { face: Face; idle: IdleLoop },
    private readonly options: RelayOptions,
  ) {
    this.#switch = new MediaSwitch(sink);
    this.#own = new Playout(this.#switch, parts.face, parts.idle);
    this.#speech = new RemoteSpeech(options.voice, false);
    this.#attaching = this.#keepAttached();
  }

  get hasRoom(): boolean {
    return this.#phase === "own" ? this.#own.hasRoom : this.#speech.clipCount < clipsQueuedMax;
  }

  /** True while the student sees the remote face. */
  get relayed(): boolean {
    return this.#switch.shown === "relay";
  }

  get onPictureLate(): (() => void) | undefined {
    return this.#own.onPictureLate;
  }

  set onPictureLate(listener: (() => void) | undefined) {
    this.#own.onPictureLate = listener;
  }

  /** Whoever only reads gives the remote face's place to somebody else. */
  setOutput(output: Output): void {
    this.#output = output;
    this.#own.setOutput(output);
    if (output === "face" && this.relayed) this.#performance?.wantKeyPicture();
  }

  setMood(mood: Mood): void {
    this.#mood = mood;
    // What nobody sees need not be drawn.
    this.#own.setMood(this.#phase === "relay" ? "idle" : mood);
  }

  speak(clip: SpokenClip, events: ClipEvents = {}): ScheduledClip {
    if (this.#phase === "own") return this.#own.speak(clip, events);
    const scheduled = this.#speech.add(clip, events);
    if (this.#phase === "relay") this.#order();
    return scheduled;
  }

  hush(): void {
    const babbles = this.#speech.active && this.#phase === "relay";
    if (babbles) this.#settle();
    this.#speech.cut(this.#own.mediaMs);
    this.#own.hush();
  }

  sendKeyPicture(): void {
    if (this.relayed) this.#performance?.wantKeyPicture();
    else this.#own.sendKeyPicture();
  }

  tick(nowMs: number): void {
    this.#nowMs = nowMs;
    this.#own.tick(nowMs);
    this.#health.look(nowMs);
    if (this.#phase === "relay") this.#tickRelay(nowMs);
    else if (this.#phase === "settling") this.#tickSettling(nowMs);
    else if (this.#isBetweenTurns && this.#isReady(nowMs)) this.#goOnAir();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#speech.cut(this.#own.mediaMs);
    await this.#attaching;
    await this.#ordering;
    await this.#own[Symbol.asyncDispose]();
  }

  #tickRelay(nowMs: number): void {
    if (this.#health.hasFailed(nowMs)) {
      this.#fallBack();
      return;
    }
    const { quietMs } = this.#health;
    const speaks = this.#speech.tick(this.#own.mediaMs, { loud: quietMs < loudMs, quietMs });
    if (!speaks) this.#fallBack();
    if (nowMs - this.#ratedAtMs < rateIntervalMs) return;
    this.#ratedAtMs = nowMs;
    const link = this.options.linkRate();
    if (link !== undefined)
      this.#performance?.limitRate(Math.min(rateMax, Math.max(rateMin, link * rateShare)));
  }

  #tickSettling(nowMs: number): void {
    const sinceMs = nowMs - this.#settlingSinceMs;
    if (this.#performance && sinceMs >= settleMinMs && this.#isReady(nowMs)) {
      this.#goOnAir();
      this.#order();
    } else if (!this.#performance || sinceMs > settleMaxMs) this.#fallBack();
  }

  get #isBetweenTurns(): boolean {
    return (this.#mood === "idle" || this.#mood === "listening") && !this.#own.speaking;
  }

  #isReady(nowMs: number): boolean {
    return (
      this.#performance !== undefined &&
      this.#health.isSteady(nowMs) &&
      this.#health.quietMs >= settledQuietMs
    );
  }

  #goOnAir(): void {
    this.#phase = "relay";
    this.#shiftMs = undefined;
    this.#switch.select("relay");
    this.#performance?.wantKeyPicture();
    this.#own.setMood("idle");
  }

  /** The gate: from here on nothing of the remote face reaches the student. */
  #settle(): void {
    this.#phase = "settling";
    this.#settlingSinceMs = this.#nowMs;
    this.#showOwn();
    this.#performance?.interrupt().catch(() => {});
  }

  #fallBack(): void {
    const wasSpeaking = this.#speech.active;
    this.#phase = "own";
    this.#showOwn();
    if (wasSpeaking) this.#performance?.interrupt().catch(() => {});
    for (const { clip, events } of this.#speech.giveUp()) this.#own.speak(clip, events);
  }

  #showOwn(): void {
    this.#switch.select("own", { hold: true });
    this.#own.setMood(this.#mood);
    this.#own.sendKeyPicture();
  }

  /** Orders what waits, one call at a time. */
  #order(): void {
    const performance = this.#performance;
    this.#ordering = this.#ordering.then(async () => {
      while (this.#phase === "relay" && performance && performance === this.#performance) {
        const unit = this.#speech.takeOrder(this.#own.mediaMs);
        if (!unit) return;
        try {
          if (this.options.voice === "theirs" && unit.text !== undefined)
            await performance.say(unit.text, unit.first);
          else await performance.sayPackets(unit.clips.flatMap(({ clip }) => clip.packets));
        } catch {
          // Whatever the reason, the sentence will not be said over there.
          if (this.#phase === "relay" && performance === this.#performance) this.#fallBack();
          return;
        }
      }
    });
  }

  /** Gets a head, and another one when it is gone, for as long as the lesson lasts. */
  async #keepAttached(): Promise<void> {
    const { signal } = this.#stop;
    let retryMs = retryMinMs;
    while (!signal.aborted) {
      if (this.#output === "text") {
        await sleep(lookEveryMs, signal);
        continue;
      }
      try {
        await using performance = await this.options.remote.open(this.#switch.videoCodec, signal);
        retryMs = retryMinMs;
        await this.#attach(performance, signal);
      } catch {
        // A place that is not to be had is asked for again; meanwhile the embedded face is there.
      }
      await sleep(retryMs, signal);
      retryMs = Math.min(retryMaxMs, retryMs * 2);
    }
  }

  /** Returns when the head is gone, has stopped sending, or the lesson ends. */
  async #attach(performance: RemotePerformance, signal: AbortSignal): Promise<void> {
    this.#health.reset();
    this.#performance = performance;
    this.#speech = new RemoteSpeech(this.options.voice, performance.announces);
    performance.onSound = (opus, atMs) => this.#relaySound(opus, atMs);
    performance.onPicture = (picture, key, atMs) => this.#relayPicture(picture, key, atMs);
    performance.onSpeech = (event, text) => this.#speech.announce(event, text);
    const attachedAtMs = globalThis.performance.now();
    let gone = false;
    void performance.closed.then(() => {
      gone = true;
    });
    while (!gone && !signal.aborted && this.#output !== "text") {
      await sleep(lookEveryMs, signal);
      const nowMs = globalThis.performance.now();
      // It has stopped for good, or never began: another head may do better.
      if (nowMs - attachedAtMs > giveUpMs && this.#health.isSilent(nowMs, giveUpMs)) break;
    }
    performance.onSound = performance.onPicture = performance.onSpeech = undefined;
    this.#performance = undefined;
    this.#health.reset();
    if (this.#phase !== "own") this.#fallBack();
  }

  #relaySound(opus: Uint8Array, atMs: number): void {
    this.#health.heardSound(opus.length, globalThis.performance.now());
    if (this.#phase !== "relay" || this.#output === "text") return;
    const dueMs = this.#own.mediaMs;
    const ptsMs = atMs + (this.#shiftMs ?? Number.NaN);
    // Pinned to the lesson's clock at first, and again when the clocks have run apart.
    if (!(ptsMs > dueMs - behindMaxMs && ptsMs < dueMs + aheadMaxMs))
      this.#shiftMs = Math.round(dueMs - atMs);
    this.#switch.soundFrom("relay", opus, Math.round(atMs + this.#shiftMs!));
  }

  #relayPicture(picture: Uint8Array, key: boolean, atMs: number): void {
    this.#health.sawPicture(globalThis.performance.now());
    if (this.#phase !== "relay" || this.#output !== "face") return;
    const shiftMs = this.#shiftMs ?? this.#own.mediaMs - atMs;
    this.#switch.pictureFrom("relay", picture, key, atMs + shiftMs);
  }
}

/** A head that has sent nothing for this long is given back. */
const giveUpMs = 3_000;
/** Between looks at whether a head is still there and wanted. */
const lookEveryMs = 200;

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  // Woken early by the end of the lesson, which the caller looks at anyway.
  await setTimeout(ms, undefined, { signal }).catch(() => {});
}
