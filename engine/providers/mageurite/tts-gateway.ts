import type { PlainSound, PlainVoice } from "../../speech/plain-voice.ts";
import {
  rateOf,
  speaks,
  type Utterance,
  type VoiceInfo,
  VoiceUnavailable,
  VoiceUnknown,
} from "../../speech/synthesizer.ts";
import { TimeStretch } from "../../speech/time-stretch.ts";
import { askVoiceServer } from "../../speech/voice-server.ts";
import { readSound } from "../../speech/wav-stream.ts";

/** Looking at a gateway that does not answer takes no longer. */
const probeTimeoutMs = 3_000;
/** A gateway that was not there is looked for again after this long. */
const probeAgainMs = 30_000;
const listBytesMax = 256 * 1024;
const voicesMax = 200;

/**
 * What the gateway understands. `response`: Mageurite's own, `POST /tts/response`, one voice for everybody. `synthesize`:
 * what Mageurite's web service expects of it, `POST /tts/synthesize`, voices by name.
 */
export type GatewayDialect = "response" | "synthesize";

export interface GatewayOptions {
  readonly url: string;
  /** Of raw PCM, which does not tell; its engines end at 24 kHz. */
  readonly sampleRateHz: number;
  /** The voices are known now, or others. */
  onChange?(): void;
}

const facts = {
  engine: "mageurite",
  offline: false,
  timings: "none",
  licence: "as the gateway's operator says",
} as const;
const ownVoice: VoiceInfo = { id: "mageurite", language: null, label: "Mageurite's voice", ...facts };

/** Mageurite's TTS gateway in both of its dialects; which one it speaks is found out. */
export class TtsGateway implements PlainVoice {
  #voices: readonly VoiceInfo[] = [ownVoice];
  readonly #names = new Map<string, string>();
  #probe: Promise<GatewayDialect | undefined> | undefined;
  #probedAtMs = 0;

  constructor(private readonly options: GatewayOptions) {}

  get voices(): readonly VoiceInfo[] {
    return this.#voices;
  }

  /** Asks the gateway what it is; undefined: nobody there. Once it is known it is asked again when it refuses what it knew. */
  async dialect(): Promise<GatewayDialect | undefined> {
    const isStale = performance.now() - this.#probedAtMs > probeAgainMs;
    if (!this.#probe || ((await this.#probe) === undefined && isStale)) {
      this.#probedAtMs = performance.now();
      this.#probe = this.#look();
    }
    return await this.#probe;
  }

  async *speak(utterance: Utterance, signal: AbortSignal): AsyncIterable<PlainSound> {
    const dialect = await this.dialect();
    const probe = this.#probe;
    try {
      yield* this.#say(dialect, utterance, signal);
    } catch (error) {
      if (!(error instanceof VoiceUnknown)) throw error;
      // Another program may answer there by now, or the same one with other voices.
      if (this.#probe === probe) this.#probe = undefined;
      const other = await this.dialect();
      if (other === dialect) throw error;
      yield* this.#say(other, utterance, signal);
    }
  }

  async *#say(
    dialect: GatewayDialect | undefined,
    utterance: Utterance,
    signal: AbortSignal,
  ): AsyncIterable<PlainSound> {
    if (signal.aborted) return;
    if (dialect === undefined) throw new VoiceUnavailable("the TTS gateway cannot be reached");
    const request = dialect === "response" ? toForm(utterance) : this.#toJson(utterance);
    const path = dialect === "response" ? "tts/response" : "tts/synthesize";
    const answer = await askVoiceServer(this.#at(path), { method: "POST", ...request }, signal);
    const sound = readSound(answer, this.options.sampleRateHz);
    yield* dialect === "response" ? stretched(sound, rateOf(utterance)) : sound;
  }

  #at(path: string): string {
    return `${this.options.url.replace(/\/+$/, "")}/${path}`;
  }

  #toJson(utterance: Utterance): RequestInit {
    const { text, language } = utterance;
    const able = this.#voices.filter((info) => speaks(info, language));
    const { id } = able.find((info) => info.id === utterance.voice) ?? able[0] ?? ownVoice;
    const voice = this.#names.get(id);
    return {
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        text,
        rate: rateOf(utterance),
        volume: 1,
        ...(voice === undefined ? {} : { voice }),
      }),
    };
  }

  async #look(): Promise<GatewayDialect | undefined> {
    const models = await this.#read("tts/models");
    if (isObject(models)) {
      this.#offer([{ ...ownVoice, label: `Mageurite's voice${runningModel(models)}` }]);
      return "response";
    }
    const voices = await this.#read("tts/voices");
    if (voices === undefined) return undefined;
    this.#offer(this.#readVoices(voices));
    return "synthesize";
  }

  /** JSON from the gateway; undefined for anything else. */
  async #read(path: string): Promise<unknown> {
    try {
      const signal = AbortSignal.timeout(probeTimeoutMs);
      const response = await fetch(this.#at(path), { signal, redirect: "error" });
      if (!response.ok || Number(response.headers.get("content-length") ?? 0) > listBytesMax) {
        await response.body?.cancel();
        return undefined;
      }
      return JSON.parse((await response.text()).slice(0, listBytesMax));
    } catch {
      return undefined;
    }
  }

  /** A list of names, or of objects with one, alone or under `voices`. */
  #readVoices(answer: unknown): VoiceInfo[] {
    const list = isObject(answer) && Array.isArray(answer.voices) ? answer.voices : answer;
    const found: VoiceInfo[] = [];
    this.#names.clear();
    for (const each of (Array.isArray(list) ? list : []).slice(0, voicesMax)) {
      const facts: Record<string, unknown> = isObject(each) ? each : { name: each };
      const name = [facts.id, facts.voice, facts.name].find((value) => typeof value === "string");
      if (typeof name !== "string" || !/^[\w.:-]{1,100}$/u.test(name)) continue;
      const language = [facts.language, facts.locale, facts.lang].find(isLanguage) ?? languageIn(name);
      const id = `mageurite_${name.replace(/[^A-Za-z0-9_-]/g, "_")}`.slice(0, 64);
      if (this.#names.has(id)) continue;
      this.#names.set(id, name);
      found.push({ ...ownVoice, id, language, label: `${name} (Mageurite)` });
    }
    return found.length > 0 ? found : [ownVoice];
  }

  #offer(voices: readonly VoiceInfo[]): void {
    this.#voices = voices;
    this.options.onChange?.();
  }
}

function toForm({ text }: Utterance): RequestInit {
  const form = new FormData();
  form.set("tts_text", text);
  return { body: form };
}

/** The gateway knows one speed. */
async function* stretched(sound: AsyncIterable<PlainSound>, rate: number): AsyncGenerator<PlainSound, void> {
  let stretch: TimeStretch | undefined;
  let rateHz = 0;
  for await (const { pcm, sampleRateHz } of sound) {
    if (rate === 1) yield { pcm, sampleRateHz };
    else {
      stretch ??= new TimeStretch(rate, sampleRateHz);
      rateHz = sampleRateHz;
      yield { pcm: stretch.push(pcm), sampleRateHz };
    }
  }
  if (stretch) yield { pcm: stretch.end(), sampleRateHz: rateHz };
}

/** " (CosyVoice)" where the list says which model runs. */
function runningModel(models: Record<string, unknown>): string {
  const running = Object.values(models).find((each) => isObject(each) && each.status === "running");
  return isObject(running) && typeof running.full_name === "string"
    ? ` (${running.full_name.slice(0, 60)})`
    : "";
}

/** Edge's voices begin with their language: "zh-CN-XiaoxiaoNeural". */
function languageIn(name: string): string | null {
  return /^([a-z]{2,3}-[A-Z]{2})-/.exec(name)?.[1] ?? null;
}

const isLanguage = (value: unknown): value is string =>
  typeof value === "string" && /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/.test(value);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
