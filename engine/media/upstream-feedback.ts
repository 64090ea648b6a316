import {
  GenericNack,
  PictureLossIndication,
  ReceiverEstimatedMaxBitrate,
  type RTCDtlsTransport,
  RtcpPayloadSpecificFeedback,
  RtcpTransportLayerFeedback,
} from "werift";

/** Key pictures are large; asking more often than this makes things worse. */
export const keyRequestIntervalMs = 400;
/** A sender that rebuilds its encoder on every new estimate gets them no faster than this. */
const estimateIntervalMs = 2_500;
/** Changes of less than this share are not told. */
const estimateStep = 0.15;

/** What an aiortc server sends H.264 at unless it is told otherwise, bit/s. */
const estimateDefault = 1_000_000;
const nudgeShare = 0.85;

/** RTCP to a sender of pictures. Whatever cannot be sent is lost; what matters is asked for again. */
export class UpstreamFeedback {
  readonly #ssrc = crypto.getRandomValues(new Uint32Array(1))[0]!;
  #keyAskedAtMs = Number.NEGATIVE_INFINITY;
  #estimate = 0;
  #estimatedAtMs = Number.NEGATIVE_INFINITY;
  #nudgedDown = false;
  keyRequests = 0;

  constructor(private readonly dtls: RTCDtlsTransport) {}

  /** RFC 4585 §6.3.1. False when it was asked for a moment ago. */
  wantKeyPicture(mediaSsrc: number, nowMs: number): boolean {
    if (nowMs - this.#keyAskedAtMs < keyRequestIntervalMs) return false;
    this.#keyAskedAtMs = nowMs;
    this.keyRequests++;
    const feedback = new PictureLossIndication({ senderSsrc: this.#ssrc, mediaSsrc });
    this.#send(new RtcpPayloadSpecificFeedback({ feedback }));
    return true;
  }

  /** RFC 4585 §6.2.1. */
  wantAgain(mediaSsrc: number, lost: readonly number[]): void {
    const feedback = new GenericNack({
      senderSsrc: this.#ssrc,
      mediaSourceSsrc: mediaSsrc,
      lost: [...lost],
    });
    this.#send(new RtcpTransportLayerFeedback({ feedback }));
  }

  /** What the receiver can take, bit/s (draft-alvestrand-rmcat-remb-03). */
  estimate(mediaSsrc: number, bitsPerSecond: number, nowMs: number): void {
    const change = Math.abs(bitsPerSecond - this.#estimate) / Math.max(1, this.#estimate);
    if (nowMs - this.#estimatedAtMs < estimateIntervalMs || change < estimateStep) return;
    this.#sendEstimate(mediaSsrc, bitsPerSecond, nowMs);
  }

  /**
   * Makes a sender that pays no attention to picture loss begin anew: an aiortc server rebuilds its H.264 encoder when the
   * estimate changes by more than a tenth, and older ones have no other way to a key picture.
   */
  nudge(mediaSsrc: number, nowMs: number): void {
    const base = this.#estimate || estimateDefault;
    this.#nudgedDown = !this.#nudgedDown;
    this.#sendEstimate(mediaSsrc, this.#nudgedDown ? base * nudgeShare : base / nudgeShare, nowMs);
  }

  #sendEstimate(mediaSsrc: number, rate: number, nowMs: number): void {
    const bitsPerSecond = Math.round(rate);
    this.#estimate = bitsPerSecond;
    this.#estimatedAtMs = nowMs;
    // 18 bits of mantissa and 6 of exponent.
    const exponent = Math.max(0, Math.ceil(Math.log2((bitsPerSecond + 1) / 2 ** 18)));
    const feedback = new ReceiverEstimatedMaxBitrate({
      senderSsrc: this.#ssrc,
      mediaSsrc: 0,
      ssrcNum: 1,
      brExp: exponent,
      brMantissa: Math.floor(bitsPerSecond / 2 ** exponent),
      ssrcFeedbacks: [mediaSsrc],
    });
    this.#send(new RtcpPayloadSpecificFeedback({ feedback }));
  }

  #send(packet: RtcpPayloadSpecificFeedback | RtcpTransportLayerFeedback): void {
    this.dtls.sendRtcp([packet]).catch(() => {});
  }
}
