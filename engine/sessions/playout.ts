import {
  type BitRate,
  bitRates,
  type EncodedPicture,
  type Face,
  type IdleLoop,
  type Mood,
  type Performance,
  pictureMs,
  type VideoCodec,
} from "../avatar/face.ts";
import { opusPacketMs, type SpokenClip, silentPacket } from "../speech/speaker.ts";
import type { Viseme } from "../speech/viseme.ts";
import { LateStreams } from "./late-streams.ts";
import { SoundPace } from "./sound-pace.ts";

/** Where a lesson's pictures and sound go: one student's connection. */
export interface MediaSink {
  readonly videoCodec: VideoCodec;
  sendAudio(opus: Uint8Array, ptsMs: number): void;
  sendVideo(picture: Uint8Array, key: boolean, ptsMs: number): void;
}

/** What a student gets: pictures and sound, sound alone, or neither. */
export type Output = "face" | "voice" | "text";

/** A clip on its way to the student's ear. Times are on the lesson's media clock, in ms. */
export interface ScheduledClip {
  readonly startMs: number;
  readonly endMs: number;
  /** How much of it had been sent when it ended or was cut. */
  sentMs: number;
}

export interface ClipEvents {
  /** It is the next piece of the same sentence: no pause before it. */
  continues?: boolean;
  /** It ends a question, whose last word ends so many ms after its start. */
  asksUntilMs?: number | undefined;
  /** What the sentence says, for a face that has a voice of its own. Given with its first piece. */
  text?: string;
  /** Its first sound is sent now. */
  onStart?: (clip: ScheduledClip) => void;
  /** The first picture of the face that says it is sent now. */
  onPicture?: (() => void) | undefined;
  /** It was sent whole, or cut (`sentMs` tells). */
  onEnd?: (clip: ScheduledClip) => void;
}

interface QueuedClip extends ScheduledClip, ClipEvents {
  readonly packets: readonly Uint8Array[];
  readonly visemes: readonly Viseme[];
  started: boolean;
}

/** Between asking for a private picture and its turn to be shown: time to draw and encode it. */
const pictureLead = 2;
/** Private pictures made ahead of the clock. They bound what an interruption has to throw away. */
const picturesAhead = 6;
/** They are asked for so many at a time: what wakes a process costs more than what is in a message. */
const picturesAtATime = 3;
/** The same while nothing is being said: what is made already cannot show the mouth of what comes next. */
const picturesAheadQuiet = 1;
/** From a clip's arrival to its first sound, when nothing else is being said: the private pictures begin first. */
const soundLeadMs = 100;
/** The same when the face is already private. */
const soundLeadPrivateMs = 20;
/** Pause between two sentences. */
const pauseMs = 60;
/** The private pictures go on this long after the last sound, so that the mouth comes to rest before the shared loop returns. */
const settleMs = 280;
/** Moods that lean the head, and the time in which it is upright again, as in the shared pictures. */
const leaning: readonly Mood[] = ["listening", "thinking"];
const uprightMs = 800;
/** Sent in one tick after a stall: 120 ms of picture. */
const picturesPerTickMax = 3;
/** A private picture this late starts the private stream anew at the present. */
const picturesLateMax = 10;
/** Clips that may wait: a sentence in the ear and a few behind it. */
export const clipsQueuedMax = 12;
/** Speech that waits beyond this is room enough: a slow voice has caught up by then, and more would be made in vain when it is interrupted. */
const speechAheadMaxMs = 5_000;

/**
 * The media timeline of one lesson. Sound and pictures are sent by one clock that starts at 0; the shared idle
 * loop is shown until something is to be said, then the lesson's own pictures, from a key picture to the next key
 * picture of the loop. `tick` is called every 20 ms and does no work that blocks.
 */
export class Playout implements AsyncDisposable {
  #performance: Performance;
  readonly #ready: { number: number; picture: EncodedPicture }[] = [];
  #clips: QueuedClip[] = [];
  #startedAtMs: number | undefined;
  #nextPacket = 0;
  readonly #soundPace = new SoundPace();
  #nextPicture = 0;
  /** Number of the first private picture; undefined while the shared loop is shown. */
  #privateFrom: number | undefined;
  #privateUntilMs = 0;
  /** The last private picture that was asked for. */
  #advancedTo = -1;
  #mood: Mood = "idle";
  #output: Output = "face";
  /** Called for each picture that is sent a whole picture's time late, and for each jump over pictures that did not come. */
  onPictureLate: (() => void) | undefined;
  readonly #lateStreams = new LateStreams();
  #mediaMs = 0;
  #bitRate: BitRate = bitRates[0];
  #comingIdle: IdleLoop | undefined;
  /** Faces that were shown before are being closed. */
  #closing: Promise<void> = Promise.resolve();
  #closed = false;
  /** The student's decoder cannot go on with the shared loop before its next key picture. */
  #awaitsKey = false;

  constructor(
    private readonly sink: MediaSink,
    private face: Face,
    private idle: IdleLoop,
  ) {
    this.#performance = this.#openPerformance();
  }

  /** The lesson's media time: what is being sent now, in ms. */
  get mediaMs(): number {
    return this.#mediaMs;
  }

  get speaking(): boolean {
    return this.#clips.length > 0;
  }

  /** False when enough speech waits; the producer holds back. */
  get hasRoom(): boolean {
    const endMs = this.#clips.at(-1)?.endMs ?? 0;
    return this.#clips.length < clipsQueuedMax && endMs - this.#mediaMs < speechAheadMaxMs;
  }

  /** What is not sent is not drawn either. For `text` nothing is to be spoken any more. */
  setOutput(output: Output): void {
    const wasFace = this.#output === "face";
    this.#output = output;
    if (output === "face" && !wasFace) this.#goPrivate();
    if (output !== "face" && this.#privateFrom !== undefined) this.#leavePrivate();
  }

  setMood(mood: Mood): void {
    if (leaning.includes(this.#mood) && mood !== this.#mood)
      this.#staysPrivateUntil(this.#mediaMs + uprightMs);
    this.#mood = mood;
    this.#performance.setMood(mood);
    if (mood !== "idle") this.#goPrivate();
  }

  /** The student pauses. */
  nod(): void {
    this.#performance.nod();
  }

  /** Bits per second that pictures may take from now on. */
  setBitRate(bitRate: BitRate): void {
    this.#bitRate = bitRate;
    this.#performance.setBitRate(bitRate);
    void this.#loadIdle();
  }

  /** The loop of another rate takes over at its next key picture, once it is there. */
  async #loadIdle(): Promise<void> {
    const { face } = this;
    const bitRate = this.#bitRate;
    const loop = await face.idle(this.sink.videoCodec, bitRate).catch(() => undefined);
    if (face === this.face && bitRate === this.#bitRate) this.#comingIdle = loop;
  }

  /** Another face from the next picture on, which is a key picture. */
  changeFace(face: Face, idle: IdleLoop): void {
    const before = this.#performance;
    this.#closing = this.#closing.then(() => before[Symbol.asyncDispose]());
    this.face = face;
    this.idle = idle;
    this.#comingIdle = undefined;
    if (this.#bitRate !== bitRates[0]) void this.#loadIdle();
    this.#performance = this.#openPerformance();
    this.#performance.setMood(this.#mood);
    this.#privateUntilMs = this.#mediaMs;
    if (this.#output === "face") this.#restartPrivate();
  }

  /** Queues a clip behind what is being said. */
  speak(clip: SpokenClip, events: ClipEvents = {}): ScheduledClip {
    const last = this.#clips.at(-1);
    const lead = this.#privateFrom === undefined ? soundLeadMs : soundLeadPrivateMs;
    const earliest = Math.max(this.#mediaMs + lead, last ? last.endMs + (events.continues ? 0 : pauseMs) : 0);
    const startMs = Math.ceil(earliest / opusPacketMs) * opusPacketMs;
    const queued: QueuedClip = {
      startMs,
      endMs: startMs + clip.packets.length * opusPacketMs,
      sentMs: 0,
      packets: clip.packets,
      visemes: clip.visemes,
      started: false,
      ...events,
    };
    this.#clips.push(queued);
    if (this.#privateFrom === undefined) this.#goPrivate();
    else this.#performance.speak(startMs, clip.visemes, queued.asksUntilMs);
    return queued;
  }

  /** Silence from the next packet on. Clips that were cut end with what was sent of them. */
  hush(): void {
    const cut = this.#clips;
    this.#clips = [];
    if (cut.length > 0) {
      this.#performance.hush(this.#mediaMs);
      if (this.#privateFrom !== undefined) this.#restartPrivate();
      this.#staysPrivateUntil(this.#mediaMs + settleMs);
    }
    for (const clip of cut) clip.onEnd?.(clip);
  }

  /** The student's decoder lost its way: pictures start anew with a key picture. */
  sendKeyPicture(): void {
    if (this.#privateFrom === undefined) this.#goPrivate();
    else this.#performance.wantKeyPicture();
  }

  /** Sends what is due. `nowMs`: a monotonic clock that all lessons share. */
  tick(nowMs: number): void {
    this.#startedAtMs ??= nowMs;
    const dueMs = nowMs - this.#startedAtMs;
    const packetsMax = this.#soundPace.packetsMax(nowMs);
    for (let sent = 0; sent < packetsMax && this.#nextPacket * opusPacketMs <= dueMs; sent++)
      this.#sendPacket();
    for (let sent = 0; sent < picturesPerTickMax && this.#nextPicture * pictureMs <= dueMs; sent++) {
      if (!this.#sendPicture(dueMs)) break;
    }
    if (this.#lateStreams.hasRested(this.#mediaMs) && (this.speaking || this.#mood !== "idle"))
      this.#goPrivate();
    if (this.#privateFrom !== undefined) this.#advance();
  }

  #sendPacket(): void {
    const ptsMs = this.#nextPacket * opusPacketMs;
    this.#nextPacket++;
    this.#mediaMs = this.#nextPacket * opusPacketMs;
    const clip = this.#clips[0];
    if (!clip || ptsMs < clip.startMs) {
      if (this.#output !== "text") this.sink.sendAudio(silentPacket, ptsMs);
      return;
    }
    if (!clip.started) {
      clip.started = true;
      clip.onStart?.(clip);
    }
    this.sink.sendAudio(clip.packets[(ptsMs - clip.startMs) / opusPacketMs] ?? silentPacket, ptsMs);
    clip.sentMs = ptsMs + opusPacketMs - clip.startMs;
    if (clip.startMs + clip.sentMs < clip.endMs) return;
    this.#clips.shift();
    this.#staysPrivateUntil(clip.endMs + settleMs);
    clip.onEnd?.(clip);
  }

  /** Sends the next picture; false when it is not there yet. */
  #sendPicture(dueMs: number): boolean {
    const number = this.#nextPicture;
    if (this.#output !== "face") {
      this.#nextPicture++;
      return true;
    }
    const coming = this.#comingIdle;
    if (coming && coming.pictures[number % coming.pictures.length]!.key) {
      this.idle = coming;
      this.#comingIdle = undefined;
    }
    const shared = this.idle.pictures[number % this.idle.pictures.length]!;
    if (this.#privateFrom !== undefined && shared.key && this.#mayRest(number)) this.#leavePrivate();
    if (this.#privateFrom === undefined || number < this.#privateFrom) {
      if (shared.key) this.#awaitsKey = false;
      if (!this.#awaitsKey) this.sink.sendVideo(shared.data, shared.key, number * pictureMs);
      this.#nextPicture++;
      return true;
    }
    const ready = this.#ready[0];
    if (!ready) {
      if (dueMs - number * pictureMs > picturesLateMax * pictureMs)
        this.#skipTo(Math.floor(dueMs / pictureMs));
      return false;
    }
    this.#ready.shift();
    if (dueMs - ready.number * pictureMs >= pictureMs) this.onPictureLate?.();
    else this.#lateStreams.wasInTime();
    this.sink.sendVideo(ready.picture.data, ready.picture.key, ready.number * pictureMs);
    this.#awaitsKey = false;
    this.#nextPicture = ready.number + 1;
    this.#tellPicture(ready.number * pictureMs);
    return true;
  }

  #tellPicture(ptsMs: number): void {
    const clip = this.#clips[0];
    if (!clip?.onPicture || ptsMs < clip.startMs) return;
    clip.onPicture();
    clip.onPicture = undefined;
  }

  #mayRest(number: number): boolean {
    return (
      this.#mood === "idle" &&
      this.#clips.length === 0 &&
      number * pictureMs >= this.#privateUntilMs &&
      number > this.#privateFrom!
    );
  }

  #openPerformance(): Performance {
    const performance = this.face.perform(this.sink.videoCodec);
    let isProven = false;
    performance.onPicture = (number, picture) => {
      isProven = true;
      if (performance === this.#performance && this.#privateFrom !== undefined && number >= this.#privateFrom)
        this.#ready.push({ number, picture });
    };
    performance.setBitRate(this.#bitRate);
    performance.onFailure = () => {
      if (performance === this.#performance && !this.#closed) this.#recover(isProven);
    };
    return performance;
  }

  /**
   * The shared loop needs nobody to draw it: it is shown until another performance has pictures. One that never had any is
   * not tried again before there is something new to show.
   */
  #recover(again: boolean): void {
    this.#awaitsKey ||= this.#privateFrom !== undefined && this.#nextPicture >= this.#privateFrom;
    this.#leavePrivate();
    this.#performance = this.#openPerformance();
    this.#performance.setMood(this.#mood);
    if (again && (this.speaking || this.#mood !== "idle")) this.#goPrivate();
  }

  #staysPrivateUntil(mediaMs: number): void {
    this.#privateUntilMs = Math.max(this.#privateUntilMs, mediaMs);
  }

  #goPrivate(): void {
    if (this.#output !== "face" || this.#privateFrom !== undefined || this.#lateStreams.rests) return;
    this.#beginPrivate(this.#nextPicture + pictureLead);
  }

  /** Throws away pictures made ahead and starts again with a key picture at the present. */
  #restartPrivate(): void {
    this.#ready.length = 0;
    this.#beginPrivate(this.#nextPicture);
  }

  /** Whoever performs may not have been told of all that is being said, and takes what it knows as if told once. */
  #beginPrivate(number: number): void {
    this.#privateFrom = number;
    this.#advancedTo = -1;
    this.#performance.begin(number);
    for (const { startMs, visemes, asksUntilMs } of this.#clips)
      this.#performance.speak(startMs, visemes, asksUntilMs);
    this.#advance();
  }

  #advance(): void {
    const limit = this.#nextPicture + (this.speaking ? picturesAhead : picturesAheadQuiet);
    const least = this.speaking ? picturesAtATime : 1;
    if (limit < this.#advancedTo + least) return;
    this.#advancedTo = limit;
    this.#performance.advance(limit);
  }

  #skipTo(number: number): void {
    this.onPictureLate?.();
    const rests = this.#lateStreams.wasLate(this.#mediaMs);
    this.#nextPicture = number + (rests ? 0 : pictureLead);
    this.#awaitsKey ||= rests;
    if (rests) this.#leavePrivate();
    else this.#restartPrivate();
  }

  #leavePrivate(): void {
    this.#privateFrom = undefined;
    this.#ready.length = 0;
    this.#performance.end();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#clips = [];
    await this.#closing;
    await this.#performance[Symbol.asyncDispose]();
  }
}
