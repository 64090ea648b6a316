// The one file that loads eSpeak NG, which is under the GPL version 3. It runs in a process of its own and is never
// imported by the engine; see `docs/decisions/007-espeak-in-its-own-process.md`.
import open from "@echogarden/espeak-ng-emscripten";
import { type SpeakOrder, serveSpeech } from "../../speech/speech-program.ts";

const wordsPerMinute = 165;
/** eSpeak's own bounds (espeak_ng.h). */
const wordsPerMinuteMin = 80;
const wordsPerMinuteMax = 450;

// eSpeak seeds the breath in some of its voices with the time. The same words shall sound the same each time.
Date.now = () => 0;
const espeak = new (await open({ print: () => {}, printErr: () => {} })).eSpeakNGWorker();

await serveSpeech<SpeakOrder>(({ text, voice, rate }, send) => {
  espeak.set_voice(voice, "", 0, 0, 0);
  const wanted = Math.round(wordsPerMinute * rate);
  espeak.set_rate(Math.min(wordsPerMinuteMax, Math.max(wordsPerMinuteMin, wanted)));
  const pieces: Int16Array[] = [];
  const phonemes: [string, number][] = [];
  const words: [number, number, number][] = [];
  espeak.synthesize(text, (pcm, events) => {
    if (pcm) pieces.push(pcm.slice());
    for (const event of events) {
      if (event.type === "phoneme") phonemes.push([String(event.id), event.audio_position]);
      else if (event.type === "word")
        words.push([event.text_position - 1, event.word_length, event.audio_position]);
    }
    return false;
  });
  const pcm = new Int16Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    pcm.set(piece, at);
    at += piece.length;
  }
  send({ sampleRateHz: espeak.get_samplerate(), phonemes, words }, pcm);
});
