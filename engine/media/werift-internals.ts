import type { EventEmitter } from "node:events";
import type {
  Candidate,
  DtlsSocket,
  Message,
  RTCDtlsTransport,
  RTCRtpSender,
  RTCSctpTransport,
  RtpHeader,
  RtpPacket,
} from "werift";
import { RTCPeerConnection } from "werift";

/**
 * The private parts of werift 0.25.2 that this folder relies on, each described as narrowly as it is used. They are reached
 * through the functions below only, and `checkWerift` proves at start that they are there.
 */

/** One way to reach the network, as an ICE agent of werift sees it. Addresses are `[host, port]`. */
export interface IceEndpoint {
  readonly type: "stun";
  readonly localIp: string;
  readonly localCandidate: Candidate | undefined;
  onRequestReceived: unknown;
  onDataReceived: unknown;
  sendStun(message: Message, to: readonly [string, number]): Promise<void>;
  sendData(data: Buffer, to: readonly [string, number]): Promise<void>;
  close(): Promise<void>;
}

export interface IceAgent {
  localUsername: string;
  localPassword: string;
  localCandidatesStart: boolean;
  localCandidatesEnd: boolean;
  readonly protocols: IceEndpoint[];
  readonly nominated: { readonly remoteAddr: readonly [string, number] } | undefined;
  gatherCandidates(): Promise<void>;
  ensureProtocol(endpoint: IceEndpoint): void;
  appendLocalCandidate(candidate: Candidate): void;
  setState(state: "completed"): void;
}

/** A UDP socket of a full ICE agent. */
export interface UdpEndpoint {
  datagramReceived: unknown;
  readonly transport: { readonly socket: EventEmitter };
}

export interface RtpSenderState {
  readonly packetCount: number;
  readonly octetCount: number;
  readonly retransmittedPacketsSent: number;
  /** Seconds. */
  readonly rtt: number | undefined;
  readonly remotePacketsLost: number | undefined;
  readonly remoteFractionLost: number | undefined;
}

/** A sender looks for the packets that it sends again in its history, at their sequence number modulo this. */
export const senderHistoryPackets = 128;

/** The inside of `RTCRtpSender.sendRtp`. */
export interface RtpOutlet {
  readonly stopped: boolean;
  /** What was negotiated; undefined before that. */
  readonly codec: { readonly payloadType: number } | undefined;
  readonly ssrc: number;
  /** Of the packet sent last. */
  sequenceNumber: number | undefined;
  timestamp: number | undefined;
  /** What the next sender report says: the wall-clock time (NTP 32.32) of the RTP timestamp. */
  ntpTimestamp: bigint;
  rtpTimestamp: number;
  packetCount: number;
  octetCount: number;
  headerBytesSent: number;
  readonly rtpCache: (RtpPacket | undefined)[];
  readonly rtcpRunning: boolean;
  /** Sends reports until the sender stops. */
  runRtcp(): Promise<void>;
  readonly dtlsTransport: {
    readonly state: string;
    /** There is one when the transport is connected. */
    readonly srtp: { encrypt(payload: Buffer, header: RtpHeader): Buffer };
    bytesSent: number;
    packetsSent: number;
  };
}

export interface SctpAssociation {
  /** Bytes of receive window left. */
  readonly advertisedRwnd: number;
  readonly inboundStreams: Readonly<Record<number, { readonly reassembly: readonly unknown[] }>>;
  readonly sackMisOrdered: ReadonlySet<number>;
  handleData(packet: Buffer): Promise<void>;
}

/** The keys of one DTLS connection. */
export interface RecordCipher {
  /** Throws when the record is not authentic. */
  decryptPacket(record: {
    recordLayerHeader: {
      contentType: number;
      protocolVersion: { major: number; minor: number };
      epoch: number;
      sequenceNumber: number;
      contentLen: number;
    };
    fragment: Buffer;
  }): Buffer;
}

export interface SctpReceiver {
  datachannelReceive(streamId: number, protocol: number, data: Buffer): Promise<void>;
}

// One cast each: TypeScript hides these members, `checkWerift` has seen them.
export const iceAgentOf = (connection: object): IceAgent => connection as IceAgent;
/** There are some once candidates have been gathered. */
export const udpEndpointsOf = (agent: IceAgent): readonly UdpEndpoint[] => inside(agent.protocols);
export const rtpStateOf = (sender: RTCRtpSender): RtpSenderState => inside(sender);
export const outletOf = (sender: RTCRtpSender): RtpOutlet => inside(sender);
export const associationOf = (sctp: RTCSctpTransport): SctpAssociation => inside(sctp.sctp);
export const recordCipherOf = (dtls: DtlsSocket): RecordCipher => inside(dtls.cipher);
export const sctpReceiverOf = (sctp: RTCSctpTransport): SctpReceiver => inside(sctp);

/**
 * Lets an ICMP report of a peer that has gone end nothing: Bun's socket tells of some as an error event, and werift listens to
 * none, which ends the process. To be called when the sockets are open.
 */
export function outliveLostPeers(connection: object): void {
  for (const { transport } of udpEndpointsOf(iceAgentOf(connection))) transport.socket.on("error", () => {});
}

/** What the negotiation leaves behind. */
interface Negotiated {
  lastCreatedAnswer: unknown;
  readonly sdpManager: { currentLocalDescription: unknown; currentRemoteDescription: unknown };
}

/**
 * Lets go of both descriptions, which are a tenth of a connection's objects. To be called when DTLS is connected: nothing but another
 * negotiation would read them, and we never negotiate again.
 */
export function forgetDescriptions(pc: RTCPeerConnection): void {
  const negotiated = inside<Negotiated>(pc);
  negotiated.lastCreatedAnswer = undefined;
  negotiated.sdpManager.currentLocalDescription = undefined;
  negotiated.sdpManager.currentRemoteDescription = undefined;
}

/** A connected DTLS socket, as far as sending one record goes. */
interface RecordSender {
  readonly dtls: { version: { major: number; minor: number }; epoch: number; recordSequenceNumber: number };
  readonly cipher: {
    encryptPacket(record: { recordLayerHeader: object; fragment: Buffer }): { fragment: Buffer };
  };
}

const alertType = 21;
/** Warning, close_notify (RFC 5246 §7.2.1). */
const closeNotify = [1, 0];

/** Tells the other side that the connection ends, which the library does not do by itself. */
export async function sendCloseNotify(transport: RTCDtlsTransport): Promise<void> {
  if (!transport.dtls) return;
  const { dtls, cipher } = inside<RecordSender>(transport.dtls);
  const { version, epoch } = dtls;
  const sequenceNumber = ++dtls.recordSequenceNumber;
  const recordLayerHeader = { contentType: alertType, protocolVersion: version, epoch, sequenceNumber };
  const { fragment } = cipher.encryptPacket({ recordLayerHeader, fragment: Buffer.from(closeNotify) });
  const header = Buffer.alloc(13);
  header[0] = alertType;
  header[1] = version.major;
  header[2] = version.minor;
  header.writeUInt16BE(epoch, 3);
  header.writeUIntBE(sequenceNumber, 5, 6);
  header.writeUInt16BE(fragment.length, 11);
  await transport.iceTransport.connection.send(Buffer.concat([header, fragment]));
}

function inside<T extends object>(whole: object): T {
  return whole as T;
}

type Kind = "function" | "number" | "string" | "bigint" | "boolean" | "object";

const agentMembers: Record<string, Kind> = {
  localUsername: "string",
  localPassword: "string",
  localCandidatesStart: "boolean",
  localCandidatesEnd: "boolean",
  protocols: "object",
  gatherCandidates: "function",
  ensureProtocol: "function",
  appendLocalCandidate: "function",
  setState: "function",
};
const senderMembers: Record<string, Kind> = {
  ntpTimestamp: "bigint",
  rtpTimestamp: "number",
  packetCount: "number",
  octetCount: "number",
  retransmittedPacketsSent: "number",
  handleRtcpPacket: "function",
  stopped: "boolean",
  ssrc: "number",
  headerBytesSent: "number",
  rtpCache: "object",
  rtcpRunning: "boolean",
  runRtcp: "function",
};

/** Throws when the installed werift is not the one this folder was written for. Opens no socket. */
export async function checkWerift(): Promise<void> {
  const probe = new RTCPeerConnection({ iceLite: true, iceServers: [], bundlePolicy: "max-bundle" });
  try {
    const { sender } = probe.addTransceiver("video", { direction: "sendonly" });
    probe.createDataChannel("probe");
    const [dtls] = probe.dtlsTransports;
    if (!dtls || !probe.sctpTransport) throw new Error("werift has no transport before negotiation.");
    check("peer connection", probe, { sdpManager: "object" });
    check("ICE agent", dtls.iceTransport.connection, agentMembers);
    check("RTP sender", sender, senderMembers);
    check("SCTP association", probe.sctpTransport.sctp, {
      advertisedRwnd: "number",
      inboundStreams: "object",
      sackMisOrdered: "object",
      handleData: "function",
      onReceive: "object",
    });
    check("SCTP transport", probe.sctpTransport, {
      datachannelReceive: "function",
      remoteMaxMessageSize: "number",
    });
    check("DTLS transport", dtls, {
      dataReceiver: "function",
      onRtcp: "object",
      onStateChange: "object",
      bytesSent: "number",
      packetsSent: "number",
    });
    check("ICE connection", dtls.iceTransport.connection, { send: "function" });
  } finally {
    await probe.close();
  }
}

function check(what: string, part: object, members: Record<string, Kind>): void {
  for (const [name, kind] of Object.entries(members)) {
    const found = typeof Reflect.get(part, name);
    if (found !== kind) {
      throw new Error(
        `This release of werift does not fit: its ${what} has no ${kind} "${name}" (found ${found}).`,
      );
    }
  }
}
