/** Offers in the manner of three browsers, reduced to what matters. For tests. */

const fingerprint =
  "91:6A:E2:40:44:4B:08:5E:D6:9F:E0:26:92:80:43:A5:88:6E:F6:39:0A:62:07:4D:4F:CD:91:5E:37:CB:7A:85";
const feedback = ["goog-remb", "transport-cc", "ccm fir", "nack", "nack pli"];

const codec = (
  payloadType: number,
  rtpmap: string,
  parameters?: string,
  fed: readonly string[] = feedback,
) => [
  `a=rtpmap:${payloadType} ${rtpmap}`,
  ...fed.map((each) => `a=rtcp-fb:${payloadType} ${each}`),
  ...(parameters ? [`a=fmtp:${payloadType} ${parameters}`] : []),
];
const rtx = (payloadType: number, apt: number) => [
  `a=rtpmap:${payloadType} rtx/90000`,
  `a=fmtp:${payloadType} apt=${apt}`,
];
const h264 = (payloadType: number, profile: string, mode: 0 | 1) =>
  codec(
    payloadType,
    "H264/90000",
    `level-asymmetry-allowed=1;packetization-mode=${mode};profile-level-id=${profile}`,
  );

const transport = [
  "a=ice-ufrag:EgOa",
  "a=ice-pwd:VyJExoulIdXTN1MdEn/CMo28",
  "a=ice-options:trickle",
  `a=fingerprint:sha-256 ${fingerprint}`,
  "a=setup:actpass",
];
const candidate = "a=candidate:1 1 udp 2113937151 203.0.113.7 9 typ host generation 0";
const data = [
  "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
  "c=IN IP4 0.0.0.0",
  ...transport,
  candidate,
  "a=mid:2",
  "a=sctp-port:5000",
  "a=max-message-size:262144",
];
const text = (lines: readonly string[]) => `${lines.join("\r\n")}\r\n`;

export const chromiumOffer = text([
  "v=0",
  "o=- 8904963988027141023 2 IN IP4 127.0.0.1",
  "s=-",
  "t=0 0",
  "a=group:BUNDLE 0 1 2",
  "a=extmap-allow-mixed",
  "a=msid-semantic: WMS",
  "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 0",
  "c=IN IP4 0.0.0.0",
  ...transport,
  candidate,
  "a=mid:0",
  "a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
  "a=recvonly",
  "a=rtcp-mux",
  ...codec(111, "opus/48000/2", "minptime=10;useinbandfec=1", ["transport-cc"]),
  ...codec(63, "red/48000/2", "111/111", []),
  "a=rtpmap:0 PCMU/8000",
  "m=video 9 UDP/TLS/RTP/SAVPF 96 97 102 103 108 109 114 98",
  "c=IN IP4 0.0.0.0",
  ...transport,
  candidate,
  "a=mid:1",
  "a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
  "a=recvonly",
  "a=rtcp-mux",
  "a=rtcp-rsize",
  ...codec(96, "VP8/90000"),
  ...rtx(97, 96),
  ...h264(102, "42001f", 1),
  ...rtx(103, 102),
  ...h264(108, "42e01f", 1),
  ...rtx(109, 108),
  ...h264(114, "42e01f", 0),
  ...codec(98, "VP9/90000", "profile-id=0"),
  ...data,
]);

/** The fingerprint and group at session level, the first section carries the transport, the others are bundle-only. */
export const firefoxOffer = text([
  "v=0",
  "o=mozilla...THIS_IS_SDPARTA-99.0 5 0 IN IP4 0.0.0.0",
  "s=-",
  "t=0 0",
  `a=fingerprint:sha-256 ${fingerprint}`,
  "a=group:BUNDLE 0 1 2",
  "a=ice-options:trickle",
  "a=msid-semantic:WMS *",
  "m=audio 9 UDP/TLS/RTP/SAVPF 109 9",
  "c=IN IP4 0.0.0.0",
  "a=recvonly",
  "a=fmtp:109 maxplaybackrate=48000;stereo=1;useinbandfec=1",
  "a=ice-pwd:0a1b2c3d4e5f0a1b2c3d4e5f0a1b2c3d",
  "a=ice-ufrag:9f8e7d6c",
  "a=mid:0",
  "a=rtcp-mux",
  "a=rtpmap:109 opus/48000/2",
  "a=rtpmap:9 G722/8000/1",
  "a=setup:actpass",
  "m=video 0 UDP/TLS/RTP/SAVPF 120 124 126",
  "c=IN IP4 0.0.0.0",
  "a=bundle-only",
  "a=recvonly",
  "a=fmtp:126 profile-level-id=42e01f;level-asymmetry-allowed=1;packetization-mode=1",
  "a=fmtp:120 max-fs=12288;max-fr=60",
  "a=fmtp:124 apt=120",
  "a=mid:1",
  "a=rtcp-fb:120 nack",
  "a=rtcp-fb:120 nack pli",
  "a=rtcp-mux",
  "a=rtpmap:120 VP8/90000",
  "a=rtpmap:124 rtx/90000",
  "a=rtpmap:126 H264/90000",
  "m=application 0 UDP/DTLS/SCTP webrtc-datachannel",
  "c=IN IP4 0.0.0.0",
  "a=bundle-only",
  "a=mid:2",
  "a=sctp-port:5000",
  "a=max-message-size:1073741823",
]);

/** H.264 before VP8, a profile we do not encode before the one we do. */
export const safariOffer = chromiumOffer
  .replace("SAVPF 96 97 102 103 108 109 114 98", "SAVPF 102 103 108 109 114 96 97 98")
  .replace("profile-level-id=42001f", "profile-level-id=640c1f");
