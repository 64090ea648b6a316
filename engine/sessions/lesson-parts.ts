import type { components } from "../../generated/engine.types.ts";
import { bitRates } from "../avatar/face.ts";
import type { LanguageModel } from "../chat/language-model.ts";
import type { PassageFinder } from "../chat/passages.ts";
import type { QuestionLimit } from "../chat/question-limit.ts";
import type { Peer } from "../media/peer.ts";
import type { Speaker } from "../speech/speaker.ts";
import { voicesFor } from "../speech/synthesizer.ts";
import type { Fillers } from "../turns/fillers.ts";
import type { Latency, TurnOutcome, TurnSource } from "../turns/turn.ts";
import type { Profile } from "./backend-client.ts";
import type { FacePlace } from "./face-places.ts";
import type { Listening } from "./lesson-ear.ts";
import type { LessonMemory } from "./lesson-memory.ts";
import type { RecordPorts } from "./lesson-record.ts";
import type { Cast, RelayOptions } from "./relayed-playout.ts";

/** What lessons share. */
export interface LessonPorts extends RecordPorts {
  model: LanguageModel;
  questions: Pick<QuestionLimit, "refuse">;
  /** Bound on what the model is given to read, in tokens. */
  promptTokensMax: number;
  /** Searches the documents of a tutor. */
  passagesOf(tutorId: string): PassageFinder;
  /** Where no voice is left its clips are silent, with the times at which words are likely to be said. */
  speaker: Speaker;
  /** How students are understood; undefined: they type. */
  listening?: Listening | undefined;
  /** Calls back every 20 ms with a monotonic time in ms, until the function it returns is called. */
  startTicker(tick: (nowMs: number) => void): () => void;
  /** For figures: a turn is over. */
  onTurnEnd?(turn: { outcome: TurnOutcome; source: TurnSource; latency: Latency }): void;
  /** For figures: a picture was sent late. */
  onPictureLate?: (() => void) | undefined;
  /** A relay had no place for the student's browser; told once. */
  onRelayRefused?: (() => void) | undefined;
}

export interface LessonParts {
  readonly id: string;
  readonly sessionId: string;
  /** Whose questions are counted together. */
  readonly asker: string;
  /** The tutor, as it is at first. */
  readonly role: Role;
  readonly peer: Peer;
  /** For a face, or in the line for one. */
  readonly place: FacePlace;
  readonly fillers: Fillers;
  /** What has been said in the session before; grows with what is said now. */
  readonly memory: LessonMemory;
}

/** A tutor's profile, and the faces that it asks for. */
export interface Role {
  readonly profile: Profile;
  readonly cast: Cast;
}

/** A tutor with a voice of ours keeps it: the remote face then moves its lips to it. */
export function castOf({ voice }: Profile, faces: Omit<Cast, "voice">): Cast {
  return { ...faces, voice: voice === null || voice === undefined ? "theirs" : "ours" };
}

type Speaks = components["schemas"]["VoiceChanged"]["speaks"];

/** Tells the page when another voice than the tutor's speaks, or none. */
export class VoiceNotice {
  #told: Speaks = "own";

  constructor(private readonly tell: (speaks: Speaks) => void) {}

  note(voice: string | undefined, { profile, cast }: Role, { speaker }: LessonPorts): void {
    // A face with a voice of its own says what ours cannot.
    if (cast.remote && cast.voice === "theirs") return;
    const own = profile.voice ?? voicesFor(speaker.voices, profile.language)[0]?.id;
    const now = voice === undefined ? "nobody" : voice === own ? "own" : "other";
    if (now !== this.#told) this.tell(now);
    this.#told = now;
  }
}

/** What the student's browser says of its link; undefined until it has. */
export function linkOf(peer: Peer): ReturnType<RelayOptions["link"]> {
  const { remb, roundTripMs, video } = peer.stats();
  if (remb === undefined || roundTripMs === undefined) return undefined;
  return { remb, roundTripMs, lostShare: video.lostShare };
}

/** Whether the peer has ended already. */
export async function hasClosed(peer: Peer): Promise<boolean> {
  return (await Promise.race([peer.closed, Promise.resolve("open" as const)])) !== "open";
}

/** The best bit rate of the faces that a link of this rate carries, or the least one. */
export function bitRateWithin(bitsPerSecond: number): (typeof bitRates)[number] {
  return bitRates.find((rate) => rate <= bitsPerSecond) ?? bitRates.at(-1)!;
}
