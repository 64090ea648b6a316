import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { connect, type Socket } from "node:net";
import { openMediaPort } from "../../engine/media/media-port.ts";
import { strangersMax, strangersPerNetworkMax } from "../../engine/media/tcp-entrance.ts";
import { openMiddlebox } from "../_support/middlebox.ts";
import { expectNoUnhandledRejection } from "../_support/unhandled-rejections.ts";
import { until } from "../_support/until.ts";
import { credentialsOf, toCheck } from "./connectivity-check.ts";
import { MediaStudent } from "./media-student.ts";

setDefaultTimeout(60_000);

const openPort = () =>
  openMediaPort({ port: 0, tcpPort: 0, host: "127.0.0.1", announcedAddresses: ["127.0.0.1"] });

expectNoUnhandledRejection();

/** A connection of somebody who may be anybody. */
class Stranger {
  received = Buffer.alloc(0);
  isClosed = false;
  private constructor(private readonly socket: Socket) {
    socket.on("data", (bytes: Buffer) => {
      this.received = Buffer.concat([this.received, bytes]);
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      this.isClosed = true;
    });
  }

  static async connect(port: number, from = "127.0.0.1"): Promise<Stranger> {
    const socket = connect({ host: "127.0.0.1", port, localAddress: from });
    const stranger = new Stranger(socket);
    await until("the connection", () => socket.readyState === "open" || stranger.isClosed);
    return stranger;
  }

  send(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  [Symbol.dispose](): void {
    this.socket.destroy();
  }
}

const framed = (datagram: Uint8Array) =>
  Buffer.concat([Buffer.from([datagram.length >> 8, datagram.length & 0xff]), datagram]);

describe("a student whose network lets no UDP through", () => {
  test("has sound, pictures and the channel over one TCP connection, which is closed with the lesson", async () => {
    await using port = await openPort();
    await using student = await MediaStudent.join(port, { overTcp: true });
    await using other = await MediaStudent.join(port);
    await student.goesOn();
    await other.goesOn();
    expect([student.peer.stats().transport, other.peer.stats().transport]).toEqual(["tcp", "udp"]);
    expect(port.stats()).toMatchObject({ connections: 1, strangers: 0, addresses: 1, sendFailures: 0 });
    await student.peer.close();
    await until("its end", () => port.stats().connections === 0);
    await other.goesOn();
  });

  test("is offered TCP after all UDP, and nothing where it is switched off", async () => {
    await using port = await openPort();
    await using without = await openMediaPort({ port: 0, host: "127.0.0.1", announcedAddresses: [] });
    await using student = await MediaStudent.open();
    const offer = student.pc.localDescription!.sdp;
    const candidates = async (of: typeof port) => {
      await using peer = await of.accept(offer, { videoCodecs: ["VP8"] });
      const lines = peer.answer.split("\r\n").filter((line) => line.startsWith("a=candidate:"));
      return [...new Set(lines)].map((line) => line.split(" "));
    };
    const [udp, tcp, ...others] = await candidates(port);
    expect(others).toEqual([]);
    expect([udp![2], udp![5]]).toEqual(["udp", String(port.port)]);
    expect([tcp![2], tcp![5]]).toEqual(["tcp", String(port.tcpPort)]);
    expect(tcp!.slice(6)).toEqual(["typ", "host", "tcptype", "passive"]);
    expect(Number(tcp![3])).toBeLessThan(Number(udp![3]));
    expect((await candidates(without)).map(([, , transport]) => transport)).toEqual(["udp"]);
  });

  test("loses pictures first when its link takes nothing, and costs the others nothing", async () => {
    await using port = await openPort();
    await using link = await openMiddlebox(port.tcpPort!);
    const rates = [50_000_000, 10_000_000, 1_000_000];
    await using stuck = await MediaStudent.join(port, {
      ...{ overTcp: true, tcpPort: link.port, videoRateMax: 80_000_000, videoRates: rates },
      silenceMaxMs: 60_000,
    });
    await using other = await MediaStudent.join(port, { overTcp: true });
    await stuck.goesOn();
    link.pause();
    Bun.gc(true);
    const before = process.memoryUsage.rss();
    const { video } = stuck.peer.stats();
    const fill = () => {
      stuck.ptsMs += 40;
      stuck.peer.sendAudio(new Uint8Array(80), stuck.ptsMs);
      stuck.peer.sendVideo(new Uint8Array(200_000), true, stuck.ptsMs);
      return stuck.peer.stats();
    };
    await until("pictures that are dropped", () => fill().video.picturesDropped > 100, { withinMs: 30_000 });
    await until("the lowest rate", () => fill() && stuck.peer.videoRate === rates.at(-1), {
      withinMs: 30_000,
    });
    expect(stuck.peer.stats().video.packets).toBeGreaterThan(video.packets);
    const { packets } = stuck.peer.stats().video;
    await other.goesOn();
    for (let i = 0; i < 500; i++) fill();
    // What waits is bounded, in pictures that have not left and in bytes that the system has taken.
    expect(stuck.peer.stats().video.bytes - video.bytes).toBeLessThan(1_500_000);
    expect(stuck.peer.stats().video.packets).toBe(packets);
    expect(stuck.peer.stats().video.picturesQueued).toBeLessThan(40);
    Bun.gc(true);
    expect(process.memoryUsage.rss() - before).toBeLessThan(60_000_000);
    link.resume();
    await until("its own packets again", () => fill().video.packets > packets + 100, { withinMs: 30_000 });
    await stuck.peer.close();
    await until("its end", () => port.stats().connections === 1);
    await other.goesOn();
  });
});

describe("on the TCP port", () => {
  test("whoever does not prove himself is sent away unanswered", async () => {
    await using port = await openPort();
    await using student = await MediaStudent.join(port, { overTcp: true });
    await student.goesOn();
    const { ufrag, password } = credentialsOf(student.peer.answer);
    const noise = crypto.getRandomValues(new Uint8Array(5000));
    const attacks: Record<string, Uint8Array> = {
      "a long frame": Buffer.from([0xff, 0xff, 1, 2, 3]),
      "a web browser": Buffer.from("GET / HTTP/1.1\r\nhost: school.example\r\n\r\n"),
      "a TLS client": Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]),
      "a check of nobody's": framed(toCheck("nobody:x", password)),
      "a forged check": framed(toCheck(`${ufrag}:x`, "not the password, by far")),
      "DTLS before a check": framed(Buffer.from([22, 254, 253, ...new Array(60).fill(0)])),
      "sound before a check": framed(Buffer.from([128, 111, ...new Array(60).fill(0)])),
      noise,
    };
    for (const [name, bytes] of Object.entries(attacks)) {
      using stranger = await Stranger.connect(port.tcpPort!);
      stranger.send(bytes);
      await until(`the end of ${name}`, () => stranger.isClosed);
      expect(stranger.received).toHaveLength(0);
    }
    expect(port.stats()).toMatchObject({ connections: 1, strangers: 0 });
    await student.goesOn();
  });

  test("a check may come in pieces, and is answered in a frame", async () => {
    await using port = await openPort();
    await using student = await MediaStudent.join(port);
    const { ufrag, password } = credentialsOf(student.peer.answer);
    using slow = await Stranger.connect(port.tcpPort!);
    for (const byte of framed(toCheck(`${ufrag}:x`, password))) {
      slow.send(Buffer.from([byte]));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await until("the answer", () => slow.received.length > 2);
    expect(slow.received.readUInt16BE(0)).toBe(slow.received.length - 2);
    expect(slow.received.readUInt16BE(2)).toBe(0x0101);
    await student.peer.close();
    await until("its end", () => slow.isClosed);
  });

  test("a connection that its browser leaves for another is closed, with all that waits in it", async () => {
    await using port = await openPort();
    await using student = await MediaStudent.join(port, { overTcp: true });
    await student.goesOn();
    const { ufrag, password } = credentialsOf(student.peer.answer);
    using next = await Stranger.connect(port.tcpPort!);
    next.send(framed(toCheck(`${ufrag}:x`, password)));
    await until("both", () => port.stats().connections === 2);
    next.send(framed(toCheck(`${ufrag}:x`, password, { nominates: true })));
    await until("one of them", () => port.stats().connections === 1);
    const { length } = next.received;
    student.ptsMs += 40;
    student.peer.sendVideo(new Uint8Array(500), true, student.ptsMs);
    await until("the picture", () => next.received.length > length + 500);
  });

  test("a connection serves one peer, and no more frames than a browser sends", async () => {
    await using port = await openPort();
    await using one = await MediaStudent.join(port);
    await using two = await MediaStudent.join(port);
    const checkOf = (student: MediaStudent) => {
      const { ufrag, password } = credentialsOf(student.peer.answer);
      return framed(toCheck(`${ufrag}:x`, password));
    };
    using shared = await Stranger.connect(port.tcpPort!);
    using busy = await Stranger.connect(port.tcpPort!);
    for (const each of [shared, busy]) each.send(checkOf(one));
    await until("both", () => port.stats().connections === 2);
    await until("an answer", () => shared.received.length > 0);
    const answered = shared.received.length;
    const { unknown } = port.stats();
    shared.send(checkOf(two));
    await until("the check of another", () => port.stats().unknown > unknown);
    expect(shared.received).toHaveLength(answered);
    busy.send(Buffer.concat(new Array(10_000).fill(framed(Buffer.from([255])))));
    await until("the end of the busy one", () => busy.isClosed);
    for (const each of [one, two]) await each.goesOn();
  });

  test("those that say nothing make room for others, and are closed", async () => {
    await using port = await openPort();
    const open: Stranger[] = [];
    try {
      const connectAll = async (count: number, from: (i: number) => string) => {
        const connecting = Array.from({ length: count }, (_, i) => Stranger.connect(port.tcpPort!, from(i)));
        open.push(...(await Promise.all(connecting)));
      };
      await connectAll(strangersPerNetworkMax + 20, () => "127.0.0.1");
      await until("the bound of one network", () => open.filter(({ isClosed }) => isClosed).length >= 20);
      expect(port.stats().strangers).toBeLessThanOrEqual(strangersPerNetworkMax);
      await connectAll(strangersMax, (i) => `127.0.0.${2 + (i % 100)}`);
      await until(
        "the bound of all",
        () => open.filter(({ isClosed }) => isClosed).length > strangersPerNetworkMax,
      );
      expect(port.stats().strangers).toBeLessThanOrEqual(strangersMax);
      // Half a frame is nothing, either.
      for (const each of open) each.send(Buffer.from([0, 100, 0, 1]));
      await using student = await MediaStudent.join(port, { overTcp: true });
      await student.goesOn();
      await until("the end of all", () => open.every(({ isClosed }) => isClosed), { withinMs: 20_000 });
      expect(port.stats()).toMatchObject({ connections: 1, strangers: 0 });
      await student.goesOn();
    } finally {
      for (const each of open) each[Symbol.dispose]();
    }
  });

  test("everything is closed with the port", async () => {
    const port = await openPort();
    await using student = await MediaStudent.join(port, { overTcp: true });
    using silent = await Stranger.connect(port.tcpPort!);
    await until("both", () => port.stats().strangers === 1 && port.stats().connections >= 1);
    await port.close();
    await until("the end", () => silent.isClosed);
    expect(await student.peer.closed).toBe("closed");
    expect(port.stats()).toMatchObject({ connections: 0, strangers: 0, peers: 0 });
  });
});
