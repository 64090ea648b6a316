import { setImmediate } from "node:timers/promises";
import { openFlite } from "../providers/flite/flite.ts";
import { toClips } from "./clips.ts";
import { OpusEncoder } from "./opus-encoder.ts";
import type { SpokenClip } from "./speaker.ts";
import type { SpeechOrder, SpeechReport } from "./speech-messages.ts";
import { SpeechError, type Synthesizer, type Utterance } from "./synthesizer.ts";
import { TurnTaking } from "./turn-taking.ts";

/** Speaks in a thread of its own. Utterances take turns, a piece each, so that nobody waits for a long one. */
declare const self: Worker;

/** Said to nobody after the start: the first runs are slow until the WebAssembly is compiled for speed. */
const warmUp: readonly Utterance[] = [
  { text: "Hello, and welcome to the lesson.", language: "en" },
  { text: "Let us begin with a question.", language: "en" },
];

/** The warm-up leaves the cores to the rest of the start. Whoever speaks sooner does without it. */
const warmUpAfterMs = 500;

const turns = new TurnTaking();
const running = new Map<number, { stop: AbortController; done: Promise<void> }>();
const opening = open();
const closing = new AbortController();
let warm = Promise.resolve();
const warmUpTimer = setTimeout(() => {
  warm = speakToNobody(closing.signal).catch(() => {});
}, warmUpAfterMs);

async function open(): Promise<Synthesizer> {
  const synthesizer = await openFlite();
  report({ type: "ready", voices: synthesizer.voices });
  return synthesizer;
}

async function speakToNobody(signal: AbortSignal): Promise<void> {
  const synthesizer = await opening;
  for (const utterance of warmUp) {
    if (signal.aborted) return;
    for await (const _ of clipsOf(synthesizer, utterance, signal));
  }
}

function report(message: SpeechReport, transfer: Transferable[] = []): void {
  self.postMessage(message, transfer);
}

async function* clipsOf(synthesizer: Synthesizer, utterance: Utterance, signal: AbortSignal) {
  using encoder = await OpusEncoder.open();
  yield* toClips(turns.run(synthesizer.speak(utterance, signal), signal), (pcm) => encoder.encode(pcm));
}

async function speak(id: number, utterance: Utterance, signal: AbortSignal): Promise<void> {
  try {
    for await (const clip of clipsOf(await opening, utterance, signal)) {
      if (signal.aborted) break;
      report({ type: "clip", id, clip }, buffersOf(clip));
      // Messages leave the thread when it comes to rest: the first clip does not wait for the others to be encoded.
      await setImmediate();
    }
    report({ type: "end", id });
  } catch (error) {
    // Only a SpeechError's words are made for others; anything else may quote the text.
    const reason = error instanceof SpeechError ? error.message : "the voice failed";
    report({ type: "failed", id, reason });
  } finally {
    running.delete(id);
  }
}

function buffersOf(clip: SpokenClip): Transferable[] {
  return clip.packets.map((packet) => packet.buffer as ArrayBuffer);
}

async function close(): Promise<void> {
  clearTimeout(warmUpTimer);
  closing.abort();
  const all = [...running.values()];
  for (const { stop } of all) stop.abort();
  await Promise.allSettled([opening, warm, ...all.map(({ done }) => done)]);
  report({ type: "closed" });
}

self.onmessage = ({ data }: MessageEvent<SpeechOrder>) => {
  if (data.type === "speak") {
    const stop = new AbortController();
    running.set(data.id, { stop, done: speak(data.id, data.utterance, stop.signal) });
  } else if (data.type === "abort") running.get(data.id)?.stop.abort();
  else if (data.type === "close") void close();
};
