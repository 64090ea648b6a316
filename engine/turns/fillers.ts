import type { Speaker, SpokenClip } from "../speech/speaker.ts";
import { SpeechError } from "../speech/synthesizer.ts";

/** Short words that bridge a wait, ready to be sent. */
export interface Filler {
  readonly text: string;
  readonly clips: readonly SpokenClip[];
}

/** Languages and voices whose fillers are kept. */
const voicesMax = 50;

const english = ["Let me think.", "One moment, please.", "Let me see."];
const wordings: Readonly<Record<string, readonly string[]>> = {
  en: english,
  zh: ["让我想一想。", "请稍等。"],
  de: ["Lass mich kurz nachdenken.", "Einen Moment, bitte."],
  es: ["Déjame pensar.", "Un momento, por favor."],
  fr: ["Laisse-moi réfléchir.", "Un instant, s'il te plaît."],
  ja: ["少し考えますね。", "少々お待ちください。"],
};

/** What a tutor says when an answer is long in coming, spoken once per voice and kept. */
export class Fillers {
  readonly #kept = new Map<string, Filler[]>();
  #given = 0;

  constructor(private readonly speaker: Speaker) {}

  /** Speaks the fillers of a voice, unless they are there. A voice that cannot say them has none. */
  async prepare(language: string, voice: string | undefined, signal: AbortSignal): Promise<void> {
    const name = nameOf(language, voice);
    if (this.#kept.has(name)) return;
    const fillers: Filler[] = [];
    this.#kept.set(name, fillers);
    try {
      for (const text of wordings[language.toLowerCase().split("-")[0] ?? ""] ?? []) {
        const clips = await Array.fromAsync(this.speaker.speak({ text, language, voice }, signal));
        if (signal.aborted) break;
        if (clips.length > 0) fillers.push({ text, clips });
      }
    } catch (error) {
      if (!(error instanceof SpeechError)) throw error;
    } finally {
      // Another lesson may try again.
      if (signal.aborted) this.#kept.delete(name);
      if (this.#kept.size > voicesMax) this.#kept.delete(this.#kept.keys().next().value!);
    }
  }

  /** The next filler in turn; undefined when the voice has none (yet). */
  next(language: string, voice: string | undefined): Filler | undefined {
    const fillers = this.#kept.get(nameOf(language, voice)) ?? [];
    return fillers[this.#given++ % Math.max(1, fillers.length)];
  }
}

function nameOf(language: string, voice: string | undefined): string {
  return `${language}/${voice ?? ""}`;
}
