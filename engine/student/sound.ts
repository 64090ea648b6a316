import type { PageElements } from "./page-elements.ts";
import type { Strings } from "./strings.ts";

/** What is still on its way or in the jitter buffer when the engine has confirmed its silence. */
const drainMs = 300;

/** The video element's picture and sound: plays, volume, mute, and silence at once when the student interrupts. */
export class Sound {
  readonly #elements: PageElements;
  readonly #strings: Strings;
  #muted = false;
  #blocked = false;
  #silenced = false;
  #drainTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(elements: PageElements, strings: Strings) {
    this.#elements = elements;
    this.#strings = strings;
    elements.mute.addEventListener("click", () => {
      this.#muted = !this.#muted;
      this.#apply();
    });
    elements.volume.addEventListener("input", () => {
      this.#muted = elements.volume.value === "0";
      this.#apply();
    });
    elements.soundGate.addEventListener("click", () => {
      this.#blocked = false;
      this.#apply();
      void this.#play();
    });
    elements.video.addEventListener("playing", () => {
      document.body.dataset.picture = "on";
    });
    this.#apply();
  }

  attach(media: MediaStream): void {
    this.#blocked = false;
    this.#silenced = false;
    this.#elements.video.srcObject = media;
    this.#apply();
    void this.#play();
  }

  /** The last picture stays: a student never looks at a black screen. */
  detach(): void {
    const { video, still } = this.#elements;
    clearTimeout(this.#drainTimer);
    this.#silenced = false;
    if (video.videoWidth > 0 && document.body.dataset.picture === "on") {
      still.width = video.videoWidth;
      still.height = video.videoHeight;
      still.getContext("2d")?.drawImage(video, 0, 0);
      still.hidden = false;
    }
    delete document.body.dataset.picture;
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
    this.#drainTimer = setTimeout(
      () => {
        this.#silenced = false;
        this.#apply();
      },
      fresh ? 0 : drainMs,
    );
  }

  /** Browsers may refuse sound where no click came before: then the picture plays, and a button asks for the click. */
  async #play(): Promise<void> {
    const { video } = this.#elements;
    try {
      await video.play();
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== "NotAllowedError") return;
      this.#blocked = true;
      this.#apply();
      await video.play().catch(() => undefined);
    }
  }

  #apply(): void {
    const { video, mute, volume, soundGate } = this.#elements;
    video.muted = this.#muted || this.#blocked || this.#silenced;
    video.volume = Number(volume.value) / 100;
    mute.setAttribute("aria-pressed", String(this.#muted));
    mute.setAttribute("aria-label", this.#muted ? this.#strings.unmute : this.#strings.mute);
    soundGate.hidden = !this.#blocked;
  }
}
