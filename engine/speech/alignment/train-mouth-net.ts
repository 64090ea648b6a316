import { readFileSync } from "node:fs";
import { openEspeak } from "../../providers/espeak/espeak.ts";
import { FliteProgram } from "../../providers/flite/flite-program.ts";
import { toAscii } from "../../providers/flite/flite-text.ts";
import { readPhones, toVisemes } from "../../providers/flite/phones.ts";
import { resample } from "../resample.ts";
import { speechText } from "../speech-text.ts";
import type { Synthesizer } from "../synthesizer.ts";
import { type Viseme, visemeNames } from "../viseme.ts";
import { analysisRateHz, frameMs, melSpectrum, windowMs } from "./mel-spectrum.ts";
import {
  hiddenSize,
  inputSize,
  leak,
  type MouthNet,
  netInputs,
  outputSize,
  runNet,
  toBytes,
} from "./mouth-net.ts";

/**
 * Trains the mouth net on synthetic speech, whose sounds and times are known, and writes `mouth-net.weights`:
 * `bun engine/speech/alignment/train-mouth-net.ts`. Takes about two minutes; the same packages give the same bytes. The
 * voice "slt" and every fifth sentence are kept from it, for `alignment-accuracy.test.ts` to judge it by.
 */
const epochs = 6;
const batchSize = 32;
const learningRate = 2e-3;
/** Noise on what the net sees, so that it does not learn these few voices by heart. */
const noise = 0.5;
/** Closed lips are seen at once, and rare: they count more. */
const closureWeight = 3;
const silenceWeight = 0.5;

interface Example {
  readonly inputs: Float32Array;
  readonly labels: Uint8Array;
}

const never = new AbortController().signal;
let state = 20_260_101;
const random = () => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
};

/** Voices of Flite that the product does not offer make the net less particular. */
const fliteVoices = ["rms", "awb", "kal16"];

interface Sentence {
  readonly language: string;
  readonly text: string;
  readonly rate: number;
  readonly index: number;
}

function readSentences(): Sentence[] {
  const file = readFileSync(new URL("../../turns/golden-sentences.tsv", import.meta.url), "utf8");
  const lines = file.trim().split("\n").slice(1);
  return lines.flatMap((line, index) => {
    const [language = "", written = ""] = line.split("\t");
    const text = speechText(written, language);
    if (index % 5 === 0 || text.length < 8 || language === "ja") return [];
    return [{ language, text, rate: [0.9, 1, 1.15][index % 3]!, index }];
  });
}

async function listenToEspeak(
  espeak: Synthesizer,
  { language, text, rate, index }: Sentence,
): Promise<Example> {
  const name = language === "zh" ? "cmn" : language === "en" ? "en-US" : language;
  const utterance = { text, language, rate, voice: `espeak_${name}${index % 2 === 0 ? "" : "_f"}` };
  const chunks = await Array.fromAsync(espeak.speak(utterance, never));
  const pcm = Float32Array.from(
    chunks.flatMap((chunk) => Array.from(chunk.pcm, (sample) => sample / 32_768)),
  );
  const sound = resample(pcm, { fromHz: 48_000, toHz: analysisRateHz });
  return toExample(
    sound,
    chunks.flatMap((chunk) => chunk.visemes),
  );
}

function listenToFlite(flite: FliteProgram, { text, rate }: Sentence, voice: string): Example {
  const { pcm, sampleRateHz, phones } = flite.speak(toAscii(text), voice, rate);
  return toExample(
    resample(pcm, { fromHz: sampleRateHz, toHz: analysisRateHz }),
    toVisemes(readPhones(phones)),
  );
}

function toExample(sound: Float32Array, visemes: readonly Viseme[]): Example {
  const spectrum = melSpectrum(sound);
  const labels = Uint8Array.from({ length: spectrum.frames }, (_, frame) => {
    const middleMs = frame * frameMs + windowMs / 2;
    const shape = visemes.find(({ startMs, endMs }) => middleMs >= startMs && middleMs < endMs);
    return visemeNames.indexOf(shape?.name ?? "sil");
  });
  return { inputs: netInputs(spectrum), labels };
}

/** A layer's weights, with what Adam (Kingma and Ba, 2015) remembers of them. */
class Layer {
  readonly gradients: Float32Array;
  readonly #means: Float32Array;
  readonly #squares: Float32Array;

  constructor(readonly weights: Float32Array) {
    this.gradients = new Float32Array(weights.length);
    this.#means = new Float32Array(weights.length);
    this.#squares = new Float32Array(weights.length);
  }

  step(count: number, rate: number): void {
    const [decay, squareDecay] = [0.9, 0.999];
    const scale = (rate * Math.sqrt(1 - squareDecay ** count)) / (1 - decay ** count);
    for (let i = 0; i < this.weights.length; i++) {
      const gradient = this.gradients[i]! / batchSize;
      this.#means[i] = decay * this.#means[i]! + (1 - decay) * gradient;
      this.#squares[i] = squareDecay * this.#squares[i]! + (1 - squareDecay) * gradient * gradient;
      this.weights[i]! -= (scale * this.#means[i]!) / (Math.sqrt(this.#squares[i]!) + 1e-8);
    }
    this.gradients.fill(0);
  }
}

const drawn = (count: number, inputs: number) =>
  new Layer(Float32Array.from({ length: count }, () => (random() * 2 - 1) * Math.sqrt(3 / inputs)));

class Training {
  readonly #w1 = drawn(hiddenSize * inputSize, inputSize);
  readonly #b1 = drawn(hiddenSize, inputSize);
  readonly #w2 = drawn(outputSize * hiddenSize, hiddenSize);
  readonly #b2 = drawn(outputSize, hiddenSize);
  readonly #hidden = new Float32Array(hiddenSize);
  readonly #scores = new Float32Array(outputSize);
  #seen = 0;
  #steps = 0;

  get net(): MouthNet {
    return {
      hidden: this.#w1.weights,
      hiddenBias: this.#b1.weights,
      output: this.#w2.weights,
      outputBias: this.#b2.weights,
    };
  }

  /** One frame forth and back: cross entropy over the mouth shapes. */
  learn(input: Float32Array, label: number, rate: number): void {
    const [hidden, scores] = [this.#hidden, this.#scores];
    runNet(this.net, input, { hidden, scores });
    const most = scores.reduce((one, other) => Math.max(one, other));
    const total = scores.reduce((sum, score) => sum + Math.exp(score - most), 0);
    const name = visemeNames[label];
    const weight = name === "PP" ? closureWeight : name === "sil" ? silenceWeight : 1;
    const back = new Float32Array(hiddenSize);
    for (let shape = 0; shape < outputSize; shape++) {
      const share = Math.exp(scores[shape]! - most) / total;
      const slope = (share - (shape === label ? 1 : 0)) * weight;
      this.#b2.gradients[shape]! += slope;
      const row = shape * hiddenSize;
      for (let unit = 0; unit < hiddenSize; unit++) {
        this.#w2.gradients[row + unit]! += slope * hidden[unit]!;
        back[unit]! += slope * this.#w2.weights[row + unit]!;
      }
    }
    for (let unit = 0; unit < hiddenSize; unit++) {
      const slope = back[unit]! * (hidden[unit]! > 0 ? 1 : leak);
      this.#b1.gradients[unit]! += slope;
      const row = unit * inputSize;
      for (let i = 0; i < inputSize; i++) this.#w1.gradients[row + i]! += slope * input[i]!;
    }
    if (++this.#seen % batchSize > 0) return;
    this.#steps++;
    for (const layer of [this.#w1, this.#b1, this.#w2, this.#b2]) layer.step(this.#steps, rate);
  }
}

await using espeak = openEspeak();
const flite = await FliteProgram.open();
const examples: Example[] = [];
for (const sentence of readSentences()) {
  examples.push(await listenToEspeak(espeak, sentence));
  if (sentence.language !== "en") continue;
  for (const voice of fliteVoices) examples.push(listenToFlite(flite, sentence, voice));
}
const frames = examples.flatMap(({ labels }, example) =>
  Array.from(labels, (label, frame) => ({ example, frame, label })),
);
console.log(`${examples.length} utterances, ${Math.round((frames.length * frameMs) / 60_000)} minutes`);
const training = new Training();
for (let epoch = 0; epoch < epochs; epoch++) {
  for (let i = frames.length - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    [frames[i], frames[other]] = [frames[other]!, frames[i]!];
  }
  const rate = learningRate * (1 - epoch / epochs);
  for (const { example, frame, label } of frames) {
    const from = frame * inputSize;
    const seen = examples[example]!.inputs.subarray(from, from + inputSize);
    // The sum of two even draws is a triangle around nought.
    training.learn(
      seen.map((value) => value + noise * (random() - random())),
      label,
      rate,
    );
  }
  console.log(`epoch ${epoch + 1} of ${epochs}`);
}
await Bun.write(new URL("mouth-net.weights", import.meta.url), toBytes(training.net));
