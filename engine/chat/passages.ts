import type { NotesExcerpt } from "./prompt.ts";

/** Finds passages of a tutor's documents for a question; never fails, but for the signal's reason. */
export type PassageFinder = (question: string, signal: AbortSignal) => Promise<readonly NotesExcerpt[]>;

/** PORT: where documents are searched. */
export interface PassageSource {
  /** Best first. May fail in any way. */
  findPassages(tutorId: string, question: string, signal: AbortSignal): Promise<readonly NotesExcerpt[]>;
}

/** An answer waits for passages this long and no longer. */
const deadlineMs = 300;

/** Searches a tutor's documents within a deadline: an answer without them is better than a late one. `onMissed` hears why there are none. */
export function passageFinder(
  source: PassageSource,
  tutorId: string,
  onMissed: (error: unknown) => void,
): PassageFinder {
  return async (question, signal) => {
    signal.throwIfAborted();
    const limited = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
    try {
      return await source.findPassages(tutorId, question, limited);
    } catch (error) {
      signal.throwIfAborted();
      onMissed(error);
      return [];
    }
  };
}
