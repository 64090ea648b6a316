import type { components } from "../../generated/engine.types.ts";
import type { FacePlace } from "./face-places.ts";
import type { Output } from "./playout.ts";

type Settings = components["schemas"]["Settings"];

/** How a student is answered: as the student wants, once there is a face; in text until then. */
export class LessonOutput {
  #wanted: Required<Omit<Settings, "type">> = { media: "face", speed: 1 };

  constructor(
    private readonly place: Pick<FacePlace, "queue">,
    private readonly playout: { setOutput(output: Output): void },
  ) {
    this.apply();
  }

  get #media(): Output {
    return this.place.queue ? "text" : this.#wanted.media;
  }

  /** How fast the next sentence is said; undefined where the student reads. */
  get speed(): number | undefined {
    return this.#media === "text" ? undefined : this.#wanted.speed;
  }

  /** Whether there is a face, for the page. */
  get face(): components["schemas"]["FaceChanged"] {
    const { queue } = this.place;
    return {
      type: "face",
      shown: queue ? "none" : "embedded",
      maintenance: false,
      ...(queue && { queue }),
    };
  }

  /** What the student wants from now on. */
  want({ type: _type, ...changes }: Settings): void {
    this.#wanted = { ...this.#wanted, ...changes };
    this.apply();
  }

  /** The place has changed. */
  apply(): void {
    this.playout.setOutput(this.#media);
  }
}
