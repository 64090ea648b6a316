import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Socket } from "node:dgram";
import { classes, Message, methods, type RTCDtlsTransport } from "werift";
import { openUpstreamPeer, type UpstreamPeer } from "../../engine/media/upstream-peer.ts";
import { iceAgentOf, udpEndpointsOf } from "../../engine/media/werift-internals.ts";
import { LoudnessDecoder, PictureDecoder } from "../_support/decoders.ts";
import { Mageurite } from "../_support/mageurite.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(30_000);

/** RFC 8489 §18.2 */
const bindingSuccess = 0x0101;

let mageurite: Mageurite;
beforeAll(async () => {
  mageurite = await Mageurite.start({ mode: "newest" });
});
afterAll(() => mageurite?.[Symbol.asyncDispose]());

interface Opened {
  peer: UpstreamPeer;
  sessionId: string;
  offer: string;
}

async function open(
  videoCodec: "VP8" | "H264",
  change: (answer: string) => string = (answer) => answer,
): Promise<Opened> {
  let sessionId = "";
  let offer = "";
  const peer = await openUpstreamPeer({
    videoCodecs: [videoCodec],
    signal: new AbortController().signal,
    connectMaxMs: 3_000,
    async exchange(sdp) {
      offer = sdp;
      const body = JSON.stringify({ sdp, type: "offer" });
      const reply = await fetch(`${mageurite.url}/offer`, { method: "POST", body });
      const answer = (await reply.json()) as { sdp: string; sessionid: string };
      sessionId = answer.sessionid;
      return change(answer.sdp);
    },
  });
  return { peer, sessionId, offer };
}

const say = (sessionid: string, text: string) =>
  fetch(`${mageurite.url}/human`, {
    method: "POST",
    body: JSON.stringify({ sessionid, text, type: "echo" }),
  });

describe.each(["H264", "VP8"] as const)("%s from a LiveTalking server", (codec) => {
  test("arrives whole, with its sound, and the server has its place back after the goodbye", async () => {
    const { peer, sessionId, offer } = await open(codec);
    expect(offer).toContain("a=end-of-candidates");
    expect(offer).not.toContain("a=sendrecv");
    using decoder = await PictureDecoder.open(codec);
    using loudness = await LoudnessDecoder.open();
    let decoded = 0;
    let received = 0;
    let loudest = 0;
    let first: boolean | undefined;
    peer.onPicture = (picture, key) => {
      first ??= key;
      received++;
      decoded += decoder.decode(picture).filter(({ width }) => width === 256).length;
    };
    peer.onSound = (opus) => {
      for (const level of loudness.decode(opus)) loudest = Math.max(loudest, level);
    };
    await say(sessionId, "A sentence to be heard.");
    await until("a second of pictures and a tone", () => decoded >= 25 && loudest > 0.05);
    expect(first).toBe(true);
    expect(received - decoded).toBeLessThanOrEqual(1);
    await peer.close();
    await until("the end of the session", async () => (await mageurite.state()).sessions === 0);
  });

  test("is repaired where packets are lost", async () => {
    const { peer } = await open(codec);
    await using _ = peer;
    await until("pictures", () => peer.stats.pictures > 0);
    let datagrams = 0;
    dropDatagrams(peer, () => ++datagrams % 15 === 0);
    const { pictures } = peer.stats;
    await until("two seconds of pictures", () => peer.stats.pictures - pictures >= 50);
    expect(datagrams).toBeGreaterThan(100);
    expect(peer.stats.losses).toBe(0);
  });

  test("has a key picture when one is asked for", async () => {
    const { peer } = await open(codec);
    await using _ = peer;
    let keys = 0;
    peer.onPicture = (_picture, key) => {
      if (key) keys++;
    };
    await until("the first pictures", () => peer.stats.pictures > 20);
    const before = keys;
    peer.wantKeyPicture();
    await until("a key picture", () => keys > before, { withinMs: 3_000 });
  });
});

test("a server that is not the one of the answer gets no connection", async () => {
  const stranger = "00:".repeat(31).concat("00");
  const opening = open("VP8", (sdp) => sdp.replace(/(fingerprint:sha-256 ).*/g, `$1${stranger}`));
  await expect(opening).rejects.toThrow();
});

test("a server that never comes to life is given up", async () => {
  const opening = open("VP8", (sdp) => sdp.replace(/a=ice-pwd:.*/g, `a=ice-pwd:${"x".repeat(24)}`));
  await expect(opening).rejects.toThrow();
});

test("nobody is asked where we are, and checks from a stranger are not answered", async () => {
  const { peer, offer } = await open("VP8");
  await using _ = peer;
  const [, address, port] = /^a=candidate:\S+ 1 udp \d+ (\S+) (\d+) typ host/m.exec(offer)!;
  // A public address of ours could only come from a server that was asked.
  expect(offer).not.toMatch(/typ (srflx|relay)/);
  const [, ufrag] = /^a=ice-ufrag:(\S+)/m.exec(offer)!;
  const [, password] = /^a=ice-pwd:(\S+)/m.exec(offer)!;
  const answered: string[] = [];
  const socket = await Bun.udpSocket({
    socket: {
      data(_socket, data) {
        // It also asks back, which is no answer.
        if (data.readUInt16BE(0) === bindingSuccess) answered.push(data.toString("hex", 8, 20));
      },
    },
  });
  using closing = new DisposableStack();
  closing.defer(() => socket.close());
  const check = (
    user: string,
    key: string,
    role: "ICE-CONTROLLED" | "ICE-CONTROLLING" = "ICE-CONTROLLED",
  ) => {
    const message = new Message(methods.BINDING, classes.REQUEST)
      .setAttribute("USERNAME", `${user}:them`)
      .setAttribute("PRIORITY", 1)
      .setAttribute(role, 7n) as Message;
    const bytes = message.addMessageIntegrity(Buffer.from(key)).addFingerprint().bytes;
    socket.send(bytes, Number(port), address!);
    return bytes.toString("hex", 8, 20);
  };
  check(ufrag!, "a password that was guessed");
  check("somebody", password!);
  check(ufrag!, password!, "ICE-CONTROLLING");
  // The last one is authentic: by its answer those before it have been read.
  const authentic = check(ufrag!, password!);
  await until("an answer", () => answered.includes(authentic));
  expect(answered).toEqual([authentic]);
});

test("reports of a peer that has gone end nothing, however many come while it is read", async () => {
  const { peer } = await open("VP8");
  await using _ = peer;
  const { connection } = (Reflect.get(peer, "dtls") as RTCDtlsTransport).iceTransport;
  const { socket } = udpEndpointsOf(iceAgentOf(connection))[0]!.transport as { socket: Socket };
  const gone = await Bun.udpSocket({});
  const { port: nobody } = gone;
  gone.close();
  let reports = 0;
  const tell = socket.emit.bind(socket);
  socket.emit = (event: string, ...told: never[]) => {
    if (event === "error") reports++;
    return tell(event, ...told);
  };
  const noise = await Bun.udpSocket({ socket: { error() {} } });
  using closing = new DisposableStack();
  closing.defer(() => noise.close());
  // A report is told of only where it comes between two looks of the runtime's: seldom, so many are made.
  for (let round = 0; round < 20_000 && reports < 20; round++) {
    for (let sent = 0; sent < 5; sent++) {
      noise.send("x", socket.address().port, "127.0.0.1");
      socket.send("x", nobody, "127.0.0.1");
    }
    if (round % 20 === 0) await Bun.sleep(0);
  }
  expect(reports).toBeGreaterThan(0);
});

/** Loses media on the way to us, as a bad network does. */
function dropDatagrams(peer: UpstreamPeer, drops: () => boolean): void {
  const { connection } = (Reflect.get(peer, "dtls") as RTCDtlsTransport).iceTransport;
  const deliver = connection.onData.execute.bind(connection.onData);
  connection.onData.execute = (datagram) => {
    const isMedia = datagram[0]! >= 128 && datagram[0]! <= 191;
    if (!isMedia || !drops()) deliver(datagram);
  };
}
