import { CitationCheck, type CitedPart } from "./citations.ts";
import type { TurnFlag } from "./guardrail.ts";
import {
  type ChatMessage,
  type LanguageModel,
  type ModelOptions,
  ModelUnavailable,
} from "./language-model.ts";
import { answerFromNotes, findExcerpts } from "./notes-answer.ts";
import type { PassageFinder } from "./passages.ts";
import { buildPrompt, type NotesExcerpt, type TutorProfile } from "./prompt.ts";

/** Who answers: the model, the tutor's notes, or the guardrail that declines. */
export const answerSources = ["model", "notes", "guardrail"] as const;
export type AnswerSource = (typeof answerSources)[number];

export type AnswerPart =
  /** What the guardrail found, before anything else. */
  | { readonly type: "guard"; readonly flags: readonly TurnFlag[] }
  /** The notes and documents were searched for the question. */
  | { readonly type: "notes" }
  /** Comes once, before the first text: who answers. `model`: the name that was asked for, if one was. */
  | { readonly type: "source"; readonly source: AnswerSource; readonly model?: string | undefined }
  /** The model is being loaded; comes again at least every 10 s until the first text. */
  | { readonly type: "waking" }
  /** Others are being answered first; see ReplyPart. */
  | { readonly type: "queued"; readonly place: number; readonly expectedMs: number | undefined }
  /** The next piece of the answer, never empty; Markdown, with sources as `[1]`. Each source is told before the text that names it. */
  | CitedPart
  /** The last part of every answer. */
  | {
      readonly type: "done";
      readonly source: AnswerSource;
      /**
       * `stop`: complete. `length`: cut by the bound on replies. `cut`: the model stopped without saying
       * why. `broken`: the model failed in the middle, and a sentence that says so was added.
       */
      readonly outcome: "stop" | "length" | "cut" | "broken";
      readonly model?: string | undefined;
      /** Why the model did not answer, or not to its end. */
      readonly failure?: ModelUnavailable["code"] | undefined;
      readonly promptTokens?: number | undefined;
      readonly replyTokens?: number | undefined;
      /** Our own estimate of `promptTokens`. */
      readonly estimatedPromptTokens?: number | undefined;
    };

export interface AnswerContext {
  readonly profile: TutorProfile;
  /** What was asked and what was heard of the answers, oldest first, without the question. */
  readonly history: readonly ChatMessage[];
  readonly options?: ModelOptions | undefined;
  /** What stands before the question in the prompt, and is no part of it. */
  readonly preface?: string | undefined;
  /** What was given of the answer before it broke off: the model goes on behind it. */
  readonly begun?: string | undefined;
  /** Bound on the prompt, in tokens: the model's window less the reply. Default 3000. */
  readonly promptTokensMax?: number | undefined;
}

export interface AnswerTools {
  /** Undefined: there is no model, and the notes answer. */
  readonly model: LanguageModel | undefined;
  /** Searches the tutor's documents; undefined: there are none to be searched. */
  readonly findPassages?: PassageFinder | undefined;
  readonly signal: AbortSignal;
}

type Passages = readonly NotesExcerpt[];
type Done = Extract<AnswerPart, { type: "done" }>;

/** Sources that an answer can name, as the contract has them. */
const excerptsMax = 12;
const promptTokensDefault = 3_000;

/**
 * Answers with the model, and from the tutor's notes when the model cannot. A model that fails before
 * its first word is replaced by the notes; when it fails later, what was said stays and an honest
 * sentence ends it. Fails only with the signal's reason.
 */
export async function* answer(
  question: string,
  context: AnswerContext,
  { model, findPassages, signal }: AnswerTools,
): AsyncGenerator<AnswerPart, void> {
  signal.throwIfAborted();
  const passages = (await findPassages?.(question, signal)) ?? [];
  if (!model) {
    yield { type: "notes" };
    yield* notesParts(question, context, { passages, signal });
    return;
  }
  let said = context.begun ?? "";
  try {
    for await (const part of modelParts(question, context, { model, passages, signal })) {
      if (part.type === "text") said += part.text;
      // Some models end without a word; then the notes have the floor.
      if (part.type === "done" && said === "") throw new ModelUnavailable("failed", "The reply is empty");
      yield part;
      signal.throwIfAborted();
    }
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof ModelUnavailable)) throw error;
    if (said === "") {
      yield* notesParts(question, context, { passages, signal, failure: error.code });
      return;
    }
    yield { type: "text", text: apology(said, context.profile.language) };
    yield { type: "done", source: "model", outcome: "broken", failure: error.code };
  }
}

async function* modelParts(
  question: string,
  context: AnswerContext,
  { model, passages, signal }: { model: LanguageModel; passages: Passages; signal: AbortSignal },
): AsyncGenerator<AnswerPart, void> {
  const { profile, options = {}, promptTokensMax: tokensMax = promptTokensDefault } = context;
  const excerpts = inTurns(passages, findExcerpts(question, profile.notes));
  yield { type: "notes" };
  const prompt = buildPrompt({ ...context, question, excerpts, tokensMax });
  const citations = new CitationCheck(prompt.excerpts);
  let begun = false;
  try {
    for await (const part of model.reply(prompt.messages, options, signal)) {
      if (part.type === "done") {
        yield* citations.end();
        const { type, reason, ...counts } = part;
        const done: Done = { type, source: "model", outcome: reason, ...counts };
        yield { ...done, estimatedPromptTokens: prompt.estimatedTokens };
        return;
      }
      if (part.type === "text" && !begun) {
        begun = true;
        yield { type: "source", source: "model", model: options.model };
      }
      if (part.type === "text") yield* citations.push(part.text);
      else yield part;
    }
  } catch (error) {
    // What was held back had been written before the model failed.
    if (error instanceof ModelUnavailable) yield* citations.end();
    throw error;
  }
}

function* notesParts(
  question: string,
  { profile }: AnswerContext,
  {
    passages,
    signal,
    failure,
  }: { passages: Passages; signal: AbortSignal; failure?: ModelUnavailable["code"] },
): Generator<AnswerPart, void> {
  yield { type: "source", source: "notes" };
  signal.throwIfAborted();
  const { text, citation } = answerFromNotes(question, profile, passages);
  if (citation) yield { type: "citation", citation };
  yield { type: "text", text };
  signal.throwIfAborted();
  yield { type: "done", source: "notes", outcome: "stop", failure };
}

/** The best of both first, and so on: nobody can tell which search is right. */
function inTurns(first: Passages, second: Passages): NotesExcerpt[] {
  const longest = Math.max(first.length, second.length);
  return Array.from({ length: longest }, (_, index) => [first[index], second[index]])
    .flat()
    .filter((excerpt) => excerpt !== undefined)
    .slice(0, excerptsMax);
}

const apologies: Readonly<Record<string, string>> = {
  en: "I am sorry, my answer broke off there. Please ask me again.",
  zh: "抱歉，我的回答在这里中断了。请再问我一次。",
  de: "Entschuldigung, meine Antwort ist hier abgebrochen. Bitte frag mich noch einmal.",
  es: "Perdona, mi respuesta se ha cortado aquí. Pregúntame de nuevo, por favor.",
  fr: "Pardon, ma réponse s'est arrêtée ici. Pose-moi la question encore une fois.",
  ja: "すみません、答えが途中で切れました。もう一度聞いてください。",
};

/** Ends a reply that broke off, on a paragraph of its own and outside whatever markup was open. */
function apology(said: string, language: string): string {
  const fence = (said.match(/^\s*```/gmu)?.length ?? 0) % 2 === 1 ? "\n```" : "";
  const dots = fence || /[.!?…。！？:]\s*$/u.test(said) ? "" : "…";
  const words = apologies[language.toLowerCase().split("-")[0] ?? "en"] ?? apologies.en!;
  return `${dots}${fence}\n\n${words}`;
}
