import type { BitRate, Face, IdleLoop, Mood } from "../avatar/face.ts";
import type { RemoteFace, RemoteVoice } from "../avatar/remote-face.ts";
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
import { RemoteSeat } from "./remote-seat.ts";
import { RemoteSpeech } from "./remote-speech.ts";
import { nextUpstreamRate, upstreamRateStart } from "./upstream-rate.ts";

/** What a lesson shows: an embedded face, and where there is one the remote face in front of it. */
export interface Cast {
  readonly face: Face;
  readonly idle: IdleLoop;
  readonly remote: RemoteFace | undefined;
  /** The remote face's voice. */
  readonly voice: RemoteVoice;
}

export interface ShownFace {
  readonly shown: "embedded" | "remote";
  /** The avatar server is about to change, or is being changed. */
  readonly maintenance: boolean;
}

export interface RelayOptions {
  /** What the student's browser says of its link, where it has said it. */
  link(): { remb: number; lostShare: number; roundTripMs: number } | undefined;
  /** Called when another face is shown, and when the remote one is about to leave for maintenance. */
  onFace(face: ShownFace): void;
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
/** Between two looks at the student's link. */
const rateIntervalMs = 3_000;

/**
 * A lesson with a remote face in front of an embedded one, over the student's one connection. The embedded face is there
 * from the first moment; the remote one is shown while it is well, and steps back at once when it is interrupted, refuses,
 * hangs, slows down or dies. What it had not said yet the embedded face says. It returns between turns.
 * - `own`: the embedded face speaks.
 * - `relay`: the remote face speaks.
 * - `settling`: the remote face was interrupted and still babbles; sentences wait for it.
 */
export class RelayedPlayout implements AsyncDisposable {
  readonly #switch: MediaSwitch;
  readonly #own: Playout;
  readonly #seat: RemoteSeat;
  #remote: RemoteFace | undefined;
  #voice: RemoteVoice;
  #output: Output = "face";
  #phase: "own" | "relay" | "settling" = "own";
  #speech: RemoteSpeech;
  #ordering: Promise<void> = Promise.resolve();
  #mood: Mood = "idle";
  #nowMs = 0;
  #settlingSinceMs = 0;
  /** Added to relayed times to get the lesson's. */
  #shiftMs: number | undefined;
  #rate = upstreamRateStart;
  #ratedAtMs = 0;
  /** Bytes of relayed pictures since then. */
  #relayedBytes = 0;
  #roundTripMinMs = Number.POSITIVE_INFINITY;
  #told: ShownFace = { shown: "embedded", maintenance: false };
  /** The head is given back between two turns. */
  #leaving = false;

  constructor(
    sink: MediaSink,
    { face, idle, remote, voice }: Cast,
    private readonly options: RelayOptions,
  ) {
    this.#switch = new MediaSwitch(sink);
    this.#own = new Playout(this.#switch, face, idle);
    this.#remote = remote;
    this.#voice = voice;
    this.#speech = new RemoteSpeech(voice);
    this.#seat = new RemoteSeat(sink.videoCodec, {
      onAttached: (performance) => {
        this.#speech = new RemoteSpeech(this.#voice, () => performance.announces);
      },
      onSound: (opus, atMs) => this.#relaySound(opus, atMs),
      onPicture: (picture, key, atMs) => this.#relayPicture(picture, key, atMs),
      onSpeech: (event, text) => this.#speech.announce(event, text),
      onMaintenance: () => this.#makeWay(),
      onGone: () => {
        if (this.#phase !== "own") this.#fallBack();
      },
    });
    this.#seat.seek(remote);
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
    const before = this.#output;
    this.#output = output;
    this.#own.setOutput(output);
    if ((output === "text") !== (before === "text"))
      this.#seat.seek(output === "text" ? undefined : this.#remote);
    if (output === "face" && this.relayed) this.#seat.performance?.wantKeyPicture();
  }

  /** Of the embedded face; the remote one follows the link by itself. */
  setBitRate(bitRate: BitRate): void {
    this.#own.setBitRate(bitRate);
  }

  /** The lesson's media time. */
  get mediaMs(): number {
    return this.#own.mediaMs;
  }

  setMood(mood: Mood): void {
    this.#mood = mood;
    this.#own.setMood(this.#ownMood);
  }

  /** The student pauses. */
  nod(): void {
    this.#own.nod();
  }

  /** What nobody sees need not be drawn. Whoever has interrupted is listened to, until the remote face has settled. */
  get #ownMood(): Mood {
    if (this.#phase === "relay") return "idle";
    return this.#phase === "settling" && this.#mood === "idle" ? "listening" : this.#mood;
  }

  /** Other faces from now on, in the same lesson. To be called between two turns. */
  changeCast({ face, idle, remote, voice }: Cast): void {
    if (this.#phase !== "own") this.#fallBack();
    this.#leaving = false;
    this.#tell("embedded", false);
    this.#own.changeFace(face, idle);
    this.#remote = remote;
    this.#voice = voice;
    if (this.#output !== "text") this.#seat.seek(remote);
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
    if (this.relayed) this.#seat.performance?.wantKeyPicture();
    else this.#own.sendKeyPicture();
  }

  tick(nowMs: number): void {
    this.#nowMs = nowMs;
    this.#own.tick(nowMs);
    if (!this.#seat.performance) return;
    this.#seat.health.look(nowMs);
    if (this.#leaving && this.#isBetweenTurns) this.#leave();
    else if (this.#phase === "relay") this.#tickRelay(nowMs);
    else if (this.#phase === "settling") this.#tickSettling(nowMs);
    else if (!this.#leaving && this.#isBetweenTurns && this.#isReady(nowMs)) this.#goOnAir();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#speech.cut(this.#own.mediaMs);
    await this.#seat[Symbol.asyncDispose]();
    await this.#ordering;
    await this.#own[Symbol.asyncDispose]();
  }

  #tickRelay(nowMs: number): void {
    const { health, performance } = this.#seat;
    if (health.hasFailed(nowMs)) {
      this.#fallBack();
      return;
    }
    const { quietMs } = health;
    const level = { loud: quietMs < loudMs, quietMs, composing: performance?.composing };
    if (!this.#speech.tick(this.#own.mediaMs, level)) this.#fallBack();
    this.#rateUpstream(nowMs);
  }

  #rateUpstream(nowMs: number): void {
    const elapsedMs = nowMs - this.#ratedAtMs;
    if (elapsedMs < rateIntervalMs) return;
    const sent = (this.#relayedBytes * 8_000) / elapsedMs;
    this.#ratedAtMs = nowMs;
    this.#relayedBytes = 0;
    const link = this.options.link();
    if (!link) return;
    this.#roundTripMinMs = Math.min(this.#roundTripMinMs, link.roundTripMs);
    const queuedMs = link.roundTripMs - this.#roundTripMinMs;
    this.#rate = nextUpstreamRate(this.#rate, { ...link, queuedMs, sent });
    this.#seat.performance?.limitRate(this.#rate);
  }

  #tickSettling(nowMs: number): void {
    const sinceMs = nowMs - this.#settlingSinceMs;
    if (sinceMs >= settleMinMs && this.#isReady(nowMs)) {
      this.#goOnAir();
      this.#order();
    } else if (sinceMs > settleMaxMs) this.#fallBack();
  }

  get #isBetweenTurns(): boolean {
    const isQuiet = !this.#own.speaking && !this.#speech.active;
    return isQuiet && (this.#mood === "idle" || this.#mood === "listening");
  }

  #isReady(nowMs: number): boolean {
    const { health, performance } = this.#seat;
    return performance?.composing !== true && health.isSteady(nowMs) && health.quietMs >= settledQuietMs;
  }

  #goOnAir(): void {
    this.#phase = "relay";
    this.#shiftMs = undefined;
    this.#ratedAtMs = this.#nowMs;
    this.#relayedBytes = 0;
    this.#switch.select("relay");
    this.#seat.performance?.wantKeyPicture();
    this.#own.setMood("idle");
  }

  /** The gate: from here on nothing of the remote face reaches the student. */
  #settle(): void {
    this.#phase = "settling";
    this.#settlingSinceMs = this.#nowMs;
    this.#showOwn();
    this.#interrupt();
  }

  #fallBack(): void {
    const wasSpeaking = this.#speech.active;
    this.#phase = "own";
    this.#showOwn();
    if (wasSpeaking) this.#interrupt();
    for (const { clip, events } of this.#speech.giveUp()) this.#own.speak(clip, events);
  }

  #interrupt(): void {
    // Whoever does not hear that is not on air any more.
    this.#seat.performance?.interrupt().catch(() => {});
  }

  #showOwn(): void {
    this.#switch.select("own", { hold: true });
    this.#own.setMood(this.#ownMood);
    this.#own.sendKeyPicture();
    this.#tell("embedded", this.#told.maintenance);
  }

  /** The server is about to change. */
  #makeWay(): void {
    this.#leaving = true;
    this.#tell(this.#told.shown, true);
  }

  #leave(): void {
    this.#leaving = false;
    if (this.#phase !== "own") this.#fallBack();
    this.#seat.leave();
  }

  #tell(shown: ShownFace["shown"], maintenance: boolean): void {
    if (shown === this.#told.shown && maintenance === this.#told.maintenance) return;
    this.#told = { shown, maintenance };
    this.options.onFace(this.#told);
  }

  /** Orders what waits, one call at a time. */
  #order(): void {
    const { performance } = this.#seat;
    const isOnAir = () => this.#phase === "relay" && performance === this.#seat.performance;
    this.#ordering = this.#ordering.then(async () => {
      while (performance && isOnAir()) {
        const unit = this.#speech.takeOrder(this.#own.mediaMs);
        if (!unit) return;
        try {
          if (this.#voice === "theirs" && unit.text !== undefined)
            await performance.say(unit.text, unit.first);
          else await performance.sayPackets(unit.clips.flatMap(({ clip }) => clip.packets));
        } catch {
          // Whatever the reason, the sentence will not be said over there.
          if (isOnAir()) this.#fallBack();
          return;
        }
      }
    });
  }

  #relaySound(opus: Uint8Array, atMs: number): void {
    if (this.#phase !== "relay" || this.#output === "text") return;
    const dueMs = this.#own.mediaMs;
    const ptsMs = atMs + (this.#shiftMs ?? Number.NaN);
    // Pinned to the lesson's clock at first, and again when the clocks have run apart.
    if (!(ptsMs > dueMs - behindMaxMs && ptsMs < dueMs + aheadMaxMs))
      this.#shiftMs = Math.round(dueMs - atMs);
    this.#switch.soundFrom("relay", opus, Math.round(atMs + this.#shiftMs!));
  }

  #relayPicture(picture: Uint8Array, key: boolean, atMs: number): void {
    if (this.#phase !== "relay" || this.#output !== "face") return;
    this.#relayedBytes += picture.length;
    const shiftMs = this.#shiftMs ?? this.#own.mediaMs - atMs;
    this.#switch.pictureFrom("relay", picture, key, atMs + shiftMs);
    if (!this.relayed) return;
    this.#tell("remote", this.#leaving);
    this.#speech.see();
  }
}
