import { chunkMs } from "./chunk-sound.ts";
import { everything, isSayable, later, leftAfter, moved } from "./left-to-say.ts";
import type { SpokenClip } from "./speaker.ts";
import { SpeechError, type SpokenWord, type Utterance } from "./synthesizer.ts";
import type { RoutedChunk } from "./voice-router.ts";

/** The process that was speaking died. */
export class SpeakerDied extends SpeechError {
  override readonly name = "SpeakerDied";
}

/**
 * Says an utterance to its end although the process that says it dies: another one goes on with the first word that was
 * not said, once, since the words themselves may be what kills. Fails as `say` does.
 */
export async function* unbroken<Piece extends SpokenClip | RoutedChunk>(
  utterance: Utterance,
  say: (rest: Utterance) => AsyncIterable<Piece>,
): AsyncIterable<Piece> {
  let left = everything;
  for (let isSecond = false; ; isSecond = true) {
    const words: SpokenWord[] = [];
    let spokenMs = 0;
    try {
      for await (const piece of say({ ...utterance, text: utterance.text.slice(left.from) })) {
        // Clips have times of their own, chunks those of the utterance.
        const isClip = "packets" in piece;
        words.push(...piece.words.map((word) => later(word, isClip ? spokenMs : 0)));
        spokenMs += isClip ? piece.durationMs : chunkMs(piece);
        yield moved(piece, isClip ? { ...left, atMs: 0 } : left);
      }
      return;
    } catch (error) {
      if (isSecond || !(error instanceof SpeakerDied)) throw error;
      left = leftAfter(left, words, spokenMs);
      if (!isSayable(utterance.text.slice(left.from))) return;
    }
  }
}
