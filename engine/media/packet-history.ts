import { RtpHeader, RtpPacket } from "werift";
import { historyPackets } from "./repair-budget.ts";

/** What a packet of RTP says beside its payload. */
export interface PacketFacts {
  readonly sequenceNumber: number;
  /** In units of the payload's clock. */
  readonly timestamp: number;
  readonly marker: boolean;
}

/**
 * The last packets of one sender, in case that they are asked for again: payloads, which students share, and three numbers for each.
 * A packet as an object of the library's, with its header and two empty lists, takes five times as much, and most are never asked for.
 */
export class PacketHistory {
  /** Each lies at its sequence number modulo the size. */
  readonly #payloads: (Buffer | undefined)[] = [];
  readonly #sequences = new Int32Array(historyPackets).fill(-1);
  readonly #timestamps = new Uint32Array(historyPackets);
  readonly #markers = new Uint8Array(historyPackets);

  /** Takes the place of the packet that has become too old. The payload must not change. */
  keep(payload: Buffer, { sequenceNumber, timestamp, marker }: PacketFacts): void {
    const index = sequenceNumber % historyPackets;
    this.#payloads[index] = payload;
    this.#sequences[index] = sequenceNumber;
    this.#timestamps[index] = timestamp;
    this.#markers[index] = marker ? 1 : 0;
  }

  /** Undefined for one that was never sent, or is too old. */
  find(sequenceNumber: number): RtpPacket | undefined {
    const index = sequenceNumber % historyPackets;
    const payload = this.#payloads[index];
    if (!payload || this.#sequences[index] !== sequenceNumber) return undefined;
    const header = new RtpHeader({
      sequenceNumber,
      timestamp: this.#timestamps[index]!,
      marker: this.#markers[index] === 1,
    });
    return new RtpPacket(header, payload);
  }
}
