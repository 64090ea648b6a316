import { basename, join } from "node:path";
import { ModelUnknown, readModelFolder } from "./model-folder.ts";

/** What sherpa-onnx's `OfflineRecognizer` takes as its `modelConfig`, without threads. */
export type RecogniserModel = Readonly<Record<string, Readonly<Record<string, string | number>> | string>>;

/** Models of one file tell their kind by the name of their archive. */
const kindsByName = [
  { name: /sense-voice/, kind: "senseVoice", options: { language: "auto", useInverseTextNormalization: 1 } },
  { name: /paraformer/, kind: "paraformer", options: {} },
  { name: /zipformer-ctc/, kind: "zipformerCtc", options: {} },
  { name: /nemo-.*ctc/, kind: "nemoCtc", options: {} },
] as const;

/**
 * Finds out what kind of model a folder holds, laid out and named as the archives that sherpa-onnx publishes
 * (https://k2-fsa.github.io/sherpa/onnx/pretrained_models): Whisper, Moonshine of either layout, a transducer (Zipformer,
 * NeMo's Parakeet), SenseVoice, Paraformer, CTC of Zipformer or NeMo. Throws ModelUnknown.
 */
export function findRecogniserModel(folder: string): RecogniserModel {
  const names = readModelFolder(folder);
  const find = (pattern: RegExp) => {
    const found = names.filter((name) => /\.(?:onnx|ort)$/.test(name) && pattern.test(name));
    // On a CPU the smaller copy is the faster one.
    const name = found.find((each) => /int8/.test(each)) ?? found[0];
    return name && join(folder, name);
  };
  const tokensName = names.find((name) => /(?:^|-)tokens\.txt$/.test(name));
  if (!find(/./)) throw new ModelUnknown(`${folder} holds no .onnx file`);
  if (!tokensName) throw new ModelUnknown(`${folder} holds no tokens.txt`);
  const tokens = join(folder, tokensName);

  const preprocessor = find(/^preprocess/);
  const mergedDecoder = find(/^decoder_model_merged/);
  const encoder = find(/^enc|-encoder/);
  const decoder = find(/^decoder|-decoder/);
  const joiner = find(/^joiner/);
  const uncachedDecoder = find(/^uncached_decode/);
  const cachedDecoder = find(/^cached_decode/);
  if (preprocessor && encoder && uncachedDecoder && cachedDecoder)
    return { moonshine: { preprocessor, encoder, uncachedDecoder, cachedDecoder }, tokens };
  if (mergedDecoder && encoder) return { moonshine: { encoder, mergedDecoder }, tokens };
  if (encoder && decoder && joiner) return { transducer: { encoder, decoder, joiner }, tokens };
  if (encoder && decoder && /-tokens\.txt$/.test(tokensName))
    return { whisper: { encoder, decoder }, tokens };
  const model = find(/^model/);
  const single = model && kindsByName.find(({ name }) => name.test(basename(folder)));
  if (model && single) return { [single.kind]: { model, ...single.options }, tokens };
  throw new ModelUnknown(`${folder} holds no model that is known; is its archive's name kept?`);
}
