import type { MediaTransport } from "./media-path.ts";

/** What a lesson sees of one student's browser: W3C words, no library types. Opened by `MediaPort.accept`. */

export type VideoCodec = "VP8" | "H264";

/**
 * Why a peer ended.
 * - `left`: the browser closed its end, or the data channel.
 * - `vanished`: nothing authentic was heard from the browser for `silenceMaxMs`.
 * - `never-connected`: no DTLS connection within `connectMaxMs` of the answer.
 * - `refused`: the browser could not prove that it holds the key named in its offer, or broke the rules of the data channel.
 * - `failed`: the transport failed.
 * - `closed`: we called `close()`.
 */
export type CloseReason = "left" | "vanished" | "never-connected" | "refused" | "failed" | "closed";

export interface PeerOptions {
  /** Codecs we can encode. The first one in the browser's order that is in this list is used. */
  videoCodecs: readonly VideoCodec[];
  /** Label of the one data channel the browser opens. Default `lesson`. */
  channelLabel?: string;
  /** Ceiling of the video sent, retransmissions not counted. Default 2 500 000; see `Peer.videoRateMax`. */
  videoRateMax?: number;
  /**
   * Ceilings that the pictures can be made for, in bit/s, the highest first. `Peer.videoRate` is one of them. Without any
   * the rate never changes.
   */
  videoRates?: readonly number[];
  /** Default 10 000. */
  connectMaxMs?: number;
  /** Default 10 000. */
  silenceMaxMs?: number;
}

export interface SentStats {
  packets: number;
  /** RTP payload bytes, retransmissions not counted. */
  bytes: number;
  /** Packets that the receiver reports missing, over the whole connection (RFC 3550 §6.4.1). */
  lost: number;
  /** The receiver's latest loss report, 0..1. */
  lostShare: number;
}

export interface PeerStats {
  audio: SentStats;
  video: SentStats & {
    /** Pictures that left whole. */
    pictures: number;
    /** Pictures dropped before they were sent, because the pacer was full or a key picture was awaited. */
    picturesDropped: number;
    /** Pictures waiting in the pacer now. */
    picturesQueued: number;
    /** Key pictures the browser asked for (PLI and FIR), before limiting. */
    keyPicturesWanted: number;
    retransmitsSent: number;
    /** Repairs refused by the budget. */
    retransmitsDropped: number;
  };
  /** How the browser reaches us; undefined before it has chosen. */
  transport: MediaTransport | undefined;
  roundTripMs: number | undefined;
  /** The receiver's estimate of what it can take, bit/s (REMB). */
  remb: number | undefined;
  /** Data-channel messages refused: binary, too long or not ours to read. */
  messagesRefused: number;
}

/** One student's connection. Made ready to send by `connected`; ended by `close()` or by itself; `closed` always resolves. */
export interface Peer extends AsyncDisposable {
  readonly id: string;
  /** The answer for the browser, `application/sdp`. Complete: there is nothing to trickle. */
  readonly answer: string;
  readonly videoCodec: VideoCodec;
  /** The browser may send the sound of a microphone. */
  readonly hasMicrophone: boolean;
  /** DTLS is up and the browser has proved who it is: media may flow. Rejects with `PeerClosed` when the peer ends first. */
  readonly connected: Promise<void>;
  readonly closed: Promise<CloseReason>;
  /** Since anything authentic was heard from the browser, which speaks every second or two. */
  readonly silentMs: number;
  /** True from the moment the data channel is open until it closes. */
  readonly channelOpen: boolean;
  /** Pace of the video where the link is not narrow, bit/s. */
  videoRateMax: number;
  /** What the browser's link takes of pictures, bit/s: one of `PeerOptions.videoRates`. */
  readonly videoRate: number;

  /** Called once, when the data channel opens. */
  onOpen: (() => void) | undefined;
  /** One text message of at most `messageMaxBytes`. Nothing in it has been checked. */
  onMessage: ((text: string) => void) | undefined;
  /** `videoRate` has changed. */
  onVideoRate: ((bitsPerSecond: number) => void) | undefined;
  /** An Opus packet of the browser's microphone, in the order of the microphone; some may be missing. */
  onSound: ((opus: Uint8Array) => void) | undefined;
  /** The browser cannot go on without a key picture; at most once per `keyPictureIntervalMs`. */
  onKeyPictureWanted: (() => void) | undefined;

  /** What the browser has to prove itself with on a new network path. The path before stays until it does. */
  restartIce(): { readonly ufrag: string; readonly password: string };

  /**
   * False when the channel is not open or more than `channelBufferMaxBytes` wait in it.
   * Throws RangeError for a text of more than `messageMaxBytes` bytes of UTF-8.
   */
  send(text: string): boolean;
  /** One Opus packet (48 kHz). `ptsMs`: when it starts, on the timeline shared with the pictures. Dropped before `connected`. */
  sendAudio(opus: Uint8Array, ptsMs: number): void;
  /**
   * One encoded picture: a VP8 frame or one H.264 access unit in Annex B form. The bytes must not change afterwards; one
   * buffer may go to many peers. Dropped before `connected`. `ptsMs` must not go back.
   */
  sendVideo(picture: Uint8Array, key: boolean, ptsMs: number): void;
  stats(): PeerStats;
  /** Idempotent. */
  close(): Promise<void>;
}

/** The peer ended before what was waited for. */
export class PeerClosed extends Error {
  override readonly name = "PeerClosed";
  constructor(readonly reason: CloseReason) {
    super(`The peer ended: ${reason}.`);
  }
}
