import type { Face, IdleLoop } from "../avatar/face.ts";
import type { RemoteFace } from "../avatar/remote-face.ts";
import type { LanguageModel } from "../chat/language-model.ts";
import type { Peer } from "../media/peer.ts";
import type { Speaker } from "../speech/speaker.ts";
import type { Fillers } from "../turns/fillers.ts";
import type { Latency, TurnOutcome, TurnSource } from "../turns/turn.ts";
import type { Profile } from "./backend-client.ts";
import type { LessonMemory } from "./lesson-memory.ts";
import type { RecordPorts } from "./lesson-record.ts";
import { Playout } from "./playout.ts";
import { type LessonPlayout, RelayedPlayout } from "./relayed-playout.ts";

/** What lessons share. */
export interface LessonPorts extends RecordPorts {
  model: LanguageModel;
  /** Bound on what the model is given to read, in tokens. */
  promptTokensMax: number;
  speaker: Speaker;
  /** Calls back every 20 ms with a monotonic time in ms, until the function it returns is called. */
  startTicker(tick: (nowMs: number) => void): () => void;
  /** For figures: a turn is over. */
  onTurnEnd?(turn: { outcome: TurnOutcome; source: TurnSource; latency: Latency }): void;
  /** For figures: a picture was sent late. */
  onPictureLate?: (() => void) | undefined;
}

export interface LessonParts {
  readonly id: string;
  readonly sessionId: string;
  readonly profile: Profile;
  readonly peer: Peer;
  readonly face: Face;
  readonly idle: IdleLoop;
  /** Shown in front of `face` while it is well. */
  readonly remote: RemoteFace | undefined;
  readonly fillers: Fillers;
  /** What has been said in the session before; grows with what is said now. */
  readonly memory: LessonMemory;
}

/** A tutor with a voice of ours keeps it: the remote face then moves its lips to it. */
export function openPlayout({ peer, face, idle, remote, profile }: LessonParts): LessonPlayout {
  if (!remote) return new Playout(peer, face, idle);
  const voice = profile.voice === null || profile.voice === undefined ? "theirs" : "ours";
  return new RelayedPlayout(peer, { face, idle }, { remote, voice, linkRate: () => peer.stats().remb });
}
