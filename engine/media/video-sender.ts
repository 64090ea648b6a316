import { GenericNack, type RTCRtpSender, type RtcpPacket, RtcpTransportLayerFeedback } from "werift";
import type { MediaClock } from "./media-clock.ts";
import { type PacedPicture, Pacer } from "./pacer.ts";
import { payloadsOf, pictureMaxBytes } from "./payloads.ts";
import type { VideoCodec } from "./peer.ts";
import { RepairBudget } from "./repair-budget.ts";
import { RtpWriter } from "./rtp-writer.ts";
import { rtpStateOf } from "./werift-internals.ts";

/** A key picture is large: asking for them more often than this makes things worse. */
export const keyPictureIntervalMs = 500;

/** What repairs are fitted to before the link is judged for the first time, bit/s. */
const unknownLinkRate = 500_000;

export interface VideoSenderOptions {
  codec: VideoCodec;
  clock: MediaClock;
  /** Bit/s. */
  rateMax: number;
  onKeyPictureWanted(): void;
  /** Never throws, and keeps nothing. */
  deliver(datagram: Buffer): void;
  /** The link takes nothing now: pictures wait, and the oldest are dropped. */
  isBackedUp(): boolean;
}

/** Sends one peer's pictures: packetized, paced, repaired within a budget. */
export class VideoSender {
  readonly #pacer: Pacer;
  readonly #repairs = new RepairBudget(performance.now());
  readonly #writer: RtpWriter;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #keyWantedAtMs = Number.NEGATIVE_INFINITY;
  #closed = false;
  #rateMax: number;
  /** Requests of the browser, before limiting. */
  keyPicturesWanted = 0;
  pictures = 0;
  #unusable = 0;

  constructor(
    private readonly sender: RTCRtpSender,
    private readonly options: VideoSenderOptions,
  ) {
    this.#writer = new RtpWriter(sender, options.deliver, { repairs: true });
    this.#rateMax = options.rateMax;
    this.#repairs.fitTo(unknownLinkRate);
    this.#pacer = new Pacer(options.rateMax, performance.now(), (picture, i) =>
      this.#sendPayload(picture, i),
    );
    // Of the repairs asked for, those within the budget are carried out.
    const handle = sender.handleRtcpPacket.bind(sender);
    sender.handleRtcpPacket = (packet: RtcpPacket) => {
      if (packet instanceof RtcpTransportLayerFeedback) {
        // Nothing but generic NACK has been negotiated (RFC 4585 §6.2.1).
        if (!(packet.feedback instanceof GenericNack)) return;
        this.#repair(packet.feedback, () => handle(packet));
      } else handle(packet);
    };
  }

  get rateMax(): number {
    return this.#rateMax;
  }

  set rateMax(rate: number) {
    if (!(rate > 0)) throw new RangeError("A video rate must be positive.");
    this.#rateMax = rate;
    this.#pacer.rate = rate;
    this.#repairs.fitTo(rate);
  }

  /** Repairs what a link of this pace, bit/s, bears; where it is narrow pictures keep to it as well. */
  fitTo(pace: number, isNarrow: boolean): void {
    this.#pacer.rate = isNarrow ? Math.min(this.#rateMax, pace) : this.#rateMax;
    this.#repairs.fitTo(Math.min(this.#rateMax, pace));
  }

  get dropped(): number {
    return this.#pacer.dropped + this.#unusable;
  }

  get queued(): number {
    return this.#pacer.queued;
  }

  /** Packets that the browser has missed. */
  get missed(): number {
    return this.#repairs.missed;
  }

  get repairsRefused(): number {
    return this.#repairs.refused;
  }

  send(picture: Uint8Array, key: boolean, ptsMs: number): void {
    if (this.#closed) return;
    if (picture.length > pictureMaxBytes) {
      this.#unusable++;
      return;
    }
    const payloads = payloadsOf(this.options.codec, picture);
    this.#pacer.offer({ payloads, bytes: payloads.reduce((sum, each) => sum + each.length, 0), key, ptsMs });
    if (this.#pacer.awaitsKey) this.#wantKey();
    this.#release();
  }

  /** Sound that shares the link. */
  charge(bytes: number): void {
    this.#pacer.charge(bytes);
  }

  /** The browser cannot go on without a key picture (PLI, RFC 4585 §6.3.1; FIR, RFC 5104 §4.3.1). */
  keyWantedByBrowser(): void {
    this.keyPicturesWanted++;
    this.#wantKey();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pacer.clear();
  }

  #wantKey(): void {
    const nowMs = performance.now();
    if (this.#closed || nowMs - this.#keyWantedAtMs < keyPictureIntervalMs) return;
    this.#keyWantedAtMs = nowMs;
    this.options.onKeyPictureWanted();
  }

  #release(): void {
    if (this.#timer !== undefined || this.#closed) return;
    const waitMs = this.#pacer.release(performance.now(), this.options.isBackedUp);
    if (waitMs === undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#release();
    }, waitMs);
  }

  #sendPayload(picture: PacedPicture, index: number): void {
    const last = index === picture.payloads.length - 1;
    const { clock } = this.options;
    this.#writer.write(picture.payloads[index]!, {
      timestamp: clock.videoTimestamp(picture.ptsMs),
      ntp: clock.ntp(picture.ptsMs),
      marker: last,
    });
    if (last) this.pictures++;
  }

  #repair(nack: GenericNack, send: () => void): void {
    const { rtt } = rtpStateOf(this.sender);
    const roundTripMs = rtt === undefined ? undefined : rtt * 1000;
    nack.lost = this.#repairs.allow(nack.lost, this.#writer.latest, performance.now(), roundTripMs);
    // They share the link.
    for (const bytes of this.#writer.repair(nack.lost, send)) this.#pacer.charge(bytes);
  }
}
