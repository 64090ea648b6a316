import { afterAll, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ModelUnknown } from "./model-folder.ts";
import { findSherpaModel } from "./sherpa-model.ts";

const root = mkdtempSync(join(tmpdir(), "sherpa-model-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A folder with empty files and folders of these names; folders end in a slash. */
function folderOf(name: string, entries: readonly string[]): string {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  for (const entry of entries) {
    if (entry.endsWith("/")) mkdirSync(join(folder, entry));
    else writeFileSync(join(folder, entry), "");
  }
  return folder;
}

test("a Piper voice is a VITS model with eSpeak's data", () => {
  const folder = folderOf("vits-piper-en", ["en_US-amy-low.onnx", "tokens.txt", "espeak-ng-data/"]);
  expect(findSherpaModel(folder)).toEqual({
    vits: {
      model: join(folder, "en_US-amy-low.onnx"),
      tokens: join(folder, "tokens.txt"),
      dataDir: join(folder, "espeak-ng-data"),
    },
  });
});

test("a smaller copy beside a model is not another model, and a lexicon goes with it", () => {
  const folder = folderOf("vits-melo-zh", ["model.onnx", "model.int8.onnx", "tokens.txt", "lexicon.txt"]);
  expect(findSherpaModel(folder)).toEqual({
    vits: {
      model: join(folder, "model.onnx"),
      tokens: join(folder, "tokens.txt"),
      lexicon: join(folder, "lexicon.txt"),
    },
  });
});

test("Matcha comes with a vocoder, Kokoro and Kitten with voices", () => {
  const matcha = folderOf("matcha-zh", ["model-steps-3.onnx", "vocos-22khz-univ.onnx", "tokens.txt"]);
  expect(findSherpaModel(matcha)).toMatchObject({
    matcha: {
      acousticModel: join(matcha, "model-steps-3.onnx"),
      vocoder: join(matcha, "vocos-22khz-univ.onnx"),
    },
  });
  const names = ["model.onnx", "voices.bin", "tokens.txt", "lexicon-us-en.txt", "lexicon-zh.txt"];
  const kokoro = folderOf("kokoro-multi", names);
  expect(findSherpaModel(kokoro)).toMatchObject({
    kokoro: { lexicon: `${join(kokoro, "lexicon-us-en.txt")},${join(kokoro, "lexicon-zh.txt")}` },
  });
  const kitten = folderOf("kitten-nano", ["model.fp16.onnx", "voices.bin", "tokens.txt"]);
  expect(findSherpaModel(kitten)).toMatchObject({ kitten: { model: join(kitten, "model.fp16.onnx") } });
});

test.each([
  [[], "no .onnx file"],
  [["model.onnx"], "no tokens.txt"],
  [["one.onnx", "two.onnx", "tokens.txt"], "several models"],
])("a folder with %p is refused, and the reason names what is wrong", (entries, reason) => {
  const folder = folderOf(`wrong-${entries.length}`, entries);
  expect(() => findSherpaModel(folder)).toThrow(ModelUnknown);
  expect(() => findSherpaModel(folder)).toThrow(reason);
});

test("a folder that is not there is refused", () => {
  expect(() => findSherpaModel(join(root, "nowhere"))).toThrow("cannot be read");
});
