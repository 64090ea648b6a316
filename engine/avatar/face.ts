import type { Viseme } from "../speech/viseme.ts";

/** Pictures per second of every face. */
export const picturesPerSecond = 25;
/** Duration of one picture, in ms. */
export const pictureMs = 1000 / picturesPerSecond;

/** What faces are encoded in; the browser's order decides. */
export const videoCodecs = ["VP8", "H264"] as const;
export type VideoCodec = (typeof videoCodecs)[number];

/**
 * Bits per second that pictures may take at most over a while, the best first: for most links, and for narrow ones. A browser's estimate of
 * its link is at most half as much again as what it gets, so no step up is larger.
 */
export const bitRates = [600_000, 400_000, 270_000, 180_000, 120_000, 80_000] as const;
export type BitRate = (typeof bitRates)[number];

/** One encoded picture, 512×512: a VP8 frame, or an H.264 access unit in Annex B. */
export interface EncodedPicture {
  readonly data: Uint8Array;
  /** Decodable without any picture before it. */
  readonly key: boolean;
}

/** A face at rest (breathing, blinking), encoded once per codec and sent to everybody who looks at it. */
export interface IdleLoop {
  /** Played at `picturesPerSecond`, over and over. The first is a key picture, and more follow every two seconds or so. */
  readonly pictures: readonly EncodedPicture[];
}

/** What the face does while it is not speaking. */
export type Mood = "idle" | "listening" | "thinking" | "speaking";

/** PORT: a tutor's face. */
export interface Face {
  /** The shared idle loop, at the best rate unless said. Loops of all rates have their keys in the same places. Rejects when the face cannot be made. */
  idle(codec: VideoCodec, bitRate?: BitRate): Promise<IdleLoop>;
  /** Opens a private stream for one student. Cheap until `begin`. */
  perform(codec: VideoCodec): Performance;
}

/**
 * One student's private pictures. Pictures are numbered on the lesson's media clock: picture n is
 * shown at n × pictureMs, and n also counts the loop position (loop index = n mod the loop's length),
 * so that private and shared pictures of the same number show the same pose.
 */
export interface Performance extends AsyncDisposable {
  /** Called with each picture as it is encoded, in order of number. */
  onPicture: (number: number, picture: EncodedPicture) => void;
  /** Called once when the stream cannot go on; the owner falls back to the idle loop, and may open another. */
  onFailure: (error: Error) => void;
  /** Starts (or restarts) at picture `number`, which will be a key picture. Forgets pictures not yet delivered. */
  begin(number: number): void;
  /** Lets the encoder work ahead up to and including picture `number`. Nothing beyond it is made. */
  advance(number: number): void;
  /**
   * Adds mouth shapes; `atMs` is the clip's start on the media clock. `asksUntilMs`: the clip ends a question, whose last word
   * ends so long after its start.
   */
  speak(atMs: number, visemes: readonly Viseme[], asksUntilMs?: number): void;
  /** Forgets mouth shapes from media time `atMs` on: the mouth comes to rest within 120 ms. */
  hush(atMs: number): void;
  setMood(mood: Mood): void;
  /** Who listens shows it with the next picture, unless it was shown a moment ago: the student pauses. */
  nod(): void;
  /** Makes the next picture a key picture. */
  wantKeyPicture(): void;
  /** The same face at another rate, from the next picture on, which is a key picture. */
  setBitRate(bitRate: BitRate): void;
  /** Stops encoding until the next `begin`; the encoder may be lent to somebody else. */
  end(): void;
}
