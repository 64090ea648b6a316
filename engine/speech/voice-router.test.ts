import { expect, test } from "bun:test";
import {
  type SpeechChunk,
  type SpeechEngineName,
  SpeechError,
  type Synthesizer,
  TextRefused,
  type Utterance,
  type VoiceInfo,
  VoiceUnavailable,
  VoiceUnknown,
} from "./synthesizer.ts";
import { VoiceRouter } from "./voice-router.ts";

const never = new AbortController().signal;

const info = (engine: SpeechEngineName, id: string, language: string | null): VoiceInfo => ({
  ...{ id, engine, language, label: id, offline: true, timings: "none", licence: "none" },
});

/** Says a word in 100 ms; fails before the word of a number. */
function voiceOf(
  voices: readonly VoiceInfo[],
  fault?: () => { beforeWord: number; error: Error } | undefined,
): Synthesizer & { asked: Utterance[] } {
  const asked: Utterance[] = [];
  return {
    asked,
    voices,
    async *speak(utterance) {
      asked.push(utterance);
      const found = [...utterance.text.matchAll(/\w+/g)];
      for (const [index, { 0: word, index: from }] of found.entries()) {
        const wrong = fault?.();
        if (wrong?.beforeWord === index) throw wrong.error;
        const span = { startMs: index * 100, endMs: index * 100 + 100 };
        yield {
          pcm: new Int16Array(4_800),
          visemes: [{ name: "aa", ...span }],
          words: [{ from, to: from + word.length, ...span }],
        } satisfies SpeechChunk;
      }
      if (found.length === 0) throw new SpeechError("nothing to say");
    },
  };
}

const utterance = (more: Partial<Utterance> = {}): Utterance => ({
  text: "one two three four",
  language: "en",
  ...more,
});
const say = (router: VoiceRouter, what = utterance()) => Array.fromAsync(router.speak(what, never));
const trouble = () => new VoiceUnavailable("down");

test("the voice that is named speaks; else the best engine's, and the very language before its cousins", async () => {
  const server = voiceOf([info("openai", "a", "en-GB"), info("openai", "b", "en-US")]);
  const built = voiceOf([info("flite", "rms", "en"), info("flite", "slt", "en")]);
  const router = new VoiceRouter([
    { name: "openai", synthesizer: server },
    { name: "flite", synthesizer: built },
  ]);
  const speakerOf = async (more: Partial<Utterance>) => (await say(router, utterance(more)))[0]!.voice;
  expect(await speakerOf({})).toBe("a");
  expect(await speakerOf({ language: "en-US" })).toBe("b");
  expect(await speakerOf({ voice: "slt" })).toBe("slt");
  expect(await speakerOf({ voice: "gone" })).toBe("a");
  await expect(say(router, utterance({ language: "fr" }))).rejects.toBeInstanceOf(SpeechError);
});

test("a voice that breaks off is finished by the next one, from the word on that was not said, in its times", async () => {
  const server = voiceOf([info("openai", "a", null)], () => ({ beforeWord: 2, error: trouble() }));
  const built = voiceOf([info("flite", "rms", "en")]);
  const router = new VoiceRouter([
    { name: "openai", synthesizer: server },
    { name: "flite", synthesizer: built },
  ]);
  const chunks = await say(router);
  expect(chunks.map(({ voice }) => voice)).toEqual(["a", "a", "rms", "rms"]);
  const { text } = utterance();
  expect(chunks.flatMap(({ words }) => words.map(({ from, to }) => text.slice(from, to)))).toEqual(
    text.split(" "),
  );
  expect(chunks.flatMap(({ words }) => words.map(({ startMs }) => startMs))).toEqual([0, 100, 200, 300]);
  expect(chunks.flatMap(({ visemes }) => visemes.map(({ endMs }) => endMs))).toEqual([100, 200, 300, 400]);
  expect(built.asked[0]!.text).toBe(" three four");
});

test("a word that was cut is said again, and told once", async () => {
  const text = "one two";
  const cut: Synthesizer = {
    voices: [info("openai", "a", null)],
    async *speak() {
      const words = [
        { from: 0, to: 3, startMs: 0, endMs: 80 },
        { from: 4, to: 7, startMs: 80, endMs: 180 },
      ];
      yield { pcm: new Int16Array(4_800), visemes: [], words };
      throw trouble();
    },
  };
  const built = voiceOf([info("flite", "rms", "en")]);
  const router = new VoiceRouter([
    { name: "openai", synthesizer: cut },
    { name: "flite", synthesizer: built },
  ]);
  const chunks = await say(router, utterance({ text }));
  expect(built.asked[0]!.text).toBe(" two");
  expect(chunks.flatMap(({ words }) => words.map(({ from, to }) => text.slice(from, to)))).toEqual([
    "one",
    "two",
  ]);
});

test("an engine in trouble rests, longer each time, and is well again when it has spoken", async () => {
  let now = 0;
  let isDown = true;
  const changes: string[] = [];
  const server = voiceOf([info("openai", "a", "en")], () =>
    isDown ? { beforeWord: 0, error: trouble() } : undefined,
  );
  const router = new VoiceRouter(
    [
      { name: "openai", synthesizer: server },
      { name: "flite", synthesizer: voiceOf([info("flite", "rms", "en")]) },
      { name: "espeak", absent: "not installed" },
    ],
    { now: () => now, onChange: () => changes.push(router.states[0]!.state) },
  );
  await say(router);
  await say(router);
  expect(server.asked).toHaveLength(1);
  expect(router.states).toEqual([
    { name: "openai", state: "resting", reason: "down", voices: 1 },
    { name: "flite", state: "ready", reason: null, voices: 1 },
    { name: "espeak", state: "absent", reason: "not installed", voices: 0 },
  ]);
  now += 5_000;
  await say(router);
  expect(server.asked).toHaveLength(2);
  now += 9_999;
  await say(router);
  expect(server.asked).toHaveLength(2);
  now += 1;
  isDown = false;
  expect((await say(router))[0]!.voice).toBe("a");
  expect(router.states[0]).toMatchObject({ state: "ready", reason: null });
  expect(changes).toEqual(["resting", "resting", "ready"]);
});

test("sentences that fail together are one failure, and where nobody else speaks a language its voice is asked again soon", async () => {
  let now = 0;
  let isDown = true;
  const answered = Promise.withResolvers<void>();
  const server = voiceOf([info("openai", "a", null)], () =>
    isDown ? { beforeWord: 0, error: trouble() } : undefined,
  );
  const late: Synthesizer = {
    voices: server.voices,
    async *speak(what, signal) {
      await answered.promise;
      yield* server.speak(what, signal);
    },
  };
  const router = new VoiceRouter(
    [
      { name: "openai", synthesizer: late },
      { name: "flite", synthesizer: voiceOf([info("flite", "rms", "en")]) },
    ],
    { now: () => now },
  );
  const german = utterance({ language: "de" });
  const together = Array.from({ length: 8 }, () => say(router, german).catch(() => {}));
  now = 6_000;
  answered.resolve();
  await Promise.all(together);
  expect(router.states[0]!.state).toBe("resting");
  now += 5_000;
  expect(router.states[0]!.state).toBe("ready");

  // It fails again, and rests for longer; who has another voice leaves it alone.
  await expect(say(router, german)).rejects.toBeInstanceOf(SpeechError);
  for (const restMs of [10_000, 20_000]) {
    now += restMs;
    await expect(say(router, german)).rejects.toBeInstanceOf(SpeechError);
  }
  isDown = false;
  now += 19_999;
  await expect(say(router, german)).rejects.toBeInstanceOf(SpeechError);
  now += 1;
  expect((await say(router))[0]!.voice).toBe("rms");
  expect((await say(router, german))[0]!.voice).toBe("a");
  expect((await say(router))[0]!.voice).toBe("a");
});

test("after a rest one utterance finds out whether the voice is back, and the others do not wait for it", async () => {
  let now = 0;
  let answer = Promise.resolve();
  let fault: { beforeWord: number; error: Error } | undefined = { beforeWord: 0, error: trouble() };
  const server = voiceOf([info("openai", "a", null)], () => fault);
  const slow: Synthesizer = {
    voices: server.voices,
    async *speak(what, signal) {
      await answer;
      yield* server.speak(what, signal);
    },
  };
  const router = new VoiceRouter(
    [
      { name: "openai", synthesizer: slow },
      { name: "flite", synthesizer: voiceOf([info("flite", "rms", "en")]) },
    ],
    { now: () => now },
  );
  const german = utterance({ language: "de" });
  await expect(say(router, german)).rejects.toBeInstanceOf(SpeechError);
  for (const restMs of [5_000, 10_000]) {
    now += restMs;
    const answered = Promise.withResolvers<void>();
    answer = answered.promise;
    const trial = say(router, german).catch(() => "failed" as const);
    await expect(say(router, german)).rejects.toBeInstanceOf(SpeechError);
    expect((await say(router))[0]!.voice).toBe("rms");
    answered.resolve();
    expect(await trial).toBe("failed");
  }

  // With its first sound it is back for everybody, though the utterance goes on.
  fault = undefined;
  now += 20_000;
  const chunks = router.speak(german, never)[Symbol.asyncIterator]();
  await chunks.next();
  expect((await say(router, german))[0]!.voice).toBe("a");
  // Nor does one that is given up keep the others away.
  await chunks.return?.();
  expect((await say(router))[0]!.voice).toBe("a");
});

test("a figure that the last voice did not say is not taken for nothing", async () => {
  const cut = voiceOf([info("flite", "rms", "en")], () => ({ beforeWord: 1, error: trouble() }));
  const router = new VoiceRouter([{ name: "flite", synthesizer: cut }]);
  await expect(say(router, utterance({ text: "It is 42." }))).rejects.toBeInstanceOf(SpeechError);
  await expect(say(router, utterance({ text: "one 42." }))).rejects.toBeInstanceOf(SpeechError);
});

test("a server that refuses text after text of a voice means the voice, which rests", async () => {
  let isRefused = true;
  const server = voiceOf([info("openai", "a", "en")], () =>
    isRefused ? { beforeWord: 0, error: new TextRefused("refused (400)") } : undefined,
  );
  const router = new VoiceRouter([
    { name: "openai", synthesizer: server },
    { name: "flite", synthesizer: voiceOf([info("flite", "rms", "en")]) },
  ]);
  await say(router);
  await say(router);
  isRefused = false;
  expect((await say(router))[0]!.voice).toBe("a");
  isRefused = true;
  for (let text = 0; text < 5; text++) expect((await say(router))[0]!.voice).toBe("rms");
  expect(server.asked).toHaveLength(6);
  expect(router.states[0]).toMatchObject({ state: "resting", reason: "refused (400)" });
});

test("a voice that its server does not know rests alone, and the engine with the last of its voices", async () => {
  let now = 0;
  const known = voiceOf([info("openai", "a", "en"), info("openai", "b", "en")]);
  let unknown = ["a"];
  const server: Synthesizer = {
    voices: known.voices,
    speak: (what, signal) => {
      if (unknown.includes(what.voice!)) throw new VoiceUnknown("no such voice");
      return known.speak(what, signal);
    },
  };
  const router = new VoiceRouter(
    [
      { name: "openai", synthesizer: server },
      { name: "flite", synthesizer: voiceOf([info("flite", "rms", "en")]) },
    ],
    { now: () => now },
  );
  const speakerOf = async (voice: string) => (await say(router, utterance({ voice })))[0]!.voice;
  expect(await speakerOf("a")).toBe("rms");
  expect(router.states[0]).toMatchObject({ state: "ready" });
  expect(await speakerOf("b")).toBe("b");
  expect(await speakerOf("a")).toBe("b");
  unknown = ["a", "b"];
  expect(await speakerOf("b")).toBe("rms");
  expect(router.states[0]).toMatchObject({ state: "resting", reason: "no such voice" });
  now += 5_000;
  unknown = [];
  expect(await speakerOf("a")).toBe("a");
});

test("a text that a voice cannot say goes to the next one, and the engine need not rest", async () => {
  const mute = voiceOf([info("flite", "rms", "en")], () => ({
    beforeWord: 0,
    error: new SpeechError("cannot"),
  }));
  const router = new VoiceRouter([
    { name: "flite", synthesizer: mute },
    { name: "espeak", synthesizer: voiceOf([info("espeak", "e", "en")]) },
  ]);
  expect((await say(router))[0]!.voice).toBe("e");
  expect(router.states[0]!.state).toBe("ready");
});

test("where all voices fail, so does it; an error of our own is not taken for a voice's", async () => {
  const failing = (error: Error) =>
    new VoiceRouter([
      { name: "flite", synthesizer: voiceOf([info("flite", "rms", "en")], () => ({ beforeWord: 1, error })) },
    ]);
  await expect(say(failing(trouble()))).rejects.toBeInstanceOf(SpeechError);
  await expect(say(failing(new TypeError("a bug")))).rejects.toBeInstanceOf(TypeError);
});
