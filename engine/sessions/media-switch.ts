import type { MediaSink } from "./playout.ts";

export type MediaSource = "own" | "relay";

/** Opus packets are 20 ms. */
const packetMs = 20;

/**
 * Two sources, one student: sound changes over at once, pictures at the next key picture of the new source, so that the
 * student's decoder never sees a picture it cannot build on. Until that comes the old source's pictures are held back when
 * it may not be seen any longer. Times on the way out never go back.
 */
export class MediaSwitch implements MediaSink {
  #sound: MediaSource = "own";
  #wanted: MediaSource = "own";
  #shown: MediaSource = "own";
  #holds = false;
  #lastSoundMs = Number.NEGATIVE_INFINITY;
  #lastPictureMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly sink: MediaSink) {}

  get videoCodec() {
    return this.sink.videoCodec;
  }

  /** Whose pictures the student sees. */
  get shown(): MediaSource {
    return this.#shown;
  }

  /** `hold`: the source shown now sends no further picture, even before the other's key picture. */
  select(source: MediaSource, { hold = false } = {}): void {
    this.#sound = source;
    this.#wanted = source;
    this.#holds = hold && this.#shown !== source;
  }

  sendAudio(opus: Uint8Array, ptsMs: number): void {
    this.soundFrom("own", opus, ptsMs);
  }

  sendVideo(picture: Uint8Array, key: boolean, ptsMs: number): void {
    this.pictureFrom("own", picture, key, ptsMs);
  }

  soundFrom(source: MediaSource, opus: Uint8Array, ptsMs: number): void {
    // After a change the new source may be a little behind what was sent: what overlaps is left out.
    if (source !== this.#sound || ptsMs < this.#lastSoundMs + packetMs) return;
    this.#lastSoundMs = ptsMs;
    this.sink.sendAudio(opus, ptsMs);
  }

  pictureFrom(source: MediaSource, picture: Uint8Array, key: boolean, ptsMs: number): void {
    if (source === this.#wanted && this.#shown !== source && key) {
      this.#shown = source;
      this.#holds = false;
    }
    if (source !== this.#shown || this.#holds) return;
    this.#lastPictureMs = Math.max(ptsMs, this.#lastPictureMs + 1);
    this.sink.sendVideo(picture, key, this.#lastPictureMs);
  }
}
