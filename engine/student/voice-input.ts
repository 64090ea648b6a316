import { BrowserRecogniser } from "./browser-recogniser.ts";
import { withoutEcho } from "./loudspeaker-echo.ts";
import { Microphone } from "./microphone.ts";
import { Store } from "./store.ts";

/** Who turns speech into text: the school's engine, the student's browser, or nobody. */
export type Understander = "engine" | "browser" | "nobody";

export interface VoiceInputPorts {
  /** Turns the engine's ears on or off. */
  sendMic(on: boolean): void;
  ask(text: string): void;
  interrupt(): void;
  /** What the tutor says, or has just said; empty while the tutor is silent. */
  said(): string;
}

/** Speaking instead of typing, as far as there is somebody who understands. */
export class VoiceInput {
  readonly microphone = new Microphone();
  readonly understander = new Store<Understander>("nobody");
  /** What is being said, as far as it was understood. */
  readonly understood = new Store("");
  /** The browser listens. */
  readonly isRecognising = new Store(false);
  /** The browser's recognition ended by itself. */
  readonly hasFailed = new Store(false);
  readonly #recogniser = new BrowserRecogniser();
  #language = "en";

  constructor(private readonly ports: VoiceInputPorts) {
    this.microphone.track.watch((track) => ports.sendMic(track !== undefined));
  }

  /** A connection is there: the engine understands students, or it does not. */
  connect(engineUnderstands: boolean, language: string): void {
    this.#language = language;
    const browserCan = BrowserRecogniser.isSupported ? "browser" : "nobody";
    this.understander.value = engineUnderstands && Microphone.isSupported ? "engine" : browserCan;
  }

  /** Messages arrive from now on: a microphone that was on before the connection was lost still is. */
  goLive(): void {
    if (this.microphone.track.value) this.ports.sendMic(true);
  }

  get isOn(): boolean {
    return this.isRecognising.value || this.microphone.track.value !== undefined;
  }

  turnOn(): void {
    this.hasFailed.value = false;
    if (this.understander.value === "engine") void this.microphone.turnOn();
    else if (this.understander.value === "browser") this.#recognise();
  }

  turnOff(): void {
    this.microphone.turnOff();
    this.#recogniser.stop();
    this.isRecognising.value = false;
    this.understood.value = "";
  }

  /** As the engine understands it; it asks by itself. */
  hear(text: string, isFinal: boolean): void {
    this.understood.value = isFinal ? "" : text;
  }

  #recognise(): void {
    this.isRecognising.value = true;
    this.#recogniser.start(this.#language, {
      onUnderstood: (understood) => {
        const text = withoutEcho(understood, this.ports.said(), this.#language);
        this.hear(text, understood.isFinal);
        if (text === "") return;
        this.ports.interrupt();
        if (understood.isFinal) this.ports.ask(text);
      },
      onFailed: () => {
        this.turnOff();
        this.hasFailed.value = true;
      },
    });
  }
}
