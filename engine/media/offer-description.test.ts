import { expect, test } from "bun:test";
import { describeOffer, finishAnswer } from "./offer-description.ts";
import { chromiumOffer, firefoxOffer, safariOffer } from "./offer-samples.ts";
import { chooseVideo, OfferRejected, readOffer } from "./sdp.ts";

const describe = (text: string) => {
  const offer = readOffer(text);
  return describeOffer(offer, chooseVideo(offer, ["VP8", "H264"]));
};

test("the description reads back as the same offer with one video codec", () => {
  for (const text of [chromiumOffer, firefoxOffer, safariOffer]) {
    const offer = readOffer(text);
    const chosen = chooseVideo(offer, ["VP8", "H264"]);
    const again = readOffer(describe(text));
    const feedback = chosen.feedback.filter((each) => each !== "transport-cc").sort();
    expect({ ...again.video[0], feedback: [...again.video[0]!.feedback].sort() }).toEqual({
      ...chosen,
      feedback,
    });
    expect(again.video).toHaveLength(1);
    expect({ ...again, video: [], opus: { ...again.opus, feedback: [] } }).toEqual({
      ...offer,
      video: [],
      opus: { ...offer.opus, feedback: [] },
    });
  }
});

test("no candidate, no header extension and no congestion control of the offer survives", () => {
  for (const text of [chromiumOffer, firefoxOffer, safariOffer]) {
    expect(describe(text)).not.toMatch(/candidate|extmap|transport-cc|203\.0\.113/);
  }
});

const answer = [
  "v=0",
  "m=audio 9 UDP/TLS/RTP/SAVPF 111",
  "a=candidate:1 1 udp 2130706431 198.51.100.1 5000 typ host",
  "a=candidate:2 1 udp 2130706431 10.0.0.9 6000 typ host",
  "a=setup:passive",
  "a=rtcp-fb:111 transport-cc",
  "a=rtcp-fb:111 nack",
  "",
].join("\r\n");

const announced = [
  { transport: "udp", address: "198.51.100.1", port: 5000 },
  { transport: "tcp", address: "2001:db8::1", port: 5001 },
] as const;

test("the answer names the announced addresses only and leaves out transport-wide congestion control", () => {
  const finished = finishAnswer(answer, announced);
  expect(finished.split("\r\n").filter((line) => line.startsWith("a=candidate:"))).toEqual([
    "a=candidate:1 1 udp 2130706431 198.51.100.1 5000 typ host",
    "a=candidate:2 1 tcp 1520434943 2001:db8::1 5001 typ host tcptype passive",
  ]);
  expect(finished).not.toContain("10.0.0.9");
  expect(finished).not.toContain("transport-cc");
  expect(finished).toContain("a=rtcp-fb:111 nack\r\n");
  expect(finished.endsWith("\r\n")).toBe(true);
});

test("an answer without a usable address, with a rejected section or with the wrong DTLS part is not given out", () => {
  expect(() => finishAnswer(answer, [])).toThrow("candidate");
  expect(() => finishAnswer(answer.replace("setup:passive", "setup:active"), announced)).toThrow("DTLS");
  expect(() => finishAnswer(answer.replace("m=audio 9", "m=audio 0"), announced)).toThrow(OfferRejected);
});
