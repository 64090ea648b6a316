import type { VideoCodec } from "./face.ts";

/** How a remote face is told what to say: its own voice reads the text, or it moves its lips to our sound. */
export type RemoteVoice = "theirs" | "ours";

/** PORT: a face that is drawn on another machine and comes as a finished stream of pictures and sound. */
export interface RemoteFace {
  /** Opens one head for one student, in the student's codec. Rejects when there is no place or nobody answers. */
  open(codec: VideoCodec, signal: AbortSignal): Promise<RemotePerformance>;
}

/**
 * One head. Its picture and its sound flow all the time; `atMs` is one clock for both. Nothing it sends has to do with this
 * lesson until `say` was called: it may still be finishing somebody else's sentence.
 */
export interface RemotePerformance extends AsyncDisposable {
  /** Opus packets of 20 ms. */
  onSound: ((opus: Uint8Array, atMs: number) => void) | undefined;
  /** Encoded pictures; the first one is a key picture. */
  onPicture: ((picture: Uint8Array, key: boolean, atMs: number) => void) | undefined;
  /** Where `announces`: a sentence's first or last sound leaves. Its text comes with it where the server tells. */
  onSpeech: ((event: "start" | "end", text: string | undefined) => void) | undefined;
  /** Whether sentences that are ordered now will be announced. */
  readonly announces: boolean;
  /**
   * Where it does not announce: whether speech is being composed, which leads what is sent by up to two seconds. Undefined
   * where nobody tells, or not now.
   */
  readonly composing: boolean | undefined;
  /** The server is about to change: whoever has the head lets it go between two turns, or loses it a little later. */
  onMaintenance: (() => void) | undefined;
  /** Resolves when the head is gone, whoever ended it. */
  readonly closed: Promise<void>;
  wantKeyPicture(): void;
  /** What the student's link takes, bit/s. */
  limitRate(bitsPerSecond: number): void;
  /** Queues a sentence. Resolves when it was taken, not when it was said. Calls are made one after the other. */
  say(text: string, interrupt: boolean): Promise<void>;
  /** Queues Opus packets of ours, 20 ms each. */
  sayPackets(packets: readonly Uint8Array[]): Promise<void>;
  /** Forgets what is queued. What is drawn already is still sent, for seconds. */
  interrupt(): Promise<void>;
}
