import { describe, expect, test } from "bun:test";
import { AnswerRejected, readAnswer } from "./upstream-answer.ts";

const print =
  "91:6a:E2:40:44:4B:08:5E:D6:9F:E0:26:92:80:43:A5:88:6E:F6:39:0A:62:07:4D:4F:CD:91:5E:37:CB:7A:85";
const section = (kind: string, payloadType: number, rtpmap: string) => [
  `m=${kind} 9 UDP/TLS/RTP/SAVPF ${payloadType}`,
  `a=rtpmap:${payloadType} ${rtpmap}`,
  "a=candidate:1 1 udp 2130706431 192.0.2.1 40000 typ host",
  "a=candidate:2 1 udp 2130706431 abc.local 40000 typ host",
  `a=fingerprint:sha-256 ${print}`,
  "a=setup:active",
];
const answer = [
  "v=0",
  "o=- 1 1 IN IP4 0.0.0.0",
  "s=-",
  "t=0 0",
  ...section("audio", 96, "opus/48000/2"),
  ...section("video", 97, "VP8/90000"),
].join("\r\n");

test("an answer is read, and names that would have to be looked up are left out", () => {
  const { sdp, ...read } = readAnswer(answer, ["VP8", "H264"]);
  expect(read).toEqual({
    fingerprint: print.toUpperCase(),
    videoCodec: "VP8",
    serverCodecs: ["VP8"],
    audioPayloadType: 96,
    videoPayloadType: 97,
  });
  expect(sdp).toContain("192.0.2.1");
  expect(sdp).not.toContain("abc.local");
});

test("of two codecs the one that the server names first is the one that comes", () => {
  const both = answer
    .replace("m=video 9 UDP/TLS/RTP/SAVPF 97", "m=video 9 UDP/TLS/RTP/SAVPF 99 97")
    .concat("\r\na=rtpmap:99 H264/90000");
  const read = readAnswer(both, ["VP8", "H264"]);
  expect(read).toMatchObject({ videoCodec: "H264", videoPayloadType: 99, serverCodecs: ["VP8", "H264"] });
  expect(readAnswer(both, ["VP8"])).toMatchObject({ videoCodec: "VP8", videoPayloadType: 97 });
});

test("of many addresses only a few are followed", () => {
  const many = Array.from({ length: 100 }, (_, i) => `a=candidate:${i} 1 udp 1 192.0.2.${i} 4000 typ host`);
  const { sdp } = readAnswer(
    answer.replace("a=candidate:1 1 udp 2130706431 192.0.2.1 40000 typ host", many.join("\r\n")),
    ["VP8"],
  );
  expect(sdp.match(/a=candidate:/g)!.length).toBeLessThanOrEqual(16);
});

describe("refused is an answer", () => {
  const cases: [string, string][] = [
    ["that is not SDP", "{}"],
    ["without a codec we asked for", answer.replace("VP8", "H264")],
    ["that rejects the pictures", answer.replace("m=video 9", "m=video 0")],
    ["that wants us to be the DTLS client", answer.replaceAll("setup:active", "setup:passive")],
    ["without a fingerprint", answer.replaceAll("sha-256", "md5")],
    ["without an address", answer.replace(/a=candidate.*\r\n/g, "")],
    ["that is too long", answer + "a=x\r\n".repeat(20_000)],
  ];
  test.each(cases)("%s", (_name, text) => {
    expect(() => readAnswer(text, ["VP8"])).toThrow(AnswerRejected);
  });
});
