import type { RemotePerformance } from "../../avatar/remote-face.ts";
import type { UpstreamPeer } from "../../media/upstream-peer.ts";
import type { MageuriteClient, SessionId } from "./mageurite-client.ts";
import { toWav } from "./speech-wav.ts";

/** A head sends all the time, also when it says nothing. */
const silentMaxMs = 1_500;
/** A stream of events that broke is opened again after this. */
const eventsRetryMs = 1_000;

/** One session of an avatar server, and the connection that brings its pictures. Lent to one student after the other. */
export class MageuriteHead {
  readonly #stop = new AbortController();
  readonly #events: Promise<void>;
  onSpeech: RemotePerformance["onSpeech"];

  constructor(
    readonly client: MageuriteClient,
    readonly sessionId: SessionId,
    readonly peer: UpstreamPeer,
    readonly announces: boolean,
  ) {
    void peer.closed.then(() => this.#stop.abort());
    this.#events = announces ? this.#followEvents() : Promise.resolve();
  }

  /** It is connected and sends. */
  get alive(): boolean {
    return !this.#stop.signal.aborted && performance.now() - this.peer.heardAtMs < silentMaxMs;
  }

  /** The head in a lesson's hands; `release` is called once, when the lesson lets it go. */
  perform(release: () => void): RemotePerformance {
    const { client, sessionId, peer, announces } = this;
    const head = this;
    let released = false;
    return {
      announces,
      closed: peer.closed,
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
      wantKeyPicture: () => peer.wantKeyPicture(),
      limitRate: (bitsPerSecond) => peer.limitRate(bitsPerSecond),
      say: (text, interrupt) => client.say(sessionId, text, interrupt),
      sayPackets: async (packets) => client.sayAudio(sessionId, await toWav(packets)),
      interrupt: () => client.interrupt(sessionId),
      async [Symbol.asyncDispose]() {
        if (released) return;
        released = true;
        head.onSpeech = peer.onSound = peer.onPicture = undefined;
        release();
      },
    };
  }

  /** Says goodbye, so that the server frees the place at once. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.peer.close();
    await this.#events;
  }

  async #followEvents(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        for await (const { status, text } of this.client.speechEvents(this.sessionId, signal)) {
          this.onSpeech?.(status, text);
        }
      } catch {
        // It says nothing about the pictures; without events the sentences are timed by their length.
      }
      if (!signal.aborted) await Bun.sleep(eventsRetryMs);
    }
  }
}
