// The one file that loads sherpa-onnx, in a process of its own: its library has eSpeak NG inside (GPL version 3), and
// native code that fails takes no lesson with it. See `docs/decisions/007-espeak-in-its-own-process.md`.
import { OfflineTts } from "sherpa-onnx-node";
import { type SpeakOrder, serveSpeech } from "../../speech/speech-program.ts";
import { findSherpaModel } from "./sherpa-model.ts";

/** Sentences at a time: the first is heard before the others are made. */
const maxNumSentences = 1;

const folder = process.argv[2] ?? "";
let loaded: OfflineTts | undefined;

await serveSpeech<SpeakOrder>(async ({ text, voice, rate }, send) => {
  loaded ??= new OfflineTts({
    model: { ...findSherpaModel(folder), numThreads: 1, provider: "cpu" },
    maxNumSentences,
  });
  const { sampleRate: sampleRateHz, numSpeakers } = loaded;
  const speaker = Number(voice);
  if (speaker >= Math.max(1, numSpeakers))
    throw new Error(`the model has ${numSpeakers} speakers, counted from 0`);
  let sent = 0;
  const give = (samples: Float32Array): boolean => {
    sent += samples.length;
    const pcm = Int16Array.from(samples, (sample) =>
      Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_767))),
    );
    return send({ sampleRateHz }, pcm);
  };
  const whole = await loaded.generateAsync({
    text,
    sid: speaker,
    speed: rate,
    onProgress: ({ samples }) => give(samples),
  });
  if (sent === 0) give(whole.samples);
});
