/** What pictures may cost a student's link, bit/s. */
export const upstreamRateMin = 300_000;
export const upstreamRateMax = 2_000_000;
/** What an avatar server sends H.264 at unless it is told otherwise. */
export const upstreamRateStart = 1_000_000;
/** In an even step the sender's encoder changes without a jump that can be seen. */
const riseFactor = 1.25;
/** Part of a narrow link that pictures may take: sound and repairs need the rest. */
const linkShare = 0.85;
/** Of a trickle, as a still picture is, an estimate says nothing about the link. */
const trickle = 150_000;
/** More loss than this is a full link, whatever the estimate says. */
const lossMax = 0.1;
/** Packets that wait no longer than this do not wait for the link: a busy machine's jitter lowers the estimate as well. */
const queuedMinMs = 60;

export interface LinkReport {
  /** What the receiver takes, by its own estimate (REMB), bit/s. */
  readonly remb: number;
  /** Share of the packets lost of late. */
  readonly lostShare: number;
  /** How much longer than at best a packet and its report take, in ms. */
  readonly queuedMs: number;
  /** What was sent of late, bit/s. */
  readonly sent: number;
}

/**
 * The rate to ask a sender for, from the last one and what the receiver says. A receiver's estimate stays near what it gets,
 * so one that is only a little above that is no limit: the rate rises, until the estimate falls below what is sent and packets
 * wait on their way, or are lost.
 */
export function nextUpstreamRate(rate: number, { remb, lostShare, queuedMs, sent }: LinkReport): number {
  const isNarrow = remb < sent && sent > trickle && queuedMs > queuedMinMs;
  const isFull = isNarrow || lostShare > lossMax;
  const wanted = isFull ? Math.min(rate, Math.min(remb, sent) * linkShare) : rate * riseFactor;
  return Math.min(upstreamRateMax, Math.max(upstreamRateMin, wanted));
}
