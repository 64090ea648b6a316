import { candidateLines, type HostCandidate } from "./media-path.ts";
import { type Offer, type OfferedCodec, OfferRejected } from "./sdp.ts";

/** RTCP feedback we act on; all else, transport-wide congestion control first of all, is not negotiated. */
const videoFeedback = ["nack", "nack pli", "ccm fir", "goog-remb"];

/**
 * A new offer that says what `offer` says and nothing else: one audio codec, one video codec with its repairs, one data
 * channel, no candidates, no extensions. The text that came in is never parsed again.
 */
export function describeOffer(offer: Offer, video: OfferedCodec & { name: string }): string {
  const lines = [
    "v=0",
    "o=- 1 1 IN IP4 127.0.0.1",
    "s=-",
    "t=0 0",
    `a=group:BUNDLE ${offer.media.map((media) => media.mid).join(" ")}`,
    "a=msid-semantic: WMS *",
  ];
  for (const { kind, mid } of offer.media) {
    if (kind === "audio") {
      const direction = offer.microphone ? "sendrecv" : "recvonly";
      lines.push(...describeRtp("audio", offer.opus, { rtpmap: "opus/48000/2", feedback: [], direction }));
    } else if (kind === "video")
      lines.push(
        ...describeRtp("video", video, {
          rtpmap: `${video.name}/90000`,
          feedback: videoFeedback,
          direction: "recvonly",
        }),
      );
    else lines.push(...describeData(offer));
    lines.push(
      `a=mid:${mid}`,
      `a=ice-ufrag:${offer.iceUfrag}`,
      `a=ice-pwd:${offer.icePwd}`,
      `a=fingerprint:sha-256 ${offer.fingerprint}`,
      `a=setup:${offer.setup}`,
    );
  }
  return `${lines.join("\r\n")}\r\n`;
}

function describeRtp(
  kind: string,
  codec: OfferedCodec,
  {
    rtpmap,
    feedback,
    direction,
  }: { rtpmap: string; feedback: readonly string[]; direction: "recvonly" | "sendrecv" },
): string[] {
  const { payloadType, rtxPayloadType, parameters } = codec;
  const repairs = rtxPayloadType === undefined ? "" : ` ${rtxPayloadType}`;
  const lines = [
    `m=${kind} 9 UDP/TLS/RTP/SAVPF ${payloadType}${repairs}`,
    "c=IN IP4 0.0.0.0",
    "a=rtcp-mux",
    `a=${direction}`,
    `a=rtpmap:${payloadType} ${rtpmap}`,
  ];
  if (parameters) lines.push(`a=fmtp:${payloadType} ${parameters}`);
  for (const each of feedback) {
    if (codec.feedback.includes(each)) lines.push(`a=rtcp-fb:${payloadType} ${each}`);
  }
  if (rtxPayloadType !== undefined) {
    lines.push(`a=rtpmap:${rtxPayloadType} rtx/90000`, `a=fmtp:${rtxPayloadType} apt=${payloadType}`);
  }
  return lines;
}

function describeData(offer: Offer): string[] {
  return [
    "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
    "c=IN IP4 0.0.0.0",
    `a=sctp-port:${offer.sctpPort}`,
    `a=max-message-size:${offer.maxMessageSize}`,
  ];
}

/**
 * The answer as the browser gets it: our candidates and no others, no transport-wide congestion control, the DTLS server's
 * part ours. Throws when the answer is not usable, which is our mistake or, for a codec, the offer's.
 */
export function finishAnswer(answer: string, candidates: readonly HostCandidate[]): string {
  const ours = candidateLines(candidates);
  const kept = answer
    .split(/\r?\n/)
    .filter(
      (line) => line !== "" && !/^a=(rtcp-fb:\d+ transport-cc|extmap:\d+ .*transport-wide-cc)/.test(line),
    )
    // Ours stand where the agent has its own.
    .flatMap((line, i, lines) => {
      if (!line.startsWith("a=candidate:")) return [line];
      return lines[i - 1]?.startsWith("a=candidate:") ? [] : ours;
    });
  if (kept.some((line) => /^m=\w+ 0 /.test(line)))
    throw new OfferRejected("A codec of the offer is not usable.");
  if (!kept.some((line) => line.startsWith("a=candidate:"))) throw new Error("The answer has no candidate.");
  if (!kept.includes("a=setup:passive")) throw new Error("The answer does not take the DTLS server's part.");
  return `${kept.join("\r\n")}\r\n`;
}
