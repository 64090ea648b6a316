/** How long one step of the detector is. */
export const stepMs = 10;
/** Speech of this length begins an utterance; a cough or a click is shorter. */
const startMs = 90;
/** Silence of this length in an utterance is a pause to nod in; of that length, its end. */
const pauseMs = 400;
const endMs = 700;
const utteranceMsMax = 30_000;

const speechProbability = 0.5;
/** While the tutor speaks some of it may come back through the microphone. */
const speechOverTutor = 0.7;
const silenceProbability = 0.35;

export type VoiceEvent = "start" | "pause" | "end";

/** Tells from the probabilities of speech when somebody begins, pauses and ends. */
export class VoiceActivity {
  /** The tutor is speaking. */
  tutorSpeaks = false;
  #speechMs = 0;
  #silentMs = 0;
  #utteranceMs = 0;

  get isSpeaking(): boolean {
    return this.#utteranceMs > 0;
  }

  /** The probability of the next `stepMs`. */
  step(probability: number): VoiceEvent | undefined {
    return this.isSpeaking ? this.#goOn(probability) : this.#wait(probability);
  }

  #wait(probability: number): "start" | undefined {
    const isSpeech = probability > (this.tutorSpeaks ? speechOverTutor : speechProbability);
    // Two doubtful steps are no new beginning.
    this.#speechMs = Math.max(0, this.#speechMs + (isSpeech ? stepMs : -2 * stepMs));
    if (this.#speechMs < startMs) return undefined;
    this.#utteranceMs = this.#speechMs;
    this.#silentMs = 0;
    return "start";
  }

  #goOn(probability: number): "pause" | "end" | undefined {
    this.#utteranceMs += stepMs;
    this.#silentMs = probability < silenceProbability ? this.#silentMs + stepMs : 0;
    if (this.#silentMs >= endMs || this.#utteranceMs >= utteranceMsMax) {
      this.#utteranceMs = 0;
      this.#speechMs = 0;
      return "end";
    }
    return this.#silentMs === pauseMs ? "pause" : undefined;
  }
}
