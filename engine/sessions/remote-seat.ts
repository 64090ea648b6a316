import { setTimeout } from "node:timers/promises";
import type { VideoCodec } from "../avatar/face.ts";
import type { RemoteFace, RemotePerformance } from "../avatar/remote-face.ts";
import { RelayHealth } from "./relay-health.ts";

/** Between two attempts to get a head. */
const retryMinMs = 1_000;
const retryMaxMs = 2_000;
/** A head that has sent nothing for this long is given back; one that sends sound without pictures a little later. */
const giveUpMs = 3_000;
const stalledGiveUpMs = 6_000;
const lookIntervalMs = 200;

export interface SeatListener {
  /** A head is there, not yet known to be well. */
  onAttached(performance: RemotePerformance): void;
  onSound(opus: Uint8Array, atMs: number): void;
  onPicture(picture: Uint8Array, key: boolean, atMs: number): void;
  onSpeech(event: "start" | "end", text: string | undefined): void;
  onMaintenance(): void;
  /** The head is gone, or was given back. */
  onGone(): void;
}

/** Keeps a head of a remote face at hand for one lesson: gets one, watches it, and gets another when it is gone. */
export class RemoteSeat implements AsyncDisposable {
  readonly health = new RelayHealth();
  readonly #stop = new AbortController();
  /** Ends what is done for one face, or with one head. */
  #leave = new AbortController();
  #remote: RemoteFace | undefined;
  #performance: RemotePerformance | undefined;
  #working: Promise<void> | undefined;

  constructor(
    private readonly codec: VideoCodec,
    private readonly listener: SeatListener,
  ) {}

  get performance(): RemotePerformance | undefined {
    return this.#performance;
  }

  /** From now on heads of this face; the present one is given back. */
  seek(remote: RemoteFace | undefined): void {
    this.#remote = remote;
    this.leave();
    if (remote) this.#working ??= this.#keepAttached();
  }

  /** Gives the head back; another one is asked for. */
  leave(): void {
    this.#leave.abort();
    this.#leave = new AbortController();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#working;
  }

  async #keepAttached(): Promise<void> {
    let retryMs = retryMinMs;
    while (!this.#stop.signal.aborted && this.#remote) {
      const leave = this.#leave.signal;
      const signal = AbortSignal.any([this.#stop.signal, leave]);
      try {
        await using performance = await this.#remote.open(this.codec, signal);
        retryMs = retryMinMs;
        await this.#attach(performance, signal);
      } catch {
        // A place that is not to be had is asked for again; meanwhile the embedded face is there.
      }
      await sleep(retryMs, this.#stop.signal);
      retryMs = Math.min(retryMaxMs, retryMs * 2);
    }
    this.#working = undefined;
  }

  /** Returns when the head is gone, has stopped sending, or is to be given back. */
  async #attach(performance: RemotePerformance, signal: AbortSignal): Promise<void> {
    const { health, listener } = this;
    health.reset();
    this.#performance = performance;
    performance.onSound = (opus, atMs) => {
      health.heardSound(opus.length, globalThis.performance.now());
      listener.onSound(opus, atMs);
    };
    performance.onPicture = (picture, key, atMs) => {
      health.sawPicture(globalThis.performance.now());
      listener.onPicture(picture, key, atMs);
    };
    performance.onSpeech = (event, text) => listener.onSpeech(event, text);
    performance.onMaintenance = () => listener.onMaintenance();
    listener.onAttached(performance);
    await this.#watch(performance, signal);
    performance.onSound = performance.onPicture = undefined;
    performance.onSpeech = performance.onMaintenance = undefined;
    this.#performance = undefined;
    health.reset();
    listener.onGone();
  }

  async #watch(performance: RemotePerformance, signal: AbortSignal): Promise<void> {
    const attachedAtMs = globalThis.performance.now();
    const gone = new AbortController();
    void performance.closed.then(() => gone.abort());
    const over = AbortSignal.any([signal, gone.signal]);
    while (!over.aborted) {
      await sleep(lookIntervalMs, over);
      const nowMs = globalThis.performance.now();
      // It has stopped for good, or never began: another head may do better.
      const sinceMs = nowMs - attachedAtMs;
      if (sinceMs > giveUpMs && this.health.isSilent(nowMs, giveUpMs)) return;
      if (sinceMs > stalledGiveUpMs && this.health.isStalled(nowMs, stalledGiveUpMs)) return;
    }
  }
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  // Woken early by the signal, which the caller looks at anyway.
  await setTimeout(ms, undefined, { signal }).catch(() => {});
}
