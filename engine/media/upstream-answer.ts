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
  /** Payload types as they will arrive. */
  audioPayloadType: number;
  videoPayloadType: number;
}

/** Reads the answer to an offer of one Opus and one video section. Throws AnswerRejected. */
export function readAnswer(text: string, codec: VideoCodec): UpstreamAnswer {
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
  return {
    sdp: `${kept.join("\r\n")}\r\n`,
    fingerprint,
    audioPayloadType: payloadTypeOf(lines, "opus/48000/2"),
    videoPayloadType: payloadTypeOf(lines, `${codec}/90000`),
  };
}

function payloadTypeOf(lines: readonly string[], encoding: string): number {
  for (const line of lines) {
    const [, payloadType, name] = /^a=rtpmap:(\d{1,3}) (\S+)$/.exec(line) ?? [];
    if (name?.toLowerCase() === encoding.toLowerCase()) return Number(payloadType);
  }
  throw new AnswerRejected(`The server does not send ${encoding}.`);
}
