import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mouthAt } from "../../avatar/motion/mouth-curve.ts";
import { openEspeak } from "../../providers/espeak/espeak.ts";
import { openFlite } from "../../providers/flite/flite.ts";
import { resample } from "../resample.ts";
import type { Synthesizer, Utterance } from "../synthesizer.ts";
import type { Viseme } from "../viseme.ts";
import { analysisRateHz, type MelSpectrum, melSpectrum } from "./mel-spectrum.ts";
import { listenForVisemes } from "./mouth-net.ts";
import { fitVisemes, type SpeechTimes, warped } from "./mouth-times.ts";
import { referenceOf } from "./reference.ts";
import { warpTime } from "./time-warp.ts";

/*
 * Speech whose times are known, and hidden: one voice speaks, and what its mouth does is found out by ear and by what
 * another voice says to the same words. None of these sentences, nor the voice "slt", was in the net's training.
 */
setDefaultTimeout(60_000);

const english = [
  "Maybe big boats float because people make them from empty boxes.",
  "Plants pump water from their roots up to the leaves above.",
  "What happens to the pressure when we double the volume of the bottle?",
  "Remember that a prime number has exactly two divisors.",
  "My brother bought a map of the mountains before he climbed.",
];
const chinese = ["妈妈不怕猫，爸爸每天跑步。", "苹果和面包便宜吗？", "我们明白为什么飞机不碰冰。"];
const never = new AbortController().signal;

interface Said extends SpeechTimes {
  /** At `analysisRateHz`. */
  readonly sound: Float32Array;
  readonly spectrum: MelSpectrum;
  readonly durationMs: number;
}

let flite: Synthesizer;
let espeak: Synthesizer & AsyncDisposable;
beforeAll(async () => {
  flite = await openFlite();
  espeak = openEspeak();
});
afterAll(() => espeak?.[Symbol.asyncDispose]());

async function say(synthesizer: Synthesizer, utterance: Utterance): Promise<Said> {
  // The same words in the voice of the utterance: a reference that keeps its voice.
  const voiced: Synthesizer = {
    voices: synthesizer.voices,
    speak: (other, signal) => synthesizer.speak({ ...other, voice: utterance.voice }, signal),
  };
  const { pcm, visemes, words } = await referenceOf(voiced, utterance)(never);
  const sound = resample(pcm, { fromHz: 48_000, toHz: analysisRateHz });
  return { visemes, words, sound, spectrum: melSpectrum(sound), durationMs: pcm.length / 48 };
}

type Way = (heard: MelSpectrum, reference: Said) => readonly Viseme[];
const byAlignment: Way = (heard, reference) =>
  warped(reference, warpTime(reference.spectrum, heard).map).visemes;
const byEar: Way = (heard) => listenForVisemes(heard);
const byBoth: Way = (heard, reference) =>
  listenForVisemes(heard, { expected: byAlignment(heard, reference) });

interface Voice {
  readonly from: Synthesizer;
  readonly utterance: Omit<Utterance, "text">;
}

/** How well the mouth's opening is found (Pearson), and which share of closed lips; 25 times a second. */
async function score(
  sentences: readonly string[],
  { target, reference }: Record<"target" | "reference", Voice>,
) {
  const ways = { byAlignment, byEar, byBoth };
  const results = { byAlignment: newScore(), byEar: newScore(), byBoth: newScore() };
  for (const text of sentences) {
    const heard = await say(target.from, { text, ...target.utterance });
    const said = await say(reference.from, { text, ...reference.utterance });
    for (const name of ["byAlignment", "byEar", "byBoth"] as const) {
      const found = fitVisemes(ways[name](heard.spectrum, said), { fromMs: 0, toMs: heard.durationMs });
      compare(results[name], found, heard);
    }
  }
  const summary = (result: ReturnType<typeof newScore>) => ({
    opening: correlation(result.found, result.known),
    closed: result.closed / result.closures,
  });
  return {
    byAlignment: summary(results.byAlignment),
    byEar: summary(results.byEar),
    byBoth: summary(results.byBoth),
  };
}

const newScore = () => ({ found: [] as number[], known: [] as number[], closures: 0, closed: 0 });

function compare(
  result: ReturnType<typeof newScore>,
  found: readonly Viseme[],
  { visemes, durationMs }: Said,
) {
  for (let atMs = 0; atMs < durationMs; atMs += 40) {
    result.found.push(mouthAt(found, atMs).open);
    result.known.push(mouthAt(visemes, atMs).open);
  }
  for (const { name, startMs, endMs } of visemes) {
    if (name !== "PP" || startMs < 50) continue;
    result.closures++;
    for (let atMs = startMs - 40; atMs <= endMs + 40; atMs += 10) {
      if (mouthAt(found, atMs).open > 0.05) continue;
      result.closed++;
      break;
    }
  }
}

function correlation(one: readonly number[], other: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [oneMean, otherMean] = [mean(one), mean(other)];
  const product = one.reduce((sum, value, i) => sum + (value - oneMean) * (other[i]! - otherMean), 0);
  const spread = (values: readonly number[], middle: number) =>
    Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0));
  return product / (spread(one, oneMean) * spread(other, otherMean));
}

describe("a voice without times", () => {
  test("of another kind than the reference: the lips meet, and open as far as they should", async () => {
    const { byAlignment, byEar, byBoth } = await score(english, {
      target: { from: flite, utterance: { language: "en", voice: "slt" } },
      reference: { from: espeak, utterance: { language: "en" } },
    });
    expect(byBoth.closed).toBeGreaterThanOrEqual(0.9);
    expect(byBoth.opening).toBeGreaterThanOrEqual(0.72);
    // Why there is a net at all.
    expect(byBoth.opening).toBeGreaterThan(byAlignment.opening + 0.15);
    expect(byEar.opening).toBeGreaterThan(0.6);
    expect(byEar.closed).toBeGreaterThan(0.5);
  });

  test("that is faster than the reference", async () => {
    const result = await score(english, {
      target: { from: espeak, utterance: { language: "en", voice: "espeak_en_f", rate: 1.3 } },
      reference: { from: flite, utterance: { language: "en" } },
    });
    expect(result.byBoth.closed).toBeGreaterThanOrEqual(0.9);
    expect(result.byBoth.opening).toBeGreaterThanOrEqual(0.72);
  });

  test("whose beginning alone has come, slower or faster than the reference, has its words in time", async () => {
    const text = `${english[2]} ${english[1]} ${english[0]}`;
    const said = await say(flite, { text, language: "en", voice: "rms" });
    for (const [rate, cutMs] of [
      [0.7, 5_000],
      [0.7, 8_000],
      [1.3, 5_000],
    ] as const) {
      const whole = await say(flite, { text, language: "en", voice: "slt", rate });
      const heard = melSpectrum(whole.sound.subarray(0, (cutMs / 1000) * analysisRateHz));
      const { map } = warpTime(said.spectrum, heard, { openEnd: true });
      const late = whole.words.flatMap(({ startMs }, index) => {
        const isAtTheEnd = startMs > cutMs - 2_000 && startMs < cutMs - 300;
        return isAtTheEnd ? [Math.abs(map(said.words[index]!.startMs) - startMs)] : [];
      });
      const mean = late.reduce((sum, each) => sum + each, 0) / late.length;
      expect(late.length).toBeGreaterThan(2);
      expect([rate, cutMs, mean < 100]).toEqual([rate, cutMs, true]);
    }
  });

  test("that speaks Mandarin", async () => {
    const result = await score(chinese, {
      target: { from: espeak, utterance: { language: "zh", voice: "espeak_cmn_f", rate: 0.85 } },
      reference: { from: espeak, utterance: { language: "zh" } },
    });
    expect(result.byBoth.closed).toBeGreaterThanOrEqual(0.9);
    expect(result.byBoth.opening).toBeGreaterThanOrEqual(0.8);
    // A voice whose words nobody here can say is only listened to.
    expect(result.byEar.opening).toBeGreaterThanOrEqual(0.75);
    expect(result.byEar.closed).toBeGreaterThanOrEqual(0.85);
  });
});
