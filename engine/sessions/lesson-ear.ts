import { Problem } from "../../openapi/binding/problem.ts";
import { earSampleRateHz } from "../listening/ear-messages.ts";
import type { EarEvent } from "../listening/ear-stream.ts";
import type { Ear, Ears } from "../listening/ears.ts";
import { SpokenQuestion } from "../listening/spoken-question.ts";
import type { Transcriber } from "../listening/transcriber.ts";
import type { Peer } from "../media/peer.ts";
import { primaryLanguage } from "../speech/synthesizer.ts";

/** What is said while a process that listens starts: five seconds. */
const earlyPacketsMax = 250;

/** How an engine understands students. */
export interface Listening {
  readonly ears: Pick<Ears, "open">;
  readonly transcriber: Transcriber;
  /** BCP 47 of what it understands; empty: any language. */
  readonly languages: readonly string[];
}

export interface EarEvents {
  /** BCP 47, of what the student says. */
  readonly language: string;
  /** The student begins to speak. */
  onVoice(): void;
  /** The student pauses, and may go on. */
  onPause(): void;
  /** What was understood up to now; `isFinal`: the student has paused. Empty at the end: nothing was. */
  onUnderstood(text: string, isFinal: boolean): void;
  /** Nothing can be understood, because the transcriber cannot be reached or the ears are gone. */
  onDeaf(problem: Problem): void;
}

/** The microphone of one lesson. */
export class LessonEar implements Disposable {
  #ear: Ear | undefined;
  #isWanted = false;
  /** Packets that came while the ear was being opened. */
  #early: Uint8Array[] | undefined;
  #opening: Promise<void> = Promise.resolve();
  #tutorSpeaks = false;
  readonly #stop = new AbortController();
  #soFar: AbortController | undefined;
  readonly #question = new SpokenQuestion();

  private constructor(
    private readonly listening: Listening,
    private readonly events: EarEvents,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Undefined where the browser sends no sound, or nobody would understand it. */
  static openFor(
    peer: Pick<Peer, "hasMicrophone">,
    ports: { listening?: Listening | undefined; onError(error: unknown): void },
    events: EarEvents,
  ): LessonEar | undefined {
    const { listening } = ports;
    if (!listening || !peer.hasMicrophone || !understands(listening, events.language)) return undefined;
    return new LessonEar(listening, events, (error) => ports.onError(error));
  }

  /** Turns the microphone on or off; may be called again and again. */
  set(on: boolean): void {
    this.#isWanted = on;
    this.#early = on && !this.#ear ? [] : undefined;
    this.#opening = this.#opening.then(() => this.#open()).catch((error) => this.#deaf(error));
  }

  /** A packet of the microphone; nothing is kept while it is off. */
  take(opus: Uint8Array): void {
    if (!this.#isWanted) return;
    if (this.#ear) this.#ear.take(opus);
    else if (this.#early && this.#early.length < earlyPacketsMax) this.#early.push(opus);
  }

  set tutorSpeaks(speaks: boolean) {
    this.#tutorSpeaks = speaks;
    this.#ear?.setTutorSpeaks(speaks);
  }

  [Symbol.dispose](): void {
    this.#stop.abort();
    this.set(false);
  }

  async #open(): Promise<void> {
    if (!this.#isWanted) {
      this.#soFar?.abort();
      this.#ear?.[Symbol.dispose]();
      this.#ear = undefined;
      if (this.#question.breakOff() && !this.#stop.signal.aborted) this.#tell();
    } else if (!this.#ear) {
      this.listening.transcriber.prepare();
      const ear = await this.listening.ears.open((event) => this.#hear(event));
      ear.setTutorSpeaks(this.#tutorSpeaks);
      this.#ear = ear;
      for (const opus of this.#early ?? []) ear.take(opus);
      this.#early = undefined;
    }
  }

  #hear(event: EarEvent): void {
    if (event.type === "start") {
      this.#question.begin();
      this.events.onVoice();
    } else if (event.type === "pause") this.events.onPause();
    else if (event.type === "so-far") void this.#understandSoFar(event.pcm);
    else if (event.type === "end") void this.#understand(event.pcm, this.#question.end());
  }

  /** One at a time: a slow transcriber is not asked the same again and again. */
  async #understandSoFar(pcm: Int16Array): Promise<void> {
    if (this.#soFar) return;
    const soFar = new AbortController();
    this.#soFar = soFar;
    const text = await this.#transcribe(pcm, true, soFar.signal).catch(() => "");
    if (!soFar.signal.aborted && text !== "") this.events.onUnderstood(this.#question.textWith(text), false);
    if (this.#soFar === soFar) this.#soFar = undefined;
  }

  async #understand(pcm: Int16Array, keep: (text: string) => void): Promise<void> {
    this.#soFar?.abort();
    this.#soFar = undefined;
    try {
      keep(pcm.length === 0 ? "" : await this.#transcribe(pcm, false, this.#stop.signal));
      this.#tell();
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      keep("");
      this.#tell();
      this.#deaf(error);
    }
  }

  /** The tutor does not begin to answer whoever goes on speaking. */
  #tell(): void {
    const soFar = this.#question.textWith("");
    if (this.#question.isOver) this.events.onUnderstood(this.#question.take(), true);
    else if (soFar !== "") this.events.onUnderstood(soFar, false);
  }

  #deaf(error: unknown): void {
    this.onError(error);
    this.events.onDeaf(new Problem("unavailable", "what you say cannot be understood right now"));
  }

  #transcribe(pcm: Int16Array, isInterim: boolean, signal: AbortSignal): Promise<string> {
    const spoken = { pcm, isInterim, sampleRateHz: earSampleRateHz, language: this.events.language };
    return this.listening.transcriber.transcribe(spoken, AbortSignal.any([signal, this.#stop.signal]));
  }
}

function understands({ languages }: Listening, language: string): boolean {
  return (
    languages.length === 0 || languages.some((each) => primaryLanguage(each) === primaryLanguage(language))
  );
}
