import { describe, expect, test } from "bun:test";
import { createSocket, type Socket } from "node:dgram";
import { classes, Message, methods } from "werift";
import { messageMaxBytes, strayChannelsMax } from "../../engine/media/data-channel.ts";
import { pathsMax } from "../../engine/media/ice-lite.ts";
import { openMediaPort } from "../../engine/media/media-port.ts";
import { PeerClosed } from "../../engine/media/peer.ts";
import { expectNoUnhandledRejection } from "../_support/unhandled-rejections.ts";
import { until } from "../_support/until.ts";
import { credentialsOf, toCheck } from "./connectivity-check.ts";
import { MediaStudent } from "./media-student.ts";

const openPort = () => openMediaPort({ port: 0, host: "127.0.0.1", announcedAddresses: ["127.0.0.1"] });

expectNoUnhandledRejection();

/** Somebody else on the network. */
class Stranger implements AsyncDisposable {
  readonly received: Buffer[] = [];
  private constructor(private readonly socket: Socket) {
    socket.on("message", (datagram) => this.received.push(datagram));
  }

  static async open(): Promise<Stranger> {
    const socket = createSocket("udp4");
    await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
    return new Stranger(socket);
  }

  send(datagram: Uint8Array, port: number): Promise<void> {
    return new Promise((resolve, reject) =>
      this.socket.send(datagram, port, "127.0.0.1", (error) => (error ? reject(error) : resolve())),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<void>((resolve) => this.socket.close(() => resolve()));
  }
}

describe("a forged check", () => {
  test("gets no answer and moves nothing", async () => {
    await using port = await openPort();
    await using student = await MediaStudent.join(port);
    await using stranger = await Stranger.open();
    await student.goesOn();
    const { addresses } = port.stats();
    const { ufrag, password } = credentialsOf(student.peer.answer);
    await stranger.send(toCheck(`${ufrag}:x`, "not the password, by far", { nominates: true }), port.port);
    await stranger.send(toCheck("nobody:x", password, { nominates: true }), port.port);
    const unsigned = new Message(methods.BINDING, classes.REQUEST);
    unsigned
      .setAttribute("USERNAME", `${ufrag}:x`)
      .setAttribute("PRIORITY", 1)
      .setAttribute("USE-CANDIDATE", null);
    await stranger.send(unsigned.addFingerprint().bytes, port.port);
    await until("all three", () => port.stats().forged === 1 && port.stats().unknown >= 2);
    await student.goesOn();
    expect(stranger.received).toEqual([]);
    expect(port.stats().addresses).toBe(addresses);
  });

  test("before the browser comes does not take its place", async () => {
    await using port = await openPort();
    await using student = await MediaStudent.open();
    await using stranger = await Stranger.open();
    const offer = student.pc.localDescription!.sdp;
    student.peer = await port.accept(offer, { videoCodecs: ["VP8"] });
    const { ufrag } = credentialsOf(student.peer.answer);
    for (let i = 0; i < 10; i++)
      await stranger.send(
        toCheck(`${ufrag}:x`, `guess ${i}, twenty-two chars`, { nominates: true }),
        port.port,
      );
    await until("the guesses", () => port.stats().forged === 10);
    await student.pc.setRemoteDescription({ type: "answer", sdp: student.peer.answer });
    await student.peer.connected;
    await student.goesOn();
    expect(stranger.received).toEqual([]);
  });
});

test("a check that somebody has overheard and sends again takes no lesson away", async () => {
  await using port = await openPort();
  await using student = await MediaStudent.join(port);
  await using stranger = await Stranger.open();
  const { ufrag, password } = credentialsOf(student.peer.answer);
  const overheard = toCheck(`${ufrag}:x`, password, { nominates: true });
  const { datagrams, addresses } = port.stats();
  await student.sendRaw(overheard);
  await until("the check", () => port.stats().datagrams > datagrams);
  await stranger.send(overheard, port.port);
  await until("its echo", () => port.stats().forged === 1);
  await student.goesOn();
  expect(stranger.received).toEqual([]);
  expect(port.stats().addresses).toBe(addresses);
});

test("the browser's own nomination of another path is followed", async () => {
  await using port = await openPort();
  await using student = await MediaStudent.join(port);
  await using elsewhere = await Stranger.open();
  const { ufrag, password } = credentialsOf(student.peer.answer);
  await elsewhere.send(toCheck(`${ufrag}:x`, password), port.port);
  await until("an answer", () => elsewhere.received.length === 1);
  await student.goesOn();
  expect(elsewhere.received).toHaveLength(1);
  await elsewhere.send(toCheck(`${ufrag}:x`, password, { nominates: true }), port.port);
  await until("an answer", () => elsewhere.received.length === 2);
  student.ptsMs += 40;
  student.peer.sendVideo(new Uint8Array(500), true, student.ptsMs);
  await until("the picture on the new path", () =>
    elsewhere.received.some((datagram) => datagram[0]! >> 6 === 2),
  );
});

test("a peer has a bounded number of addresses", async () => {
  await using port = await openPort();
  await using student = await MediaStudent.join(port);
  await student.goesOn();
  const { addresses } = port.stats();
  const { ufrag, password } = credentialsOf(student.peer.answer);
  await using others = new AsyncDisposableStack();
  for (let i = 0; i < pathsMax; i++) {
    await others.use(await Stranger.open()).send(toCheck(`${ufrag}:x`, password), port.port);
  }
  await until("the rest refused", () => port.stats().forged === addresses);
  expect(port.stats().addresses).toBe(pathsMax);
  await student.goesOn();
});

test("whoever cannot prove to hold the certificate's key gets nothing", async () => {
  await using port = await openPort();
  await using impostor = await MediaStudent.open({ impostor: true });
  const peer = await impostor.offerTo(port);
  let opened = false;
  peer.onOpen = () => {
    opened = true;
  };
  expect(peer.connected).rejects.toBeInstanceOf(PeerClosed);
  expect(await peer.closed).toBe("refused");
  peer.sendVideo(new Uint8Array(500), true, 0);
  expect(peer.stats().video.packets).toBe(0);
  expect(opened).toBe(false);
});

test("a thousand garbage datagrams change nothing", async () => {
  await using port = await openPort();
  await using student = await MediaStudent.join(port);
  await using stranger = await Stranger.open();
  await student.goesOn();
  const { addresses } = port.stats();
  for (let i = 0; i < 1000; i++) {
    const bytes = crypto.getRandomValues(new Uint8Array(1 + ((i * 7) % 1400)));
    // A third each: anything, something like STUN, something like DTLS or RTP.
    if (i % 3 === 1) bytes[0] = i % 4;
    if (i % 3 === 2) bytes[0] = [20, 21, 22, 23, 63, 128, 144][i % 7]!;
    if (i % 2 === 0) await stranger.send(bytes, port.port);
    else await student.sendRaw(bytes);
  }
  await student.goesOn();
  expect(stranger.received).toEqual([]);
  expect(port.stats()).toMatchObject({ peers: 1, addresses });
});

test("nothing in the clear ends or renews a connection", async () => {
  await using port = await openPort();
  await using student = await MediaStudent.join(port);
  await student.goesOn();
  const record = (contentType: number, epoch: number, body: number[]) =>
    Buffer.from([
      contentType,
      0xfe,
      0xfd,
      epoch >> 8,
      epoch & 0xff,
      0,
      0,
      0,
      0,
      0,
      9,
      0,
      body.length,
      ...body,
    ]);
  const hello = [
    1,
    0,
    0,
    40,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    40,
    0xfe,
    0xfd,
    ...new Array(32).fill(7),
    0,
    0,
    0,
    2,
    0xc0,
    0x2b,
  ];
  for (const epoch of [0, 1]) {
    await student.sendRaw(record(21, epoch, [1, 0]));
    await student.sendRaw(record(21, epoch, [2, 40]));
    await student.sendRaw(record(21, epoch, new Array(26).fill(0)));
    await student.sendRaw(record(22, epoch, hello));
    await student.sendRaw(record(24, epoch, [1]));
    await student.sendRaw(record(63, epoch, []));
  }
  await student.goesOn();
});

describe("on the data channel", () => {
  test("binary and oversized messages are refused, the rest goes on", async () => {
    await using port = await openPort();
    await using student = await MediaStudent.join(port);
    await student.goesOn();
    student.channel.send(Buffer.from("binary"));
    student.pc.sctpTransport!.remoteMaxMessageSize = 0;
    student.channel.send("x".repeat(messageMaxBytes + 1));
    await until("both refused", () => student.peer.stats().messagesRefused === 2);
    await student.goesOn();
  });

  test("a second channel is closed", async () => {
    await using port = await openPort();
    await using student = await MediaStudent.join(port);
    await student.goesOn();
    const [other, again] = [student.pc.createDataChannel("files"), student.pc.createDataChannel("lesson")];
    await until("both closed", () => other.readyState === "closed" && again.readyState === "closed");
    await student.goesOn();
  });

  test("opening channel after channel ends the peer", async () => {
    await using port = await openPort();
    await using student = await MediaStudent.join(port);
    await student.goesOn();
    for (let i = 0; i <= strayChannelsMax; i++) student.pc.createDataChannel(`stray ${i}`);
    expect(await student.peer.closed).toBe("refused");
  });

  test("packets that no browser sends are refused", async () => {
    await using port = await openPort();
    await using student = await MediaStudent.join(port);
    await student.goesOn();
    const sctp = student.pc.sctpTransport!.sctp;
    await sctp.send(student.channel.id, 4711, Buffer.from("no such protocol"));
    const tag: number = Reflect.get(sctp, "remoteVerificationTag");
    const refused = () => student.peer.stats().messagesRefused;
    await until("the first", () => refused() === 1);
    await student.dtls.sendData(sctpPacket(tag, [chunk(0, 0, Buffer.alloc(0), 0)]));
    await student.dtls.sendData(sctpPacket(tag, [chunk(130, 0, Buffer.from([0, 13, 0, 0]))]));
    const bomb = Buffer.alloc(12 + 4 * 250);
    bomb.writeUInt16BE(250, 8);
    for (let gap = 0; gap < 250; gap++) bomb.writeUInt16BE(0xffff, 14 + 4 * gap);
    await student.dtls.sendData(sctpPacket(tag, [chunk(3, 0, bomb)]));
    await until("the others", () => refused() === 4);
    await student.goesOn();
  });

  test("messages that never end, end the peer", async () => {
    await using port = await openPort();
    await using student = await MediaStudent.join(port);
    await student.goesOn();
    const { sctp } = student.pc.sctpTransport!;
    const tag: number = Reflect.get(sctp, "remoteVerificationTag");
    let tsn: number = Reflect.get(sctp, "localTsn");
    const sendAll = async () => {
      for (let i = 0; i < 1500; i++, tsn++) {
        const fragment = Buffer.alloc(13);
        fragment.writeUInt32BE(tsn >>> 0, 0);
        fragment.writeUInt16BE(student.channel.id, 4);
        // Neither first nor last of its message but for the first one.
        await student.dtls.sendData(sctpPacket(tag, [chunk(0, i === 0 ? 2 : 0, fragment)]));
        if (i % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
    };
    await sendAll();
    expect(await student.peer.closed).toBe("refused");
  });
});

function chunk(type: number, flags: number, body: Buffer, length = body.length + 4): Buffer {
  const header = Buffer.from([type, flags, length >> 8, length & 0xff]);
  return Buffer.concat([header, body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
}

function sctpPacket(verificationTag: number, chunks: Buffer[]): Buffer {
  const packet = Buffer.concat([Buffer.alloc(12), ...chunks]);
  packet.writeUInt16BE(5000, 0);
  packet.writeUInt16BE(5000, 2);
  packet.writeUInt32BE(verificationTag, 4);
  packet.writeUInt32LE(crc32c(packet), 8);
  return packet;
}

/** Castagnoli's checksum, RFC 9260 appendix A. */
function crc32c(bytes: Buffer): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f6_3b78 : crc >>> 1;
  }
  return ~crc >>> 0;
}
