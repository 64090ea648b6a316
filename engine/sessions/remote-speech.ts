import type { RemoteVoice } from "../avatar/remote-face.ts";
import type { SpokenClip } from "../speech/speaker.ts";
import type { ClipEvents, ScheduledClip } from "./playout.ts";

/** From the order to the first sound: a voice that has not begun by then has failed without a word. */
export const silentMaxMs = 5_000;
/** Sound this quiet for this long after a sentence means that it is over, where nobody tells. */
const pauseMs = 300;
/** No sound for this long after a sentence: the one ordered behind it was said with it, without a pause between. */
const mergedMs = 2_000;
/** A foreign voice speaks faster or slower than ours, within these bounds. */
const fasterShare = 0.4;
const slowerShare = 1.25;
const slowerMax = 2;
const slackMs = 2_000;
/** Sound is taken for an ordered sentence after this, though the server was never seen composing it. */
const unseenMs = 1_000;

interface RemoteClip extends ScheduledClip {
  startMs: number;
  endMs: number;
  readonly clip: SpokenClip;
  readonly events: ClipEvents;
  state: "waiting" | "started" | "ended";
}

/** What is ordered in one go: a sentence in their voice, a clip in ours. */
export interface SpeechUnit {
  readonly text: string | undefined;
  readonly clips: readonly RemoteClip[];
  /** First after a silence. */
  readonly first: boolean;
}

interface Unit extends SpeechUnit {
  readonly clips: RemoteClip[];
  orderedAtMs: number | undefined;
  startMs: number | undefined;
  /** It was ordered while sentences are announced. */
  announces: boolean;
  announced: boolean;
  /** Speech was composed after it had been ordered. */
  composed: boolean;
  over: boolean;
}

export interface SoundLevel {
  /** Sound was heard in the last moments. */
  loud: boolean;
  /** How long there has been none. */
  quietMs: number;
  /** Speech is being composed, where the server says so when it is asked. */
  composing?: boolean | undefined;
}

/**
 * Follows what a remote face says, so that captions and what was heard are true: clips of ours, which know their words and
 * times, stand for the sound that somebody else makes. Times are on the lesson's media clock, in ms.
 */
export class RemoteSpeech {
  #units: Unit[] = [];
  /** When the last unit ended; a clip of ours that follows at once begins there. */
  #endedMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly voice: RemoteVoice,
    private readonly announces: () => boolean = () => false,
  ) {}

  get active(): boolean {
    return this.#units.length > 0;
  }

  get clipCount(): number {
    return this.#units.reduce((sum, { clips }) => sum + clips.length, 0);
  }

  add(clip: SpokenClip, events: ClipEvents): ScheduledClip {
    const added: RemoteClip = { startMs: 0, endMs: 0, sentMs: 0, clip, events, state: "waiting" };
    const last = this.#units.at(-1);
    if (this.voice === "theirs" && events.continues && last) last.clips.push(added);
    else {
      this.#units.push({
        text: events.text,
        clips: [added],
        first: this.#units.length === 0,
        orderedAtMs: undefined,
        startMs: undefined,
        announces: false,
        announced: false,
        composed: false,
        over: false,
      });
    }
    return added;
  }

  /** The next unit to be ordered; it counts as ordered from now on. */
  takeOrder(nowMs: number): SpeechUnit | undefined {
    const unit = this.#units.find(({ orderedAtMs }) => orderedAtMs === undefined);
    if (!unit) return undefined;
    unit.orderedAtMs = nowMs;
    unit.announces = this.announces();
    return unit;
  }

  /** The face says that a sentence starts or ends. One that is not ours changes nothing. */
  announce(event: "start" | "end", text: string | undefined): void {
    const isAbout = (unit: Unit) => text === undefined || unit.text === undefined || unit.text === text;
    const unit = this.#units.find((each) => each.orderedAtMs !== undefined && !each.over && isAbout(each));
    if (!unit) return;
    if (event === "start") unit.announced = true;
    else if (unit.announced) unit.over = true;
  }

  /** Moves on with the sound. False when the voice has failed silently. */
  tick(nowMs: number, level: SoundLevel): boolean {
    if (level.composing !== false)
      for (const unit of this.#units) if (unit.orderedAtMs !== undefined) unit.composed = true;
    for (let unit = this.#units[0]; unit; unit = this.#units[0]) {
      if (unit.startMs === undefined) {
        if (this.#wasMerged(unit, level)) unit.over = true;
        else if (!this.#hasStarted(unit, nowMs, level))
          return (
            unit.orderedAtMs === undefined || nowMs - Math.max(unit.orderedAtMs, this.#endedMs) < silentMaxMs
          );
        unit.startMs = nowMs - this.#endedMs < 100 ? this.#endedMs : nowMs;
      }
      const over = this.#isOver(unit, nowMs - unit.startMs, level);
      this.#play(unit, nowMs, over);
      if (!over) return true;
      this.#endedMs = this.voice === "ours" ? unit.startMs + lengthOf(unit) : nowMs;
      this.#units.shift();
    }
    return true;
  }

  /** A picture of the face that says it is sent. */
  see(): void {
    const clip = this.#units[0]?.clips.find(({ state }) => state === "started");
    clip?.events.onPicture?.();
  }

  /** Everything ends here. */
  cut(nowMs: number): void {
    const units = this.#units;
    this.#units = [];
    for (const remote of units.flatMap(({ clips }) => clips)) {
      if (remote.state === "ended") continue;
      const heardMs = remote.state === "started" ? nowMs - remote.startMs : 0;
      end(remote, Math.min(remote.clip.durationMs, Math.max(0, heardMs)));
    }
  }

  /** Hands back what has not been said to its end, for somebody else to say. What had begun is said again, unannounced. */
  giveUp(): { clip: SpokenClip; events: ClipEvents }[] {
    const left = this.#units.flatMap(({ clips }) => clips).filter(({ state }) => state !== "ended");
    this.#units = [];
    return left.map(({ clip, events, state }) => {
      if (state === "waiting") return { clip, events };
      const { onStart: _, ...rest } = events;
      return { clip, events: rest };
    });
  }

  #hasStarted(unit: Unit, nowMs: number, { loud }: SoundLevel): boolean {
    if (unit.orderedAtMs === undefined) return false;
    // Clips of ours are said without a break when the next comes in time.
    if (this.voice === "ours" && nowMs - this.#endedMs < 100) return true;
    if (unit.announces) return unit.announced;
    // What is heard may be the rest of something else.
    return loud && (unit.composed || nowMs - unit.orderedAtMs > unseenMs);
  }

  #wasMerged({ orderedAtMs, announces }: Unit, { quietMs }: SoundLevel): boolean {
    const isBehind = orderedAtMs !== undefined && orderedAtMs < this.#endedMs;
    return this.voice === "theirs" && !announces && isBehind && quietMs >= mergedMs;
  }

  #isOver(unit: Unit, elapsedMs: number, { quietMs, composing }: SoundLevel): boolean {
    const expectedMs = lengthOf(unit);
    if (this.voice === "ours") return elapsedMs >= expectedMs;
    if (unit.over || elapsedMs > expectedMs * slowerMax + slackMs) return true;
    if (unit.announces) return this.#units[1]?.announced === true;
    const isNextOrdered = this.#units[1]?.orderedAtMs !== undefined;
    // A pause in a sentence is not its end while more of it is being composed.
    const mayBeOver = composing !== true || isNextOrdered;
    if (elapsedMs > expectedMs * fasterShare && quietMs >= pauseMs && mayBeOver) return true;
    return elapsedMs > expectedMs * slowerShare && isNextOrdered;
  }

  #play(unit: Unit, nowMs: number, over: boolean): void {
    let atMs = unit.startMs!;
    for (const remote of unit.clips) {
      const { durationMs } = remote.clip;
      if (remote.state === "waiting" && (over || nowMs >= atMs)) {
        remote.state = "started";
        remote.startMs = Math.min(atMs, nowMs);
        remote.endMs = remote.startMs + durationMs;
        remote.events.onStart?.(remote);
      }
      const isLast = remote === unit.clips.at(-1);
      if (remote.state === "started" && (over || (!isLast && nowMs >= atMs + durationMs)))
        end(remote, durationMs);
      else if (remote.state === "started") remote.sentMs = Math.min(durationMs, nowMs - remote.startMs);
      atMs += durationMs;
    }
  }
}

function lengthOf({ clips }: SpeechUnit): number {
  return clips.reduce((sum, { clip }) => sum + clip.durationMs, 0);
}

function end(remote: RemoteClip, sentMs: number): void {
  remote.state = "ended";
  remote.sentMs = sentMs;
  remote.events.onEnd?.(remote);
}
