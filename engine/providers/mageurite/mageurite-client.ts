import {
  AdminConfig,
  AdminSessions,
  Envelope,
  ForkHealth,
  OfferAnswer,
  SpeakingReply,
  SpeechEvent,
} from "../../../generated/mageurite.messages.js";
import type { components, paths } from "../../../generated/mageurite.types.ts";
import { call, conforming, expectDone, jsonBody, MageuriteError } from "./mageurite-call.ts";

type Schemas = components["schemas"];
export type SessionId = Schemas["SessionId"];
export type SpokenEvent = Schemas["SpeechEvent"];
type Path = keyof paths;

/** With a blocked STUN server the answer takes 5 s; a newly named avatar is loaded first. */
const offerTimeoutMs = 20_000;
const offerWithAvatarTimeoutMs = 60_000;
/** It answers as soon as the sentence is queued; a server that takes longer does not keep pace with a lesson. */
const sayTimeoutMs = 2_000;
const askTimeoutMs = 2_000;
/** One event is a sentence with a little around it. */
const eventCharsMax = 64 * 1024;

/** The media server of either generation. Calls fail with MageuriteError. */
export class MageuriteClient {
  constructor(readonly url: string) {}

  async offer(sdp: string, avatar: string | undefined, signal: AbortSignal): Promise<Schemas["OfferAnswer"]> {
    const body: Schemas["Offer"] = { sdp, type: "offer", ...(avatar === undefined ? {} : { avatar }) };
    const timeoutMs = avatar === undefined ? offerTimeoutMs : offerWithAvatarTimeoutMs;
    return conforming(await this.#post("/offer", body, { timeoutMs, signal }), OfferAnswer);
  }

  async say(sessionid: SessionId, text: string, interrupt: boolean, signal?: AbortSignal): Promise<void> {
    const body: Schemas["Say"] = { sessionid, text, type: "echo", ...(interrupt ? { interrupt } : {}) };
    expectDone(await this.#post("/human", body, { timeoutMs: sayTimeoutMs, signal }), Envelope);
  }

  /** A WAV of 16 kHz mono. */
  async sayAudio(sessionid: SessionId, wav: Uint8Array<ArrayBuffer>, signal?: AbortSignal): Promise<void> {
    const form = new FormData();
    form.set("sessionid", String(sessionid));
    form.set("file", new Blob([wav], { type: "audio/wav" }), "speech.wav");
    expectDone(
      await call(this.url, "/humanaudio" satisfies Path, { body: form, timeoutMs: sayTimeoutMs, signal }),
      Envelope,
    );
  }

  async interrupt(sessionid: SessionId): Promise<void> {
    expectDone(await this.#post("/interrupt_talk", { sessionid }, { timeoutMs: askTimeoutMs }), Envelope);
  }

  async isSpeaking(sessionid: SessionId, signal?: AbortSignal): Promise<boolean> {
    const reply = await this.#post("/is_speaking", { sessionid }, { timeoutMs: askTimeoutMs, signal });
    return conforming<Schemas["SpeakingReply"]>(reply, SpeakingReply).data;
  }

  /** Undefined when this is not a fork that says how it is. */
  async forkHealth(signal?: AbortSignal): Promise<Schemas["ForkHealth"] | undefined> {
    const { json } = await this.#get("/health", signal);
    return ForkHealth(json) ? (json as Schemas["ForkHealth"]) : undefined;
  }

  /** The sessions that go on, by the avatars they show; undefined when this is not the newest. */
  async adminSessions(signal?: AbortSignal): Promise<(string | undefined)[] | undefined> {
    const { json } = await this.#get("/api/admin/sessions", signal);
    if (!AdminSessions(json)) return undefined;
    return (json as Schemas["AdminSessions"]).data.sessions.map(({ avatar_id }) => avatar_id);
  }

  /** What the newest was started with; nothing of it need be there. */
  async adminConfig(signal?: AbortSignal): Promise<Schemas["AdminConfig"]["data"]["config"]> {
    const { json } = await this.#get("/api/admin/config", signal);
    return AdminConfig(json) ? (json as Schemas["AdminConfig"]).data.config : {};
  }

  /**
   * Starts and ends of sentences as they are sent (the newest only). Ends with the signal or the connection. `onOpen`: from now
   * on none is missed.
   */
  async *speechEvents(
    sessionid: SessionId,
    signal: AbortSignal,
    onOpen: () => void = () => {},
  ): AsyncIterable<SpokenEvent> {
    const path = `${"/sse" satisfies Path}?sessionid=${encodeURIComponent(String(sessionid))}`;
    const response = await fetch(this.url + path, { redirect: "manual", signal });
    // For an unknown session the answer is JSON.
    if (!response.headers.get("content-type")?.startsWith("text/event-stream"))
      throw new MageuriteError("broken", "the avatar server sends no events");
    onOpen();
    let text = "";
    const decoder = new TextDecoder();
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      const lines = text.split(/\r?\n/);
      text = lines.pop() ?? "";
      if (text.length > eventCharsMax) throw new MageuriteError("broken", "an event is too long");
      for (const line of lines) {
        const event = readEvent(line);
        if (event) yield event;
      }
    }
  }

  #get(path: Path, signal: AbortSignal | undefined) {
    return call(this.url, path, { method: "GET", timeoutMs: askTimeoutMs, signal });
  }

  #post(path: Path, body: object, options: { timeoutMs: number; signal?: AbortSignal | undefined }) {
    return call(this.url, path, { ...jsonBody(body), ...options });
  }
}

function readEvent(line: string): SpokenEvent | undefined {
  if (!line.startsWith("data:")) return undefined;
  try {
    const event: unknown = JSON.parse(line.slice("data:".length));
    return SpeechEvent(event) ? (event as SpokenEvent) : undefined;
  } catch {
    return undefined;
  }
}
