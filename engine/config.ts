import { join, resolve } from "node:path";
import {
  addresses,
  choice,
  type Environment,
  flag,
  httpUrl,
  integer,
  list,
  optional,
  port,
  portOrOff,
  readSettings,
  SettingError,
  type Settings,
  text,
} from "../deploy/settings.ts";
import type { StorePlace } from "./avatar/store/avatar-store.ts";
import type { TranscriberSettings } from "./listening/open-transcriber.ts";
import type { OwnPod } from "./providers/kubernetes/pod-deletion-cost.ts";
import type { TurnRelay } from "./sessions/ice-servers.ts";
import type { SpeechSettings } from "./speech/speech-settings.ts";

/** Every setting of the engine. */
export const engineSettings = {
  ENGINE_PORT: port({ default: "8001", about: "TCP port of the engine" }),
  HOST: text({
    default: "127.0.0.1",
    about: "address to listen on; 0.0.0.0 lets other machines in, :: by IPv6 as well",
  }),
  ENGINE_URL: optional(
    httpUrl({ about: "where other engines reach this one; this machine's first address unless set" }),
  ),
  BACKEND_URL: httpUrl({ default: "http://localhost:8000", about: "where the engine reaches the backend" }),
  BACKEND_PUBLIC_URL: optional(
    httpUrl({ about: "where browsers reach the backend; BACKEND_URL unless set" }),
  ),
  SERVICE_TOKEN: text({ about: "the secret that engine and backend share, 32 characters at least" }),
  OLLAMA_BASE_URL: httpUrl({ default: "http://localhost:11434", about: "where Ollama answers" }),
  OLLAMA_NUM_CTX: integer(
    {
      default: "8192",
      about: "context window of every request to Ollama, in tokens; one value keeps the model loaded",
    },
    { min: 1024, max: 1_048_576 },
  ),
  OLLAMA_EMBED_MODEL: text({
    default: "nomic-embed-text",
    about:
      "Ollama's model that finds passages of documents by meaning; documents are found by words where it is missing",
  }),
  MAGEURITE_URL: optional(
    httpUrl({ about: "an avatar server, Mageurite or LiveTalking, such as http://localhost:8615" }),
  ),
  MAGEURITE_MANAGER_URL: optional(
    httpUrl({
      about: "where its avatars are managed, such as http://localhost:8606; MAGEURITE_URL unless set",
    }),
  ),
  OLLAMA_NUM_PARALLEL: integer(
    { default: "1", about: "answers that Ollama writes at the same time; as Ollama's own setting" },
    { min: 1, max: 256 },
  ),
  OLLAMA_SHARED_BY: integer(
    {
      default: "1",
      about: "engines that share this Ollama; each of them asks for its part of these answers, one at least",
    },
    { min: 1, max: 256 },
  ),
  SPEECH_URL: optional(
    httpUrl({ about: "a server with OpenAI's /v1/audio/speech, such as http://localhost:8880" }),
  ),
  SPEECH_API_KEY: optional(text({ about: "its key, where it wants one" })),
  SPEECH_MODEL: text({ default: "tts-1", about: "the model it is asked for" }),
  SPEECH_VOICES: list({
    default: "alloy",
    about:
      "its voices, the first one by itself; each with its language where it has one: af_heart:en,zf_xiaobei:zh",
  }),
  SPEECH_SAMPLE_RATE: integer(
    { default: "24000", about: "samples a second of the raw sound that it and MAGEURITE_TTS_URL send" },
    { min: 8_000, max: 96_000 },
  ),
  MAGEURITE_TTS_URL: optional(httpUrl({ about: "Mageurite's TTS gateway, such as http://localhost:8604" })),
  SHERPA_MODEL_DIR: optional(
    text({ about: "folder of a text-to-speech model for sherpa-onnx, as its project publishes them" }),
  ),
  SHERPA_LANGUAGE: text({ default: "en", about: "the language that the model speaks" }),
  SHERPA_SPEAKER: integer(
    { default: "0", about: "which of the model's voices speaks" },
    { min: 0, max: 10_000 },
  ),
  TRANSCRIBER_URL: optional(
    httpUrl({
      about:
        "a server with OpenAI's /v1/audio/transcriptions, such as http://localhost:9000; without it students type",
    }),
  ),
  TRANSCRIBER_MODEL: text({ default: "whisper-1", about: "the model it is asked for" }),
  TRANSCRIBER_API_KEY: optional(text({ about: "its key, where it wants one" })),
  TRANSCRIBER_MODEL_DIR: optional(
    text({
      about:
        "instead of TRANSCRIBER_URL: folder of a speech-to-text model for sherpa-onnx, named as its project publishes it",
    }),
  ),
  TRANSCRIBER_THREADS: integer(
    { default: "2", about: "cores that the model may take for an utterance" },
    { min: 1, max: 64 },
  ),
  TRANSCRIBER_LANGUAGES: list({
    default: "",
    about: "languages that are understood, such as en,zh; lessons in others have no microphone; empty: all",
  }),
  MEDIA_PORT: optional(
    port({ about: "UDP port of pictures and sound; the number of ENGINE_PORT unless set" }),
  ),
  MEDIA_TCP_PORT: optional(
    portOrOff({
      about:
        "TCP port of pictures and sound for students whose network blocks UDP, or off; the number of MEDIA_PORT, or 100 more where ENGINE_PORT has it, unless set",
    }),
  ),
  MEDIA_ADDRESSES: addresses({
    default: "",
    about:
      "IPv4 and IPv6 addresses told to browsers; 127.0.0.1 keeps pictures and sound within this machine; empty: this machine's",
  }),
  TURN_URLS: text({
    default: "",
    about:
      "addresses of a relay for students whose networks block UDP, such as turn:relay.example:3478?transport=tcp, separated by commas; several relays are separated by semicolons",
  }),
  TURN_SECRET: optional(
    text({ about: "the secret that relays and engine share (coturn: static-auth-secret)" }),
  ),
  TURN_ONLY: flag({ default: "off", about: "on: students reach the engine through the relay only" }),
  LESSONS_MAX: integer(
    { default: "100", about: "lessons at a time in one process" },
    { min: 1, max: 10_000 },
  ),
  LESSONS_WAITING_MAX: integer(
    { default: "100", about: "lessons beyond LESSONS_MAX that go on in text until a face is free" },
    { min: 0, max: 10_000 },
  ),
  QUESTIONS_MAX: integer(
    { default: "120", about: "questions of one student in ten minutes, in lessons and chats of one process" },
    { min: 1, max: 10_000 },
  ),
  ENGINE_METRICS_PORT: optional(
    port({ about: "port for Prometheus, on HOST; without it no figures are served" }),
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(
    httpUrl({
      about: "an OpenTelemetry collector, such as http://localhost:4318; without it nothing is traced",
    }),
  ),
  DATA_DIR: text({
    default: "data",
    about: "folder for faces: those built from a video or a photo, and what may be made again",
  }),
  S3_BUCKET: optional(
    text({ about: "a bucket for faces that several engines share; a folder in DATA_DIR unless set" }),
  ),
  S3_ENDPOINT: optional(
    httpUrl({ about: "where the bucket is, such as http://localhost:9000; Amazon's unless set" }),
  ),
  S3_REGION: optional(text({ about: "the bucket's region" })),
  S3_ACCESS_KEY_ID: optional(text({ about: "who may use the bucket" })),
  S3_SECRET_ACCESS_KEY: optional(text({ about: "that one's secret" })),
  POD_NAME: optional(
    text({ about: "on Kubernetes this engine's pod, which is deleted late while it has many lessons" }),
  ),
  LOG_LEVEL: choice({ default: "info", about: "how much is logged" }, [
    "debug",
    "info",
    "warn",
    "error",
    "silent",
  ]),
};

function readStorePlace(settings: Settings<typeof engineSettings>): StorePlace {
  const { S3_BUCKET: bucket, S3_ENDPOINT: endpoint, S3_REGION: region } = settings;
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = settings;
  if (bucket === undefined) return { folder: resolve(join(settings.DATA_DIR, "avatars")) };
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw new SettingError(
      "S3_BUCKET needs S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY: set them, or unset S3_BUCKET.",
    );
  }
  return {
    bucket: { bucket, endpoint, region, accessKeyId, secretAccessKey },
    cacheFolder: resolve(join(settings.DATA_DIR, "cache", "packs")),
  };
}

/** As every cluster has it for every pod. */
const cluster = {
  apiUrl: "https://kubernetes.default.svc",
  credentialsFolder: "/var/run/secrets/kubernetes.io/serviceaccount",
};

export interface EngineConfig {
  port: number;
  host: string;
  /** This engine as others reach it; undefined: at this machine's first address. */
  ownUrl: string | undefined;
  backendUrl: string;
  backendPublicUrl: string;
  serviceToken: string;
  ollamaBaseUrl: string;
  ollamaNumCtx: number;
  /** Answers that this engine has Ollama write at the same time; further questions queue. */
  ollamaParallel: number;
  /** Undefined: documents are searched by words alone. */
  ollamaEmbedModel: string | undefined;
  /** Undefined: faces are embedded ones only. */
  mageurite: { url: string; managerUrl: string | undefined } | undefined;
  /** Voices beside the built-in ones. */
  speech: SpeechSettings;
  /** What understands students; undefined: they type. */
  transcriber: TranscriberSettings | undefined;
  mediaPort: number;
  /** Address that pictures and sound are sent from. */
  mediaHost: string;
  /** Undefined: there is none. */
  mediaTcpPort: number | undefined;
  mediaAddresses: readonly string[];
  /** Undefined: students reach the engine directly or not at all. */
  relay: TurnRelay | undefined;
  /** Lessons with a face. */
  lessonsMax: number;
  /** Lessons in text that wait for one. */
  waitingMax: number;
  /** Of one student in ten minutes. */
  questionsMax: number;
  /** Undefined: nobody asks how much this engine is worth. */
  pod: OwnPod | undefined;
  /** Undefined: figures are not served. 0 takes any free port. */
  metricsPort: number | undefined;
  /** A collector of traces; undefined: there is none. */
  tracesUrl: string | undefined;
  cacheDir: string;
  /** Where turns wait for the backend. */
  outboxPath: string;
  /** Where faces that were made are kept. */
  avatars: StorePlace;
  /** Where videos and photos lie until their face is made. */
  uploadsDir: string;
  logLevel: string;
}

/** Throws SettingError with one sentence that says what to do. */
export function readEngineConfig(environment: Environment): EngineConfig {
  const settings = readSettings(engineSettings, environment);
  if (settings.SERVICE_TOKEN.length < 32) {
    throw new SettingError("SERVICE_TOKEN must have 32 characters at least; `npx bun start` makes one.");
  }
  return {
    port: settings.ENGINE_PORT,
    host: settings.HOST,
    ownUrl: settings.ENGINE_URL,
    backendUrl: settings.BACKEND_URL,
    backendPublicUrl: settings.BACKEND_PUBLIC_URL ?? settings.BACKEND_URL,
    serviceToken: settings.SERVICE_TOKEN,
    ollamaBaseUrl: settings.OLLAMA_BASE_URL,
    ollamaNumCtx: settings.OLLAMA_NUM_CTX,
    // What is asked for beyond Ollama's places waits in a queue that tells nobody.
    ollamaParallel: Math.max(1, Math.floor(settings.OLLAMA_NUM_PARALLEL / settings.OLLAMA_SHARED_BY)),
    ollamaEmbedModel: settings.OLLAMA_EMBED_MODEL || undefined,
    mageurite: settings.MAGEURITE_URL
      ? { url: settings.MAGEURITE_URL, managerUrl: settings.MAGEURITE_MANAGER_URL }
      : undefined,
    speech: readSpeechSettings(settings),
    transcriber: readTranscriber(settings),
    mediaPort: settings.MEDIA_PORT ?? settings.ENGINE_PORT,
    mediaHost: readMediaHost(settings),
    mediaTcpPort: readMediaTcpPort(settings),
    mediaAddresses: settings.MEDIA_ADDRESSES,
    relay: readRelay(settings),
    lessonsMax: settings.LESSONS_MAX,
    waitingMax: settings.LESSONS_WAITING_MAX,
    questionsMax: settings.QUESTIONS_MAX,
    pod: settings.POD_NAME ? { name: settings.POD_NAME, ...cluster } : undefined,
    metricsPort: settings.ENGINE_METRICS_PORT,
    tracesUrl: settings.OTEL_EXPORTER_OTLP_ENDPOINT,
    cacheDir: resolve(join(settings.DATA_DIR, "cache")),
    outboxPath: resolve(join(settings.DATA_DIR, `outbox-${settings.ENGINE_PORT}.jsonl`)),
    avatars: readStorePlace(settings),
    uploadsDir: resolve(join(settings.DATA_DIR, `uploads-${settings.ENGINE_PORT}`)),
    logLevel: settings.LOG_LEVEL,
  };
}

/**
 * Pictures and sound listen on every address also where HTTP does on this machine alone: Firefox gathers no loopback address and pairs those
 * of others with nothing else (RFC 8445 §5.1.1.1), so that a student at this machine needs one of the others. Whoever does not know a lesson's
 * password is not answered.
 */
function readMediaHost({ HOST, MEDIA_ADDRESSES }: Settings<typeof engineSettings>): string {
  const isLoopback = (host: string) => /^(?:127\.[\d.]+|::1|localhost)$/.test(host);
  const isForItself = MEDIA_ADDRESSES.length > 0 && MEDIA_ADDRESSES.every(isLoopback);
  if (!isLoopback(HOST) || isForItself) return HOST;
  return HOST === "::1" ? "::" : "0.0.0.0";
}

/** RFC 7065, section 3.1. */
const turnUrl = /^turns?:(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?(?:\?transport=(?:udp|tcp))?$/i;

function readRelay(settings: Settings<typeof engineSettings>): TurnRelay | undefined {
  const { TURN_URLS, TURN_SECRET: secret, TURN_ONLY: only } = settings;
  const split = (words: string, by: string) => words.split(by).flatMap((word) => word.trim() || []);
  const relays = split(TURN_URLS, ";").map((relay) => split(relay, ","));
  if (relays.length === 0) {
    if (only) throw new SettingError("TURN_ONLY needs TURN_URLS: set it, or turn TURN_ONLY off.");
    return undefined;
  }
  if (!relays.every((urls) => urls.length > 0 && urls.every((url) => turnUrl.test(url))))
    throw new SettingError('TURN_URLS must be addresses such as "turn:relay.example:3478?transport=udp".');
  if (secret === undefined)
    throw new SettingError("TURN_URLS needs TURN_SECRET: set it to the relay's static-auth-secret.");
  return { relays, secret, only };
}

function readTranscriber(settings: Settings<typeof engineSettings>): TranscriberSettings | undefined {
  const { TRANSCRIBER_URL: url, TRANSCRIBER_MODEL_DIR: modelDir, TRANSCRIBER_THREADS: threads } = settings;
  const { TRANSCRIBER_MODEL: model, TRANSCRIBER_API_KEY: key, TRANSCRIBER_LANGUAGES: languages } = settings;
  if (url !== undefined && modelDir !== undefined)
    throw new SettingError(
      "TRANSCRIBER_URL and TRANSCRIBER_MODEL_DIR exclude each other: unset one of them.",
    );
  if (url !== undefined) return { languages, server: { baseUrl: `${url}/v1`, model, key } };
  return modelDir === undefined ? undefined : { languages, local: { modelDir: resolve(modelDir), threads } };
}

/** Between the numbers of the UDP port and that of another one, where HTTP has the first. */
const tcpPortOffset = 100;

function readMediaTcpPort(settings: Settings<typeof engineSettings>): number | undefined {
  const { ENGINE_PORT: http, MEDIA_PORT: udp = http, MEDIA_TCP_PORT: tcp } = settings;
  if (tcp === "off") return undefined;
  if (tcp !== undefined && tcp === http && tcp !== 0)
    throw new SettingError("MEDIA_TCP_PORT must be another one than ENGINE_PORT, or off.");
  if (tcp !== undefined || udp !== http || udp === 0) return tcp ?? udp;
  return udp + tcpPortOffset > 65_535 ? udp - tcpPortOffset : udp + tcpPortOffset;
}

function readSpeechSettings(settings: Settings<typeof engineSettings>): SpeechSettings {
  const { SPEECH_URL: url, MAGEURITE_TTS_URL: gateway, SHERPA_MODEL_DIR: modelDir } = settings;
  const sampleRateHz = settings.SPEECH_SAMPLE_RATE;
  const voices = settings.SPEECH_VOICES.map(readServerVoice);
  if (url !== undefined && voices.length === 0)
    throw new SettingError("SPEECH_VOICES must name a voice where SPEECH_URL is set.");
  return {
    openai: url
      ? { url, apiKey: settings.SPEECH_API_KEY, model: settings.SPEECH_MODEL, voices, sampleRateHz }
      : undefined,
    mageurite: gateway ? { url: gateway, sampleRateHz } : undefined,
    sherpa: modelDir
      ? { modelDir: resolve(modelDir), language: settings.SHERPA_LANGUAGE, speaker: settings.SHERPA_SPEAKER }
      : undefined,
  };
}

/** "af_heart:en", or a name alone. */
function readServerVoice(text: string): { name: string; language: string | null } {
  const [, name, language] = /^([^:]{1,60})(?::([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*))?$/.exec(text) ?? [];
  if (name === undefined)
    throw new SettingError('SPEECH_VOICES must be names such as "alloy", or "af_heart:en" with a language.');
  return { name, language: language ?? null };
}
