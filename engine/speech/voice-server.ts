import { type SpeechError, TextRefused, VoiceUnavailable, VoiceUnknown } from "./synthesizer.ts";
import type { SentSound } from "./wav-stream.ts";

/** A server that has not begun to answer by then is taken to be in trouble: another voice speaks. */
const firstByteMs = 6_000;
/** A stream that stands still for so long has broken off. */
const stallMs = 4_000;
/** Ten minutes at 48 kHz: whoever sends more is not saying a sentence. */
const bytesMax = 60 * 1024 * 1024;

/**
 * Sends a request to a server that speaks. Fails with VoiceUnavailable when it cannot be reached, is busy, refuses the
 * credentials, or stops in the middle; with VoiceUnknown when it does not know the voice, and with TextRefused when it refuses
 * this very text.
 */
export async function askVoiceServer(
  url: string,
  init: RequestInit,
  signal: AbortSignal,
): Promise<SentSound> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), firstByteMs);
  const either = AbortSignal.any([signal, stop.signal]);
  let response: Response;
  try {
    // A redirect could lead the key and the text to somewhere else.
    response = await fetch(url, { ...init, signal: either, redirect: "error" });
  } catch (cause) {
    clearTimeout(timer);
    throw new VoiceUnavailable("the voice's server cannot be reached", { cause });
  }
  const [type = "", ...parameters] = (response.headers.get("content-type") ?? "").toLowerCase().split(";");
  const rate = /^\s*rate="?(\d{4,6})"?\s*$/;
  const rateHz = parameters.map((each) => rate.exec(each)?.[1]).find((each) => each !== undefined);
  if (!response.ok || !response.body) {
    clearTimeout(timer);
    stop.abort();
    throw refusal(response.status);
  }
  return {
    type: type.trim(),
    rateHz: rateHz === undefined ? undefined : Number(rateHz),
    body: watched(response.body, { timer, stop, signal }),
  };
}

function refusal(status: number): SpeechError {
  if (status === 400 || status === 413 || status === 422)
    return new TextRefused(`the voice's server refuses the text (${status})`);
  if (status === 401 || status === 403)
    return new VoiceUnavailable(`the voice's server refuses the key (${status})`);
  if (status === 404 || status === 405)
    return new VoiceUnknown("the voice's server knows no such address, model or voice");
  return new VoiceUnavailable(`the voice's server answers ${status}`);
}

interface Watch {
  timer: ReturnType<typeof setTimeout>;
  readonly stop: AbortController;
  readonly signal: AbortSignal;
}

async function* watched(body: ReadableStream<Uint8Array>, watch: Watch): AsyncGenerator<Uint8Array, void> {
  let bytes = 0;
  try {
    for await (const piece of body) {
      clearTimeout(watch.timer);
      if (watch.signal.aborted) return;
      bytes += piece.length;
      if (bytes > bytesMax) throw new Error("too much");
      yield piece;
      watch.timer = setTimeout(() => watch.stop.abort(), stallMs);
    }
  } catch (cause) {
    if (watch.signal.aborted) return;
    throw new VoiceUnavailable("the voice's server broke off", { cause });
  } finally {
    clearTimeout(watch.timer);
    watch.stop.abort();
  }
  if (bytes === 0) throw new VoiceUnavailable("the voice's server sent no sound");
}
