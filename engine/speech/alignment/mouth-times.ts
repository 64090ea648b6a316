import type { SpokenWord } from "../synthesizer.ts";
import type { Viseme, VisemeName } from "../viseme.ts";
import type { TimeMap } from "./time-warp.ts";

/** Shorter closures than this pass between two pictures of a face. */
const closureMinMs = 50;
/** Nobody sees a shape that is shorter. */
const shapeMinMs = 8;

/** When the mouth and the words of an utterance do what; in ms from its start. */
export interface SpeechTimes {
  readonly visemes: readonly Viseme[];
  readonly words: readonly SpokenWord[];
}

export function warped({ visemes, words }: SpeechTimes, map: TimeMap): SpeechTimes {
  const moved = <Span extends { startMs: number; endMs: number }>(span: Span): Span => ({
    ...span,
    startMs: map(span.startMs),
    endMs: map(span.endMs),
  });
  return { visemes: visemes.map(moved), words: words.map(moved) };
}

/**
 * Mouth shapes for a part of an utterance: they touch, from its first moment to its last. The lips of p, b and m stay
 * together for two pictures of a face at least; the shapes around them give the time.
 */
export function fitVisemes(
  visemes: readonly Viseme[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Viseme[] {
  const fitted: { name: VisemeName; startMs: number; endMs: number }[] = [];
  let endMs = fromMs;
  for (const { name, ...span } of closuresFirst(visemes)) {
    const until = Math.min(toMs, span.endMs);
    const startMs = Math.max(endMs, span.startMs);
    if (until - startMs < shapeMinMs) continue;
    const isGap = startMs - endMs >= shapeMinMs;
    if (isGap) fitted.push({ name: "sil", startMs: endMs, endMs: startMs });
    fitted.push({ name, startMs: isGap ? startMs : endMs, endMs: until });
    endMs = until;
  }
  const last = fitted.at(-1);
  if (last && toMs - endMs < shapeMinMs) last.endMs = toMs;
  else fitted.push({ name: "sil", startMs: endMs, endMs: toMs });
  return fitted;
}

function closuresFirst(visemes: readonly Viseme[]): Viseme[] {
  const wide = visemes.map((viseme) => (viseme.name === "PP" ? atLeastSeen(viseme) : viseme));
  return wide.map((viseme, index) => {
    const after = wide[index + 1];
    if (after?.name !== "PP" || viseme.name === "PP") return viseme;
    return { ...viseme, endMs: Math.min(viseme.endMs, after.startMs) };
  });
}

function atLeastSeen(closure: Viseme): Viseme {
  const missingMs = Math.max(0, closureMinMs - (closure.endMs - closure.startMs));
  return { ...closure, startMs: closure.startMs - missingMs / 2, endMs: closure.endMs + missingMs / 2 };
}
