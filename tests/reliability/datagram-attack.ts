import type { RtpPacket } from "werift";
import { chromiumOffer } from "../../engine/media/offer-samples.ts";
import { Random } from "../_support/random.ts";
import type { Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";
import { type AttackOptions, type AttackReport, Faults } from "./attack.ts";
import type { AttackedSchool } from "./attacked-school.ts";
import { datagramKinds, makeCheck, makeHostileDatagram, type Overheard } from "./hostile-datagrams.ts";

/** So many leave at once; then others get the processor. */
const burst = 50;
/** About as fast as one machine of a school's network can shoot without thinking. */
const datagramsPerSecond = 8_000;
const strangersCount = 4;
/** Nonsense ends the connection of an intruder soon; it then begins another. */
const intrusionEvery = 5_000;
/** Lessons cost memory once, which is not what datagrams cost. */
const warmIntrusions = 20;
const lostShareMax = 0.01;
const grownMbMax = 20;

/**
 * Datagrams at the media port, beside a lesson that goes on: from strangers, and from an intruder who has a ticket and a connection of
 * its own. The lesson is not disturbed, nothing is answered with more than was sent, and nothing is kept.
 */
export async function attackWithDatagrams(
  school: AttackedSchool,
  options: AttackOptions,
): Promise<AttackReport> {
  const faults = new Faults();
  const random = new Random(options.seed);
  await using student = await school.join();
  const watch = watchPackets(student);
  await until("packets", () => watch.received() > 50, { withinMs: 30_000 });
  const { remotePassword, remoteUsername, port } = iceOf(student);
  const overheard: Overheard = { ufrag: remoteUsername, check: makeCheck(remoteUsername, remotePassword) };
  // The browser sends it, and somebody listens.
  await student.connection.iceTransports[0]!.connection.send(Buffer.from(overheard.check));
  await using strangers = new AsyncDisposableStack();
  const sources: Source[] = [];
  for (let i = 0; i < strangersCount; i++) sources.push(strangers.use(await Source.open(port)));
  const intruder = strangers.use(await Source.open(port));
  for (let i = 0; i < warmIntrusions; i++) await intrude(school, intruder);
  const before = await school.holdings();
  const startedAtMs = performance.now();
  for (let sent = 0; sent < options.count; sent += burst) {
    if (sent % intrusionEvery === 0) await intrude(school, intruder);
    for (let i = 0; i < burst; i++) {
      const source = random.chance(0.4) ? intruder : random.pick(sources);
      source.send(makeHostileDatagram(random, random.pick(datagramKinds), overheard));
    }
    await Bun.sleep(Math.max(0, startedAtMs + (sent * 1_000) / datagramsPerSecond - performance.now()));
  }
  const seconds = (performance.now() - startedAtMs) / 1_000;
  const lostShare = await settledLoss(watch);
  const after = await school.holdings();
  const grownMb = after.residentMb - before.residentMb;
  if (options.isMachineQuiet && lostShare > lostShareMax)
    faults.add(`${(100 * lostShare).toFixed(2)} % of the lesson's packets were lost`);
  if (grownMb > grownMbMax) faults.add(`${grownMb.toFixed(0)} MB were kept`);
  const strangersGot = sources.reduce((sum, { bytesReceived }) => sum + bytesReceived, 0);
  if (strangersGot > 0) faults.add(`strangers got ${strangersGot} bytes`);
  const amplification = intruder.bytesReceived / intruder.bytesSent;
  if (amplification > 1) faults.add(`the intruder got ${amplification.toFixed(1)} times what it sent`);
  student.send({ type: "ping", id: 4711 });
  await student.message("pong").catch(() => faults.add("the lesson does not answer"));
  for (const surprise of school.takeSurprises()) faults.add(surprise);
  return {
    attack: "datagrams",
    seed: options.seed,
    figures: {
      sent: options.count,
      "in seconds": seconds.toFixed(1),
      "lesson's packets": watch.received(),
      "of them lost, %": (100 * lostShare).toFixed(3),
      "MB before and after": `${before.residentMb.toFixed(0)}, ${after.residentMb.toFixed(0)}`,
      "answered bytes per byte": amplification.toFixed(3),
      "descriptors before and after": `${before.descriptors}, ${after.descriptors}`,
    },
    faults: faults.all,
  };
}

/** What the student's side knows of the engine's: werift keeps it on the agent. */
function iceOf(student: Student) {
  const [transport] = student.connection.iceTransports;
  const { connection } = transport!;
  const port = connection.nominated?.remoteCandidate.port;
  if (port === undefined) throw new Error("the lesson has no path");
  return { port, remoteUsername: connection.remoteUsername, remotePassword: connection.remotePassword };
}

/** A lesson of its own, whose handshake never ends well: its datagrams get as far as they can. */
async function intrude(school: AttackedSchool, intruder: Source): Promise<void> {
  const response = await fetch(`${school.engine.url}/api/tutors/${school.tutorId}/webrtc`, {
    method: "POST",
    headers: { "content-type": "application/sdp", authorization: `Bearer ${await school.openTicket()}` },
    body: chromiumOffer,
  });
  const answer = await response.text();
  const [, ufrag] = /a=ice-ufrag:(.*)\r/.exec(answer) ?? [];
  const [, password] = /a=ice-pwd:(.*)\r/.exec(answer) ?? [];
  if (!ufrag || !password) throw new Error(`the intruder was answered with ${response.status}`);
  intruder.send(makeCheck(ufrag, password));
}

/** The share that is missing once what was on its way has come. */
async function settledLoss(watch: ReturnType<typeof watchPackets>): Promise<number> {
  const enough = () => watch.lostShare() <= lostShareMax / 2;
  await until("packets that were on their way", enough, { withinMs: 3_000 }).catch(() => {});
  return watch.lostShare();
}

/** Counts the packets of a lesson by their sequence numbers; what was sent again counts once. */
function watchPackets(student: Student) {
  const tracks = new Map<number, { first: number; last: number; seen: Set<number> }>();
  const onPacket = ({ header: { ssrc, sequenceNumber } }: RtpPacket) => {
    const track = tracks.get(ssrc) ?? { first: sequenceNumber, last: sequenceNumber, seen: new Set() };
    tracks.set(ssrc, track);
    // Sequence numbers have 16 bits; what lies within half of them behind the last is late (RFC 3550, appendix A.1).
    const ahead = ((sequenceNumber - track.last + 0x8000) & 0xffff) - 0x8000;
    const extended = track.last + ahead;
    track.last = Math.max(track.last, extended);
    track.seen.add(extended);
  };
  for (const transport of student.connection.dtlsTransports) transport.onRtp.subscribe(onPacket);
  const sum = (of: (track: { first: number; last: number; seen: Set<number> }) => number) =>
    [...tracks.values()].reduce((total, track) => total + of(track), 0);
  const received = () => sum(({ seen }) => seen.size);
  return {
    received,
    lostShare: () =>
      1 -
      received() /
        Math.max(
          1,
          sum(({ first, last }) => last - first + 1),
        ),
  };
}

/** A UDP port that shoots. */
class Source implements AsyncDisposable {
  bytesSent = 0;
  bytesReceived = 0;

  private constructor(
    private readonly socket: Bun.udp.Socket<"buffer">,
    private readonly port: number,
  ) {}

  static async open(port: number): Promise<Source> {
    let source: Source | undefined;
    const socket = await Bun.udpSocket({
      hostname: "127.0.0.1",
      binaryType: "buffer",
      socket: {
        data: (_, datagram) => {
          if (source) source.bytesReceived += datagram.length;
        },
        error: () => {},
      },
    });
    source = new Source(socket, port);
    return source;
  }

  send(datagram: Uint8Array): void {
    if (this.socket.send(datagram, this.port, "127.0.0.1")) this.bytesSent += datagram.length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.close();
  }
}
