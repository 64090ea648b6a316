import type { components } from "../../generated/engine.types.ts";
import { after, type LessonEvent, type LessonState, moods } from "./lesson-state.ts";
import type { RelayedPlayout } from "./relayed-playout.ts";

type StateChanged = components["schemas"]["StateChanged"];

export interface StageViewers {
  readonly playout: Pick<RelayedPlayout, "setMood">;
  /** What listens to the student, where something does. */
  readonly ear: { tutorSpeaks: boolean } | undefined;
  send(message: StateChanged): void;
}

/** What the lesson is doing: shown by the face, told to the page, and known to the ear. */
export class LessonStage {
  #state: LessonState = "idle";
  /** Who answers without a model that works. */
  #source: StateChanged["source"];

  constructor(private readonly viewers: StageViewers) {}

  /** The student speaks, or what was said is being understood. */
  get isListening(): boolean {
    return this.#state === "listening";
  }

  change(event: LessonEvent): void {
    const state = after(this.#state, event);
    if (state === this.#state) return;
    this.#state = state;
    const { playout, ear } = this.viewers;
    playout.setMood(moods[state]);
    if (ear) ear.tutorSpeaks = state === "speaking" || state === "degraded";
    this.tell();
  }

  /** Each sign of a model that is being loaded is passed on, so that the page knows that nothing is stuck. */
  wake(): void {
    if (this.#state === "waking") this.tell();
    else this.change("model-waking");
  }

  /** The notes answer in the model's place, or its answer has broken off. */
  loseModel(source: StateChanged["source"]): void {
    this.#source = source;
    this.change("model-lost");
  }

  tell(queue?: StateChanged["queue"]): void {
    const source = this.#state === "degraded" ? this.#source : undefined;
    this.viewers.send({
      type: "state",
      state: this.#state,
      ...(queue && { queue }),
      ...(source && { source }),
    });
  }
}
