import {
  dePacketizeRtpPackets,
  MediaStreamTrack,
  type RTCDataChannel,
  RTCPeerConnection,
  RtcpSrPacket,
  RtpHeader,
  RtpPacket,
  useH264,
  useOPUS,
  useVP8,
} from "werift";
import { outliveLostPeers } from "../../engine/media/werift-internals.ts";
import type { components } from "../../generated/engine.types.ts";
import { LoudnessDecoder, type LumaPicture, PictureDecoder } from "./decoders.ts";
import { letAnswersComeLate } from "./patient-transport.ts";
import { until } from "./until.ts";

export type EngineMessage = components["schemas"]["EngineMessage"];
type PageMessage = components["schemas"]["PageMessage"];
type MessageOf<Type extends EngineMessage["type"]> = Extract<EngineMessage, { type: Type }>;

/** Decoded sound above this is speech; what is encoded as silence decodes far below. */
const audible = 0.003;
const keptMax = 3_000;

/** A picture as it came. */
export interface ReceivedFrame {
  /** RTP timestamp, 90 kHz. */
  readonly timestamp: number;
  /** One VP8 frame, or an access unit of H.264. */
  readonly data: Uint8Array;
}

/** A packet of sound as it came. */
export interface ReceivedSound {
  /** RTP timestamp, 48 kHz. */
  readonly timestamp: number;
  /** One Opus packet. */
  readonly data: Uint8Array;
}

/** What a sender report says of its track's clock (RFC 3550 §6.4.1). */
export interface ClockReport {
  readonly rtpTimestamp: number;
  readonly ntpMs: number;
}

interface Heard {
  readonly atMs: number;
  /** RTP timestamp, 48 kHz. */
  readonly timestamp: number;
  readonly loudness: number;
}

interface StudentDecoders {
  readonly loudness: LoudnessDecoder;
  readonly pictures: PictureDecoder;
  /** As werift names it. */
  readonly format: "VP8" | "MPEG4/ISO/AVC";
}

/** A student without a browser: joins a lesson by HTTP and WebRTC, and keeps what it gets. */
export class Student implements AsyncDisposable {
  readonly messages: EngineMessage[] = [];
  readonly heard: Heard[] = [];
  /** `timestamp`: of RTP, 90 kHz. */
  readonly pictures: { atMs: number; timestamp: number; picture: LumaPicture }[] = [];
  readonly frames: ReceivedFrame[] = [];
  readonly sounds: ReceivedSound[] = [];
  /** The last sender report of each track. */
  readonly clocks: { audio?: ClockReport; video?: ClockReport } = {};
  location = "";
  /** RTP packets of sound and picture that have come. */
  packets = 0;
  #pending: RtpPacket[] = [];
  readonly #kinds = new Map<number, "audio" | "video">();
  readonly #microphone = new MediaStreamTrack({ kind: "audio" });
  #spoken = 0;

  private constructor(
    readonly connection: RTCPeerConnection,
    readonly channel: RTCDataChannel,
    private readonly decoders: StudentDecoders,
  ) {}

  /** Joins; resolves when the engine has said `ready`. Without `decode` pictures and sound are received and thrown away. */
  static async join(
    engineUrl: string,
    tutorId: string,
    ticket: string,
    {
      decode = true,
      videoCodec = "VP8" as "VP8" | "H264",
      microphone = false,
      ifFull = "refuse" as "refuse" | "text",
      lastTurn = undefined as number | undefined,
    } = {},
  ): Promise<Student> {
    // A STUN server that nobody runs, given up at once: an empty list would ask a public one.
    const connection = new RTCPeerConnection({
      iceServers: [{ urls: "stun:127.0.0.1:9" }],
      iceStunGatherTimeout: 0.001,
      codecs: { audio: [useOPUS()], video: [videoCodec === "VP8" ? useVP8() : useH264()] },
    });
    const channel = connection.createDataChannel("lesson");
    const student = new Student(connection, channel, {
      loudness: await LoudnessDecoder.open(),
      pictures: await PictureDecoder.open(videoCodec),
      format: videoCodec === "VP8" ? "VP8" : "MPEG4/ISO/AVC",
    });
    connection.onTrack.subscribe((track) => {
      track.onReceiveRtp.subscribe(() => student.packets++);
      if (decode) student.#receive(track);
    });
    channel.onMessage.subscribe((data) => student.messages.push(JSON.parse(String(data)) as EngineMessage));
    if (microphone) connection.addTransceiver(student.#microphone, { direction: "sendrecv" });
    else connection.addTransceiver("audio", { direction: "recvonly" });
    connection.addTransceiver("video", { direction: "recvonly" });
    await connection.setLocalDescription(await connection.createOffer());
    for (const transport of connection.dtlsTransports) {
      outliveLostPeers(transport.iceTransport.connection);
      letAnswersComeLate(transport);
      transport.onRtcp.subscribe((packet) => {
        if (packet instanceof RtcpSrPacket) student.#readClock(packet);
      });
    }
    const seen = lastTurn === undefined ? "" : `&lastTurn=${lastTurn}`;
    const response = await fetch(`${engineUrl}/api/tutors/${tutorId}/webrtc?ifFull=${ifFull}${seen}`, {
      method: "POST",
      headers: { "content-type": "application/sdp", authorization: `Bearer ${ticket}` },
      body: connection.localDescription!.sdp,
    });
    if (response.status !== 201) {
      await connection.close();
      throw new Error(`the engine answered ${response.status}: ${await response.text()}`);
    }
    student.location = new URL(response.headers.get("location")!, engineUrl).href;
    await connection.setRemoteDescription({ type: "answer", sdp: await response.text() });
    await student.message("ready", { withinMs: 30_000 });
    return student;
  }

  /** Sends Opus packets of 20 ms as a microphone does. */
  async speak(packets: Iterable<Uint8Array>): Promise<void> {
    const startMs = performance.now();
    let sent = 0;
    for (const packet of packets) {
      const header = new RtpHeader({
        sequenceNumber: this.#spoken & 0xffff,
        timestamp: (this.#spoken * 960) >>> 0,
        payloadType: 111,
      });
      this.#microphone.writeRtp(new RtpPacket(header, Buffer.from(packet)));
      this.#spoken++;
      sent++;
      await Bun.sleep(Math.max(0, startMs + sent * 20 - performance.now()));
    }
  }

  say(text: string): void {
    this.send({ type: "say", text });
  }

  interrupt(): void {
    this.send({ type: "interrupt" });
  }

  send(message: PageMessage): void {
    this.channel.send(Buffer.from(JSON.stringify(message)).toString());
  }

  /** The first message of a type from a place in `messages` on. */
  async message<Type extends EngineMessage["type"]>(
    type: Type,
    { from = 0, withinMs = 20_000 } = {},
  ): Promise<MessageOf<Type>> {
    const find = () =>
      this.messages.slice(from).find((message): message is MessageOf<Type> => message.type === type);
    return await until(`a ${type} message`, find, { withinMs });
  }

  /** The sender's clock for an RTP timestamp of a track, in ms, by its last sender report. */
  sentAtMs(kind: "audio" | "video", timestamp: number): number {
    const report = this.clocks[kind];
    if (!report) throw new Error(`no sender report of the ${kind} has come`);
    return report.ntpMs + ((timestamp - report.rtpTimestamp) | 0) / (kind === "audio" ? 48 : 90);
  }

  /** Waits for sound. */
  async hearsSpeech({ withinMs = 20_000 } = {}): Promise<void> {
    const from = this.heard.length;
    await until("speech", () => this.heard.slice(from).some(({ loudness }) => loudness > audible), {
      withinMs,
    });
  }

  /** Time of the last audible packet, as performance.now() has it. */
  get lastAudibleAtMs(): number {
    return this.heard.findLast(({ loudness }) => loudness > audible)?.atMs ?? Number.NEGATIVE_INFINITY;
  }

  #readClock({ ssrc, senderInfo: { ntpTimestamp, rtpTimestamp } }: RtcpSrPacket): void {
    const kind = this.#kinds.get(ssrc);
    if (kind) this.clocks[kind] = { rtpTimestamp, ntpMs: (Number(ntpTimestamp) / 2 ** 32) * 1000 };
  }

  #receive(track: MediaStreamTrack): void {
    track.onReceiveRtp.subscribe((packet) => {
      this.#kinds.set(packet.header.ssrc, track.kind === "audio" ? "audio" : "video");
      if (track.kind === "audio") this.#hear(packet);
      else this.#see(packet);
    });
  }

  #hear(packet: RtpPacket): void {
    for (const loudness of this.decoders.loudness.decode(packet.payload)) {
      this.heard.push({ atMs: performance.now(), timestamp: packet.header.timestamp, loudness });
    }
    if (this.heard.length > keptMax) this.heard.shift();
    this.sounds.push({ timestamp: packet.header.timestamp, data: new Uint8Array(packet.payload) });
    if (this.sounds.length > keptMax) this.sounds.shift();
  }

  #see(packet: RtpPacket): void {
    this.#pending.push(packet);
    if (!packet.header.marker) return;
    const { data } = dePacketizeRtpPackets(this.decoders.format, this.#pending);
    const { timestamp } = packet.header;
    this.#pending = [];
    this.frames.push({ timestamp, data });
    if (this.frames.length > keptMax) this.frames.shift();
    for (const picture of this.decoders.pictures.decode(data))
      this.pictures.push({ atMs: performance.now(), timestamp, picture });
    if (this.pictures.length > keptMax) this.pictures.shift();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.connection.close();
    this.decoders.loudness[Symbol.dispose]();
    this.decoders.pictures[Symbol.dispose]();
  }
}
