import { type IfFull, LessonClient } from "./lesson-client.ts";
import { type EngineMessage, type PageMessage, readEngineMessage } from "./lesson-messages.ts";
import { iceCredentials, openPeer, takeUpOffer, withIceCredentials } from "./lesson-offer.ts";
import { type LessonStats, readLessonStats } from "./lesson-stats.ts";
import { MediaWatch } from "./media-watch.ts";
import { PageProblem } from "./page-problem.ts";
import type { Visit } from "./school-client.ts";

const sampleEveryMs = 250;
const sampleWhileStartingEveryMs = 50;
const pingEveryMs = 5000;
/** What a relay answers that has no place for this student, or for nobody (RFC 8656, section 19). */
const relayIsFull = [486, 508];
/** Told of at a time. */
const relayRefusalsMax = 64;
/** Longer than any retransmission of a working data channel takes. */
const pongWithinMs = 15_000;
/** The longest gap that the contract knows. */
const missedMaxMs = 10_000;
/** The same while neither sound nor pictures tell that the engine is there. */
const quietPingEveryMs = 1000;
const quietPongWithinMs = 4000;

export interface ConnectionOptions {
  readonly tutorId: string;
  readonly visit: Visit;
  /** Another ticket of the same session, once that of `visit` has served its time. */
  readonly renew: (signal: AbortSignal) => Promise<Visit>;
  /** From the answer to the first decoded picture. */
  readonly pictureWithinMs: number;
  readonly ifFull: IfFull;
  /** The number of the session's last turn, where one has been seen. */
  readonly lastTurn: number | undefined;
  /** `arrivedAtMs` is on the clock of performance.now(). */
  readonly onMessage: (message: EngineMessage, arrivedAtMs: number) => void;
  /** New figures, four times a second. */
  readonly onStats: (stats: LessonStats) => void;
}

/**
 * One peer connection to the engine, watched. `live` and `lost` tell how it fares; after `lost` it is of no use any more.
 * Whoever opens it closes it.
 */
export class LessonConnection implements Disposable {
  /** Sound and picture, from before the first packet on. */
  readonly media: MediaStream;
  /** Resolves at the first decoded picture, or when the engine has said that there is none yet; rejects with a PageProblem when it does not come. */
  readonly live: Promise<void>;
  /** Resolves with the reason when the connection is of no use any more, and when it is closed. */
  readonly lost: Promise<PageProblem>;
  readonly #peer: RTCPeerConnection;
  readonly #channel: RTCDataChannel;
  readonly #voice: RTCRtpSender;
  #client: LessonClient;
  readonly #renewClient: (signal: AbortSignal) => Promise<LessonClient>;
  readonly #stop = new AbortController();
  readonly #onMessage: ConnectionOptions["onMessage"];
  readonly #onStats: ConnectionOptions["onStats"];
  #location: string | undefined;
  #watchTimer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;
  #ready = false;
  #pingId = 0;
  #pingAtMs = 0;
  #relayRefusals = 0;
  #heardAtMs = 0;
  #stats: LessonStats | undefined;
  /** The student wants sound, or pictures as well. */
  #mediaWanted = true;
  /** Every face is taken: the lesson goes on in text until one is free. */
  #awaitsFace = false;
  #answer = "";
  /** Another path is asked for, then tried until something comes again: asking anew would begin the trial anew. */
  #restart: "none" | "asked" | "tried" = "none";
  #setLive: () => void = () => undefined;
  #setLost: (problem: PageProblem) => void = () => undefined;

  private constructor(options: ConnectionOptions) {
    const { peer, channel, media, voice } = openPeer();
    this.#voice = voice;
    this.media = media;
    this.#peer = peer;
    this.#channel = channel;
    this.#client = new LessonClient(options.visit, options.tutorId);
    this.#renewClient = async (signal) => new LessonClient(await options.renew(signal), options.tutorId);
    this.#onMessage = options.onMessage;
    this.#onStats = options.onStats;
    this.lost = new Promise((resolve) => {
      this.#setLost = resolve;
    });
    this.live = new Promise((resolve, reject) => {
      this.#setLive = resolve;
      void this.lost.then(reject);
    });
    // A connection that is given up before anybody looks at it has not failed.
    this.live.catch(() => undefined);
    channel.addEventListener("message", ({ data }) => this.#receive(data));
    channel.addEventListener("close", () => this.#lose("connection-lost"));
    peer.addEventListener("icecandidateerror", ({ errorCode }) => {
      if (relayIsFull.includes(errorCode)) this.#relayRefusals++;
    });
    peer.addEventListener("connectionstatechange", () => {
      if (peer.connectionState === "failed") this.#lose(this.#ready ? "connection-lost" : "no-picture");
    });
  }

  /** One offer, one answer. Rejects with a PageProblem, or with the signal's reason. */
  static async open(options: ConnectionOptions, signal: AbortSignal): Promise<LessonConnection> {
    if (typeof RTCPeerConnection === "undefined") throw new PageProblem("browser-unsupported");
    const connection = new LessonConnection(options);
    try {
      await connection.#connect(options, signal);
      return connection;
    } catch (error) {
      connection.close();
      signal.throwIfAborted();
      throw error;
    }
  }

  async #connect(
    { pictureWithinMs, ...wanted }: Pick<ConnectionOptions, "pictureWithinMs" | "ifFull" | "lastTurn">,
    signal: AbortSignal,
  ): Promise<void> {
    const offer = await this.#peer.createOffer();
    // At the same time: a school without a relay loses no time to the question.
    const [{ answer, location }] = await Promise.all([
      this.#client.start(offer.sdp ?? "", wanted, signal),
      this.#client.relay(signal).then((relay) => takeUpOffer(this.#peer, offer, relay)),
    ]);
    this.#location = location;
    this.#answer = answer;
    try {
      await this.#peer.setRemoteDescription({ type: "answer", sdp: answer });
    } catch (cause) {
      throw new PageProblem("offer-refused", { cause });
    }
    signal.throwIfAborted();
    this.#watch(new MediaWatch(performance.now(), pictureWithinMs));
  }

  /** False when the channel is not open: nothing is kept for later. */
  send(message: PageMessage): boolean {
    if (this.#channel.readyState !== "open") return false;
    this.#channel.send(JSON.stringify(message));
    if (message.type === "settings" && message.media) this.#mediaWanted = message.media !== "text";
    return true;
  }

  /** Sends the sound of a microphone, or none any more. */
  setVoice(track: MediaStreamTrack | undefined): void {
    // A connection that is closed meanwhile sends nothing.
    this.#voice.replaceTrack(track ?? null).catch(() => undefined);
  }

  /** The newest figures, at most a quarter of a second old. */
  get stats(): LessonStats | undefined {
    return this.#stats;
  }

  /** Leaves the lesson, and tells the engine that it is over where it is. May be called again. */
  close({ forGood = false } = {}): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stop.abort();
    clearTimeout(this.#watchTimer);
    this.#setLost(new PageProblem("connection-lost"));
    // The request first: an engine that sees the peer go has no lesson left to end.
    const ended = forGood && this.#location ? this.#client.end(this.#location) : Promise.resolve();
    void ended.then(() => this.#peer.close());
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #receive(data: unknown): void {
    const arrivedAtMs = performance.now();
    this.#heardAtMs = arrivedAtMs;
    const message = readEngineMessage(data);
    if (!message || this.#closed) return;
    if (message.type === "ready") this.#ready = true;
    if (message.type === "face") this.#awaitsFace = message.shown === "none";
    this.#onMessage(message, arrivedAtMs);
    if (message.type === "bye") this.#lose("connection-lost");
  }

  #lose(kind: PageProblem["kind"]): void {
    if (!this.#closed) this.#setLost(new PageProblem(kind));
  }

  #watch(mediaWatch: MediaWatch): void {
    const look = async () => {
      const stats = await readLessonStats(this.#peer);
      if (this.#closed) return;
      this.#stats = stats;
      this.#onStats(stats);
      const packets = stats.audio.packets + stats.video.packets;
      const { framesDecoded } = stats.video;
      const nowMs = performance.now();
      const sample = { packets, framesDecoded, ready: this.#ready, expected: this.#expectsMedia };
      const verdict = mediaWatch.judge(sample, nowMs);
      if (verdict === "flowing") {
        this.#setLive();
        if (this.#restart === "tried") this.#restart = "none";
      }
      if (mediaWatch.missedMs > 0)
        this.send({ type: "missed", ms: Math.min(missedMaxMs, Math.round(mediaWatch.missedMs)) });
      if (verdict === "quiet") void this.#restartIce();
      if (verdict === "no-picture") return this.#lose("no-picture");
      if (verdict === "stalled" || !this.#ping(nowMs)) return this.#lose("connection-lost");
      const pauseMs = verdict === "starting" ? sampleWhileStartingEveryMs : sampleEveryMs;
      this.#watchTimer = setTimeout(() => void look(), pauseMs);
    };
    this.#watchTimer = setTimeout(() => void look(), 0);
  }

  /**
   * The network path may be gone while the engine is there: another one is looked for (RFC 8445, section 9), and what the
   * tutor says goes on. A lesson that is gone is not waited for; where nobody answers, the watch finds the lesson stalled.
   */
  async #restartIce(): Promise<void> {
    const { signal } = this.#stop;
    const location = this.#location;
    if (this.#restart !== "none" || !location) return;
    this.#restart = "asked";
    try {
      const offer = await this.#peer.createOffer({ iceRestart: true });
      const own = iceCredentials(offer.sdp ?? "");
      const ask = () =>
        Promise.all([this.#client.restartIce(location, own, signal), this.#client.relay(signal)]);
      let [theirs, relay] = await ask();
      if (theirs === "unauthorized") {
        this.#client = await this.#renewClient(signal);
        [theirs, relay] = await ask();
      }
      if (theirs === "gone") return this.#lose("connection-lost");
      const sdp = theirs && withIceCredentials(this.#answer, theirs);
      if (signal.aborted || !sdp) return;
      await takeUpOffer(this.#peer, offer, relay);
      await this.#peer.setRemoteDescription({ type: "answer", sdp });
      this.#restart = "tried";
    } catch {
      // Closed meanwhile, or a browser that cannot.
    } finally {
      if (this.#restart === "asked") this.#restart = "none";
    }
  }

  /** The engine has no face for the student yet. */
  get awaitsFace(): boolean {
    return this.#awaitsFace;
  }

  get #expectsMedia(): boolean {
    return this.#mediaWanted && !this.#awaitsFace;
  }

  /** False when the engine has stopped talking on the data channel. */
  #ping(nowMs: number): boolean {
    const everyMs = this.#expectsMedia ? pingEveryMs : quietPingEveryMs;
    const withinMs = this.#expectsMedia ? pongWithinMs : quietPongWithinMs;
    if (!this.#ready || nowMs - this.#pingAtMs < everyMs) return true;
    const asleep = nowMs - this.#pingAtMs > 2 * pingEveryMs;
    if (this.#pingId > 0 && !asleep && nowMs - this.#heardAtMs > withinMs) return false;
    this.#pingAtMs = nowMs;
    const relayRefusals = Math.min(this.#relayRefusals, relayRefusalsMax);
    this.#relayRefusals = 0;
    this.send({ type: "ping", id: this.#pingId++, ...(relayRefusals > 0 && { relayRefusals }) });
    return true;
  }
}
