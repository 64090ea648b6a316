import type { Understood } from "./loudspeaker-echo.ts";

/** The part of the Web Speech API (WICG) that is used; TypeScript's library has no types for it. */
interface Recognition extends EventTarget {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  start(): void;
  abort(): void;
}

interface RecognitionEvent extends Event {
  readonly resultIndex: number;
  readonly results: ArrayLike<ArrayLike<{ readonly transcript: string }> & { readonly isFinal: boolean }>;
}

interface RecognitionWindow {
  readonly SpeechRecognition?: new () => Recognition;
  readonly webkitSpeechRecognition?: new () => Recognition;
}

export interface RecogniserEvents {
  onUnderstood(understood: Understood): void;
  /** It ended by itself: it is not allowed, or its service cannot be reached. */
  onFailed(): void;
}

/** Errors after which it can go on: nobody spoke, or it was told to stop. */
const harmless: ReadonlySet<string> = new Set(["no-speech", "aborted"]);

/** The browser's own speech recognition, which may send the sound to the browser's maker: only where the student wants that. */
export class BrowserRecogniser {
  #recognition: Recognition | undefined;

  static get isSupported(): boolean {
    return recognitionOf() !== undefined;
  }

  /** `language`: BCP 47. It goes on until it is stopped. */
  start(language: string, events: RecogniserEvents): void {
    this.stop();
    const Recogniser = recognitionOf();
    if (!Recogniser) {
      events.onFailed();
      return;
    }
    const recognition = new Recogniser();
    this.#recognition = recognition;
    recognition.lang = language;
    recognition.continuous = true;
    recognition.interimResults = true;
    const isCurrent = () => this.#recognition === recognition;
    recognition.addEventListener("result", (event) => {
      const { results, resultIndex } = event as RecognitionEvent;
      for (const { 0: best, isFinal } of Array.from(results).slice(resultIndex))
        if (isCurrent()) events.onUnderstood({ text: best?.transcript.trim() ?? "", isFinal });
    });
    recognition.addEventListener("error", (event) => {
      if (!isCurrent() || harmless.has((event as Event & { error?: string }).error ?? "")) return;
      this.#recognition = undefined;
      events.onFailed();
    });
    // Browsers end it after a while of silence.
    recognition.addEventListener("end", () => isCurrent() && recognition.start());
    recognition.start();
  }

  stop(): void {
    const recognition = this.#recognition;
    this.#recognition = undefined;
    recognition?.abort();
  }
}

function recognitionOf(): (new () => Recognition) | undefined {
  const known: RecognitionWindow = globalThis as RecognitionWindow;
  return known.SpeechRecognition ?? known.webkitSpeechRecognition;
}
