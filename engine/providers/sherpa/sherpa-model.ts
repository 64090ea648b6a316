import { basename, join } from "node:path";
import { ModelUnknown, readModelFolder } from "./model-folder.ts";

/** What sherpa-onnx's `OfflineTts` takes as its `model`. */
export type SherpaModel = Readonly<Record<string, Readonly<Record<string, string>> | number | string>>;

/**
 * Finds out what kind of model a folder holds, laid out as in the archives that sherpa-onnx publishes
 * (https://k2-fsa.github.io/sherpa/onnx/tts): VITS (Piper and Melo among them), Matcha with its vocoder, Kokoro or Kitten.
 * Throws ModelUnknown.
 */
export function findSherpaModel(folder: string): SherpaModel {
  const names = readModelFolder(folder);
  const all = names.filter((name) => name.endsWith(".onnx"));
  // Smaller copies of the same model stand beside it.
  const models = all.filter((name) => !/\.int8\.onnx$/.test(name) || all.length === 1);
  const tokens = names.includes("tokens.txt") ? join(folder, "tokens.txt") : undefined;
  if (models.length === 0) throw new ModelUnknown(`${folder} holds no .onnx file`);
  if (tokens === undefined) throw new ModelUnknown(`${folder} holds no tokens.txt`);
  const lexicons = names.filter((name) => /^lexicon.*\.txt$/.test(name));
  const common = {
    tokens,
    ...(names.includes("espeak-ng-data") ? { dataDir: join(folder, "espeak-ng-data") } : {}),
    ...(lexicons.length > 0 ? { lexicon: lexicons.map((name) => join(folder, name)).join(",") } : {}),
  };
  const path = (name: string) => join(folder, name);
  const steps = models.find((name) => /^model-steps/.test(name));
  const vocoder = models.find((name) => /^(?:vocos|hifigan)/.test(name));
  if (steps && vocoder) return { matcha: { acousticModel: path(steps), vocoder: path(vocoder), ...common } };
  const [model] = models;
  if (names.includes("voices.bin")) {
    const kind = /kitten/i.test(basename(folder)) || /fp16/.test(model!) ? "kitten" : "kokoro";
    return { [kind]: { model: path(model!), voices: path("voices.bin"), ...common } };
  }
  if (models.length > 1) throw new ModelUnknown(`${folder} holds several models: ${models.join(", ")}`);
  return { vits: { model: path(model!), ...common } };
}
