import {
  MediaStream,
  type RTCDtlsTransport,
  RTCPeerConnection,
  RTCRtpCodecParameters,
  type RTCRtpSender,
  type RTCSctpTransport,
} from "werift";
import { messageMaxBytes } from "./data-channel.ts";
import { type DtlsRecord, recordGate } from "./dtls-records.ts";
import { type EndpointNetwork, IceLiteEndpoint } from "./ice-lite.ts";
import { describeOffer, finishAnswer } from "./offer-description.ts";
import type { Offer } from "./sdp.ts";
import { TokenBucket } from "./token-bucket.ts";
import { iceAgentOf, recordCipherOf } from "./werift-internals.ts";

export interface ConnectionHandlers {
  /** Something authentic arrived. */
  onHeard(): void;
  /** The browser closed DTLS or cannot go on. */
  onAlert(): void;
}

/** One negotiated connection: everything travels on one ICE and DTLS transport. */
export interface BrowserConnection {
  pc: RTCPeerConnection;
  dtls: RTCDtlsTransport;
  sctp: RTCSctpTransport;
  audio: RTCRtpSender;
  video: RTCRtpSender;
  answer: string;
  endpoint: IceLiteEndpoint;
}

/** Joins sound and pictures, so that the browser plays them in step (RFC 8830 §2). */
const streamId = "tutor";

/** Answers `offer` with the one video codec `video`. The agent listens from then on; nothing has been sent yet. */
export async function connectBrowser(
  offer: Offer,
  video: Offer["video"][number],
  place: EndpointNetwork,
  handlers: ConnectionHandlers,
): Promise<BrowserConnection> {
  const pc = new RTCPeerConnection({
    iceLite: true,
    iceServers: [],
    iceUseIpv6: false,
    bundlePolicy: "max-bundle",
    maxMessageSize: messageMaxBytes,
    codecs: codecsFor(offer, video),
  });
  try {
    const stream = new MediaStream({ id: streamId });
    const direction = offer.microphone ? "sendrecv" : "sendonly";
    const audio = pc.addTransceiver("audio", { direction, streams: [stream] }).sender;
    const picture = pc.addTransceiver("video", { direction: "sendonly", streams: [stream] }).sender;
    const dtls = onlyTransport(pc);
    const endpoint = openEndpoint(dtls, place, handlers, soundGate(offer));
    await pc.setRemoteDescription({ type: "offer", sdp: describeOffer(offer, video) });
    const sctp = pc.sctpTransport;
    if (!sctp || onlyTransport(pc) !== dtls) throw new Error("The bundle has more than one transport.");
    // As the DTLS server we may start at once and are the one to choose the SRTP profile.
    dtls.role = "server";
    await pc.setLocalDescription(await pc.createAnswer());
    const answer = finishAnswer(pc.localDescription?.sdp ?? "", place.candidates);
    return { pc, dtls, sctp, audio, video: picture, answer, endpoint };
  } catch (error) {
    await pc.close();
    throw error;
  }
}

function onlyTransport(pc: RTCPeerConnection): RTCDtlsTransport {
  const [dtls, ...others] = pc.dtlsTransports;
  if (!dtls || others.length > 0) throw new Error("The bundle has more than one transport.");
  return dtls;
}

function codecsFor(offer: Offer, video: Offer["video"][number]) {
  const feedback = [{ type: "nack" }, { type: "nack", parameter: "pli" }, { type: "goog-remb" }];
  const opus = new RTCRtpCodecParameters({
    mimeType: "audio/opus",
    clockRate: 48_000,
    channels: 2,
    payloadType: offer.opus.payloadType,
  });
  const picture = new RTCRtpCodecParameters({
    mimeType: `video/${video.name}`,
    clockRate: 90_000,
    payloadType: video.payloadType,
    parameters: video.parameters,
    rtcpFeedback: feedback,
  });
  if (video.rtxPayloadType === undefined) return { audio: [opus], video: [picture] };
  const repairs = new RTCRtpCodecParameters({
    mimeType: "video/rtx",
    clockRate: 90_000,
    payloadType: video.rtxPayloadType,
    parameters: `apt=${video.payloadType}`,
  });
  return { audio: [opus], video: [picture, repairs] };
}

function openEndpoint(
  dtls: RTCDtlsTransport,
  place: EndpointNetwork,
  handlers: ConnectionHandlers,
  isSound: (datagram: Buffer) => boolean,
): IceLiteEndpoint {
  const isConnected = () => dtls.state === "connected";
  const records = recordGate({
    isConnected,
    open: (record) => openRecord(dtls, record),
    onAlert: handlers.onAlert,
  });
  const admit = (datagram: Buffer) => {
    if (datagram[0]! >= 20 && datagram[0]! <= 63) return records.pass(datagram);
    return isConnected() && (isRtcp(datagram) || isSound(datagram)) ? datagram : undefined;
  };
  const agent = iceAgentOf(dtls.iceTransport.connection);
  return new IceLiteEndpoint(agent, place, { admit, onHeard: handlers.onHeard });
}

/** Packets of a microphone in a second: 50, and more for a moment after a stall. */
const soundPacketsPerSecond = 75;
const soundPacketsBurst = 100;

/** RTP of the microphone, if there is one, as much of it as a microphone sends; no other RTP is decrypted. */
function soundGate({ microphone, opus }: Offer): (datagram: Buffer) => boolean {
  if (!microphone) return () => false;
  const bucket = new TokenBucket(soundPacketsPerSecond, soundPacketsBurst, performance.now());
  return (datagram) =>
    datagram[0]! >= 128 &&
    datagram[0]! <= 191 &&
    (datagram[1]! & 0x7f) === opus.payloadType &&
    bucket.take(1, performance.now());
}

/** Of RTP and RTCP, which share the range (RFC 7983 §7), RTCP has packet types 192 to 223 (RFC 5761 §4). */
function isRtcp(datagram: Buffer): boolean {
  return datagram[0]! >= 128 && datagram[0]! <= 191 && datagram[1]! >= 192 && datagram[1]! <= 223;
}

function openRecord(dtls: RTCDtlsTransport, record: DtlsRecord): Buffer {
  if (!dtls.dtls) throw new Error("DTLS has not begun.");
  const fragment = record.bytes.subarray(13);
  return recordCipherOf(dtls.dtls).decryptPacket({
    recordLayerHeader: {
      contentType: record.contentType,
      protocolVersion: { major: record.bytes[1]!, minor: record.bytes[2]! },
      epoch: record.epoch,
      sequenceNumber: record.sequenceNumber,
      contentLen: fragment.length,
    },
    fragment,
  });
}
