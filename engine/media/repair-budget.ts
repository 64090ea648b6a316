import { TokenBucket } from "./token-bucket.ts";

/** Retransmissions per second and at once: repairs never crowd out what they repair. */
export const repairsPerSecond = 40;
const repairsMin = 5;
const repairShare = 0.2;
const packetBytes = 1200;
/**
 * A repair asked for again before the first can have arrived is the same request. Used until a round trip is measured: a link that is full
 * from the start has a queue, and would be filled by repairs of repairs.
 */
const roundTripGuessMs = 250;
const roundTripMaxMs = 1000;
/** Packets that can still be repaired. */
export const historyPackets = 128;

/** Decides which requested retransmissions are worth sending (RFC 4585 §6.2.1 leaves it to the sender). */
export class RepairBudget {
  /** When the packet in each slot of the history was last repaired, and which one was missed there. */
  readonly #repairedAtMs = new Float64Array(historyPackets).fill(Number.NEGATIVE_INFINITY);
  readonly #sequence = new Int32Array(historyPackets).fill(-1);
  readonly #bucket: TokenBucket;
  refused = 0;
  /** Packets that were missed, each counted once however often it is asked for. */
  missed = 0;

  constructor(nowMs: number) {
    this.#bucket = new TokenBucket(repairsPerSecond, repairsPerSecond, nowMs);
  }

  /** Repairs take a fifth of what a link takes in bit/s, and never more than `repairsPerSecond`. */
  fitTo(rate: number): void {
    const perSecond = Math.min(
      repairsPerSecond,
      Math.max(repairsMin, (rate * repairShare) / (8 * packetBytes)),
    );
    this.#bucket.perSecond = perSecond;
    this.#bucket.burst = perSecond;
  }

  /**
   * The sequence numbers of `lost` to send again now; numbers beyond 16 bits wrap. Those outside the history that ends with
   * `latest`, the last one sent, are nothing that could be repaired and count for nothing.
   */
  allow(lost: readonly number[], latest: number, nowMs: number, roundTripMs: number | undefined): number[] {
    const patienceMs = Math.min(roundTripMaxMs, Math.max(10, roundTripMs ?? roundTripGuessMs));
    const allowed: number[] = [];
    for (const each of lost) {
      const sequence = each & 0xffff;
      if (((latest - sequence) & 0xffff) >= historyPackets) continue;
      const slot = sequence % historyPackets;
      const isKnown = this.#sequence[slot] === sequence;
      if (!isKnown) {
        this.missed++;
        this.#sequence[slot] = sequence;
        this.#repairedAtMs[slot] = Number.NEGATIVE_INFINITY;
      }
      if (nowMs - this.#repairedAtMs[slot]! < patienceMs || !this.#bucket.take(1, nowMs)) {
        this.refused++;
        continue;
      }
      this.#repairedAtMs[slot] = nowMs;
      allowed.push(sequence);
    }
    return allowed;
  }
}
