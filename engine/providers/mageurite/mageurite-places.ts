import { setTimeout as sleep } from "node:timers/promises";
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
/** A head that was told to say something this long ago may be saying it still when it is let go. */
const saidMs = 30_000;
/** After the server has said that it is full. */
const fullPauseMs = 2_000;
/** Lessons have this long to let go of their heads before maintenance. */
const vacateMaxMsDefault = 8_000;
const vacatePollMs = 50;

const codecs: readonly VideoCodec[] = ["H264", "VP8"];

export interface MageuritePlacesOptions {
  url: string;
  /** What the last look at the server found; undefined while it cannot be reached. */
  capabilities(): MageuriteCapabilities | undefined;
  openPeer: typeof openUpstreamPeer;
  /** The same head in another codec. */
  transcode(performance: RemotePerformance, from: VideoCodec, to: VideoCodec): Promise<RemotePerformance>;
  now?: () => number;
  /** Default 8 000. */
  vacateMaxMs?: number;
}

export interface PlacesState {
  /** Lent to lessons now. */
  used: number;
  /** Kept for the next student, or still finishing the last one's sentence. */
  idle: number;
  /** Ended without the server knowing yet. */
  ghosts: number;
  /** Taken by somebody else, as of the last look at the server. */
  others: number;
  max: number;
}

interface Kept {
  readonly head: MageuriteHead;
  readonly avatar: string | undefined;
  readonly readyAtMs: number;
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
  #others = 0;
  #fullUntilMs = Number.NEGATIVE_INFINITY;
  /** What the server sends, where it has said so. */
  #codecs: readonly VideoCodec[] | undefined;
  #maintained = false;
  #closed = false;

  constructor(private readonly options: MageuritePlacesOptions) {
    this.#client = new MageuriteClient(options.url);
  }

  get state(): PlacesState {
    const nowMs = this.#now();
    this.#ghostsUntilMs = this.#ghostsUntilMs.filter((untilMs) => untilMs > nowMs);
    return {
      used: this.#used.size + this.#opening,
      idle: this.#kept.length,
      ghosts: this.#ghostsUntilMs.length,
      others: this.#others,
      max: this.options.capabilities()?.sessionsMax ?? placesMaxDefault,
    };
  }

  /** One face of the server; the newest chooses among its avatars, the fork has the one that runs. */
  face(avatar: string | undefined): RemoteFace {
    return { open: (codec, signal) => this.#open(avatar, codec, signal) };
  }

  /** The server has just said how many sessions go on. */
  count(sessions: number | undefined): void {
    const { used, idle, ghosts } = this.state;
    this.#others = Math.max(0, (sessions ?? 0) - used - idle - ghosts);
  }

  /** Proves that an avatar can be shown, and keeps the head for whoever comes first. */
  async warm(avatar: string, signal: AbortSignal): Promise<void> {
    await using _ = await this.#open(avatar, codecs[0]!, signal);
  }

  /** Tells lessons that the server is about to change, and waits until they have let go; then nobody gets a place. */
  async vacate(signal: AbortSignal): Promise<void> {
    this.#maintained = true;
    for (const { head } of [...this.#kept]) this.#drop(head);
    for (const head of this.#used) head.onMaintenance?.();
    const { vacateMaxMs = vacateMaxMsDefault } = this.options;
    for (let waitedMs = 0; this.#used.size > 0 && waitedMs < vacateMaxMs; waitedMs += vacatePollMs)
      await sleep(vacatePollMs, undefined, { signal });
    await this.#clear();
  }

  /** The server is as it was, or another one. */
  reopen(): void {
    this.#maintained = false;
    this.#codecs = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await this.#clear();
  }

  /** Ends every session, those of lessons as well. */
  async #clear(): Promise<void> {
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
    if (this.#maintained) throw new MageuriteError("refused", "the avatar server is being changed");
    const head = this.#takeKept(avatar, codec) ?? (await this.#connectWithin(avatar, codec, signal));
    const performance = this.#lend(head, avatar);
    if (head.codec === codec) return performance;
    try {
      return await this.options.transcode(performance, head.codec, codec);
    } catch (error) {
      await performance[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Whether a head in the codec `sent` is what somebody who wants `wanted` would get from the server. */
  #suits(sent: VideoCodec, wanted: VideoCodec): boolean {
    return sent === wanted || this.#codecs?.includes(wanted) === false;
  }

  #takeKept(avatar: string | undefined, codec: VideoCodec): MageuriteHead | undefined {
    const nowMs = this.#now();
    for (const { head } of this.#kept.filter((each) => !each.head.alive)) this.#drop(head);
    const found = this.#kept.find(
      (each) => this.#suits(each.head.codec, codec) && each.avatar === avatar && nowMs >= each.readyAtMs,
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
    const { used, idle, ghosts, others, max } = this.state;
    if (used + idle + ghosts + others < max) return;
    // A place that is kept for others is better used now; one that fits is waited for until it has cooled down.
    const isFit = (each: Kept) => each.avatar === avatar && this.#suits(each.head.codec, codec);
    const [oldest] = this.#kept;
    if (oldest && !this.#kept.some(isFit)) this.#drop(oldest.head);
    throw new MageuriteError("full", "every place of the avatar server is taken");
  }

  async #connectWithin(
    avatar: string | undefined,
    codec: VideoCodec,
    signal: AbortSignal,
  ): Promise<MageuriteHead> {
    this.#checkRoom(avatar, codec);
    this.#opening++;
    try {
      return await this.#connect(avatar, codec, signal);
    } finally {
      this.#opening--;
    }
  }

  /**
   * Offers the wanted codec first. While it is not known what the server sends the other one is offered as well: a server
   * that finds no codec of its own in an offer loses the place for good.
   */
  async #connect(avatar: string | undefined, codec: VideoCodec, signal: AbortSignal): Promise<MageuriteHead> {
    const { generation, events } = this.options.capabilities()!;
    const others = codecs.filter((each) => each !== codec);
    const videoCodecs = this.#codecs?.includes(codec) ? [codec] : [codec, ...others];
    let answered: Awaited<ReturnType<MageuriteClient["offer"]>> | undefined;
    try {
      const peer = await this.options.openPeer({
        videoCodecs,
        signal,
        exchange: async (offer) => {
          answered = await this.#client.offer(offer, generation === "newest" ? avatar : undefined, signal);
          return answered.sdp;
        },
      });
      if (videoCodecs.length === codecs.length) this.#codecs = peer.serverCodecs;
      const { sessionid: sessionId } = answered!;
      return new MageuriteHead({ client: this.#client, sessionId, peer, events });
    } catch (error) {
      if (error instanceof MageuriteError && error.failure === "full")
        this.#fullUntilMs = this.#now() + fullPauseMs;
      // The server has given a place to a connection that never came to life.
      else if (answered) this.#ghostsUntilMs.push(this.#now() + ghostMs);
      this.#codecs = undefined;
      throw error;
    }
  }

  #lend(head: MageuriteHead, avatar: string | undefined): RemotePerformance {
    this.#used.add(head);
    return head.perform(() => {
      if (!this.#used.delete(head)) return;
      if (this.#closed || this.#maintained || !head.alive) this.#end(head);
      else this.#keep(head, avatar);
    });
  }

  #keep(head: MageuriteHead, avatar: string | undefined): void {
    const nowMs = this.#now();
    const mayBabble = performance.now() - head.saidAtMs < saidMs;
    if (mayBabble) head.interrupt().catch(() => this.#drop(head));
    const timer = setTimeout(() => this.#drop(head), idleKeptMs);
    this.#kept.push({ head, avatar, readyAtMs: mayBabble ? nowMs + coolDownMs : nowMs, timer });
    void head.closed.then(() => this.#drop(head));
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
    if (!head.connected) this.#ghostsUntilMs.push(this.#now() + ghostMs);
    const closing = head.close().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }

  #now(): number {
    return this.options.now?.() ?? performance.now();
  }
}
