import { SettingError } from "../../deploy/settings.ts";
import { type OpenAiTranscriberOptions, openAiTranscriber } from "../providers/openai/openai-transcriber.ts";
import { sherpaAbsence } from "../providers/sherpa/model-folder.ts";
import { findRecogniserModel } from "../providers/sherpa/recogniser-model.ts";
import { SherpaTranscriber, type SherpaTranscriberOptions } from "../providers/sherpa/sherpa-transcriber.ts";
import type { Transcriber } from "./transcriber.ts";

/** What understands students. */
export type TranscriberSettings = {
  /** BCP 47; empty: any language. */
  readonly languages: readonly string[];
} & ({ readonly server: OpenAiTranscriberOptions } | { readonly local: SherpaTranscriberOptions });

/** Which adapter fills the port. Throws SettingError where a local model cannot be run. */
export function openTranscriber(settings: TranscriberSettings): Transcriber & AsyncDisposable {
  if ("server" in settings)
    return { ...openAiTranscriber(settings.server), async [Symbol.asyncDispose]() {} };
  const absence = sherpaAbsence(settings.local.modelDir, findRecogniserModel);
  if (absence !== undefined) throw new SettingError(`TRANSCRIBER_MODEL_DIR cannot be used: ${absence}.`);
  return new SherpaTranscriber(settings.local);
}
