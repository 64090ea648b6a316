import { setImmediate } from "node:timers/promises";
import { takeOrders } from "../workers/take-orders.ts";
import { widened } from "./chunk-sound.ts";
import { toClips } from "./clips.ts";
import { openVoices } from "./open-voices.ts";
import { OpusEncoder } from "./opus-encoder.ts";
import type { SpeechOrder, SpeechReport } from "./speech-messages.ts";
import type { SpeechSettings } from "./speech-settings.ts";
import { SpeechError, type SpeechRateHz, type Utterance } from "./synthesizer.ts";
import type { VoiceRouter } from "./voice-router.ts";

/** Speaks in a process of its own. */
const { report } = takeOrders<SpeechOrder, SpeechReport>(take, close);

/** Said to nobody after the start: the first runs are slow until the WebAssembly is compiled for speed. */
const warmUp: readonly Utterance[] = [
  { text: "Hello, and welcome to the lesson.", language: "en" },
  { text: "Let us begin with a question.", language: "en" },
];

/** The warm-up leaves the cores to the rest of the start. Whoever speaks sooner does without it. */
const warmUpAfterMs = 500;

const running = new Map<number, { stop: AbortController; done: Promise<void> }>();
const opened = new AsyncDisposableStack();
const router = Promise.withResolvers<VoiceRouter>();
const closing = new AbortController();
let warm = Promise.resolve();
const warmUpTimer = setTimeout(() => {
  warm = speakToNobody(closing.signal).catch(() => {});
}, warmUpAfterMs);

async function open(settings: SpeechSettings): Promise<void> {
  const onChange = () =>
    void router.promise.then(({ voices, states }) => report({ type: "offer", voices, engines: states }));
  const voices = opened.use(await openVoices(settings, onChange));
  router.resolve(voices.router);
  report({ type: "ready", voices: voices.router.voices, engines: voices.router.states });
}

async function speakToNobody(signal: AbortSignal): Promise<void> {
  for (const utterance of warmUp) {
    if (signal.aborted) return;
    for await (const _ of clipsOf(await router.promise, utterance, signal));
  }
}

async function* clipsOf(voices: VoiceRouter, utterance: Utterance, signal: AbortSignal) {
  using encoders = new DisposableStack();
  const encoderAt = new Map<SpeechRateHz, OpusEncoder>();
  const encodeAt = async (rateHz: SpeechRateHz) => {
    const encoder = encoderAt.get(rateHz) ?? encoders.use(await OpusEncoder.open(rateHz));
    encoderAt.set(rateHz, encoder);
    return (pcm: Int16Array) => encoder.encode(pcm);
  };
  yield* toClips(voices.speak(utterance, signal), encodeAt);
}

type SpeakOrder = Extract<SpeechOrder, { type: "speak" }>;

async function speak(order: SpeakOrder, signal: AbortSignal): Promise<void> {
  const { id } = order;
  try {
    await (order.as === "clips" ? sendClips(order, signal) : sendChunks(order, signal));
    report({ type: "end", id });
  } catch (error) {
    // Only a SpeechError's words are made for others; anything else may quote the text.
    const reason = error instanceof SpeechError ? error.message : "the voice failed";
    report({ type: "failed", id, reason });
  } finally {
    running.delete(id);
  }
}

async function sendClips({ id, utterance }: SpeakOrder, signal: AbortSignal): Promise<void> {
  for await (const clip of clipsOf(await router.promise, utterance, signal)) {
    if (signal.aborted) break;
    report({ type: "clip", id, clip });
    // Messages leave when the process comes to rest: the first clip does not wait for the others to be encoded.
    await setImmediate();
  }
}

async function sendChunks({ id, utterance }: SpeakOrder, signal: AbortSignal): Promise<void> {
  for await (const chunk of (await router.promise).speak(utterance, signal)) {
    if (signal.aborted) break;
    report({ type: "chunk", id, chunk: widened(chunk) });
    await setImmediate();
  }
}

async function close(): Promise<void> {
  clearTimeout(warmUpTimer);
  closing.abort();
  const all = [...running.values()];
  for (const { stop } of all) stop.abort();
  await Promise.allSettled([warm, ...all.map(({ done }) => done)]);
  await opened.disposeAsync().catch(() => {});
}

function take(order: Exclude<SpeechOrder, { type: "close" }>): void {
  if (order.type === "setup") void open(order.settings);
  else if (order.type === "speak") {
    const stop = new AbortController();
    running.set(order.id, { stop, done: speak(order, stop.signal) });
  } else running.get(order.id)?.stop.abort();
}
