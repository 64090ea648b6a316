import { describe, expect, test } from "bun:test";
import { chromiumOffer, firefoxOffer, safariOffer } from "./offer-samples.ts";
import { chooseVideo, OfferRejected, offerMaxBytes, readOffer } from "./sdp.ts";

describe("an offer that is taken", () => {
  test("gives the browser's transport, its media in order and the codecs we know", () => {
    const offer = readOffer(chromiumOffer);
    expect(offer.media).toEqual([
      { kind: "audio", mid: "0" },
      { kind: "video", mid: "1" },
      { kind: "application", mid: "2" },
    ]);
    expect(offer.iceUfrag).toBe("EgOa");
    expect(offer.icePwd).toBe("VyJExoulIdXTN1MdEn/CMo28");
    expect(offer.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect(offer.opus).toMatchObject({ payloadType: 111, parameters: "minptime=10;useinbandfec=1" });
    expect(
      offer.video.map(({ name, payloadType, rtxPayloadType }) => [name, payloadType, rtxPayloadType]),
    ).toEqual([
      ["VP8", 96, 97],
      ["H264", 108, 109],
    ]);
    expect(offer.sctpPort).toBe(5000);
    expect(offer.maxMessageSize).toBe(262_144);
  });

  test("may have its transport at session level and bundle-only sections", () => {
    const offer = readOffer(firefoxOffer);
    expect(offer.iceUfrag).toBe("9f8e7d6c");
    expect(offer.video[0]).toMatchObject({ name: "VP8", payloadType: 120, rtxPayloadType: 124 });
  });

  test("has the transport of the section that leads its bundle", () => {
    const own = chromiumOffer.replace("ice-ufrag:EgOa", "ice-ufrag:Audio");
    expect(readOffer(own).iceUfrag).toBe("Audio");
    expect(readOffer(own.replace("BUNDLE 0 1 2", "BUNDLE 1 0 2")).iceUfrag).toBe("EgOa");
  });

  test("may use bare line feeds", () => {
    expect(readOffer(chromiumOffer.replaceAll("\r\n", "\n"))).toEqual(readOffer(chromiumOffer));
  });
});

describe("the video codec", () => {
  test("is the first of the browser's that is ours, too", () => {
    expect(chooseVideo(readOffer(chromiumOffer), ["H264", "VP8"]).name).toBe("VP8");
    expect(chooseVideo(readOffer(chromiumOffer), ["H264"]).payloadType).toBe(108);
    expect(chooseVideo(readOffer(safariOffer), ["VP8", "H264"])).toMatchObject({
      name: "H264",
      payloadType: 108,
    });
  });

  test("is refused when there is none in common", () => {
    const without = chromiumOffer
      .replace("VP8/90000", "AV1/90000")
      .replace("profile-level-id=42e01f", "profile-level-id=64001f");
    expect(() => chooseVideo(readOffer(without), ["VP8", "H264"])).toThrow(OfferRejected);
  });
});

describe("an offer that is refused", () => {
  const cases: [name: string, offer: string, reason: RegExp][] = [
    ["empty", "", /not SDP/],
    ["something else", '{"type":"offer"}', /not SDP/],
    ["too long", `${chromiumOffer}${"a=x:\r\n".repeat(offerMaxBytes / 4)}`, /too long/],
    ["one huge line", chromiumOffer.replace("s=-", `s=${"x".repeat(2000)}`), /line of the offer is too long/],
    ["too many lines", chromiumOffer.replace("s=-", `s=-${"\r\na=x".repeat(900)}`), /too many lines/],
    ["a control character", chromiumOffer.replace("s=-", "s=\u0000"), /not SDP/],
    ["no data channel", chromiumOffer.slice(0, chromiumOffer.indexOf("m=application")), /data channel/],
    ["no video", chromiumOffer.replace("m=video", "m=text"), /video/],
    ["two video sections", chromiumOffer.replace("m=audio", "m=video"), /audio/],
    ["a fourth section", `${chromiumOffer}m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n`, /too many|exactly one/],
    ["a rejected section", chromiumOffer.replace("m=video 9", "m=video 0"), /rejected/],
    ["no bundle", chromiumOffer.replace("a=group:BUNDLE 0 1 2", "a=group:BUNDLE 0 1"), /bundle/],
    ["a bundle led by nobody", chromiumOffer.replace("BUNDLE 0 1 2", "BUNDLE 9 0 1 2"), /bundle/],
    ["one mid twice", chromiumOffer.replace("a=mid:1", "a=mid:0"), /same mid/],
    ["a mid that is not a token", chromiumOffer.replace("a=mid:1", "a=mid:1 2"), /mid/],
    ["no rtcp-mux", chromiumOffer.replace("a=rtcp-mux\r\n", ""), /rtcp-mux/],
    ["plain RTP", chromiumOffer.replace("m=video 9 UDP/TLS/RTP/SAVPF", "m=video 9 RTP/AVP"), /encrypted/],
    ["no wish to receive", chromiumOffer.replace("a=recvonly", "a=sendonly"), /receive/],
    ["no ICE password", chromiumOffer.replaceAll(/a=ice-pwd.*\r\n/g, ""), /ICE/],
    ["a short ICE password", chromiumOffer.replaceAll(/a=ice-pwd.*\r\n/g, "a=ice-pwd:short\r\n"), /ICE/],
    ["a weak fingerprint", chromiumOffer.replaceAll("sha-256", "sha-1"), /SHA-256/],
    ["the DTLS server's part", chromiumOffer.replaceAll("setup:actpass", "setup:passive"), /DTLS/],
    ["no Opus", chromiumOffer.replace("opus/48000/2", "opus/16000"), /Opus/],
    ["no SCTP port", chromiumOffer.replace("a=sctp-port:5000\r\n", ""), /SCTP/],
    ["old-style data", chromiumOffer.replace("UDP/DTLS/SCTP webrtc-datachannel", "DTLS/SCTP 5000"), /data/],
  ];
  test.each(cases)("%s", (_name, offer, reason) => {
    expect(() => readOffer(offer)).toThrow(OfferRejected);
    expect(() => readOffer(offer)).toThrow(reason);
  });

  test("is not repeated in the reason", () => {
    for (const [, offer] of cases) {
      try {
        readOffer(offer);
      } catch (error) {
        const reason = (error as Error).message;
        for (const secret of ["EgOa", "VyJExoulIdXTN1MdEn", "203.0.113.7"])
          expect(reason).not.toContain(secret);
      }
    }
  });
});

test("mutated offers are taken or refused, never anything else", () => {
  const seeds = [chromiumOffer, firefoxOffer, safariOffer];
  // A small generator with a fixed seed (Numerical Recipes), so that a failure can be repeated.
  let state = 20_261;
  const below = (n: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % n;
  };
  const junk = [
    "",
    "\r\n",
    "m=",
    "a=",
    ":",
    " ",
    "=",
    "0",
    "-1",
    "99999999999999999999",
    "*",
    "é",
    "\u0000",
    "a=mid:",
    "BUNDLE ",
  ];
  for (let round = 0; round < 3000; round++) {
    let offer = seeds[below(seeds.length)]!;
    for (let edits = 1 + below(4); edits > 0; edits--) {
      const at = below(offer.length);
      const cut = below(3) === 0 ? below(400) : below(6);
      offer = offer.slice(0, at) + junk[below(junk.length)]! + offer.slice(at + cut);
      if (below(10) === 0) offer += offer.slice(below(offer.length));
    }
    try {
      readOffer(offer);
    } catch (error) {
      expect(error).toBeInstanceOf(OfferRejected);
    }
  }
});
