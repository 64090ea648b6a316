/** What a text is embedded for; some models want to know. */
export type EmbeddingPurpose = "passage" | "question";

export interface Embeddings {
  /** The model that made them: vectors of different models have nothing to do with each other. */
  readonly model: string;
  /** One for each text, all of the same length. */
  readonly vectors: readonly (readonly number[])[];
}

/** PORT: a model that turns texts into vectors whose angles tell how near they are in meaning. */
export interface EmbeddingModel {
  /** Texts, 32 at most. Rejects with ModelUnavailable or the signal's reason. */
  embed(texts: readonly string[], purpose: EmbeddingPurpose, signal: AbortSignal): Promise<Embeddings>;
}
