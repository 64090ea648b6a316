import { describe, expect, test } from "bun:test";
import { GenericNack, RtcpTransportLayerFeedback, Vp8RtpPayload } from "werift";
import { opusDelayMs } from "../../engine/media/audio-sender.ts";
import { messageMaxBytes } from "../../engine/media/data-channel.ts";
import { openMediaPort } from "../../engine/media/media-port.ts";
import { PeerClosed } from "../../engine/media/peer.ts";
import { OfferRejected } from "../../engine/media/sdp.ts";
import { warmUp } from "../../engine/media/warm-up.ts";
import { expectNoUnhandledRejection } from "../_support/unhandled-rejections.ts";
import { until } from "../_support/until.ts";
import { MediaStudent } from "./media-student.ts";

const loopback = { port: 0, host: "127.0.0.1", announcedAddresses: ["127.0.0.1"] };
const openPort = () => openMediaPort(loopback);
const opusFrame = (i: number) => new Uint8Array([0xf8, i & 0xff, i >> 8, 7]);

expectNoUnhandledRejection();

/** Sends pictures of `bytes` and sound from `fromMs` on for `ms` of media time, as fast as it goes. */
function play(student: MediaStudent, { fromMs = 0, ms = 200, bytes = 2500 } = {}): void {
  for (let ptsMs = fromMs; ptsMs < fromMs + ms; ptsMs += 20) {
    student.peer.sendAudio(opusFrame(ptsMs), ptsMs);
    if (ptsMs % 40 === 0)
      student.peer.sendVideo(new Uint8Array(bytes).fill(ptsMs / 40), ptsMs === fromMs, ptsMs);
  }
}

async function plays(student: MediaStudent, fromMs: number): Promise<void> {
  const before = student.rtp.video.length;
  play(student, { fromMs });
  await until("pictures", () => student.rtp.video.length >= before + 5);
}

describe("a student joins", () => {
  test("and gets sound and pictures in order", async () => {
    await using port = await openPort();
    await using student = await MediaStudent.join(port);
    expect(student.peer.videoCodec).toBe("VP8");
    play(student, { ms: 400 });
    await until("all packets", () => student.rtp.audio.length === 20 && student.rtp.video.length === 30);

    const { audio, video } = student.rtp;
    expect(audio.map((packet) => new Uint8Array(packet.payload))).toEqual(
      Array.from({ length: 20 }, (_, i) => opusFrame(i * 20)),
    );
    for (const packets of [audio, video]) {
      const first = packets[0]!.header.sequenceNumber;
      expect(first).toBeLessThan(0x8000);
      expect(packets.map((packet) => packet.header.sequenceNumber)).toEqual(packets.map((_, i) => first + i));
    }
    const parts = video.map((packet) => Vp8RtpPayload.deSerialize(packet.payload));
    expect(Buffer.concat(parts.slice(0, 3).map((part) => part.payload))).toEqual(Buffer.alloc(2500, 0));
    expect(parts.map((part) => part.sBit)).toEqual(parts.map((_, i) => (i % 3 === 0 ? 1 : 0)));
    expect(video.map((packet) => packet.header.marker)).toEqual(video.map((_, i) => i % 3 === 2));
    expect(student.peer.stats()).toMatchObject({
      audio: { packets: 20, bytes: 80 },
      video: { packets: 30, pictures: 10, picturesDropped: 0, picturesQueued: 0 },
    });
  });

  test("with H.264 alone", async () => {
    await using port = await openPort();
    await using student = await MediaStudent.join(port, { codec: "H264" });
    expect(student.peer.videoCodec).toBe("H264");
    const slice = Buffer.concat([Buffer.from([0, 0, 0, 1, 0x65]), Buffer.alloc(3000, 0x11)]);
    student.peer.sendVideo(slice, true, 0);
    await until("fragments", () => student.rtp.video.length === 3);
    // FU-A, RFC 6184 §5.8.
    expect(student.rtp.video.map((packet) => packet.payload[0]! & 0x1f)).toEqual([28, 28, 28]);
  });

  test("and both can talk", async () => {
    await using port = await openPort();
    const student = await MediaStudent.open();
    const peer = await student.offerTo(port);
    const heard: string[] = [];
    let opened = 0;
    peer.onOpen = () => opened++;
    peer.onMessage = (text) => heard.push(text);
    expect(peer.send("too early")).toBe(false);
    await until("the channel", () => peer.channelOpen);
    expect(opened).toBe(1);
    expect(peer.send("Grüß Gott 👋")).toBe(true);
    student.channel.send("hello");
    await until("both messages", () => heard.length === 1 && student.messages.length === 1);
    expect(heard).toEqual(["hello"]);
    expect(student.messages).toEqual(["Grüß Gott 👋"]);
    expect(() => peer.send("x".repeat(messageMaxBytes + 1))).toThrow(RangeError);
    await student[Symbol.asyncDispose]();
    expect(await peer.closed).toBe("left");
    expect(peer.send("too late")).toBe(false);
  });

  test("and is heard by every message, though no sound or picture goes either way", async () => {
    await using port = await openPort();
    await using student = await MediaStudent.join(port);
    const { peer } = student;
    const silentMs: number[] = [];
    peer.onMessage = () => silentMs.push(peer.silentMs);
    const longMs = 400;
    await until("nothing is heard for a while", () => peer.silentMs > longMs);
    student.channel.send("still here");
    await until("the message", () => silentMs.length === 1);
    expect(silentMs[0]).toBeLessThan(longMs);
  });

  test("is refused with an offer that is none, and nothing is left of it", async () => {
    await using port = await openPort();
    expect(port.accept("v=0\r\n", { videoCodecs: ["VP8"] })).rejects.toBeInstanceOf(OfferRejected);
    await using student = await MediaStudent.open({ codec: "H264" });
    const offer = student.pc.localDescription!.sdp;
    expect(port.accept(offer, { videoCodecs: ["VP8"] })).rejects.toBeInstanceOf(OfferRejected);
    expect(port.stats().peers).toBe(0);
  });
});

test("a port without announced addresses tells those of the machine, loopback last", async () => {
  await using port = await openMediaPort({ port: 0, host: "0.0.0.0", announcedAddresses: [] });
  expect(port.announcedAddresses.at(-1)).toBe("127.0.0.1");
  expect(new Set(port.announcedAddresses).size).toBe(port.announcedAddresses.length);
  await using student = await MediaStudent.open();
  const { answer } = await student.offerTo(port);
  for (const address of port.announcedAddresses)
    expect(answer).toContain(` ${address} ${port.port} typ host`);
});

test("warming up joins, leaves and ends", async () => {
  await warmUp();
});

test("sender reports tie both tracks to one clock, on which sound is heard when Opus lets it out", async () => {
  await using port = await openPort();
  await using student = await MediaStudent.join(port);
  student.keepReports();
  play(student, { ms: 1000, bytes: 500 });
  await until(
    "reports of both tracks",
    () => new Set(student.reports.map((report) => report.ssrc)).size === 2,
  );
  const wallMs = (kind: "audio" | "video", rateHz: number) => {
    const report = student.reports.find(({ ssrc }) => ssrc === student.ssrc(kind))!;
    const { ntpTimestamp, rtpTimestamp } = report.senderInfo;
    const ptsMs = (((rtpTimestamp - student.rtp[kind][0]!.header.timestamp) >>> 0) * 1000) / rateHz;
    return (
      (Number(ntpTimestamp >> 32n) - 2_208_988_800) * 1000 +
      (Number(ntpTimestamp & 0xffff_ffffn) / 2 ** 32) * 1000 -
      ptsMs
    );
  };
  const [audio, video] = [wallMs("audio", 48_000), wallMs("video", 90_000)];
  expect(Math.abs(audio + opusDelayMs - video)).toBeLessThan(0.1);
  expect(Math.abs(audio - Date.now())).toBeLessThan(60_000);
});

describe("a key picture", () => {
  test("is asked for by PLI or FIR, and passed on at most once per interval", async () => {
    await using port = await openPort();
    await using student = await MediaStudent.join(port);
    let wanted = 0;
    student.peer.onKeyPictureWanted = () => wanted++;
    await plays(student, 0);
    for (let i = 0; i < 5; i++) await student.wantKeyPicture();
    await until("the requests", () => student.peer.stats().video.keyPicturesWanted === 5);
    expect(wanted).toBe(1);
    await until("a request of the other kind to be passed on", async () => {
      await student.wantKeyPictureByFir();
      return wanted === 2;
    });
    expect(student.peer.stats().video.keyPicturesWanted).toBeGreaterThan(5);
  });

  test("is asked for when the first picture is none", async () => {
    await using port = await openPort();
    await using student = await MediaStudent.join(port);
    let wanted = 0;
    student.peer.onKeyPictureWanted = () => wanted++;
    student.peer.sendVideo(new Uint8Array(100), false, 0);
    student.peer.sendVideo(new Uint8Array(100), false, 40);
    expect(wanted).toBe(1);
    expect(student.peer.stats().video).toMatchObject({ packets: 0, picturesDropped: 2 });
  });
});

test("lost packets are repaired, within the budget", async () => {
  await using port = await openPort();
  await using student = await MediaStudent.join(port);
  await plays(student, 0);
  const [first] = student.rtp.video;
  const sequence = first!.header.sequenceNumber;
  const ask = (lost: number[]) =>
    student.dtls.sendRtcp([
      new RtcpTransportLayerFeedback({
        feedback: new GenericNack({ senderSsrc: 1, mediaSourceSsrc: student.ssrc("video"), lost }),
      }),
    ]);
  await ask([sequence, sequence + 1]);
  await until("two repairs", () => student.peer.stats().video.retransmitsSent === 2);
  const again = () => student.rtp.video.slice(1).find(({ header }) => header.sequenceNumber === sequence);
  await until("the first packet once more", () => again() !== undefined);
  expect(again()!.payload).toEqual(first!.payload);
  expect(again()!.header).toMatchObject({
    timestamp: first!.header.timestamp,
    marker: first!.header.marker,
    ssrc: first!.header.ssrc,
  });
  for (let i = 0; i < 20; i++) await ask([sequence, sequence + 1]);
  await until("refusals", () => student.peer.stats().video.retransmitsDropped > 0);
  expect(student.peer.stats().video.retransmitsSent).toBeLessThan(20);
});

describe("the peer ends", () => {
  test("as left, when the browser closes its end", async () => {
    await using port = await openPort();
    const student = await MediaStudent.join(port);
    await until("the channel", () => student.peer.channelOpen);
    await student[Symbol.asyncDispose]();
    expect(await student.peer.closed).toBe("left");
  });

  test("as vanished, when nothing is heard from it", async () => {
    await using port = await openPort();
    await using student = await MediaStudent.join(port, { silenceMaxMs: 400 });
    await until("the channel", () => student.peer.channelOpen);
    await student.vanish();
    expect(await student.peer.closed).toBe("vanished");
    await student.peer.close();
    expect(port.stats()).toMatchObject({ peers: 0, addresses: 0 });
  });

  test("as never connected, when nobody comes", async () => {
    await using port = await openPort();
    await using student = await MediaStudent.open();
    const peer = await port.accept(student.pc.localDescription!.sdp, {
      videoCodecs: ["VP8"],
      connectMaxMs: 100,
    });
    expect(peer.connected).rejects.toBeInstanceOf(PeerClosed);
    expect(await peer.closed).toBe("never-connected");
  });

  test("as closed, when we close it, as often as we like", async () => {
    await using port = await openPort();
    await using student = await MediaStudent.join(port);
    await Promise.all([student.peer.close(), student.peer.close()]);
    await student.peer.close();
    expect(await student.peer.closed).toBe("closed");
    student.peer.sendAudio(opusFrame(1), 0);
    student.peer.sendVideo(new Uint8Array(10), true, 0);
    expect(student.peer.stats().audio.packets).toBe(0);
  });

  test("with its port", async () => {
    const port = await openPort();
    await using student = await MediaStudent.join(port);
    // Its socket would hear that ours is gone.
    await student.vanish();
    await port.close();
    expect(await student.peer.closed).toBe("closed");
    expect(port.accept("", { videoCodecs: ["VP8"] })).rejects.toThrow("closed");
  });
});

test("thirty joins and leaves leave nothing behind", async () => {
  await using port = await openPort();
  const joinAndLeave = async () => {
    await using student = await MediaStudent.join(port);
    await plays(student, 0);
    const { peer } = student;
    await peer.close();
    return new WeakRef(peer);
  };
  await joinAndLeave();
  const descriptors = openDescriptors();
  const gone: WeakRef<object>[] = [];
  for (let round = 0; round < 3; round++) {
    gone.push(...(await Promise.all(Array.from({ length: 10 }, joinAndLeave))));
  }
  expect(port.stats()).toMatchObject({ peers: 0, addresses: 0 });
  await until("all sockets closed", () => openDescriptors() <= descriptors);
  await until("all peers collected", async () => {
    Bun.gc(true);
    // The last one may still be on the stack of what closed it.
    return gone.filter((peer) => peer.deref() !== undefined).length <= 2;
  });
});

function openDescriptors(): number {
  return [...new Bun.Glob("*").scanSync({ cwd: "/proc/self/fd", onlyFiles: false })].length;
}
