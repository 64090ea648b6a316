import type { PlainSound } from "./plain-voice.ts";
import { VoiceUnavailable } from "./synthesizer.ts";

/** Longest header of a WAV that is waited for: some have pictures and names in front of the sound. */
const headerBytesMax = 65_536;
const pcmFormat = 1;
/** The real format stands in the extension (RFC 2361). */
const extensibleFormat = 0xfffe;

/** Sound as it is sent, and what its media type says of it. */
export interface SentSound {
  /** Without parameters, in lower case. */
  readonly type: string;
  readonly rateHz: number | undefined;
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * Reads sound as a server sends it, cut anywhere: WAV where it begins like one, whatever was asked for, else raw samples of
 * 16 bit, little endian, mono, `usualRateHz` a second unless they tell. Lengths in a header are not believed, since those who stream do not know them. Fails with
 * VoiceUnavailable for sound that is neither.
 */
export async function* readSound(
  { type, rateHz, body }: SentSound,
  usualRateHz: number,
): AsyncGenerator<PlainSound, void> {
  if (/^text\/|json$|^audio\/(?:mpeg|mp3|ogg|opus|webm|flac|aac|mp4)$/.test(type))
    throw new VoiceUnavailable(`the server sends ${type} for PCM or WAV`);
  const rawRateHz = rateHz ?? usualRateHz;
  let held: Uint8Array = new Uint8Array();
  let format: Format | undefined;
  for await (const bytes of body) {
    held = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
    if (!format) {
      const found = readFormat(held, rawRateHz);
      if (!found) continue;
      format = found;
      held = held.subarray(found.soundFrom);
    }
    const whole = held.length - (held.length % (2 * format.channels));
    if (whole === 0) continue;
    yield { pcm: toMono(held.subarray(0, whole), format.channels), sampleRateHz: format.sampleRateHz };
    held = held.subarray(whole);
  }
}

interface Format {
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly soundFrom: number;
}

/** Undefined: more has to come before that can be told. */
function readFormat(bytes: Uint8Array, rawRateHz: number): Format | undefined {
  if (bytes.length < 12) return undefined;
  const begins = Buffer.from(bytes.subarray(0, 12)).toString("latin1");
  if (begins.startsWith("RIFF") && begins.endsWith("WAVE")) return readWavFormat(bytes);
  if (/^(?:ID3|OggS|fLaC)/.test(begins))
    throw new VoiceUnavailable("the server sends something else than PCM or WAV");
  return { sampleRateHz: rawRateHz, channels: 1, soundFrom: 0 };
}

function readWavFormat(bytes: Uint8Array): Format | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let format: Omit<Format, "soundFrom"> | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = Buffer.from(bytes.subarray(at, at + 4)).toString("latin1");
    const length = view.getUint32(at + 4, true);
    if (name === "data") {
      if (!format) throw new VoiceUnavailable("the server's WAV has no format");
      return { ...format, soundFrom: at + 8 };
    }
    if (length > headerBytesMax) throw new VoiceUnavailable("the server's WAV has no sound");
    if (name === "fmt " && at + 24 <= bytes.length) format = readFmt(view, at + 8);
    at += 8 + length + (length % 2);
  }
  if (bytes.length > headerBytesMax) throw new VoiceUnavailable("the server's WAV has no sound");
  return undefined;
}

function readFmt(view: DataView, at: number): Omit<Format, "soundFrom"> {
  const [code, channels] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
  const [sampleRateHz, bits] = [view.getUint32(at + 4, true), view.getUint16(at + 14, true)];
  const isPcm = code === pcmFormat || code === extensibleFormat;
  if (!isPcm || bits !== 16 || channels < 1 || channels > 8)
    throw new VoiceUnavailable("the server's WAV is not PCM of 16 bit");
  return { sampleRateHz, channels };
}

function toMono(bytes: Uint8Array, channels: number): Int16Array {
  const samples = new Int16Array(new Uint8Array(bytes).buffer);
  if (channels === 1) return samples;
  return Int16Array.from({ length: samples.length / channels }, (_, frame) => {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) sum += samples[frame * channels + channel]!;
    return Math.round(sum / channels);
  });
}
