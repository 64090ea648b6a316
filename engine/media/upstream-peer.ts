import {
  type RTCDtlsTransport,
  RTCPeerConnection,
  RTCRtpCodecParameters,
  type RtcpPacket,
  RtcpSrPacket,
  type RtpPacket,
} from "werift";
import { provePeer } from "./dtls-proof.ts";
import type { VideoCodec } from "./peer.ts";
import { PictureAssembler } from "./picture-assembler.ts";
import { readAnswer, type UpstreamAnswer } from "./upstream-answer.ts";
import { guardChecks } from "./upstream-checks.ts";
import { UpstreamFeedback } from "./upstream-feedback.ts";
import { UpstreamTimeline } from "./upstream-timeline.ts";
import { outliveLostPeers, sendCloseNotify } from "./werift-internals.ts";

export interface UpstreamOptions {
  /** The codecs offered, the one that fits the student first. */
  videoCodecs: readonly VideoCodec[];
  /** Takes our complete offer to the server and brings its answer. */
  exchange(offer: string, signal: AbortSignal): Promise<string>;
  /** Ends the opening. */
  signal: AbortSignal;
  /** From the answer to DTLS. Default 5 000. */
  connectMaxMs?: number;
}

/** Media that a server sends us, put together but never decoded. `atMs` is one time for sound and pictures. */
export interface UpstreamPeer extends AsyncDisposable {
  /** What arrives: where several were offered, the server's choice. */
  readonly videoCodec: VideoCodec;
  /** Those of the codecs offered that the server has. */
  readonly serverCodecs: readonly VideoCodec[];
  readonly closed: Promise<void>;
  /** One Opus packet. */
  onSound: ((opus: Uint8Array, atMs: number) => void) | undefined;
  /** One VP8 frame or H.264 access unit (Annex B). The first one, and the first after a loss, is a key picture. */
  onPicture: ((picture: Uint8Array, key: boolean, atMs: number) => void) | undefined;
  /** Asks for a key picture, at most every `keyRequestIntervalMs`. */
  wantKeyPicture(): void;
  /** Tells the server how much the student can take, bit/s. */
  limitRate(bitsPerSecond: number): void;
  /** When the last packet came, in ms of performance.now(). */
  readonly heardAtMs: number;
  /** When the last whole picture came; at first, when the peer was opened. */
  readonly picturedAtMs: number;
  readonly stats: { packets: number; pictures: number; losses: number; keyRequests: number };
  /** Tells the server that we leave. Idempotent. */
  close(): Promise<void>;
}

/** A key picture that was asked for has come by then, if the server takes notice. */
const nudgeAfterMs = 250;
const earlyDatagramsMax = 8;
const connectMaxMsDefault = 5_000;
/** A datagram is handed to the socket, not sent: closing at once would throw the goodbye away. */
const goodbyeMs = 50;

/** Connects to a server that answers offers (a LiveTalking server does). Rejects when it does not come to media. */
export async function openUpstreamPeer(options: UpstreamOptions): Promise<UpstreamPeer> {
  const { videoCodecs, exchange, signal } = options;
  const pc = new RTCPeerConnection({
    // No server is asked: an empty list would ask a public one, and this one gives up at once.
    iceServers: [{ urls: "stun:127.0.0.1:9" }],
    iceStunGatherTimeout: 0.001,
    iceUseIpv6: false,
    bundlePolicy: "max-bundle",
    codecs: { audio: [opus()], video: videoCodecs.map(picture) },
  });
  try {
    // Both sections, and never a microphone: the server would decode it into a queue that nobody reads.
    pc.addTransceiver("audio", { direction: "recvonly" });
    pc.addTransceiver("video", { direction: "recvonly" });
    await pc.setLocalDescription(await pc.createOffer());
    const [dtls] = pc.dtlsTransports;
    if (!dtls) throw new Error("There is no transport.");
    outliveLostPeers(dtls.iceTransport.connection);
    guardChecks(dtls.iceTransport.connection);
    const offer = withEndOfCandidates(pc.localDescription?.sdp ?? "");
    const answer = readAnswer(await exchange(offer, signal), videoCodecs);
    signal.throwIfAborted();
    keepEarlyHandshake(dtls);
    const peer = new WeriftUpstream(pc, dtls, answer);
    await pc.setRemoteDescription({ type: "answer", sdp: answer.sdp });
    await peer.connect(
      AbortSignal.any([signal, AbortSignal.timeout(options.connectMaxMs ?? connectMaxMsDefault)]),
    );
    return peer;
  } catch (error) {
    await pc.close().catch(() => {});
    throw error;
  }
}

class WeriftUpstream implements UpstreamPeer {
  onSound: UpstreamPeer["onSound"];
  onPicture: UpstreamPeer["onPicture"];
  readonly closed: Promise<void>;
  readonly #closed = Promise.withResolvers<void>();
  readonly #timeline = new UpstreamTimeline();
  readonly #feedback: UpstreamFeedback;
  readonly #assembler: PictureAssembler;
  #videoSsrc: number | undefined;
  #audioSsrc: number | undefined;
  #packets = 0;
  heardAtMs = performance.now();
  picturedAtMs = performance.now();
  #proven = false;
  #keyAtMs = Number.NEGATIVE_INFINITY;
  #nudge: ReturnType<typeof setTimeout> | undefined;
  #teardown: Promise<void> | undefined;

  constructor(
    private readonly pc: RTCPeerConnection,
    private readonly dtls: RTCDtlsTransport,
    private readonly answer: UpstreamAnswer,
  ) {
    this.closed = this.#closed.promise;
    this.#feedback = new UpstreamFeedback(dtls);
    this.#assembler = new PictureAssembler(answer.videoCodec, {
      onPicture: (data, key, timestamp) => {
        const nowMs = performance.now();
        this.picturedAtMs = nowMs;
        if (key) this.#keyAtMs = nowMs;
        this.onPicture?.(data, key, this.#timeline.timeOf("video", timestamp, nowMs));
      },
      onMissing: (lost) => this.#feedback.wantAgain(this.#videoSsrc!, lost),
      onKeyWanted: () => this.wantKeyPicture(),
    });
    // We read the packets ourselves: the library's own receivers would copy, count and repair each of them.
    dtls.onRtp.allUnsubscribe();
    dtls.onRtp.subscribe((packet) => this.#onRtp(packet));
    dtls.onRtcp.subscribe((packet) => this.#onRtcp(packet));
  }

  /** Resolves when DTLS is up and the server has proved who it is. */
  async connect(signal: AbortSignal): Promise<void> {
    const connected = Promise.withResolvers<void>();
    const fail = () => connected.reject(signal.reason ?? new Error("aborted"));
    signal.addEventListener("abort", fail, { once: true });
    this.dtls.onStateChange.subscribe((state) => {
      if (state === "connected") connected.resolve();
      if (state !== "closed" && state !== "failed") return;
      connected.reject(new Error(`the transport is ${state}`));
      void this.close();
    });
    if (signal.aborted) fail();
    if (this.dtls.state === "connected") connected.resolve();
    try {
      await connected.promise;
      this.#prove();
    } finally {
      signal.removeEventListener("abort", fail);
    }
  }

  get videoCodec(): VideoCodec {
    return this.answer.videoCodec;
  }

  get serverCodecs(): readonly VideoCodec[] {
    return this.answer.serverCodecs;
  }

  get stats() {
    const { pictures, losses } = this.#assembler;
    return { packets: this.#packets, pictures, losses, keyRequests: this.#feedback.keyRequests };
  }

  wantKeyPicture(): void {
    const ssrc = this.#videoSsrc;
    const askedAtMs = performance.now();
    if (ssrc === undefined || !this.#feedback.wantKeyPicture(ssrc, askedAtMs)) return;
    clearTimeout(this.#nudge);
    this.#nudge = setTimeout(() => {
      if (this.#keyAtMs < askedAtMs) this.#feedback.nudge(ssrc, performance.now());
    }, nudgeAfterMs);
  }

  limitRate(bitsPerSecond: number): void {
    if (this.#videoSsrc !== undefined)
      this.#feedback.estimate(this.#videoSsrc, bitsPerSecond, performance.now());
  }

  close(): Promise<void> {
    this.#teardown ??= this.#close();
    return this.#teardown;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    this.onSound = undefined;
    this.onPicture = undefined;
    clearTimeout(this.#nudge);
    if (this.dtls.state === "connected") {
      await sendCloseNotify(this.dtls).catch(() => {});
      await Bun.sleep(goodbyeMs);
    }
    // A transport that cannot be closed cleanly is gone all the same.
    await this.pc.close().catch(() => {});
    this.#closed.resolve();
  }

  #prove(): void {
    const socket = this.dtls.dtls;
    if (!socket) throw new Error("DTLS is connected without a socket.");
    const { remoteCertificate: certificate, masterSecret } = socket.cipher;
    const transcript = socket.dtls.sortedHandshakeCache;
    provePeer({ transcript, certificate, masterSecret }, this.answer.fingerprint);
    this.#proven = true;
  }

  #onRtp({ header, payload }: RtpPacket): void {
    if (!this.#proven || payload.length === 0) return;
    this.#packets++;
    const nowMs = performance.now();
    this.heardAtMs = nowMs;
    if (header.payloadType === this.answer.audioPayloadType) {
      this.#audioSsrc ??= header.ssrc;
      if (header.ssrc === this.#audioSsrc)
        this.onSound?.(payload, this.#timeline.timeOf("audio", header.timestamp, nowMs));
    } else if (header.payloadType === this.answer.videoPayloadType) {
      const isFirst = this.#videoSsrc === undefined;
      this.#videoSsrc ??= header.ssrc;
      if (header.ssrc !== this.#videoSsrc) return;
      const { sequenceNumber: sequence, timestamp, marker } = header;
      this.#assembler.receive({ sequence, timestamp, marker, payload }, nowMs);
      // Whatever came before we listened is lost.
      if (isFirst) this.wantKeyPicture();
    }
  }

  #onRtcp(packet: RtcpPacket): void {
    if (!this.#proven || !(packet instanceof RtcpSrPacket)) return;
    const { ntpTimestamp, rtpTimestamp } = packet.senderInfo;
    if (packet.ssrc === this.#audioSsrc) this.#timeline.report("audio", ntpTimestamp, rtpTimestamp);
    if (packet.ssrc === this.#videoSsrc) this.#timeline.report("video", ntpTimestamp, rtpTimestamp);
  }
}

/** The server may begin its handshake before our end listens; what comes early would only be sent again a second later. */
function keepEarlyHandshake(dtls: RTCDtlsTransport): void {
  const { onData } = dtls.iceTransport.connection;
  const early: Buffer[] = [];
  const { unSubscribe } = onData.subscribe((datagram) => {
    const isHandshake = datagram[0]! >= 20 && datagram[0]! <= 63;
    if (isHandshake && early.length < earlyDatagramsMax) early.push(datagram);
  });
  dtls.onStateChange.once(() => {
    unSubscribe();
    // The library makes its socket right after it has said that it begins.
    queueMicrotask(() => {
      for (const datagram of early) onData.execute(datagram);
    });
  });
}

const opus = () => new RTCRtpCodecParameters({ mimeType: "audio/opus", clockRate: 48_000, channels: 2 });

/** Without a repair stream: packets asked for again come as they were. */
const picture = (codec: VideoCodec) =>
  new RTCRtpCodecParameters({
    mimeType: `video/${codec}`,
    clockRate: 90_000,
    rtcpFeedback: [{ type: "nack" }, { type: "nack", parameter: "pli" }, { type: "goog-remb" }],
    ...(codec === "H264"
      ? { parameters: "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f" }
      : {}),
  });

/** Without this line an aiortc server goes on waiting for candidates and keeps its place for ever. */
function withEndOfCandidates(offer: string): string {
  if (offer.includes("a=end-of-candidates")) return offer;
  return offer.replace(/((?:^a=candidate:.*\r\n)+)/gm, "$1a=end-of-candidates\r\n");
}
