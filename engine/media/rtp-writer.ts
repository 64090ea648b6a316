import { type RTCRtpSender, RtpHeader } from "werift";
import { PacketHistory } from "./packet-history.ts";
import { outletOf, senderHistoryPackets } from "./werift-internals.ts";

/** RFC 3550 §5.1: without contributing sources or extensions. */
const headerBytes = 12;

export interface RtpMoment {
  /** In units of the payload's clock. */
  readonly timestamp: number;
  /** The same moment as wall-clock time (NTP 32.32), for the next sender report. */
  readonly ntp: bigint;
  readonly marker: boolean;
}

/**
 * Writes one sender's RTP packets, as `RTCRtpSender.sendRtp` does for connections without header extensions, and keeps what
 * the sender needs for its reports and repairs. It spares the copies, promises and bandwidth estimates of `sendRtp`, which
 * cost as much as the encryption: packets are most of what an idle lesson costs.
 */
export class RtpWriter {
  /** Starts in the lower half, so that a receiver that joins late cannot mistake the first wrap (RFC 3711 §3.3.1). */
  #sequence = crypto.getRandomValues(new Uint16Array(1))[0]! >>> 1;
  /** Written anew for each packet. */
  readonly #header = new RtpHeader();
  readonly #history: PacketHistory | undefined;

  /** What has left, with headers. */
  bytesSent = 0;

  /** `repairs`: packets are kept for a while, in case that they are asked for again. `deliver` never throws, and keeps nothing. */
  constructor(
    private readonly sender: RTCRtpSender,
    private readonly deliver: (datagram: Buffer) => void,
    { repairs }: { readonly repairs: boolean },
  ) {
    if (repairs) this.#history = new PacketHistory();
  }

  /** Sequence number of the packet that was written last. */
  get latest(): number {
    return (this.#sequence - 1) & 0xffff;
  }

  /**
   * Hands the packets that can still be repaired to the sender while `repair` runs, which sends them again before it returns.
   * Returns how many payload bytes each of them has.
   */
  repair(sequenceNumbers: readonly number[], repair: () => void): number[] {
    const { rtpCache, ssrc, codec } = outletOf(this.sender);
    const packets = sequenceNumbers.flatMap((sequence) => this.#history?.find(sequence) ?? []);
    for (const packet of packets) {
      packet.header.ssrc = ssrc;
      packet.header.payloadType = codec?.payloadType ?? 0;
      rtpCache[packet.header.sequenceNumber % senderHistoryPackets] = packet;
    }
    try {
      repair();
    } finally {
      rtpCache.length = 0;
    }
    return packets.map(({ payload }) => payload.length);
  }

  /** Runs synchronously up to the socket. A packet that cannot leave is lost, as any packet may be. */
  write(payload: Buffer, { timestamp, ntp, marker }: RtpMoment): void {
    const outlet = outletOf(this.sender);
    const { dtlsTransport: transport, codec } = outlet;
    const sequenceNumber = this.#sequence;
    this.#sequence = (sequenceNumber + 1) & 0xffff;
    if (outlet.stopped || !codec || transport.state !== "connected") return;
    this.#history?.keep(payload, { sequenceNumber, timestamp, marker });
    const header = this.#header;
    header.sequenceNumber = sequenceNumber;
    header.timestamp = timestamp;
    header.marker = marker;
    header.ssrc = outlet.ssrc;
    header.payloadType = codec.payloadType;
    outlet.sequenceNumber = sequenceNumber;
    outlet.timestamp = timestamp;
    outlet.rtpTimestamp = timestamp;
    outlet.ntpTimestamp = ntp;
    outlet.octetCount += payload.length;
    outlet.packetCount = (outlet.packetCount + 1) >>> 0;
    outlet.headerBytesSent += headerBytes;
    const datagram = transport.srtp.encrypt(payload, header);
    this.bytesSent += datagram.length;
    transport.bytesSent += datagram.length;
    transport.packetsSent++;
    this.deliver(datagram);
    if (!outlet.rtcpRunning) void outlet.runRtcp();
  }
}
