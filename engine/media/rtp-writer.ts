import { type RTCRtpSender, RtpHeader, RtpPacket } from "werift";
import { historyPackets, outletOf } from "./werift-internals.ts";

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
  /** The only packet of a sender that repairs nothing. */
  readonly #passing = new RtpPacket(new RtpHeader(), Buffer.alloc(0));

  /** What has left, with headers. */
  bytesSent = 0;

  /** `repairs`: packets are kept for a while, in case that they are asked for again. */
  constructor(
    private readonly sender: RTCRtpSender,
    private readonly options: { readonly repairs: boolean },
  ) {}

  /** Sequence number of the packet that was written last. */
  get latest(): number {
    return (this.#sequence - 1) & 0xffff;
  }

  /** Payload bytes of a packet that may still be repaired; 0 of any other. */
  bytesOf(sequenceNumber: number): number {
    const kept = outletOf(this.sender).rtpCache[sequenceNumber % historyPackets];
    return kept?.header.sequenceNumber === sequenceNumber ? kept.payload.length : 0;
  }

  /** Runs synchronously up to the socket. A packet that cannot leave is lost, as any packet may be. */
  write(payload: Buffer, { timestamp, ntp, marker }: RtpMoment): void {
    const outlet = outletOf(this.sender);
    const { dtlsTransport: transport, codec } = outlet;
    const sequenceNumber = this.#sequence;
    this.#sequence = (sequenceNumber + 1) & 0xffff;
    if (outlet.stopped || !codec || transport.state !== "connected") return;
    const packet = this.options.repairs ? this.#place(outlet.rtpCache, sequenceNumber) : this.#passing;
    packet.payload = payload;
    const { header } = packet;
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
    transport.iceTransport.connection.send(datagram).catch(() => {});
    if (!outlet.rtcpRunning) void outlet.runRtcp();
  }

  /** A packet of the history; the one whose place it takes is too old to be sent again, and is written over. */
  #place(history: (RtpPacket | undefined)[], sequenceNumber: number): RtpPacket {
    const index = sequenceNumber % historyPackets;
    const old = history[index];
    if (old) return old;
    const fresh = new RtpPacket(new RtpHeader(), Buffer.alloc(0));
    history[index] = fresh;
    return fresh;
  }
}
