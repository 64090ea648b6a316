import type { VideoCodec } from "../../avatar/face.ts";
import type { RemotePerformance } from "../../avatar/remote-face.ts";
import type { UpstreamPeer } from "../../media/upstream-peer.ts";
import { Composing } from "./composing.ts";
import type { MageuriteClient, SessionId } from "./mageurite-client.ts";
import { toWav } from "./speech-wav.ts";

/** A head sends all the time, also when it says nothing. */
const silentMaxMs = 1_500;
/** And pictures, even slow ones, come more often than this. */
const pictureMaxMs = 3_000;
/** A stream of events that broke is opened again after this. */
const eventsRetryMs = 1_000;

export interface MageuriteHeadParts {
  readonly client: MageuriteClient;
  readonly sessionId: SessionId;
  readonly peer: UpstreamPeer;
  /** The server has events. */
  readonly events: boolean;
}

/** One session of an avatar server, and the connection that brings its pictures. Lent to one student after the other. */
export class MageuriteHead {
  readonly #parts: MageuriteHeadParts;
  readonly #stop = new AbortController();
  readonly #events: Promise<void>;
  readonly #composing: Composing;
  /** The stream of events is open; while it is not the server is asked whether it speaks. */
  #announces = false;
  #saidAtMs = Number.NEGATIVE_INFINITY;
  onSpeech: RemotePerformance["onSpeech"];
  onMaintenance: RemotePerformance["onMaintenance"];

  constructor(parts: MageuriteHeadParts) {
    this.#parts = parts;
    const { client, sessionId, peer, events } = parts;
    void peer.closed.then(() => this.#stop.abort());
    this.#events = events ? this.#followEvents() : Promise.resolve();
    this.#composing = new Composing((signal) => client.isSpeaking(sessionId, signal));
  }

  get codec(): VideoCodec {
    return this.#parts.peer.videoCodec;
  }

  get closed(): Promise<void> {
    return this.#parts.peer.closed;
  }

  /** When it was last told to say something, in ms of performance.now(). */
  get saidAtMs(): number {
    return this.#saidAtMs;
  }

  /** It is connected: a goodbye will reach the server. */
  get connected(): boolean {
    const { heardAtMs } = this.#parts.peer;
    return !this.#stop.signal.aborted && performance.now() - heardAtMs < silentMaxMs;
  }

  /** It is connected and sends pictures. */
  get alive(): boolean {
    return this.connected && performance.now() - this.#parts.peer.picturedAtMs < pictureMaxMs;
  }

  /** The head in a lesson's hands; `release` is called once, when the lesson lets it go. */
  perform(release: () => void): RemotePerformance {
    const { client, sessionId, peer } = this.#parts;
    const head = this;
    let released = false;
    const order = async (work: () => Promise<void>) => {
      head.#saidAtMs = performance.now();
      if (!head.#announces) head.#composing.watch();
      await work();
    };
    return {
      closed: peer.closed,
      get announces() {
        return head.#announces;
      },
      get composing() {
        return head.#composing.now;
      },
      get onSound() {
        return peer.onSound;
      },
      set onSound(listener) {
        peer.onSound = listener;
      },
      get onPicture() {
        return peer.onPicture;
      },
      set onPicture(listener) {
        peer.onPicture = listener;
      },
      get onSpeech() {
        return head.onSpeech;
      },
      set onSpeech(listener) {
        head.onSpeech = listener;
      },
      get onMaintenance() {
        return head.onMaintenance;
      },
      set onMaintenance(listener) {
        head.onMaintenance = listener;
      },
      wantKeyPicture: () => peer.wantKeyPicture(),
      limitRate: (bitsPerSecond) => peer.limitRate(bitsPerSecond),
      say: (text, interrupt) => order(() => client.say(sessionId, text, interrupt)),
      sayPackets: (packets) =>
        order(async () => client.sayAudio(sessionId, await toWav(packets), head.#stop.signal)),
      interrupt: () => head.interrupt(),
      async [Symbol.asyncDispose]() {
        if (released) return;
        released = true;
        head.onSpeech = head.onMaintenance = peer.onSound = peer.onPicture = undefined;
        release();
      },
    };
  }

  async interrupt(): Promise<void> {
    const { client, sessionId } = this.#parts;
    await client.interrupt(sessionId);
  }

  /** Says goodbye, so that the server frees the place at once. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#composing[Symbol.asyncDispose]();
    await this.#parts.peer.close();
    await this.#events;
  }

  async #followEvents(): Promise<void> {
    const { client, sessionId } = this.#parts;
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        const opened = () => {
          this.#announces = true;
        };
        for await (const { status, text } of client.speechEvents(sessionId, signal, opened)) {
          this.onSpeech?.(status, text);
        }
      } catch {
        // It says nothing about the pictures; without events the server is asked, and listened to.
      }
      this.#announces = false;
      if (!signal.aborted) await Bun.sleep(eventsRetryMs);
    }
  }
}
