import { networkInterfaces } from "node:os";
import { BrowserPeer } from "./browser-peer.ts";
import type { IceLiteEndpoint } from "./ice-lite.ts";
import { type MediaSocket, openMediaSocket } from "./media-socket.ts";
import type { Peer, PeerOptions } from "./peer.ts";
import { looksLikeStun, readBindingRequest } from "./stun.ts";
import { checkWerift } from "./werift-internals.ts";

export interface MediaPortOptions {
  /** UDP port; 0 takes any free one. */
  port: number;
  /** Address to listen on, for example `0.0.0.0`. */
  host: string;
  /** IPv4 addresses told to browsers. Empty: those of this machine, 127.0.0.1 last. */
  announcedAddresses: readonly string[];
  /** Those of this machine are told as well, behind the others. */
  announceOwn?: boolean;
}

export interface MediaPortStats {
  peers: number;
  /** Source addresses that have passed a check. */
  addresses: number;
  datagrams: number;
  /** Datagrams that belong to nobody here. */
  unknown: number;
  /** Checks that name a peer of ours but were not made with its password. */
  forged: number;
  /** Datagrams that did not leave. */
  sendFailures: number;
}

/** The one UDP port of the process; every peer shares it (ICE-lite, RFC 8445 §2.5). */
export interface MediaPort extends AsyncDisposable {
  readonly port: number;
  readonly announcedAddresses: readonly string[];
  /** Throws `OfferRejected` when the offer is not one we take. The peer is the caller's to close. */
  accept(offerSdp: string, options: PeerOptions): Promise<Peer>;
  stats(): MediaPortStats;
  /** Closes all peers, too. */
  close(): Promise<void>;
}

/** How often silent peers are looked for. */
const watchIntervalMs = 250;
/** A watch that comes this late was held up, and so was everything that arrived meanwhile. */
const stallMs = 1000;

/** Throws when the port is taken or the installed werift is not the one we know. */
export async function openMediaPort(options: MediaPortOptions): Promise<MediaPort> {
  await checkWerift();
  return UdpMediaPort.open(options);
}

class UdpMediaPort implements MediaPort {
  readonly #byUfrag = new Map<string, IceLiteEndpoint>();
  readonly #byAddress = new Map<string, IceLiteEndpoint>();
  readonly #peers = new Set<BrowserPeer>();
  #socket!: MediaSocket;
  #watch: ReturnType<typeof setInterval> | undefined;
  #closed = false;
  #datagrams = 0;
  #unknown = 0;
  #forged = 0;

  static async open({
    host,
    port,
    announcedAddresses,
    announceOwn,
  }: MediaPortOptions): Promise<UdpMediaPort> {
    const own = announceOwn || announcedAddresses.length === 0 ? ownAddresses() : [];
    const opened = new UdpMediaPort([...new Set([...announcedAddresses, ...own])]);
    opened.#socket = await openMediaSocket(host, port, (...datagram) => opened.#receive(...datagram));
    return opened;
  }

  private constructor(readonly announcedAddresses: readonly string[]) {}

  get port(): number {
    return this.#socket.port;
  }

  async accept(offerSdp: string, options: PeerOptions): Promise<Peer> {
    if (this.#closed) throw new Error("The media port is closed.");
    const peer = await BrowserPeer.open(offerSdp, options, {
      port: this.port,
      announcedAddresses: this.announcedAddresses,
      send: this.#socket.send,
      admit: (ufrag, endpoint) => this.#byUfrag.set(ufrag, endpoint),
      retire: (ufrag) => this.#byUfrag.delete(ufrag),
      bind: (key, endpoint) => this.#bind(key, endpoint),
      unbind: (endpoint) => this.#unbind(endpoint),
    });
    this.#peers.add(peer);
    this.#startWatch();
    void peer.closed.then(() => {
      this.#peers.delete(peer);
      if (this.#peers.size === 0) this.#stopWatch();
    });
    if (this.#closed) await peer.close();
    return peer;
  }

  stats(): MediaPortStats {
    return {
      peers: this.#peers.size,
      addresses: this.#byAddress.size,
      datagrams: this.#datagrams,
      unknown: this.#unknown,
      forged: this.#forged,
      sendFailures: this.#socket.failures,
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#stopWatch();
    await Promise.all([...this.#peers].map((peer) => peer.close()));
    this.#socket.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #receive(datagram: Buffer, port: number, address: string): void {
    this.#datagrams++;
    if (datagram.length === 0) this.#unknown++;
    else if (looksLikeStun(datagram)) this.#receiveCheck(datagram, port, address);
    else {
      const endpoint = this.#byAddress.get(`${address}:${port}`);
      if (endpoint) endpoint.receiveData(datagram);
      else this.#unknown++;
    }
  }

  #receiveCheck(datagram: Buffer, port: number, address: string): void {
    const request = readBindingRequest(datagram);
    const endpoint = request && this.#byUfrag.get(request.localUfrag);
    if (!endpoint) this.#unknown++;
    else if (!endpoint.receiveCheck(request, address, port)) this.#forged++;
  }

  /** The last peer to pass a check from an address owns it: the browser has reused a port. */
  #bind(key: string, endpoint: IceLiteEndpoint): void {
    this.#byAddress.get(key)?.forget(key);
    this.#byAddress.set(key, endpoint);
  }

  #unbind(endpoint: IceLiteEndpoint): void {
    for (const ufrag of endpoint.ufrags) this.#byUfrag.delete(ufrag);
    for (const key of endpoint.addresses) this.#byAddress.delete(key);
  }

  #startWatch(): void {
    if (this.#watch !== undefined || this.#closed) return;
    let lastMs = performance.now();
    this.#watch = setInterval(() => {
      const nowMs = performance.now();
      const lateMs = nowMs - lastMs - watchIntervalMs;
      lastMs = nowMs;
      for (const peer of this.#peers) peer.watch(nowMs, lateMs > stallMs ? lateMs : 0);
    }, watchIntervalMs);
  }

  #stopWatch(): void {
    clearInterval(this.#watch);
    this.#watch = undefined;
  }
}

/** Every interface counts, whatever it is called: containers and VPNs are where schools run things. */
function ownAddresses(): string[] {
  const found = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === "IPv4" && !internal)
    .map(({ address }) => address);
  return [...new Set([...found, "127.0.0.1"])];
}
