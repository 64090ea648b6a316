import type { VideoCodec } from "../../avatar/face.ts";
import type { RemoteFace, RemotePerformance } from "../../avatar/remote-face.ts";
import type { openUpstreamPeer } from "../../media/upstream-peer.ts";
import { MageuriteError } from "./mageurite-call.ts";
import { MageuriteClient } from "./mageurite-client.ts";
import { MageuriteHead } from "./mageurite-head.ts";
import type { MageuriteCapabilities } from "./mageurite-probe.ts";

/** Places used where the server does not say how many it has. */
export const placesMaxDefault = 8;
/** Without goodbye a server notices after six failed checks of 5 s ±20 % (RFC 7675 as aioice does it). */
export const ghostMs = 40_000;
/** A head that nobody looks at is kept this long for the next student. */
const idleKeptMs = 60_000;
/** What the last student's sentence may still take: nobody else may hear it. */
export const coolDownMs = 4_000;
/** After the server has said that it is full. */
const fullPauseMs = 2_000;

export interface MageuritePlacesOptions {
  url: string;
  /** What the last look at the server found; undefined while it cannot be reached. */
  capabilities(): MageuriteCapabilities | undefined;
  openPeer: typeof openUpstreamPeer;
  now?: () => number;
}

export interface PlacesState {
  /** Lent to lessons now. */
  used: number;
  /** Kept for the next student, or still finishing the last one's sentence. */
  idle: number;
  /** Ended without the server knowing yet. */
  ghosts: number;
  max: number;
}

interface Kept {
  readonly head: MageuriteHead;
  readonly codec: VideoCodec;
  readonly avatar: string | undefined;
  readonly sinceMs: number;
  readonly timer: ReturnType<typeof setTimeout>;
}

/**
 * The places of one avatar server. A head is kept when its student leaves and goes to the next one with the same codec and
 * avatar: opening and closing sessions makes every student of that server stutter.
 */
export class MageuritePlaces implements AsyncDisposable {
  readonly #client: MageuriteClient;
  readonly #used = new Set<MageuriteHead>();
  readonly #closing = new Set<Promise<void>>();
  #kept: Kept[] = [];
  #ghostsUntilMs: number[] = [];
  #opening = 0;
  #fullUntilMs = Number.NEGATIVE_INFINITY;
  #closed = false;

  constructor(private readonly options: MageuritePlacesOptions) {
    this.#client = new MageuriteClient(options.url);
  }

  get state(): PlacesState {
    const nowMs = this.#now();
    this.#ghostsUntilMs = this.#ghostsUntilMs.filter((untilMs) => untilMs > nowMs);
    const max = this.options.capabilities()?.sessionsMax ?? placesMaxDefault;
    return {
      used: this.#used.size + this.#opening,
      idle: this.#kept.length,
      ghosts: this.#ghostsUntilMs.length,
      max,
    };
  }

  /** One face of the server; the newest chooses among its avatars, the fork has the one that runs. */
  face(avatar: string | undefined): RemoteFace {
    return { open: (codec, signal) => this.#open(avatar, codec, signal) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await this.clear();
  }

  /** Ends every session, those of lessons as well. */
  async clear(): Promise<void> {
    for (const { head, timer } of this.#kept.splice(0)) {
      clearTimeout(timer);
      this.#end(head);
    }
    for (const head of [...this.#used]) this.#end(head);
    await Promise.all(this.#closing);
  }

  async #open(
    avatar: string | undefined,
    codec: VideoCodec,
    signal: AbortSignal,
  ): Promise<RemotePerformance> {
    if (this.#closed) throw new MageuriteError("unreachable", "the engine stops");
    const kept = this.#takeKept(avatar, codec);
    if (kept) return this.#lend(kept, avatar, codec);
    this.#checkRoom(avatar, codec);
    this.#opening++;
    try {
      return this.#lend(await this.#connect(avatar, codec, signal), avatar, codec);
    } finally {
      this.#opening--;
    }
  }

  #takeKept(avatar: string | undefined, codec: VideoCodec): MageuriteHead | undefined {
    const nowMs = this.#now();
    for (const { head } of this.#kept.filter((each) => !each.head.alive)) this.#drop(head);
    const found = this.#kept.find(
      (each) => each.codec === codec && each.avatar === avatar && nowMs - each.sinceMs >= coolDownMs,
    );
    if (!found) return undefined;
    clearTimeout(found.timer);
    this.#kept = this.#kept.filter((each) => each !== found);
    return found.head;
  }

  #checkRoom(avatar: string | undefined, codec: VideoCodec): void {
    const capabilities = this.options.capabilities();
    if (!capabilities) throw new MageuriteError("unreachable", "the avatar server does not answer");
    if (this.#now() < this.#fullUntilMs)
      throw new MageuriteError("full", "the avatar server was full just now");
    const { used, idle, ghosts, max } = this.state;
    if (used + idle + ghosts < max) return;
    // A place that is kept for others is better used now; one that fits is waited for until it has cooled down.
    const isFit = (each: Kept) => each.avatar === avatar && each.codec === codec;
    const [oldest] = this.#kept;
    if (oldest && !this.#kept.some(isFit)) this.#drop(oldest.head);
    throw new MageuriteError("full", "every place of the avatar server is taken");
  }

  async #connect(avatar: string | undefined, codec: VideoCodec, signal: AbortSignal): Promise<MageuriteHead> {
    const { generation, events } = this.options.capabilities()!;
    let answered: Awaited<ReturnType<MageuriteClient["offer"]>> | undefined;
    try {
      const peer = await this.options.openPeer({
        videoCodec: codec,
        signal,
        exchange: async (offer) => {
          answered = await this.#client.offer(offer, generation === "newest" ? avatar : undefined, signal);
          return answered.sdp;
        },
      });
      return new MageuriteHead(this.#client, answered!.sessionid, peer, events);
    } catch (error) {
      if (error instanceof MageuriteError && error.failure === "full")
        this.#fullUntilMs = this.#now() + fullPauseMs;
      // The server has given a place to a connection that never came to life.
      else if (answered) this.#ghostsUntilMs.push(this.#now() + ghostMs);
      throw error;
    }
  }

  #lend(head: MageuriteHead, avatar: string | undefined, codec: VideoCodec): RemotePerformance {
    this.#used.add(head);
    return head.perform(() => {
      if (!this.#used.delete(head)) return;
      if (this.#closed || !head.alive) this.#end(head);
      else this.#keep(head, avatar, codec);
    });
  }

  #keep(head: MageuriteHead, avatar: string | undefined, codec: VideoCodec): void {
    head.client.interrupt(head.sessionId).catch(() => this.#drop(head));
    const timer = setTimeout(() => this.#drop(head), idleKeptMs);
    this.#kept.push({ head, codec, avatar, sinceMs: this.#now(), timer });
    void head.peer.closed.then(() => this.#drop(head));
  }

  #drop(head: MageuriteHead): void {
    const found = this.#kept.find((each) => each.head === head);
    if (!found) return;
    clearTimeout(found.timer);
    this.#kept = this.#kept.filter((each) => each !== found);
    this.#end(head);
  }

  #end(head: MageuriteHead): void {
    this.#used.delete(head);
    // A goodbye frees the place at once; a connection that has gone by itself leaves a ghost.
    if (!head.alive) this.#ghostsUntilMs.push(this.#now() + ghostMs);
    const closing = head.close().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }

  #now(): number {
    return this.options.now?.() ?? performance.now();
  }
}
