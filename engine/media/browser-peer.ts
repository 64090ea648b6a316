import {
  ReceiverEstimatedMaxBitrate,
  type RTCRtpSender,
  type RtcpPacket,
  RtcpPayloadSpecificFeedback,
  type RtpPacket,
} from "werift";
import { AudioSender } from "./audio-sender.ts";
import { type BrowserConnection, connectBrowser } from "./browser-connection.ts";
import { DataChannel } from "./data-channel.ts";
import { provePeer } from "./dtls-proof.ts";
import type { EndpointNetwork, IceCredentials } from "./ice-lite.ts";
import { MediaClock } from "./media-clock.ts";
import {
  type CloseReason,
  type Peer,
  PeerClosed,
  type PeerOptions,
  type PeerStats,
  type SentStats,
} from "./peer.ts";
import { RateLadder } from "./rate-ladder.ts";
import { chooseVideo, type Offer, readOffer } from "./sdp.ts";
import { VideoSender } from "./video-sender.ts";
import { forgetDescriptions, outletOf, rtpStateOf } from "./werift-internals.ts";

export const videoRateMaxDefault = 2_500_000;
export const connectMaxMsDefault = 10_000;
export const silenceMaxMsDefault = 10_000;
export const channelLabelDefault = "lesson";

/** How often the link is judged. */
const lookMs = 1_000;
/** The same where so many packets were missed since, as when a lesson begins on a link that is too narrow for it. */
const lookSoonMs = 500;
const missedMany = 8;
/** The pace on a narrow link, as shares of the rung, beside the sound, and of the receiver's estimate: a key picture must not fill its queue. */
const paceShare = { rung: 1.5, estimate: 1.2 };
/** Room for the sound with its headers, bit/s. */
const soundRate = 60_000;

/** Feedback message types of RTCP payload-specific feedback (RFC 4585 §6.3, RFC 5104 §4.3). */
const pictureLoss = 1;
const fullIntraRequest = 4;

/** The peer of one browser over werift. Opened by a media port, which also watches it. */
export class BrowserPeer implements Peer {
  readonly id = crypto.randomUUID();
  readonly videoCodec;
  readonly connected: Promise<void>;
  readonly closed: Promise<CloseReason>;
  onOpen: (() => void) | undefined;
  onMessage: ((text: string) => void) | undefined;
  onSound: ((opus: Uint8Array) => void) | undefined;
  onKeyPictureWanted: (() => void) | undefined;
  onVideoRate: ((bitsPerSecond: number) => void) | undefined;
  readonly #audio: AudioSender;
  readonly #video: VideoSender;
  readonly #channel: DataChannel;
  readonly #connected = Promise.withResolvers<void>();
  readonly #closed = Promise.withResolvers<CloseReason>();
  readonly #acceptedAtMs = performance.now();
  #state: "connecting" | "connected" | "closed" = "connecting";
  #heardAtMs = this.#acceptedAtMs;
  #remb: number | undefined;
  readonly #ladder: RateLadder;
  #lookedAt: {
    ms: number;
    bytes: number;
    soundBytes: number;
    packets: number;
    missed: number;
    backedUpMs: number;
  };
  /** Of the microphone's packet that came last. */
  #soundSequence: number | undefined;
  #teardown: Promise<void> | undefined;

  static async open(offerSdp: string, options: PeerOptions, place: EndpointNetwork): Promise<BrowserPeer> {
    const offer = readOffer(offerSdp);
    const video = chooseVideo(offer, options.videoCodecs);
    // The connection may speak before the peer that listens exists.
    let peer: BrowserPeer | undefined;
    const connection = await connectBrowser(offer, video, place, {
      onHeard: () => peer?.heard(),
      onAlert: () => peer?.end("left"),
    });
    peer = new BrowserPeer(connection, offer, video.name, options);
    return peer;
  }

  private constructor(
    private readonly connection: BrowserConnection,
    private readonly offer: Offer,
    videoCodec: Peer["videoCodec"],
    private readonly options: PeerOptions,
  ) {
    const { audio, video, sctp, dtls, endpoint } = connection;
    const clock = new MediaClock();
    this.videoCodec = videoCodec;
    this.connected = this.#connected.promise;
    // Whoever does not wait for it need not catch it.
    this.connected.catch(() => {});
    this.closed = this.#closed.promise;
    const deliver = (datagram: Buffer) => endpoint.deliver(datagram);
    this.#audio = new AudioSender(audio, deliver, clock);
    this.#video = new VideoSender(video, {
      codec: videoCodec,
      clock,
      rateMax: options.videoRateMax ?? videoRateMaxDefault,
      onKeyPictureWanted: () => this.onKeyPictureWanted?.(),
      deliver,
      isBackedUp: () => endpoint.path?.isBackedUp ?? false,
    });
    this.#ladder = new RateLadder(options.videoRates ?? [this.#video.rateMax]);
    this.#lookedAt = {
      ms: this.#acceptedAtMs,
      bytes: 0,
      soundBytes: 0,
      packets: 0,
      missed: 0,
      backedUpMs: 0,
    };
    this.#channel = new DataChannel(sctp, options.channelLabel ?? channelLabelDefault, {
      onHeard: () => this.heard(),
      onOpen: () => this.#state === "connected" && this.onOpen?.(),
      onMessage: (text) => this.#state === "connected" && this.onMessage?.(text),
      // A lesson lives on its channel.
      onClosed: () => this.end("left"),
      onAbuse: () => this.end("refused"),
    });
    // Whatever RTP is let in is the microphone's.
    dtls.onRtp.subscribe((packet) => this.#onSound(packet));
    dtls.onRtcp.subscribe((packet) => this.#onRtcp(packet));
    dtls.onStateChange.subscribe((state) => {
      if (state === "connected") this.#prove();
      else if (state === "failed") this.end("failed");
      else if (state === "closed") this.end("left");
    });
  }

  get answer(): string {
    return this.connection.answer;
  }

  restartIce(): IceCredentials {
    return this.connection.endpoint.restart();
  }

  get hasMicrophone(): boolean {
    return this.offer.microphone;
  }

  get channelOpen(): boolean {
    return this.#state === "connected" && this.#channel.open;
  }

  get videoRateMax(): number {
    return this.#video.rateMax;
  }

  set videoRateMax(rate: number) {
    this.#video.rateMax = rate;
  }

  get videoRate(): number {
    return this.#ladder.rate;
  }

  send(text: string): boolean {
    return this.#state === "connected" && this.#channel.send(text);
  }

  sendAudio(opus: Uint8Array, ptsMs: number): void {
    if (this.#state !== "connected") return;
    this.#audio.send(opus, ptsMs);
    this.#video.charge(opus.length);
  }

  sendVideo(picture: Uint8Array, key: boolean, ptsMs: number): void {
    if (this.#state === "connected") this.#video.send(picture, key, ptsMs);
  }

  stats(): PeerStats {
    const { audio, video } = this.connection;
    const { rtt, retransmittedPacketsSent } = rtpStateOf(video);
    const seconds = rtt ?? rtpStateOf(audio).rtt;
    return {
      audio: sentStats(audio),
      video: {
        ...sentStats(video),
        pictures: this.#video.pictures,
        picturesDropped: this.#video.dropped,
        picturesQueued: this.#video.queued,
        keyPicturesWanted: this.#video.keyPicturesWanted,
        retransmitsSent: retransmittedPacketsSent,
        retransmitsDropped: this.#video.repairsRefused,
      },
      transport: this.connection.endpoint.path?.transport,
      roundTripMs: seconds === undefined ? undefined : seconds * 1000,
      remb: this.#remb,
      messagesRefused: this.#channel.refused,
    };
  }

  get silentMs(): number {
    return performance.now() - this.#heardAtMs;
  }

  /** Something authentic arrived from the browser. */
  heard(): void {
    this.#heardAtMs = performance.now();
  }

  /** Ends the peer when it has been silent too long. `excusedMs`: how long nobody could have heard it. */
  watch(nowMs: number, excusedMs: number): void {
    this.#heardAtMs += excusedMs;
    const { connectMaxMs = connectMaxMsDefault, silenceMaxMs = silenceMaxMsDefault } = this.options;
    if (this.#state === "connecting" && nowMs - this.#acceptedAtMs > connectMaxMs)
      this.end("never-connected");
    if (this.#state === "connected" && nowMs - this.#heardAtMs > silenceMaxMs) this.end("vanished");
    const isPressing = this.#video.missed - this.#lookedAt.missed >= missedMany;
    const isDue = nowMs - this.#lookedAt.ms >= (isPressing ? lookSoonMs : lookMs);
    if (this.#state === "connected" && isDue) this.#look(nowMs);
  }

  /** Judges the link by what was sent since the last look and what the browser says of it. */
  #look(nowMs: number): void {
    const { video, endpoint } = this.connection;
    const { rtt, remoteFractionLost = 0, packetCount } = rtpStateOf(video);
    const before = this.#lookedAt;
    const now = {
      ms: nowMs,
      bytes: outletOf(video).dtlsTransport.bytesSent,
      soundBytes: this.#audio.bytesSent,
      packets: packetCount,
      missed: this.#video.missed,
      backedUpMs: endpoint.path?.backedUpMs ?? 0,
    };
    this.#lookedAt = now;
    // The receiver's reports do not count what was repaired, and come late where most is lost.
    const missedShare = (now.missed - before.missed) / Math.max(1, now.packets - before.packets);
    const lossShare = Math.max(remoteFractionLost, Math.min(1, missedShare));
    const rateOf = (bytes: number) => (bytes * 8_000) / (now.ms - before.ms);
    const hasChanged = this.#ladder.look({
      nowMs,
      sent: rateOf(now.bytes - before.bytes),
      sound: rateOf(now.soundBytes - before.soundBytes),
      estimate: this.#remb,
      lossShare,
      // Another path counts from nought.
      backedUpShare: Math.max(0, now.backedUpMs - before.backedUpMs) / (now.ms - before.ms),
      roundTripMs: rtt === undefined ? undefined : rtt * 1000,
    });
    const { rate, isNarrow } = this.#ladder;
    const pace = Math.max(rate * paceShare.rung + soundRate, (this.#remb ?? 0) * paceShare.estimate);
    this.#video.fitTo(pace, isNarrow);
    if (hasChanged) this.onVideoRate?.(rate);
  }

  end(reason: CloseReason): void {
    if (this.#state === "closed") return;
    this.#state = "closed";
    this.#video.close();
    this.#channel.close();
    this.#connected.reject(new PeerClosed(reason));
    // A transport that cannot be closed cleanly is gone all the same.
    this.#teardown = this.connection.pc.close().catch(() => {});
    this.#closed.resolve(reason);
  }

  async close(): Promise<void> {
    this.end("closed");
    await this.#teardown;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** DTLS is up. Runs before anything that depends on it, so that nothing flows to or from an unproven peer. */
  #prove(): void {
    const socket = this.connection.dtls.dtls;
    try {
      if (!socket) throw new Error("DTLS is connected without a socket.");
      const transcript = socket.dtls.sortedHandshakeCache;
      const { remoteCertificate: certificate, masterSecret } = socket.cipher;
      provePeer({ transcript, certificate, masterSecret }, this.offer.fingerprint);
    } catch {
      // Whatever the reason, it is not the browser of the offer.
      this.end("refused");
      return;
    }
    forgetDescriptions(this.connection.pc);
    this.#state = "connected";
    this.heard();
    this.#connected.resolve();
  }

  /** What comes late is left out: a decoder cannot go back. */
  #onSound({ header, payload }: RtpPacket): void {
    this.heard();
    if (this.#state !== "connected") return;
    const { sequenceNumber } = header;
    const ahead = (sequenceNumber - (this.#soundSequence ?? sequenceNumber - 1)) & 0xffff;
    if (ahead === 0 || ahead > 0x7fff) return;
    this.#soundSequence = sequenceNumber;
    this.onSound?.(payload);
  }

  #onRtcp(packet: RtcpPacket): void {
    this.heard();
    if (!(packet instanceof RtcpPayloadSpecificFeedback) || !packet.feedback) return;
    const { feedback } = packet;
    if (feedback instanceof ReceiverEstimatedMaxBitrate) this.#remb = Number(feedback.bitrate);
    else if (feedback.count === pictureLoss || feedback.count === fullIntraRequest)
      this.#video.keyWantedByBrowser();
  }
}

function sentStats(sender: RTCRtpSender): SentStats {
  const { packetCount, octetCount, remotePacketsLost, remoteFractionLost } = rtpStateOf(sender);
  return {
    packets: packetCount,
    bytes: octetCount,
    lost: remotePacketsLost ?? 0,
    lostShare: remoteFractionLost ?? 0,
  };
}
