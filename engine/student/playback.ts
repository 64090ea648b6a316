import { Store } from "./store.ts";

/** What is still on its way or in the jitter buffer when the engine has confirmed its silence. */
const drainMs = 300;

export interface PlaybackView {
  /** By the student. */
  readonly muted: boolean;
  /** 0 to 1. */
  readonly volume: number;
  /** The browser wants a click before it plays sound. */
  readonly blocked: boolean;
  /** A moving picture is shown. */
  readonly picture: boolean;
  /** The last picture of a lost connection is there to be shown. */
  readonly still: boolean;
}

/**
 * The tutor's picture and sound: plays, volume, mute, and silence at once when the student interrupts. Its elements are
 * made once; whoever shows them gives them a place.
 */
export class Playback {
  readonly video = document.createElement("video");
  /** The last picture: a student never looks at a black screen. */
  readonly still = document.createElement("canvas");
  readonly view = new Store<PlaybackView>({
    muted: false,
    volume: 1,
    blocked: false,
    picture: false,
    still: false,
  });
  #silenced = false;
  /** The student does not want to hear anything. */
  #quiet = false;
  #drainTimer: ReturnType<typeof setTimeout> | undefined;

  /** `volume`: 0 to 1. */
  constructor(volume: number) {
    this.#show({ volume, muted: volume === 0 });
    this.video.playsInline = true;
    this.video.disablePictureInPicture = true;
    this.video.addEventListener("playing", () => this.#show({ picture: true }));
    this.view.watch(() => this.#apply());
  }

  setVolume(volume: number): void {
    this.#show({ volume, muted: volume === 0 });
  }

  /** A slider that stands at nothing would leave nothing to be heard. */
  toggleMute(): void {
    const { muted, volume } = this.view.value;
    this.#show({ muted: !muted, volume: muted && volume === 0 ? 1 : volume });
  }

  setQuiet(quiet: boolean): void {
    this.#quiet = quiet;
    this.#apply();
  }

  /** After a click: sound is allowed now. */
  unblock(): void {
    this.#show({ blocked: false });
    void this.#play();
  }

  attach(media: MediaStream): void {
    this.#silenced = false;
    this.video.srcObject = media;
    this.#show({ blocked: false });
    this.#apply();
    void this.#play();
  }

  detach(): void {
    const { video, still } = this;
    clearTimeout(this.#drainTimer);
    this.#silenced = false;
    if (video.videoWidth > 0 && this.view.value.picture) {
      still.width = video.videoWidth;
      still.height = video.videoHeight;
      still.getContext("2d")?.drawImage(video, 0, 0);
      this.#show({ still: true });
    }
    this.#show({ picture: false });
    video.srcObject = null;
  }

  /** No sound until `release` or `attach`. */
  silence(): void {
    clearTimeout(this.#drainTimer);
    this.#silenced = true;
    this.#apply();
  }

  /** The engine is silent too, or speaks anew (`fresh`). */
  release({ fresh = false } = {}): void {
    if (!this.#silenced) return;
    clearTimeout(this.#drainTimer);
    const unmute = () => {
      this.#silenced = false;
      this.#apply();
    };
    this.#drainTimer = setTimeout(unmute, fresh ? 0 : drainMs);
  }

  /** Browsers may refuse sound where no click came before: then the picture plays, and the student is asked for one. */
  async #play(): Promise<void> {
    try {
      await this.video.play();
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== "NotAllowedError") return;
      this.#show({ blocked: true });
      await this.video.play().catch(() => undefined);
    }
  }

  #show(changes: Partial<PlaybackView>): void {
    this.view.value = { ...this.view.value, ...changes };
  }

  #apply(): void {
    const { muted, blocked, volume } = this.view.value;
    this.video.muted = muted || blocked || this.#silenced || this.#quiet;
    this.video.volume = volume;
  }
}
