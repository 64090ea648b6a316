import type { SpokenClip } from "../speech/speaker.ts";
import type { Sentence } from "./sentences.ts";

/** A question mark at the end, behind which quotes and brackets may close. */
const question = /[?？؟][\s\p{Pe}\p{Pf}"']*$/u;

/** Where the last word of a question ends, in ms from the clip's start; undefined where it is none, or ends in another clip. */
export function questionEndMs(
  { text, speech }: Pick<Sentence, "text" | "speech">,
  { words }: Pick<SpokenClip, "words">,
): number | undefined {
  const last = words.at(-1);
  if (!last || !question.test(text) || /[\p{L}\p{N}]/u.test(speech.slice(last.to))) return undefined;
  return last.endMs;
}
