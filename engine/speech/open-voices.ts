import { espeakAbsence, openEspeak } from "../providers/espeak/espeak.ts";
import { openFlite } from "../providers/flite/flite.ts";
import type { SpeechEngine } from "./speech-engine.ts";
import type { SpeechSettings } from "./speech-settings.ts";
import { takingTurns } from "./turn-taking.ts";
import { VoiceRouter } from "./voice-router.ts";

/** The voices of the speech worker, opened and joined. */
export interface OpenVoices extends AsyncDisposable {
  readonly router: VoiceRouter;
}

/** The composition root of speech: which adapter fills the port, best first. */
export async function openVoices(_settings: SpeechSettings, onChange: () => void): Promise<OpenVoices> {
  await using opened = new AsyncDisposableStack();
  const flite = takingTurns(await openFlite());
  const noEspeak = espeakAbsence();
  const engines: SpeechEngine[] = [
    { name: "flite", synthesizer: flite },
    noEspeak === undefined
      ? { name: "espeak", synthesizer: opened.use(openEspeak()) }
      : { name: "espeak", absent: noEspeak },
  ];
  const parts = opened.move();
  return {
    router: new VoiceRouter(engines, { onChange }),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}
