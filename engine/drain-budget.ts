/** How an engine takes its leave. */
export interface DrainBudget {
  /** So long it is not ready any more and still takes everything: proxies learn of the end a moment later. */
  readonly noticeMs: number;
  /** So long answers may go on, in lessons and in text; lessons end between two turns and go on elsewhere. */
  readonly answersMs: number;
}

/**
 * Asked by what runs several engines: a proxy asks for readiness once a second, and an answer of 600 words takes four minutes to say.
 * The manifests give more time than both together.
 */
export const amongOthers: DrainBudget = { noticeMs: 3_000, answersMs: 240_000 };
/** Asked by a person, who waits. */
export const alone: DrainBudget = { noticeMs: 0, answersMs: 10_000 };
