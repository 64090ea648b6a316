/** How one direction of a link behaves. Nothing given: it is perfect. */
export interface LinkQuality {
  /** Part of the datagrams that is lost, 0..1. */
  readonly lossShare?: number;
  /** How many are lost in a row, on average. */
  readonly burst?: number;
  readonly delayMs?: number;
  /** With it, datagrams leave one after the other at this rate, and those wait that come meanwhile. */
  readonly bitsPerSecond?: number;
  /** How long a datagram may wait to leave; a queue that is full drops what comes. */
  readonly queueMs?: number;
}

/** IPv4 and UDP headers, which share the link. */
const headerBytes = 28;
const queueMsDefault = 300;
const hostname = "127.0.0.1";

/** One direction. The same datagrams at the same times meet the same fate. */
export class Lane {
  #freeAtMs = 0;
  #random = 0x2545_f491;
  #isLosing = false;
  dropped = 0;
  passed = 0;
  /** Of all that came, headers included. */
  bytes = 0;

  constructor(public quality: LinkQuality) {}

  /** When a datagram that is sent now arrives; undefined when it does not. Times in ms from any one origin. */
  arrivalOf(bytes: number, nowMs: number): number | undefined {
    const { delayMs = 0, bitsPerSecond, queueMs = queueMsDefault } = this.quality;
    this.bytes += bytes + headerBytes;
    if (this.#isLost()) return this.#drop();
    if (bitsPerSecond === undefined) {
      this.passed++;
      return nowMs + delayMs;
    }
    const startMs = Math.max(nowMs, this.#freeAtMs);
    if (startMs - nowMs > queueMs) return this.#drop();
    this.#freeAtMs = startMs + ((bytes + headerBytes) * 8_000) / bitsPerSecond;
    this.passed++;
    return this.#freeAtMs + delayMs;
  }

  #drop(): undefined {
    this.dropped++;
    return undefined;
  }

  /** Two states, with loss in one of them (Gilbert, Capacity of a Burst-Noise Channel, 1960). */
  #isLost(): boolean {
    const { lossShare = 0, burst = 1 } = this.quality;
    if (lossShare <= 0) return false;
    const leave = 1 / burst;
    const enter = (leave * lossShare) / (1 - lossShare);
    this.#isLosing = this.#next() < (this.#isLosing ? 1 - leave : enter);
    return this.#isLosing;
  }

  /** Numbers from 0 up to 1 (Marsaglia, Xorshift RNGs, 2003). */
  #next(): number {
    this.#random ^= this.#random << 13;
    this.#random ^= this.#random >>> 17;
    this.#random ^= this.#random << 5;
    return (this.#random >>> 0) / 2 ** 32;
  }
}

interface Underway {
  readonly atMs: number;
  deliver(): void;
}

/** Delivers in order of arrival, with one timer. */
class Delivery {
  readonly #queue: Underway[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  add(underway: Underway): void {
    this.#queue.push(underway);
    this.#arm();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#queue.length = 0;
  }

  #arm(): void {
    const [first] = this.#queue;
    if (this.#timer !== undefined || !first) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        const nowMs = performance.now();
        while (this.#queue[0] && this.#queue[0].atMs <= nowMs) this.#queue.shift()!.deliver();
        this.#arm();
      },
      Math.max(0, first.atMs - performance.now()),
    );
  }
}

/** A UDP port that stands for another one behind a bad link. */
export interface NarrowLink extends AsyncDisposable {
  readonly port: number;
  /** To those who send to `port`. */
  readonly down: Lane;
  /** From them. */
  readonly up: Lane;
}

/** What nobody takes any longer is lost: a browser that has gone is told of by an error. */
function trySend(
  socket: Bun.udp.Socket<"buffer">,
  datagram: Buffer,
  to: { port: number; address: string },
): void {
  try {
    if (!socket.closed) socket.send(datagram, to.port, to.address);
  } catch {}
}

/**
 * Opens a link to `targetPort` of this machine, on loopback unless `address` names another one of its own. Each sender's datagrams reach it
 * from a port of their own.
 */
export async function openNarrowLink(
  targetPort: number,
  { down = {}, up = {}, address = hostname }: { down?: LinkQuality; up?: LinkQuality; address?: string },
): Promise<NarrowLink> {
  const lanes = { down: new Lane(down), up: new Lane(up) };
  const deliveries = { down: new Delivery(), up: new Delivery() };
  const far = new Map<string, Promise<Bun.udp.Socket<"buffer">>>();
  const carry = (way: "down" | "up", datagram: Buffer, deliver: (copy: Buffer) => void) => {
    const atMs = lanes[way].arrivalOf(datagram.length, performance.now());
    const copy = Buffer.from(datagram);
    if (atMs !== undefined) deliveries[way].add({ atMs, deliver: () => deliver(copy) });
  };
  const target = { port: targetPort, address };
  const openFar = (student: { port: number; address: string }) =>
    Bun.udpSocket({
      hostname: address,
      binaryType: "buffer",
      socket: {
        data: (_, datagram) => carry("down", datagram, (copy) => trySend(near, copy, student)),
        error: () => {},
      },
    });
  const near = await Bun.udpSocket({
    hostname: address,
    binaryType: "buffer",
    socket: {
      data: (_, datagram, port, address) => {
        const key = `${address}:${port}`;
        const socket = far.get(key) ?? openFar({ port, address });
        far.set(key, socket);
        carry("up", datagram, (copy) => {
          void socket.then((opened) => trySend(opened, copy, target));
        });
      },
      error: () => {},
    },
  });
  return {
    port: near.port,
    ...lanes,
    async [Symbol.asyncDispose]() {
      deliveries.down.stop();
      deliveries.up.stop();
      near.close();
      for (const socket of await Promise.all(far.values())) socket.close();
    },
  };
}

/** The answer of an engine as one sees it behind a link: its only candidate is the link's port. */
export function behindLink(answerSdp: string, { port }: Pick<NarrowLink, "port">): string {
  const candidate = `a=candidate:1 1 udp 2130706431 127.0.0.1 ${port} typ host`;
  let isFirst = true;
  return answerSdp
    .split("\r\n")
    .flatMap((line) => {
      if (!line.startsWith("a=candidate:")) return [line];
      const lines = isFirst ? [candidate] : [];
      isFirst = false;
      return lines;
    })
    .join("\r\n");
}
