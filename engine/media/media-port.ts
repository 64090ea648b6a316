import { isIPv6 } from "node:net";
import { AnnouncedAddresses } from "./announced-addresses.ts";
import { BrowserPeer } from "./browser-peer.ts";
import type { IceLiteEndpoint } from "./ice-lite.ts";
import type { HostCandidate } from "./media-path.ts";
import { type MediaSocket, openMediaSocket } from "./media-socket.ts";
import type { Peer, PeerOptions } from "./peer.ts";
import { looksLikeStun, readBindingRequest } from "./stun.ts";
import { openTcpEntrance, type TcpEntrance } from "./tcp-entrance.ts";
import type { TcpPath } from "./tcp-path.ts";
import { UdpPath } from "./udp-path.ts";
import { checkWerift } from "./werift-internals.ts";

export interface MediaPortOptions {
  /** UDP port; 0 takes any free one. */
  port: number;
  /** TCP port for browsers whose network lets no UDP through; 0 takes any free one, undefined none. */
  tcpPort?: number | undefined;
  /**
   * Address to listen on. `::` is every address of both families, `0.0.0.0` every address of IPv4, and of IPv6 as well
   * where such addresses are announced.
   */
  host: string;
  /**
   * Addresses told to browsers. Empty: `host`, or those that this machine has at each offer where that is every address,
   * loopback last.
   */
  announcedAddresses: readonly string[];
  /** Those of this machine are told as well, behind the others. */
  announceOwn?: boolean;
}

export interface MediaPortStats {
  peers: number;
  /** Source addresses that have passed a check. */
  addresses: number;
  /** TCP connections that have passed a check. */
  connections: number;
  /** TCP connections that have not. */
  strangers: number;
  datagrams: number;
  /** Datagrams that belong to nobody here. */
  unknown: number;
  /** Checks that name a peer of ours but were not made with its password, or came before from elsewhere. */
  forged: number;
  /** Datagrams that did not leave. */
  sendFailures: number;
}

/** The one UDP port of the process, and the one TCP port; every peer shares them (ICE-lite, RFC 8445 §2.5). */
export interface MediaPort extends AsyncDisposable {
  readonly port: number;
  readonly tcpPort: number | undefined;
  /** What the next offer is answered with. */
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
  return new SharedMediaPort().open(options);
}

class SharedMediaPort implements MediaPort {
  readonly #byUfrag = new Map<string, IceLiteEndpoint>();
  readonly #byAddress = new Map<string, UdpPath>();
  readonly #peers = new Set<BrowserPeer>();
  #announced!: AnnouncedAddresses;
  socket!: MediaSocket;
  #tcp: TcpEntrance | undefined;
  #watch: ReturnType<typeof setInterval> | undefined;
  #closed = false;
  #datagrams = 0;
  #unknown = 0;
  #forged = 0;

  async open(options: MediaPortOptions): Promise<this> {
    const { host, port, tcpPort, announcedAddresses, announceOwn } = options;
    const isAnywhere = host === "0.0.0.0" || host === "::";
    const listenOn = isAnywhere && announcedAddresses.some((address) => isIPv6(address)) ? "::" : host;
    this.socket = await openMediaSocket(listenOn, port, (...datagram) => this.#receive(...datagram));
    try {
      if (tcpPort !== undefined) this.#tcp = this.#openTcp(listenOn, tcpPort);
    } catch (error) {
      this.socket.close();
      throw error;
    }
    const isOwnWanted = announceOwn || announcedAddresses.length === 0;
    const own = isAnywhere ? { everyFamily: host === "::" } : { address: this.socket.address };
    this.#announced = new AnnouncedAddresses({ named: announcedAddresses, own: isOwnWanted ? own : "none" });
    return this;
  }

  get port(): number {
    return this.socket.port;
  }

  get tcpPort(): number | undefined {
    return this.#tcp?.port;
  }

  get announcedAddresses(): readonly string[] {
    return this.#announced.current;
  }

  async accept(offerSdp: string, options: PeerOptions): Promise<Peer> {
    if (this.#closed) throw new Error("The media port is closed.");
    const peer = await BrowserPeer.open(offerSdp, options, {
      candidates: this.#candidates(),
      admit: (ufrag, endpoint) => this.#byUfrag.set(ufrag, endpoint),
      retire: (ufrag) => this.#byUfrag.delete(ufrag),
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
      connections: this.#tcp?.browsers ?? 0,
      strangers: this.#tcp?.strangers ?? 0,
      datagrams: this.#datagrams,
      unknown: this.#unknown,
      forged: this.#forged,
      sendFailures: this.socket.failures + (this.#tcp?.failures ?? 0),
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#stopWatch();
    await Promise.all([...this.#peers].map((peer) => peer.close()));
    this.#tcp?.close();
    this.socket.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** The path's endpoint is gone. */
  release(path: UdpPath, key: string): void {
    if (this.#byAddress.get(key) === path) this.#byAddress.delete(key);
  }

  #candidates(): HostCandidate[] {
    const on = (transport: HostCandidate["transport"], port: number) =>
      this.announcedAddresses.map((address) => ({ transport, address, port }));
    return [...on("udp", this.port), ...(this.#tcp ? on("tcp", this.#tcp.port) : [])];
  }

  #receive(datagram: Buffer, port: number, address: string): void {
    this.#datagrams++;
    if (datagram.length === 0) this.#unknown++;
    else if (looksLikeStun(datagram)) this.#receiveCheck(datagram, port, address);
    else {
      const path = this.#byAddress.get(`${address}:${port}`);
      if (path) path.endpoint.receiveData(datagram);
      else this.#unknown++;
    }
  }

  #receiveCheck(datagram: Buffer, port: number, address: string): void {
    const request = readBindingRequest(datagram);
    const endpoint = request && this.#byUfrag.get(request.localUfrag);
    if (!endpoint) {
      this.#unknown++;
      return;
    }
    const key = `${address}:${port}`;
    const known = this.#byAddress.get(key);
    const path = known?.endpoint === endpoint ? known : new UdpPath(endpoint, address, port, this);
    if (!endpoint.receiveCheck(request, path)) this.#forged++;
    else if (path !== known) {
      // The last peer to pass a check from an address owns it: the browser has reused a port.
      known?.endpoint.forget(known);
      this.#byAddress.set(key, path);
    }
  }

  #openTcp(host: string, port: number): TcpEntrance {
    return openTcpEntrance(host, port, {
      onDatagram: (datagram, endpoint) => {
        this.#datagrams++;
        endpoint.receiveData(datagram);
      },
      onCheck: (datagram, path) => this.#receiveTcpCheck(datagram, path),
      onClosed: (path) => path.endpoint?.forget(path),
    });
  }

  #receiveTcpCheck(datagram: Buffer, path: TcpPath): boolean {
    this.#datagrams++;
    const request = looksLikeStun(datagram) ? readBindingRequest(datagram) : undefined;
    const endpoint = request && this.#byUfrag.get(request.localUfrag);
    // A connection serves one peer: no browser shares it between two.
    if (!endpoint || (path.endpoint && path.endpoint !== endpoint)) {
      this.#unknown++;
      return false;
    }
    if (!endpoint.receiveCheck(request, path)) {
      this.#forged++;
      return false;
    }
    path.endpoint = endpoint;
    return true;
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
