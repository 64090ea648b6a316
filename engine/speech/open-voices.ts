import { espeakAbsence, openEspeak } from "../providers/espeak/espeak.ts";
import { openFlite } from "../providers/flite/flite.ts";
import { TtsGateway } from "../providers/mageurite/tts-gateway.ts";
import { openAiVoice } from "../providers/openai/openai-voice.ts";
import { sherpaAbsence } from "../providers/sherpa/model-folder.ts";
import { findSherpaModel } from "../providers/sherpa/sherpa-model.ts";
import { SherpaVoice } from "../providers/sherpa/sherpa-voice.ts";
import { alignedVoice } from "./alignment/aligned-voice.ts";
import { referenceOf } from "./alignment/reference.ts";
import type { PlainVoice } from "./plain-voice.ts";
import type { SpeechEngine } from "./speech-engine.ts";
import type { SpeechSettings } from "./speech-settings.ts";
import { type Synthesizer, speaks } from "./synthesizer.ts";
import { takingTurns } from "./turn-taking.ts";
import { VoiceRouter } from "./voice-router.ts";

/** The voices of the speech worker, opened and joined. */
export interface OpenVoices extends AsyncDisposable {
  readonly router: VoiceRouter;
}

/** The composition root of speech: which adapter fills the port, best first. `onChange`: other voices, or engines that rest. */
export async function openVoices(settings: SpeechSettings, onChange: () => void): Promise<OpenVoices> {
  await using opened = new AsyncDisposableStack();
  const flite = takingTurns(await openFlite());
  const noEspeak = espeakAbsence();
  const espeak = noEspeak === undefined ? opened.use(openEspeak()) : undefined;
  const aligned = (voice: PlainVoice): Synthesizer =>
    alignedVoice(voice, {
      reference(utterance) {
        const speaksIt = (synthesizer: Synthesizer | undefined) =>
          synthesizer?.voices.some((info) => speaks(info, utterance.language));
        const local = [flite, espeak].find(speaksIt);
        return local && referenceOf(local, utterance);
      },
    });
  const { openai, mageurite, sherpa } = settings;
  const noSherpa = sherpa ? sherpaAbsence(sherpa.modelDir, findSherpaModel) : "SHERPA_MODEL_DIR is not set";
  const engines: SpeechEngine[] = [
    openai
      ? { name: "openai", synthesizer: aligned(openAiVoice(openai)) }
      : { name: "openai", absent: "SPEECH_URL is not set" },
    mageurite
      ? { name: "mageurite", synthesizer: aligned(openGateway(mageurite, onChange)) }
      : { name: "mageurite", absent: "MAGEURITE_TTS_URL is not set" },
    sherpa && noSherpa === undefined
      ? { name: "sherpa", synthesizer: aligned(opened.use(new SherpaVoice(sherpa))) }
      : { name: "sherpa", absent: noSherpa! },
    { name: "flite", synthesizer: flite },
    espeak ? { name: "espeak", synthesizer: espeak } : { name: "espeak", absent: noEspeak! },
  ];
  const parts = opened.move();
  return {
    router: new VoiceRouter(engines, { onChange }),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

/** Whether it is there, and which voices it has, is known a moment later. */
function openGateway(settings: NonNullable<SpeechSettings["mageurite"]>, onChange: () => void): TtsGateway {
  const gateway = new TtsGateway({ ...settings, onChange });
  void gateway.dialect();
  return gateway;
}
