import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/*
 * A model for sherpa-onnx that hums: each character of a text is a tone of its own, a twentieth of a second long. It is a
 * real ONNX file with the inputs and metadata of a VITS model, so that the real runtime loads and runs it; what it says is
 * no speech. Field numbers are those of onnx.proto (https://github.com/onnx/onnx).
 */
const sampleRateHz = 16_000;
const samplesPerCharacter = 800;
const characters = " abcdefghijklmnopqrstuvwxyz',.!?;:-0123456789";

/** Writes `model.onnx` and `tokens.txt` into a folder of this name. */
export function writeToyVoiceModel(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "model.onnx"), toModel());
  writeFileSync(join(folder, "tokens.txt"), [...characters].map((each, id) => `${each} ${id}\n`).join(""));
}

type Field = readonly [
  number: number,
  value: Uint8Array | string | bigint | readonly bigint[] | Float32Array,
];

/** Protocol Buffers: numbers as varints, everything else with its length. */
function message(...fields: readonly Field[]): Uint8Array {
  return Buffer.concat(
    fields.flatMap(([number, value]) => {
      if (typeof value === "bigint") return [varint(BigInt(number << 3)), varint(value)];
      const bytes =
        typeof value === "string"
          ? Buffer.from(value)
          : value instanceof Float32Array
            ? Buffer.from(value.buffer)
            : value instanceof Uint8Array
              ? value
              : Buffer.concat(value.map(varint));
      return [varint(BigInt((number << 3) | 2)), varint(BigInt(bytes.length)), bytes];
    }),
  );
}

function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let left = BigInt.asUintN(64, value);
  for (; left > 0x7fn; left >>= 7n) bytes.push(Number(left & 0x7fn) | 0x80);
  return Uint8Array.from([...bytes, Number(left)]);
}

const float = 1n;
const int64 = 7n;

const node = (
  operation: string,
  inputs: readonly string[],
  output: string,
  attributes: readonly Field[] = [],
) => message(...inputs.map((input): Field => [1, input]), [2, output], [4, operation], ...attributes);
const cast = (input: string, output: string, type: bigint) =>
  node("Cast", [input], output, [[5, message([1, "to"], [3, type], [20, 2n])]]);
const floats = (name: string, value: number): Uint8Array =>
  message([2, float], [4, Float32Array.of(value)], [8, name]);
const integers = (name: string, values: readonly bigint[], dims: readonly bigint[]): Uint8Array =>
  message([1, dims], [2, int64], [7, values], [8, name]);
const value = (name: string, type: bigint, dims: readonly string[]): Uint8Array => {
  const shape = message(
    ...dims.map((dim): Field => [1, message(/^\d/.test(dim) ? [1, BigInt(dim)] : [2, dim])]),
  );
  return message([1, name], [2, message([1, message([1, type], [2, shape])])]);
};

function toModel(): Uint8Array {
  const nodes = [
    // As many samples for each character as its length asks for.
    node("Mul", ["length_scale", "samples"], "wanted"),
    cast("wanted", "count", int64),
    node("Squeeze", ["count"], "limit"),
    node("Range", ["zero", "limit", "one"], "ticks"),
    cast("ticks", "times", float),
    cast("x", "heights", float),
    node("Unsqueeze", ["heights", "last"], "columns"),
    node("Mul", ["columns", "step"], "turns"),
    node("Mul", ["turns", "times"], "angles"),
    node("Sin", ["angles"], "waves"),
    node("Mul", ["waves", "loudness"], "soft"),
    node("Reshape", ["soft", "flat"], "y"),
  ];
  const initializers = [
    floats("samples", samplesPerCharacter),
    // A character further on is 40 Hz higher.
    floats("step", (2 * Math.PI * 40) / sampleRateHz),
    floats("loudness", 0.2),
    integers("zero", [0n], []),
    integers("one", [1n], []),
    integers("last", [2n], [1n]),
    integers("flat", [1n, 1n, -1n], [3n]),
  ];
  const inputs = [
    value("x", int64, ["N", "T"]),
    value("x_length", int64, ["N"]),
    value("noise_scale", float, ["1"]),
    value("length_scale", float, ["1"]),
    value("noise_scale_w", float, ["1"]),
  ];
  const graph = message(
    ...nodes.map((each): Field => [1, each]),
    [2, "hum"],
    ...initializers.map((each): Field => [5, each]),
    ...inputs.map((each): Field => [11, each]),
    [12, value("y", float, ["N", "1", "L"])],
  );
  const metadata = {
    model_type: "vits",
    comment: "hum",
    language: "English",
    frontend: "characters",
    sample_rate: String(sampleRateHz),
    n_speakers: "0",
    add_blank: "0",
    use_eos_bos: "0",
    bos_id: "0",
    eos_id: "0",
    blank_id: "0",
    pad_id: "0",
    punctuation: ", . ! ? ; :",
  };
  return message(
    [1, 8n],
    [8, message([1, ""], [2, 13n])],
    [7, graph],
    ...Object.entries(metadata).map(([key, text]): Field => [14, message([1, key], [2, text])]),
  );
}
