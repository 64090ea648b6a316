import { Candidate, Event, type Message, parseMessage } from "werift";
import { answerBinding, type BindingRequest, isAuthentic } from "./stun.ts";
import type { IceAgent, IceEndpoint } from "./werift-internals.ts";

type Address = readonly [host: string, port: number];

/** The shared UDP port, as an endpoint sees it. */
export interface EndpointNetwork {
  readonly port: number;
  readonly announcedAddresses: readonly string[];
  send(datagram: Uint8Array, port: number, address: string): void;
  /** From now on checks with this user name are the endpoint's. */
  admit(ufrag: string, endpoint: IceLiteEndpoint): void;
  retire(ufrag: string): void;
  /** From now on datagrams of `key` are this endpoint's. */
  bind(key: string, endpoint: IceLiteEndpoint): void;
  unbind(endpoint: IceLiteEndpoint): void;
}

export interface EndpointHandlers {
  /** What of a datagram may go on; see RecordGate. Only DTLS and RTCP come here. */
  admit(datagram: Buffer): Buffer | undefined;
  /** An authentic check arrived. */
  onHeard(): void;
}

/** A browser roams a little; more source addresses than this in one lesson are not its own. */
export const addressesMax = 16;
/** RFC 8445 §15.3 asks for 4 and 22 characters at least; longer ones make collisions between peers improbable. */
const ufragBytes = 9;
const passwordBytes = 24;
/** What a browser proves itself with, for as long as it may not have heard of the next. */
export interface IceCredentials {
  readonly ufrag: string;
  readonly password: string;
}

/** The newest, and those before a restart, whose checks may still be on their way. */
const credentialsMax = 2;
/** RFC 8445 §5.1.2.1: type preference of host candidates, component 1. */
const hostPreference = 126 * 2 ** 24 + 255;

/**
 * Our end of one peer's ICE (lite, RFC 8445 §2.5): it answers authentic checks, follows the pair the browser nominates and
 * sends nothing anywhere else. All endpoints share one UDP port.
 */
export class IceLiteEndpoint implements IceEndpoint {
  readonly type = "stun";
  /** By user name, oldest first. */
  readonly #passwords = new Map<string, string>();
  readonly onRequestReceived = new Event<[Message, Address, Buffer]>();
  readonly onDataReceived = new Event<[Buffer]>();
  localIp: string;
  localCandidate: Candidate;
  readonly #addresses = new Set<string>();
  #closed = false;

  constructor(
    private readonly agent: IceAgent,
    private readonly network: EndpointNetwork,
    private readonly handlers: EndpointHandlers,
  ) {
    this.restart();
    agent.gatherCandidates = async () => this.#gather();
    this.localIp = network.announcedAddresses[0]!;
    this.localCandidate = this.#candidate(this.localIp, 0);
  }

  /** New credentials (RFC 8445 §9); what was nominated stays so until the browser nominates anew. */
  restart(): IceCredentials {
    const [ufrag, password] = [randomText(ufragBytes), randomText(passwordBytes)];
    this.#passwords.set(ufrag, password);
    this.network.admit(ufrag, this);
    const [oldest] = this.#passwords.keys();
    if (this.#passwords.size > credentialsMax) {
      this.#passwords.delete(oldest!);
      this.network.retire(oldest!);
    }
    this.agent.localUsername = ufrag;
    this.agent.localPassword = password;
    return { ufrag, password };
  }

  /** A well-formed request that carries our user name. False when it is not authentic, which leaves no trace. */
  receiveCheck(request: BindingRequest, address: string, port: number): boolean {
    const password = this.#passwords.get(request.localUfrag);
    if (this.#closed || password === undefined || !isAuthentic(request, password)) return false;
    const key = `${address}:${port}`;
    if (!this.#addresses.has(key)) {
      if (this.#addresses.size >= addressesMax) return false;
      this.#addresses.add(key);
      this.network.bind(key, this);
    }
    this.network.send(answerBinding(request, { address, port }, password), port, address);
    if (request.useCandidate) this.#nominate(request, address, port);
    this.handlers.onHeard();
    return true;
  }

  /** A datagram from an address that has passed a check. */
  receiveData(datagram: Buffer): void {
    if (this.#closed) return;
    const admitted = this.handlers.admit(datagram);
    if (admitted) this.onDataReceived.execute(admitted);
  }

  /** The browser's latest nomination wins, so that it can change its path in the middle of a lesson. */
  #nominate(request: BindingRequest, address: string, port: number): void {
    const current = this.agent.nominated?.remoteAddr;
    if (current?.[0] === address && current[1] === port) return;
    const message = parseMessage(request.bytes);
    if (!message) return;
    if (current) this.agent.resetNominatedPair();
    this.onRequestReceived.execute(message, [address, port], request.bytes);
  }

  #gather(): void {
    if (!this.agent.localCandidatesStart) {
      this.agent.localCandidatesStart = true;
      this.agent.ensureProtocol(this);
      this.agent.protocols.push(this);
      this.network.announcedAddresses.forEach((address, i) => {
        this.agent.appendLocalCandidate(i === 0 ? this.localCandidate : this.#candidate(address, i));
      });
      this.agent.localCandidatesEnd = true;
    }
    this.agent.setState("completed");
  }

  #candidate(address: string, index: number): Candidate {
    const priority = hostPreference + (65_535 - index) * 2 ** 8;
    return new Candidate(`${index + 1}`, 1, "udp", priority, address, this.network.port, "host");
  }

  /** Checks are answered in `receiveCheck`, once; the agent's own answer goes nowhere. */
  async sendStun(): Promise<void> {}

  async sendData(datagram: Buffer, [address, port]: Address): Promise<void> {
    if (!this.#closed) this.network.send(datagram, port, address);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.network.unbind(this);
    this.#addresses.clear();
    this.onRequestReceived.complete();
    this.onDataReceived.complete();
  }

  /** The user names that are its own. */
  get ufrags(): Iterable<string> {
    return this.#passwords.keys();
  }

  get addresses(): ReadonlySet<string> {
    return this.#addresses;
  }

  /** The address belongs to another endpoint now. */
  forget(key: string): void {
    this.#addresses.delete(key);
  }
}

const randomText = (bytes: number): string =>
  Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString("base64");
