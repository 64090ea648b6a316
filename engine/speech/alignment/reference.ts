import { widened } from "../chunk-sound.ts";
import type { Synthesizer, Utterance } from "../synthesizer.ts";
import type { Reference } from "./timekeeper.ts";

/** What another voice on this machine says to an utterance, as a reference for its times. */
export function referenceOf(synthesizer: Synthesizer, utterance: Utterance): Reference {
  return async (signal) => {
    const spoken = await Array.fromAsync(synthesizer.speak({ ...utterance, voice: undefined }, signal));
    const chunks = spoken.map(widened);
    const pcm = new Float32Array(chunks.reduce((sum, chunk) => sum + chunk.pcm.length, 0));
    let at = 0;
    for (const chunk of chunks) for (const sample of chunk.pcm) pcm[at++] = sample / 32_768;
    return {
      pcm,
      visemes: chunks.flatMap(({ visemes }) => visemes),
      words: chunks.flatMap(({ words }) => words),
    };
  };
}
