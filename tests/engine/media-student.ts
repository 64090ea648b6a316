import {
  CipherContext,
  type MediaStreamTrack,
  PictureLossIndication,
  RTCCertificate,
  type RTCDataChannel,
  RTCPeerConnection,
  RTCRtpCodecParameters,
  RtcpPayloadSpecificFeedback,
  RtcpSrPacket,
  type RtpPacket,
} from "werift";
import type { MediaPort } from "../../engine/media/media-port.ts";
import type { Peer, PeerOptions } from "../../engine/media/peer.ts";
import { letAnswersComeLate } from "../_support/patient-transport.ts";
import { until } from "../_support/until.ts";

const ecdsaSha256 = { hash: 4, signature: 3 } as const;
const secp256r1 = 23;
const feedback = [
  { type: "nack" },
  { type: "nack", parameter: "pli" },
  { type: "ccm", parameter: "fir" },
  { type: "goog-remb" },
];

const opus = () => new RTCRtpCodecParameters({ mimeType: "audio/opus", clockRate: 48_000, channels: 2 });
const vp8 = () =>
  new RTCRtpCodecParameters({ mimeType: "video/VP8", clockRate: 90_000, rtcpFeedback: feedback });
const h264 = () =>
  new RTCRtpCodecParameters({
    mimeType: "video/H264",
    clockRate: 90_000,
    rtcpFeedback: feedback,
    parameters: "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
  });
const rtx = () => new RTCRtpCodecParameters({ mimeType: "video/rtx", clockRate: 90_000 });

export interface StudentOptions {
  codec?: "VP8" | "H264";
  /** Presents a certificate whose key it does not have. */
  impostor?: boolean;
  label?: string;
  /** Its network lets no UDP through. */
  overTcp?: boolean;
}

/** A full ICE agent in the browser's place, with everything it received. */
export class MediaStudent implements AsyncDisposable {
  readonly rtp: Record<"audio" | "video", RtpPacket[]> = { audio: [], video: [] };
  readonly reports: RtcpSrPacket[] = [];
  readonly messages: (string | Buffer)[] = [];
  peer!: Peer;
  /** Media time of what was sent to it last. */
  ptsMs = 0;
  /** A middlebox on the way of TCP, by its port. */
  tcpPort: number | undefined;

  private constructor(
    readonly pc: RTCPeerConnection,
    readonly channel: RTCDataChannel,
    private readonly overTcp: boolean,
  ) {
    pc.onTrack.subscribe((track: MediaStreamTrack) => {
      const kind = track.kind === "audio" ? "audio" : "video";
      track.onReceiveRtp.subscribe((packet) => this.rtp[kind].push(packet));
    });
    channel.onMessage.subscribe((data) => this.messages.push(data));
  }

  /** Makes an offer; nobody has seen it yet. */
  static async open({
    codec = "VP8",
    impostor = false,
    label = "lesson",
    overTcp = false,
  }: StudentOptions = {}): Promise<MediaStudent> {
    const own = await CipherContext.createSelfSignedCertificateWithKey(ecdsaSha256, secp256r1);
    const others = await CipherContext.createSelfSignedCertificateWithKey(ecdsaSha256, secp256r1);
    const pc = new RTCPeerConnection({
      iceUseIpv6: false,
      iceUseTcp: overTcp,
      iceAdditionalHostAddresses: ["127.0.0.1"],
      bundlePolicy: "max-bundle",
      certificates: [new RTCCertificate(impostor ? others.keyPem : own.keyPem, own.certPem, ecdsaSha256)],
      codecs: { audio: [opus()], video: [codec === "VP8" ? vp8() : h264(), rtx()] },
    });
    const student = new MediaStudent(pc, pc.createDataChannel(label), overTcp);
    pc.addTransceiver("audio", { direction: "recvonly" });
    pc.addTransceiver("video", { direction: "recvonly" });
    // No server is asked for its own address.
    for (const { connection } of pc.iceTransports) connection.stunServer = undefined;
    await pc.setLocalDescription(await pc.createOffer());
    for (const transport of pc.dtlsTransports) letAnswersComeLate(transport);
    return student;
  }

  /** Hands the offer in; does not wait for the connection. */
  async offerTo(port: MediaPort, options: Partial<PeerOptions> = {}): Promise<Peer> {
    this.peer = await port.accept(this.pc.localDescription!.sdp, {
      videoCodecs: ["VP8", "H264"],
      ...options,
    });
    await this.pc.setRemoteDescription({ type: "answer", sdp: this.#reachable(this.peer.answer) });
    return this.peer;
  }

  /** The answer with the candidates that lead somewhere from its network. */
  #reachable(answer: string): string {
    if (!this.overTcp) return answer;
    const { tcpPort } = this;
    return answer
      .split("\r\n")
      .filter((line) => !/^a=candidate:.* udp /.test(line))
      .map((line) => (tcpPort ? line.replace(/( tcp \d+ \S+) \d+ typ /, `$1 ${tcpPort} typ `) : line))
      .join("\r\n");
  }

  /** Joins and waits until media may flow. */
  static async join(
    port: MediaPort,
    options: StudentOptions & Partial<PeerOptions> & { tcpPort?: number } = {},
  ): Promise<MediaStudent> {
    const student = await MediaStudent.open(options);
    student.tcpPort = options.tcpPort;
    const peer = await student.offerTo(port, options);
    await peer.connected;
    await until("the student's side", () => student.dtls.state === "connected");
    return student;
  }

  /** Resolves when the lesson goes on: sound and pictures arrive, and a word comes back. */
  async goesOn(): Promise<void> {
    const before = { audio: this.rtp.audio.length, video: this.rtp.video.length };
    for (let i = 0; i < 5; i++, this.ptsMs += 40) {
      this.peer.sendAudio(new Uint8Array(80), this.ptsMs);
      this.peer.sendVideo(new Uint8Array(500), true, this.ptsMs);
    }
    await until("pictures", () => this.rtp.video.length >= before.video + 5);
    await until("sound", () => this.rtp.audio.length >= before.audio + 5);
    const word = `word ${crypto.randomUUID()}`;
    const heard: string[] = [];
    this.peer.onMessage = (text) => heard.push(text);
    await until("the channel", () => this.peer.channelOpen);
    this.channel.send(word);
    await until("the word", () => heard.includes(word));
  }

  get dtls() {
    return this.pc.dtlsTransports[0]!;
  }

  /** The address its media comes to. */
  get address(): { host: string; port: number } {
    const { host, port } = this.dtls.iceTransport.connection.nominated!.localCandidate;
    return { host, port };
  }

  /** Any datagram from its own address. */
  async sendRaw(datagram: Uint8Array): Promise<void> {
    await this.dtls.iceTransport.connection.send(Buffer.from(datagram));
  }

  async wantKeyPicture(): Promise<void> {
    await this.dtls.sendRtcp([new RtcpPayloadSpecificFeedback({ feedback: this.#pictureLoss() })]);
  }

  /** A full intra request, RFC 5104 §4.3.1. */
  async wantKeyPictureByFir(): Promise<void> {
    const packet = new RtcpPayloadSpecificFeedback({ feedback: this.#pictureLoss() });
    const bytes = Buffer.alloc(20);
    bytes.writeUInt32BE(0x84_ce_00_04, 0);
    bytes.writeUInt32BE(1, 4);
    bytes.writeUInt32BE(this.ssrc("video"), 12);
    packet.serialize = () => bytes;
    await this.dtls.sendRtcp([packet]);
  }

  #pictureLoss(): PictureLossIndication {
    return new PictureLossIndication({ senderSsrc: 1, mediaSsrc: this.ssrc("video") });
  }

  ssrc(kind: "audio" | "video"): number {
    return this.rtp[kind][0]!.header.ssrc;
  }

  keepReports(): void {
    this.dtls.onRtcp.subscribe((packet) => {
      if (packet instanceof RtcpSrPacket) this.reports.push(packet);
    });
  }

  /** Gone without a word, as when a laptop is shut. */
  async vanish(): Promise<void> {
    await this.dtls.iceTransport.connection.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.pc.close();
  }
}
