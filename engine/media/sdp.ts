import type { VideoCodec } from "./peer.ts";

/** The offer is not one we take. `message` says why in plain words and never repeats the offer. */
export class OfferRejected extends Error {
  override readonly name = "OfferRejected";
}

export const offerMaxBytes = 16 * 1024;
const linesMax = 800;
const lineMaxChars = 1024;
const payloadTypesMax = 128;

export type MediaKind = "audio" | "video" | "application";

/** One codec of the offer: its payload type, its parameters as offered and, for video, the payload type of its repairs. */
export interface OfferedCodec {
  payloadType: number;
  parameters: string | undefined;
  rtxPayloadType: number | undefined;
  feedback: readonly string[];
}

/** What we need of an offer, checked. Everything else in it, candidates first of all, is left behind. */
export interface Offer {
  /** In the order of the offer, which the answer must keep (RFC 8829 §5.3.1). */
  media: readonly { kind: MediaKind; mid: string }[];
  opus: OfferedCodec;
  /** The browser may send its own sound as well. */
  microphone: boolean;
  /** In the browser's order of preference; the first matching payload type of each. */
  video: readonly (OfferedCodec & { name: VideoCodec })[];
  sctpPort: number;
  /** Largest message the browser takes; 0 means any (RFC 8841 §6). */
  maxMessageSize: number;
  iceUfrag: string;
  icePwd: string;
  /** SHA-256 of the browser's certificate, upper-case hex pairs with colons. */
  fingerprint: string;
  setup: "actpass" | "active";
}

interface Section {
  /** Words of the m= line; empty for the session part. */
  line: readonly string[];
  attributes: readonly { name: string; value: string }[];
}

/**
 * Reads a browser's offer for one sendable audio track, one video track and one data channel in one bundle.
 * Throws OfferRejected. Pure and linear in the size of the text, which is bounded by `offerMaxBytes`.
 */
export function readOffer(text: string): Offer {
  const [session, ...sections] = readSections(text);
  const audio = oneOf(sections, "audio");
  const video = oneOf(sections, "video");
  const data = oneOf(sections, "application");
  if (sections.length !== 3) throw new OfferRejected("The offer has media besides audio, video and data.");
  checkRtp(audio, "audio");
  checkRtp(video, "video");
  const media = sections.map((section) => ({ kind: section.line[0] as MediaKind, mid: readMid(section) }));
  const tag = readBundleTag(session, media);
  const transport = readTransport(session, sections[media.findIndex(({ mid }) => mid === tag)]!);
  const opus = readCodecs(audio).find((codec) => /^opus\/48000\/2$/i.test(codec.rtpmap));
  if (!opus) throw new OfferRejected("The offer has no Opus.");
  return {
    media,
    opus,
    microphone: canSend(audio),
    video: readVideoCodecs(video),
    ...readData(data),
    ...transport,
  };
}

/** The first video codec in the browser's order that we have too. Throws OfferRejected when there is none. */
export function chooseVideo(offer: Offer, ours: readonly VideoCodec[]): Offer["video"][number] {
  const chosen = offer.video.find((codec) => ours.includes(codec.name));
  if (!chosen) throw new OfferRejected("The offer has no video codec that we can send.");
  return chosen;
}

function readSections(text: string): [Section, ...Section[]] {
  if (Buffer.byteLength(text) > offerMaxBytes) throw new OfferRejected("The offer is too long.");
  if (!/^v=0\r?\n/.test(text)) throw new OfferRejected("The offer is not SDP.");
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  if (lines.length > linesMax) throw new OfferRejected("The offer has too many lines.");
  const sections: { line: string[]; attributes: { name: string; value: string }[] }[] = [
    { line: [], attributes: [] },
  ];
  for (const line of lines) {
    if (line.length > lineMaxChars) throw new OfferRejected("A line of the offer is too long.");
    // Printable characters only: what we keep of the offer is written into a new description.
    if (!/^[a-z]=[^\p{Cc}\p{Cs}]*$/u.test(line)) throw new OfferRejected("A line of the offer is not SDP.");
    const value = line.slice(2);
    if (line.startsWith("m=")) {
      if (sections.length > 3) throw new OfferRejected("The offer has too many media sections.");
      sections.push({ line: value.split(" "), attributes: [] });
    } else if (line.startsWith("a=")) {
      const colon = value.indexOf(":");
      const name = colon < 0 ? value : value.slice(0, colon);
      sections.at(-1)!.attributes.push({ name, value: colon < 0 ? "" : value.slice(colon + 1).trim() });
    }
  }
  const [session, ...rest] = sections;
  return [session!, ...rest];
}

function oneOf(sections: readonly Section[], kind: MediaKind): Section {
  const found = sections.filter((section) => section.line[0] === kind);
  const what = kind === "application" ? "data channel" : `${kind} section`;
  if (found.length !== 1) throw new OfferRejected(`The offer must have exactly one ${what}.`);
  const [section] = found;
  if (section!.line[1] === "0" && !has(section!, "bundle-only")) {
    throw new OfferRejected(`The ${what} of the offer is rejected by its own sender.`);
  }
  return section!;
}

function values(section: Section, name: string): string[] {
  return section.attributes
    .filter((attribute) => attribute.name === name)
    .map((attribute) => attribute.value);
}

function has(section: Section, name: string): boolean {
  return section.attributes.some((attribute) => attribute.name === name);
}

function checkRtp(section: Section, kind: "audio" | "video"): void {
  if (!/^(UDP\/TLS|UDP|TLS)\/?RTP\/SAVPF$|^RTP\/SAVPF$/.test(section.line[2] ?? "")) {
    throw new OfferRejected(`The ${kind} section is not encrypted RTP with feedback.`);
  }
  if (!has(section, "rtcp-mux")) throw new OfferRejected(`The ${kind} section lacks rtcp-mux.`);
  if (has(section, "sendonly") || has(section, "inactive")) {
    throw new OfferRejected(`The ${kind} section does not want to receive.`);
  }
}

/** RFC 8866 §6.7: without an attribute of its own a section is meant for both directions. */
function canSend(section: Section): boolean {
  return has(section, "sendrecv") || !["recvonly", "sendonly", "inactive"].some((name) => has(section, name));
}

function readMid(section: Section): string {
  const [mid] = values(section, "mid");
  if (!mid || !/^[\w.+-]{1,16}$/.test(mid)) throw new OfferRejected("A media section has no usable mid.");
  return mid;
}

/** The first mid of the bundle: its section names the transport of all (RFC 9143 §7.3.1). */
function readBundleTag(session: Section, media: readonly { mid: string }[]): string {
  const mids = media.map((each) => each.mid);
  if (new Set(mids).size !== mids.length) throw new OfferRejected("Two media sections have the same mid.");
  const group = values(session, "group").find((value) => value.startsWith("BUNDLE "));
  const bundle = group?.split(" ").slice(1) ?? [];
  const [tag = ""] = bundle;
  if (!mids.includes(tag) || !mids.every((mid) => bundle.includes(mid))) {
    throw new OfferRejected("The offer does not bundle its media.");
  }
  return tag;
}

type Transport = Pick<Offer, "iceUfrag" | "icePwd" | "fingerprint" | "setup">;

/** RFC 8839 §5.4 for the credentials, RFC 8122 §5 for the fingerprint, RFC 5763 §5 for the role. */
function readTransport(session: Section, section: Section): Transport {
  const inherited = (name: string) => {
    const own = values(section, name);
    return own.length > 0 ? own : values(session, name);
  };
  const [iceUfrag = ""] = inherited("ice-ufrag");
  const [icePwd = ""] = inherited("ice-pwd");
  if (!/^[A-Za-z0-9+/]{4,256}$/.test(iceUfrag) || !/^[A-Za-z0-9+/]{22,256}$/.test(icePwd)) {
    throw new OfferRejected("The offer has no usable ICE credentials.");
  }
  const fingerprints = inherited("fingerprint").map((value) =>
    /^sha-256 ((?:[0-9a-f]{2}:){31}[0-9a-f]{2})$/i.exec(value),
  );
  const fingerprint = fingerprints.find((match) => match)?.[1]?.toUpperCase();
  if (!fingerprint) throw new OfferRejected("The offer has no SHA-256 fingerprint.");
  const [setup] = inherited("setup");
  if (setup !== "actpass" && setup !== "active") {
    throw new OfferRejected("The offer must leave the DTLS server's part to us (setup actpass or active).");
  }
  return { iceUfrag, icePwd, fingerprint, setup };
}

type ReadCodec = OfferedCodec & { rtpmap: string };

/** The codecs of a section in the order of its m= line. */
function readCodecs(section: Section): ReadCodec[] {
  const payloadTypes = section.line
    .slice(3)
    .filter((word) => /^\d{1,3}$/.test(word))
    .slice(0, payloadTypesMax)
    .map(Number);
  const byPayloadType = (name: string) => {
    const read = new Map<number, string[]>();
    for (const value of values(section, name)) {
      const match = /^(\d{1,3}|\*) (.+)$/.exec(value);
      if (!match || match[1] === "*") continue;
      const payloadType = Number(match[1]);
      read.set(payloadType, [...(read.get(payloadType) ?? []), match[2]!]);
    }
    return read;
  };
  const [rtpmaps, fmtps, feedback] = [
    byPayloadType("rtpmap"),
    byPayloadType("fmtp"),
    byPayloadType("rtcp-fb"),
  ];
  const rtxOf = new Map<number, number>();
  for (const payloadType of payloadTypes) {
    if (!/^rtx\//i.test(rtpmaps.get(payloadType)?.[0] ?? "")) continue;
    const apt = /(?:^|;)\s*apt=(\d{1,3})/.exec(fmtps.get(payloadType)?.[0] ?? "")?.[1];
    if (apt !== undefined && !rtxOf.has(Number(apt))) rtxOf.set(Number(apt), payloadType);
  }
  return payloadTypes
    .filter((payloadType) => payloadType < 128 && rtpmaps.has(payloadType))
    .map((payloadType) => ({
      payloadType,
      rtpmap: rtpmaps.get(payloadType)![0]!,
      parameters: fmtps.get(payloadType)?.[0],
      rtxPayloadType: rtxOf.get(payloadType),
      feedback: feedback.get(payloadType) ?? [],
    }));
}

function readVideoCodecs(section: Section): Offer["video"] {
  const found: (OfferedCodec & { name: VideoCodec })[] = [];
  for (const codec of readCodecs(section)) {
    const name = videoCodecOf(codec);
    if (name && !found.some((earlier) => earlier.name === name)) found.push({ ...codec, name });
  }
  return found;
}

/** H.264 counts when it is constrained baseline, level 3.1 or more, in packetization mode 1 (RFC 6184 §8.1). */
function videoCodecOf(codec: ReadCodec): VideoCodec | undefined {
  if (/^VP8\/90000$/i.test(codec.rtpmap)) return "VP8";
  if (!/^H264\/90000$/i.test(codec.rtpmap)) return undefined;
  const parameters = codec.parameters ?? "";
  const level = /(?:^|;)\s*profile-level-id=42e0([0-9a-f]{2})(?:;|$)/i.exec(parameters)?.[1];
  const mode = /(?:^|;)\s*packetization-mode=1(?:;|$)/.test(parameters);
  return mode && level !== undefined && Number.parseInt(level, 16) >= 0x1f ? "H264" : undefined;
}

function readData(section: Section): Pick<Offer, "sctpPort" | "maxMessageSize"> {
  const protocol = section.line[2] ?? "";
  if (!/^(UDP|TCP)\/DTLS\/SCTP$/.test(protocol) || section.line[3] !== "webrtc-datachannel") {
    throw new OfferRejected("The offer's data section is not a WebRTC data channel.");
  }
  const sctpPort = Number(values(section, "sctp-port")[0] ?? Number.NaN);
  if (!Number.isInteger(sctpPort) || sctpPort < 1 || sctpPort > 65535) {
    throw new OfferRejected("The offer's data section has no SCTP port.");
  }
  // RFC 8841 §6: 64 KiB when it is not said.
  const size = Number(values(section, "max-message-size")[0] ?? 65536);
  if (!Number.isInteger(size) || size < 0)
    throw new OfferRejected("The offer's largest message size is not a number.");
  return { sctpPort, maxMessageSize: size };
}
