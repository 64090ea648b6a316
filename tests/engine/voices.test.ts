import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEspeak } from "../../engine/providers/espeak/espeak.ts";
import { openFlite } from "../../engine/providers/flite/flite.ts";
import { TtsGateway } from "../../engine/providers/mageurite/tts-gateway.ts";
import { openAiVoice } from "../../engine/providers/openai/openai-voice.ts";
import { SherpaVoice } from "../../engine/providers/sherpa/sherpa-voice.ts";
import { alignedVoice } from "../../engine/speech/alignment/aligned-voice.ts";
import { referenceOf } from "../../engine/speech/alignment/reference.ts";
import type { PlainVoice } from "../../engine/speech/plain-voice.ts";
import {
  SpeechError,
  type Synthesizer,
  speaks,
  VoiceUnavailable,
  VoiceUnknown,
} from "../../engine/speech/synthesizer.ts";
import { writeToyVoiceModel } from "../_support/toy-voice-model.ts";
import { until } from "../_support/until.ts";
import { startVoiceServer, type VoiceManner, type VoiceServer } from "../_support/voice-server.ts";
import { hear, synthesizerSuite } from "./synthesizer-suite.ts";

setDefaultTimeout(120_000);

const english = "Today Bob and Pam step by step compare maps, and the moon moves.";
const chinese = "妈妈不怕猫，爸爸每天跑步，苹果很便宜。";
const both = [
  { text: english, language: "en" },
  { text: chinese, language: "zh" },
];

/** As the speech worker joins a voice without times with those that have them. */
async function align(voice: PlainVoice, opened: AsyncDisposableStack): Promise<Synthesizer> {
  const local: Synthesizer[] = [await openFlite(), opened.use(openEspeak())];
  return alignedVoice(voice, {
    reference(utterance) {
      const able = local.find(({ voices }) => voices.some((info) => speaks(info, utterance.language)));
      return able && referenceOf(able, utterance);
    },
  });
}

const openAi = (url: string, more: { language?: string; apiKey?: string } = {}) =>
  openAiVoice({
    url,
    apiKey: more.apiKey,
    model: "tts-1",
    voices: [{ name: "alloy", language: more.language ?? null }],
    sampleRateHz: 24_000,
  });

synthesizerSuite("Flite", async () => ({
  synthesizer: await openFlite(),
  sentences: ["rms", "slt"].map((voice) => ({ text: english, language: "en", voice })),
  foreign: "fr",
  async [Symbol.asyncDispose]() {},
}));

synthesizerSuite("eSpeak NG", async () => {
  const synthesizer = openEspeak();
  return {
    synthesizer,
    sentences: [
      { text: english, language: "en-US" },
      { text: "妈妈不怕猫，爸爸每天跑步，苹果很便宜。", language: "zh" },
      { text: "妈妈不怕猫，爸爸每天跑步，苹果很便宜。", language: "zh", voice: "espeak_cmn_f" },
      { text: "今日媽媽買咗蘋果，爸爸唔怕貓。", language: "zh-HK" },
      { text: "Mi papá come pan y bebe agua, pero mi mamá no.", language: "es" },
      { text: "Mon papa mange une pomme et boit beaucoup d'eau.", language: "fr" },
      { text: "Mein Papa bäckt am Abend ein paar Pfannkuchen.", language: "de" },
      { text: "Мой папа пьёт воду, а мама помогает бабушке.", language: "ru" },
      { text: "엄마는 바나나를 먹고 아빠는 밥을 먹습니다.", language: "ko" },
    ],
    foreign: "ja",
    [Symbol.asyncDispose]: () => synthesizer[Symbol.asyncDispose](),
  };
});

synthesizerSuite("A server with OpenAI's speech", async () => {
  const opened = new AsyncDisposableStack();
  const server = opened.use(await startVoiceServer());
  const synthesizer = await align(openAi(server.url), opened);
  return { synthesizer, sentences: both, [Symbol.asyncDispose]: () => opened.disposeAsync() };
});

synthesizerSuite("Mageurite's gateway, with one voice", async () => {
  const opened = new AsyncDisposableStack();
  const { url } = opened.use(await startVoiceServer({ gateway: "response" }));
  const synthesizer = await align(new TtsGateway({ url, sampleRateHz: 24_000 }), opened);
  return { synthesizer, sentences: both, [Symbol.asyncDispose]: () => opened.disposeAsync() };
});

synthesizerSuite("Mageurite's gateway, with voices by name", async () => {
  const opened = new AsyncDisposableStack();
  const server = opened.use(await startVoiceServer({ gateway: "synthesize" }));
  server.manner = { format: "wav" };
  const gateway = new TtsGateway({ url: server.url, sampleRateHz: 24_000 });
  await gateway.dialect();
  const synthesizer = await align(gateway, opened);
  return {
    ...{ synthesizer, sentences: both, foreign: "fr" },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
});

/** The real runtime in its process, with a model that hums: no voice that anybody would understand. */
synthesizerSuite("sherpa-onnx", async () => {
  const opened = new AsyncDisposableStack();
  const modelDir = mkdtempSync(join(tmpdir(), "toy-voice-"));
  opened.defer(() => rmSync(modelDir, { recursive: true, force: true }));
  writeToyVoiceModel(modelDir);
  const voice = opened.use(new SherpaVoice({ modelDir, language: "en", speaker: 0 }));
  return {
    ...{ synthesizer: await align(voice, opened), sentences: both.slice(0, 1), foreign: "fr" },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
});

test("a model that sherpa-onnx cannot load is an error, whatever it does to its process", async () => {
  await using opened = new AsyncDisposableStack();
  const modelDir = mkdtempSync(join(tmpdir(), "broken-voice-"));
  opened.defer(() => rmSync(modelDir, { recursive: true, force: true }));
  mkdirSync(modelDir, { recursive: true });
  writeFileSync(join(modelDir, "model.onnx"), "not a model");
  writeFileSync(join(modelDir, "tokens.txt"), "a 0\n");
  const voice = opened.use(new SherpaVoice({ modelDir, language: "en", speaker: 0 }));
  const synthesizer = await align(voice, opened);
  for (let i = 0; i < 2; i++)
    await expect(hear(synthesizer, { text: english, language: "en" })).rejects.toBeInstanceOf(SpeechError);
});

describe("a server with OpenAI's speech", () => {
  const opened = new AsyncDisposableStack();
  let server: VoiceServer;
  let voice: Synthesizer;
  beforeAll(async () => {
    server = opened.use(await startVoiceServer());
    voice = await align(openAi(`${server.url}/v1/`, { apiKey: "secret" }), opened);
  });
  afterAll(() => opened.disposeAsync());
  const say = async (manner: VoiceManner, text = english) => {
    server.manner = manner;
    return await hear(voice, { text, language: "en", rate: 1.25 });
  };

  test("is asked as the interface says", async () => {
    await say({});
    expect(server.requests.at(-1)).toEqual({
      path: "/v1/audio/speech",
      key: "Bearer secret",
      body: { model: "tts-1", input: english, voice: "alloy", response_format: "pcm", speed: 1.25 },
    });
  });

  test.each([
    { format: "wav", sampleRateHz: 22_050 },
    { format: "endless-wav", sampleRateHz: 16_000, pieceBytes: 7 },
    { tellsRate: true, sampleRateHz: 44_100 },
    { pieceBytes: 1_001, gain: 0.05 },
    { gain: 1 },
  ] satisfies VoiceManner[])("%o is heard at the same speed and level", async (manner) => {
    const [even, odd] = [await say({}), await say(manner)];
    expect(Math.abs(odd.durationMs - even.durationMs)).toBeLessThan(100);
    const power = (pcm: Float32Array) => pcm.reduce((sum, sample) => sum + sample ** 2, 0) / pcm.length;
    expect(Math.abs(10 * Math.log10(power(odd.pcm) / power(even.pcm)))).toBeLessThan(1);
  });

  test("is heard before it has said everything, and its lips move from the first moment", async () => {
    server.manner = { pieceEveryMs: 40 };
    let opensWhen = 0;
    let chunks = 0;
    for await (const chunk of voice.speak({ text: english, language: "en" }, new AbortController().signal)) {
      if (chunks++ === 0) opensWhen = server.open();
      expect(chunk.visemes.length).toBeGreaterThan(0);
    }
    expect(opensWhen).toBe(1);
    expect(chunks).toBeGreaterThan(1);
  });

  test("that is hung up on lets go of the request", async () => {
    server.manner = { pieceEveryMs: 40 };
    const stop = new AbortController();
    for await (const _ of voice.speak({ text: english, language: "en" }, stop.signal)) stop.abort();
    await until("the request's end", () => server.open() === 0);
  });

  test.each([
    { status: 401 },
    { status: 429 },
    { status: 500 },
    { format: "mp3" },
    { format: "json" },
    { format: "nothing" },
    { cutAfter: 0 },
    { sampleRateHz: 4_000, format: "wav" },
  ] satisfies VoiceManner[])("%o means that the voice is in trouble", async (manner) => {
    await expect(say(manner)).rejects.toBeInstanceOf(VoiceUnavailable);
  });

  test("that answers 404 does not know the voice, and may know others", async () => {
    await expect(say({ status: 404 })).rejects.toBeInstanceOf(VoiceUnknown);
  });

  test.each([{ cutAfter: 0.6 }, { stallAfter: 0.6 }, { endAfter: 0.3 }] satisfies VoiceManner[])(
    "%o: whole words are heard, and then it is in trouble",
    async (manner) => {
      server.manner = manner;
      const words: string[] = [];
      let samples = 0;
      const heard = (async () => {
        for await (const chunk of voice.speak(
          { text: english, language: "en" },
          new AbortController().signal,
        )) {
          words.push(...chunk.words.map(({ from, to }) => english.slice(from, to)));
          samples += chunk.pcm.length;
        }
      })();
      await expect(heard).rejects.toBeInstanceOf(VoiceUnavailable);
      expect(samples / 48_000).toBeGreaterThan(0.5);
      expect(words.length).toBeGreaterThan(1);
      expect(words.length).toBeLessThan(english.split(" ").length);
      expect(english.split(/[ ,.]+/).slice(0, words.length)).toEqual(
        words.map((word) => word.replace(/[,.]/g, "")),
      );
    },
  );

  test("that is not there is in trouble at once", async () => {
    await using nobody = new AsyncDisposableStack();
    const gone = await align(openAi("http://127.0.0.1:9"), nobody);
    await expect(hear(gone, { text: english, language: "en" })).rejects.toBeInstanceOf(VoiceUnavailable);
  });
});
