import { mutateBytes } from "../_support/byte-mutations.ts";
import type { Random } from "../_support/random.ts";

/** Lines that an offer may have, and lines that none should. */
const strangeLines = [
  "v=0",
  "v=1",
  "m=audio 9 UDP/TLS/RTP/SAVPF 111",
  "m=video 0 UDP/TLS/RTP/SAVPF 96",
  "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
  "m=application 9 DTLS/SCTP 5000",
  "m=image 9 udptl t38",
  "m=",
  "m=audio",
  "c=IN IP6 ::1",
  "c=IN IP4 169.254.169.254",
  "b=AS:0",
  "b=TIAS:99999999999999999999",
  "a=group:BUNDLE",
  "a=group:BUNDLE 0 0 0",
  "a=group:LS 0 1",
  "a=mid:",
  "a=mid:0",
  "a=mid:__proto__",
  "a=rtcp-mux",
  "a=rtcp-rsize",
  "a=ice-lite",
  "a=ice-options:renomination",
  "a=ice-ufrag:a",
  "a=ice-ufrag:../../etc/passwd",
  "a=ice-pwd:short",
  "a=setup:passive",
  "a=setup:holdconn",
  "a=fingerprint:sha-1 00:00",
  "a=fingerprint:sha-256 ",
  "a=candidate:1 1 udp 2113937151 127.0.0.1 9 typ host",
  "a=candidate:1 1 tcp 1 10.0.0.1 22 typ host tcptype active",
  "a=candidate:1 1 udp 1 0b1c.local 5000 typ host",
  "a=candidate:1 1 udp -1 999.999.999.999 99999 typ relay raddr x rport y",
  "a=candidate:",
  "a=end-of-candidates",
  "a=rtpmap:111 opus/48000/2",
  "a=rtpmap:0 opus/48000/2",
  "a=rtpmap:127 VP8/90000",
  "a=rtpmap:96 VP8/0",
  "a=rtpmap:* *",
  "a=rtpmap:999 H264/90000",
  "a=fmtp:96 apt=96",
  "a=fmtp:97 apt=97",
  "a=fmtp:111 minptime=99999999999;maxaveragebitrate=-1;stereo=1",
  "a=fmtp:102 profile-level-id=42e01f;packetization-mode=1;sprop-parameter-sets=////",
  "a=rtcp-fb:* transport-cc",
  "a=rtcp-fb:96 nack pli",
  "a=extmap:0 urn:x",
  "a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid",
  "a=ssrc:1 cname:x",
  "a=ssrc-group:FID 1 1",
  "a=ssrc:4294967296 msid:a b",
  "a=simulcast:recv 1;2,~3",
  "a=rid:1 recv pt=96",
  "a=sctp-port:0",
  "a=sctp-port:65536",
  "a=sctp-port:5000.5",
  "a=max-message-size:0",
  "a=max-message-size:-1",
  "a=max-message-size:1e308",
  "a=sctpmap:5000 webrtc-datachannel 65535",
  "a=sendonly",
  "a=inactive",
  "a=bundle-only",
  "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x",
  "a=identity:x",
  `a=${"x".repeat(1_020)}`,
];

const strangeWords = [
  "",
  " ",
  "0",
  "-1",
  "65536",
  "4294967296",
  "9007199254740993",
  "1e309",
  "NaN",
  "%s%n",
  "__proto__",
  "constructor",
  "../..",
  "<script>",
  "\u2028",
  "\u{1F600}",
  "x".repeat(300),
];

const lineEnds = ["\n", "\r", "\r\n\r\n", "\0", "\u2028"];

/** An offer with something wrong: its lines, its words, or its bytes. Some are right all the same. */
export function makeHostileOffer(random: Random, samples: readonly string[]): Buffer {
  const sample = random.pick(samples);
  if (random.chance(0.3)) {
    const [bytes, others] = [Buffer.from(sample), samples.map((other) => Buffer.from(other))];
    return mutateBytes(random, bytes, others);
  }
  let lines = sample.split("\r\n").filter(Boolean);
  const changes = 1 + random.below(5);
  for (let i = 0; i < changes; i++) lines = changeLines(random, lines);
  const end = random.chance(0.9) ? "\r\n" : random.pick(lineEnds);
  return Buffer.from(lines.map((line) => line + end).join(""));
}

function changeLines(random: Random, lines: readonly string[]): string[] {
  const at = random.below(lines.length + 1);
  const to = random.below(lines.length + 1);
  const line = lines[at] ?? "";
  switch (random.below(9)) {
    case 0:
      return lines.toSpliced(at, 1);
    case 1:
      return lines.toSpliced(to, 0, ...Array.from({ length: random.pick([1, 1, 2, 30, 900]) }, () => line));
    case 2:
      return lines.toSpliced(at, 1).toSpliced(to, 0, line);
    case 3:
      return lines.toSpliced(at, 0, random.pick(strangeLines));
    case 4:
      return lines.toSpliced(at, 1, random.pick(strangeLines));
    case 5:
      return lines.toSpliced(at, 1, changeWord(random, line));
    case 6:
      return lines.toSpliced(at, 1, line.replace(/\d+/, random.pick(strangeWords)));
    case 7:
      return moveSection(random, lines);
    default:
      return lines.toSpliced(
        at,
        1,
        `${line}${random.pick(["", " ", ";", ":", ","])}${random.pick(strangeWords)}`,
      );
  }
}

function changeWord(random: Random, line: string): string {
  const words = line.split(/(?=[ :;=,])/);
  words[random.below(words.length)] = random.pick(strangeWords);
  return words.join("");
}

/** A media section goes, comes twice, or comes first. */
function moveSection(random: Random, lines: readonly string[]): string[] {
  const starts = lines.flatMap((line, index) => (line.startsWith("m=") ? [index] : []));
  if (starts.length === 0) return [...lines];
  const which = random.below(starts.length);
  const [from, next = lines.length] = [starts[which]!, starts[which + 1]];
  const section = lines.slice(from, next);
  const without = lines.toSpliced(from, section.length);
  if (random.chance(0.3)) return without;
  return random.chance(0.5) ? [...lines, ...section] : without.toSpliced(starts[0]!, 0, ...section);
}
