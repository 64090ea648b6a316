import type { VideoCodec } from "./peer.ts";

/** The server's answer cannot be used. `message` never repeats it. */
export class AnswerRejected extends Error {
  override readonly name = "AnswerRejected";
}

const answerMaxBytes = 64 * 1024;
/** A server has a few addresses; each one named here gets checks from us. */
const candidatesMax = 16;

export interface UpstreamAnswer {
  /** The answer with what we do not follow left out. */
  sdp: string;
  /** SHA-256 of the server's certificate, upper-case hex pairs with colons. */
  fingerprint: string;
  /** What it will send, and every codec of ours that it could. */
  videoCodec: VideoCodec;
  serverCodecs: readonly VideoCodec[];
  /** Payload types as they will arrive. */
  audioPayloadType: number;
  videoPayloadType: number;
}

/** Reads the answer to an offer of one Opus and one video section with `codecs`. Throws AnswerRejected. */
export function readAnswer(text: string, codecs: readonly VideoCodec[]): UpstreamAnswer {
  if (text.length > answerMaxBytes || !text.startsWith("v=0")) throw new AnswerRejected("It is not SDP.");
  const lines = text.split(/\r?\n/).filter((line) => line !== "");
  if (lines.some((line) => /^m=\w+ 0 /.test(line))) throw new AnswerRejected("A media section is rejected.");
  // We take the DTLS server's part: only then has the handshake the proof that we check.
  const roles = lines.filter((line) => line.startsWith("a=setup:"));
  if (roles.length === 0 || roles.some((line) => line !== "a=setup:active")) {
    throw new AnswerRejected("The server does not take the DTLS client's part.");
  }
  const fingerprints = lines.flatMap(
    (line) => /^a=fingerprint:sha-256 ((?:[0-9a-f]{2}:){31}[0-9a-f]{2})$/i.exec(line)?.[1] ?? [],
  );
  const [fingerprint] = new Set(fingerprints.map((each) => each.toUpperCase()));
  if (!fingerprint) throw new AnswerRejected("It has no SHA-256 fingerprint.");
  let candidates = 0;
  const kept = lines.filter((line) => {
    if (!line.startsWith("a=candidate:")) return true;
    return /^a=candidate:\S+ 1 udp \d+ [\d.]+ \d+ typ \w+/i.test(line) && ++candidates <= candidatesMax;
  });
  if (candidates === 0) throw new AnswerRejected("It has no address that can be reached.");
  const video = readVideo(lines, codecs);
  return {
    ...video,
    sdp: `${kept.join("\r\n")}\r\n`,
    fingerprint,
    audioPayloadType: readAudio(lines),
  };
}

function readAudio(lines: readonly string[]): number {
  const [opus] = payloadTypes(lines, "opus/48000/2");
  if (opus === undefined) throw new AnswerRejected("The server does not send Opus.");
  return opus;
}

/** A sender uses the first codec of the section's own line (RFC 3264 §6.1). */
function readVideo(
  lines: readonly string[],
  codecs: readonly VideoCodec[],
): Pick<UpstreamAnswer, "videoCodec" | "serverCodecs" | "videoPayloadType"> {
  const words = lines.find((line) => line.startsWith("m=video "))?.split(" ") ?? [];
  const found = codecs
    .flatMap((codec) => payloadTypes(lines, `${codec}/90000`).map((payloadType) => ({ codec, payloadType })))
    .map((each) => ({ ...each, place: words.indexOf(String(each.payloadType), 3) }))
    .filter(({ place }) => place > 0)
    .sort((a, b) => a.place - b.place);
  const [first] = found;
  if (!first) throw new AnswerRejected("The server does not send pictures of a codec that we asked for.");
  const serverCodecs = codecs.filter((codec) => found.some((each) => each.codec === codec));
  return { videoCodec: first.codec, serverCodecs, videoPayloadType: first.payloadType };
}

function payloadTypes(lines: readonly string[], encoding: string): number[] {
  return lines.flatMap((line) => {
    const [, payloadType, name] = /^a=rtpmap:(\d{1,3}) (\S+)$/.exec(line) ?? [];
    return name?.toLowerCase() === encoding.toLowerCase() ? [Number(payloadType)] : [];
  });
}
