import type { EmbeddingModel, Embeddings } from "./embedding-model.ts";
import type { NotesExcerpt } from "./prompt.ts";

/** Finds passages of a tutor's documents for a question; never fails, but for the signal's reason. */
export type PassageFinder = (question: string, signal: AbortSignal) => Promise<readonly NotesExcerpt[]>;

/** What a question means, as a model sees it. */
export interface QuestionVector {
  readonly model: string;
  readonly vector: readonly number[];
}

/** PORT: where documents are searched. */
export interface PassageSource {
  /** Best first; by words alone where there is no vector. May fail in any way. */
  findPassages(
    tutorId: string,
    asked: { question: string; embedding: QuestionVector | undefined },
    signal: AbortSignal,
  ): Promise<readonly NotesExcerpt[]>;
}

/** An answer waits for passages this long and no longer; for the question's vector, part of it. */
const deadlineMs = 300;
const vectorDeadlineMs = 150;
/** A model that did not answer in time is not asked again for a while. */
const restMs = 30_000;

/** Searches documents within a deadline: an answer without them is better than a late one. */
export class Passages {
  #restUntilMs = 0;

  constructor(
    private readonly source: PassageSource,
    /** Undefined: documents are searched by words alone. */
    private readonly model: EmbeddingModel | undefined,
    /** Told why there are no passages. */
    private readonly onMissed: (error: unknown) => void,
  ) {}

  finder(tutorId: string): PassageFinder {
    return async (question, signal) => {
      signal.throwIfAborted();
      const limited = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
      try {
        const embedding = await this.#embed(question, limited);
        return await this.source.findPassages(tutorId, { question, embedding }, limited);
      } catch (error) {
        signal.throwIfAborted();
        this.onMissed(error);
        return [];
      }
    };
  }

  async #embed(question: string, signal: AbortSignal): Promise<QuestionVector | undefined> {
    if (!this.model || performance.now() < this.#restUntilMs) return undefined;
    const limited = AbortSignal.any([signal, AbortSignal.timeout(vectorDeadlineMs)]);
    try {
      return toQuestionVector(await this.model.embed([question], "question", limited));
    } catch {
      this.#restUntilMs = performance.now() + restMs;
      return undefined;
    }
  }
}

function toQuestionVector({ model, vectors }: Embeddings): QuestionVector | undefined {
  const [vector] = vectors;
  return vector && { model, vector };
}
