import { afterAll, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ModelUnknown } from "./model-folder.ts";
import { findRecogniserModel } from "./recogniser-model.ts";
import { whisperLanguage } from "./whisper-languages.ts";

const root = mkdtempSync(join(tmpdir(), "recogniser-model-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What is found in a folder with empty files of these names, with names instead of paths. */
function findIn(name: string, files: readonly string[]): unknown {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  for (const file of files) writeFileSync(join(folder, file), "");
  return JSON.parse(JSON.stringify(findRecogniserModel(folder)).replaceAll(`${folder}/`, ""));
}

test("Whisper is known by its files, and the smaller copy is taken", () => {
  const files = ["encoder.int8.onnx", "encoder.onnx", "decoder.int8.onnx", "decoder.onnx", "tokens.txt"];
  expect(
    findIn(
      "sherpa-onnx-whisper-base",
      files.map((name) => `base-${name}`),
    ),
  ).toEqual({
    whisper: { encoder: "base-encoder.int8.onnx", decoder: "base-decoder.int8.onnx" },
    tokens: "base-tokens.txt",
  });
});

test("Moonshine is known by its files, in either layout", () => {
  const four = [
    "preprocess.onnx",
    "encode.int8.onnx",
    "uncached_decode.int8.onnx",
    "cached_decode.int8.onnx",
  ];
  expect(findIn("moonshine-one", [...four, "tokens.txt"])).toMatchObject({
    moonshine: {
      preprocessor: "preprocess.onnx",
      encoder: "encode.int8.onnx",
      uncachedDecoder: "uncached_decode.int8.onnx",
      cachedDecoder: "cached_decode.int8.onnx",
    },
  });
  const two = ["encoder_model.ort", "decoder_model_merged.ort"];
  expect(findIn("moonshine-two", [...two, "tokens.txt"])).toMatchObject({
    moonshine: { encoder: "encoder_model.ort", mergedDecoder: "decoder_model_merged.ort" },
  });
});

test("a transducer is known by its joiner", () => {
  const files = ["encoder", "decoder", "joiner"].map((name) => `${name}-epoch-99-avg-1.onnx`);
  expect(findIn("zipformer-en", [...files, "encoder-epoch-99-avg-1.int8.onnx", "tokens.txt"])).toEqual({
    transducer: { encoder: "encoder-epoch-99-avg-1.int8.onnx", decoder: files[1], joiner: files[2] },
    tokens: "tokens.txt",
  });
});

test.each([
  ["sherpa-onnx-sense-voice-zh-en-ja-ko-yue-int8-2024-07-17", "senseVoice"],
  ["sherpa-onnx-paraformer-zh-2023-09-14", "paraformer"],
  ["sherpa-onnx-zipformer-ctc-zh-int8-2025-07-03", "zipformerCtc"],
  ["sherpa-onnx-nemo-fast-conformer-ctc-en-24500", "nemoCtc"],
])("%s is known by its name", (name, kind) => {
  expect(findIn(name, ["model.int8.onnx", "tokens.txt"])).toMatchObject({
    [kind]: { model: "model.int8.onnx" },
  });
});

test.each([
  ["empty", [], "no .onnx file"],
  ["half", ["model.onnx"], "no tokens.txt"],
  ["renamed", ["model.onnx", "tokens.txt"], "is its archive's name kept"],
])("a folder that is %s is refused, and the reason names what is wrong", (name, files, reason) => {
  expect(() => findIn(name, files)).toThrow(ModelUnknown);
  expect(() => findIn(name, files)).toThrow(reason);
});

test("Whisper is told languages that it knows, and nothing else", () => {
  expect(["en-GB", "zh-CN", "cmn", "tlh"].map(whisperLanguage)).toEqual(["en", "zh", "zh", ""]);
});
