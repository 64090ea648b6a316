import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { openEspeak } from "../../engine/providers/espeak/espeak.ts";
import { openFlite } from "../../engine/providers/flite/flite.ts";
import { widened } from "../../engine/speech/chunk-sound.ts";
import { resample } from "../../engine/speech/resample.ts";
import { primaryLanguage } from "../../engine/speech/synthesizer.ts";
import { toWavFile } from "../../engine/speech/wav-file.ts";

/** How the server shall answer the next requests. */
export interface VoiceManner {
  /** Raw samples, or WAV though raw was asked for; with what a program writes that does not know the length. */
  readonly format?: "pcm" | "wav" | "endless-wav" | "mp3" | "json" | "nothing";
  readonly sampleRateHz?: number;
  /** Says so in its media type. */
  readonly tellsRate?: boolean;
  /** Bytes of one piece, odd or even. */
  readonly pieceBytes?: number;
  /** Waits between two pieces, in ms. */
  readonly pieceEveryMs?: number;
  readonly status?: number;
  /** Cuts the connection after this share of the sound. */
  readonly cutAfter?: number;
  /** Ends as if that were all, after this share of the sound. */
  readonly endAfter?: number;
  /** Goes silent, and stays connected, after this share of the sound. */
  readonly stallAfter?: number;
  /** 1 is the level of speech. */
  readonly gain?: number;
}

export interface VoiceServer extends AsyncDisposable {
  readonly url: string;
  manner: VoiceManner;
  /** Bodies of the requests to speak, as they came. */
  readonly requests: {
    readonly path: string;
    readonly body: Record<string, unknown>;
    readonly key: string | null;
  }[];
  /** Requests that are being answered. */
  readonly open: () => number;
}

/**
 * A server that really speaks, with the voices of this machine and without a word about times: OpenAI's
 * `/v1/audio/speech`, and Mageurite's TTS gateway in the dialects that `gateway` names.
 */
export async function startVoiceServer({
  gateway,
}: {
  gateway?: "response" | "synthesize";
} = {}): Promise<VoiceServer> {
  const flite = await openFlite();
  const espeak = openEspeak();
  let open = 0;
  const requests: VoiceServer["requests"] = [];
  const speak = async (text: string, rate: number, { sampleRateHz = 24_000, gain = 0.2 }: VoiceManner) => {
    const isChinese = /\p{Script=Han}/u.test(text);
    const utterance = isChinese
      ? { text, rate, language: "zh", voice: "espeak_cmn_f" }
      : { text, rate, language: "en", voice: "slt" };
    const pcm: number[] = [];
    const voice = primaryLanguage(utterance.language) === "zh" ? espeak : flite;
    for await (const chunk of voice.speak(utterance, new AbortController().signal))
      for (const sample of widened(chunk).pcm) pcm.push((sample / 32_768) * gain);
    const sound = resample(Float32Array.from(pcm), { fromHz: 48_000, toHz: sampleRateHz });
    return Int16Array.from(sound, (sample) => Math.round(sample * 32_767));
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? "";
    const json = (status: number, body: unknown) =>
      void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    const list = gateway && lists[gateway];
    if (list && path === list.path) return json(200, list.body);
    const speaks = gateway === undefined ? "/v1/audio/speech" : `/tts/${gateway}`;
    if (request.method !== "POST" || path !== speaks) return json(404, {});
    const body = await readBody(request);
    requests.push({ path, body, key: request.headers.authorization ?? null });
    const { manner } = server;
    if (manner.status) return json(manner.status, { error: "no" });
    if (manner.format === "json") return json(200, { detail: "the model is being loaded" });
    const text = String(body.input ?? body.text ?? body.tts_text ?? "");
    const sound = await speak(text, Number(body.speed ?? body.rate ?? 1), manner);
    open++;
    response.once("close", () => open--);
    await send(response, toBytes(sound, manner), manner);
  };
  const http = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const listening = Promise.withResolvers<void>();
  http.listen(0, "127.0.0.1", listening.resolve);
  await listening.promise;
  const { port } = http.address() as { port: number };
  const server: VoiceServer = {
    url: `http://127.0.0.1:${port}`,
    manner: {},
    requests,
    open: () => open,
    async [Symbol.asyncDispose]() {
      const closed = Promise.withResolvers<void>();
      http.close(() => closed.resolve());
      http.closeAllConnections();
      await closed.promise;
      await espeak[Symbol.asyncDispose]();
    },
  };
  return server;
}

const lists = {
  response: {
    path: "/tts/models",
    body: { cosyvoice: { full_name: "CosyVoice 2", status: "running", license: "Apache-2.0" } },
  },
  synthesize: {
    path: "/tts/voices",
    body: {
      voices: [
        { name: "en-US-Test", locale: "en-US" },
        { name: "zh-CN-Test", locale: "zh-CN" },
      ],
    },
  },
};

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const type = request.headers["content-type"] ?? "";
  const whole = new Response(Buffer.concat(pieces), { headers: { "content-type": type } });
  if (type.startsWith("application/json")) return (await whole.json()) as Record<string, unknown>;
  return Object.fromEntries((await whole.formData()).entries());
}

function toBytes(pcm: Int16Array, { format = "pcm", sampleRateHz = 24_000 }: VoiceManner): Uint8Array {
  if (format === "nothing") return new Uint8Array();
  if (format === "mp3") return mp3;
  if (format === "pcm") return new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength);
  const wav = toWavFile([pcm], sampleRateHz);
  if (format === "endless-wav") new DataView(wav.buffer).setUint32(40, 0xffffffff, true);
  return wav;
}

async function send(response: ServerResponse, bytes: Uint8Array, manner: VoiceManner): Promise<void> {
  const { sampleRateHz = 24_000, pieceBytes = 4_801, pieceEveryMs = 0, cutAfter, stallAfter } = manner;
  const type = manner.tellsRate ? `audio/pcm;rate=${sampleRateHz}` : "application/octet-stream";
  response.writeHead(200, { "content-type": type });
  response.flushHeaders();
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const share = at / bytes.length;
    if (manner.endAfter !== undefined && share >= manner.endAfter) break;
    if (stallAfter !== undefined && share >= stallAfter) return;
    if (cutAfter !== undefined && share >= cutAfter) {
      // What was written before is on its way when the connection breaks.
      setTimeout(() => response.destroy(), 50);
      return;
    }
    const isTaken = response.write(bytes.subarray(at, at + pieceBytes));
    if (response.destroyed) return;
    if (!isTaken) await Promise.race([once(response, "drain"), once(response, "close")]);
    if (pieceEveryMs > 0) await Bun.sleep(pieceEveryMs);
  }
  response.end();
}

/** What a server sends that overlooks the wish for PCM: the head of an MP3 file, and noise. */
const mp3 = Uint8Array.from({ length: 4_000 }, (_, i) => (i < 3 ? "ID3".charCodeAt(i) : (i * 73) % 251));
