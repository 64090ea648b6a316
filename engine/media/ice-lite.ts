import { Candidate, Event, type Message, parseMessage } from "werift";
import type { HostCandidate, MediaPath } from "./media-path.ts";
import { answerBinding, type BindingRequest, isAuthentic } from "./stun.ts";
import type { IceAgent, IceEndpoint } from "./werift-internals.ts";

/** The shared ports, as an endpoint sees them. */
export interface EndpointNetwork {
  /** Where browsers reach us, the best first; there is one at least. */
  readonly candidates: readonly HostCandidate[];
  /** From now on checks with this user name are the endpoint's. */
  admit(ufrag: string, endpoint: IceLiteEndpoint): void;
  retire(ufrag: string): void;
}

export interface EndpointHandlers {
  /** What of a datagram may go on; see RecordGate. Only DTLS and RTCP come here. */
  admit(datagram: Buffer): Buffer | undefined;
  /** An authentic check arrived. */
  onHeard(): void;
}

/** A browser roams a little, and tries TCP besides; more ways than this in one lesson are not its own. */
export const pathsMax = 16;
/** Checks that are remembered: those of some hours, as a browser sends one in two seconds and a half. */
const checksMax = 8192;
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
/**
 * Our end of one peer's ICE (lite, RFC 8445 §2.5): it answers authentic checks, follows the pair the browser nominates and
 * sends nothing anywhere else. All endpoints share one port.
 */
export class IceLiteEndpoint implements IceEndpoint {
  readonly type = "stun";
  /** By user name, oldest first. */
  readonly #passwords = new Map<string, string>();
  readonly onRequestReceived = new Event<[Message, readonly [host: string, port: number], Buffer]>();
  readonly onDataReceived = new Event<[Buffer]>();
  readonly localIp: string;
  readonly localCandidate: Candidate;
  readonly #paths = new Set<MediaPath>();
  /** Where each check came from first, by the beginning of its transaction id, oldest first. */
  readonly #checks = new Map<number, string>();
  #nominated: MediaPath | undefined;
  #closed = false;

  constructor(
    private readonly agent: IceAgent,
    private readonly network: EndpointNetwork,
    private readonly handlers: EndpointHandlers,
  ) {
    this.restart();
    agent.gatherCandidates = async () => this.#gather();
    // The answer has candidates of our own; the agent wants to know of one, whichever it is.
    const { address, port } = network.candidates[0]!;
    this.localIp = address;
    this.localCandidate = new Candidate("1", 1, "udp", 1, address, port, "host");
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
  receiveCheck(request: BindingRequest, path: MediaPath): boolean {
    const password = this.#passwords.get(request.localUfrag);
    if (this.#closed || password === undefined || !isAuthentic(request, password)) return false;
    if (this.#isReplay(request, path)) return false;
    if (!this.#paths.has(path)) {
      if (this.#paths.size >= pathsMax) return false;
      this.#paths.add(path);
    }
    path.send(answerBinding(request, path, password));
    if (request.useCandidate) this.#nominate(request, path);
    this.handlers.onHeard();
    return true;
  }

  /**
   * A check says nothing of where it comes from, so whoever has overheard one could send it again and have the media come there.
   * Transaction ids are random (RFC 8489 §6): one that is known belongs to its first path.
   */
  #isReplay({ transactionId }: BindingRequest, { name: from }: MediaPath): boolean {
    const id = transactionId.readUInt32BE(0);
    const first = this.#checks.get(id);
    if (first === undefined) this.#checks.set(id, from);
    if (this.#checks.size > checksMax) this.#checks.delete(this.#checks.keys().next().value!);
    return first !== undefined && first !== from;
  }

  /** A datagram on a path that has passed a check. */
  receiveData(datagram: Buffer): void {
    if (this.#closed) return;
    const admitted = this.handlers.admit(datagram);
    if (admitted) this.onDataReceived.execute(admitted);
  }

  /**
   * The browser's latest nomination wins, so that it can change its path in the middle of a lesson. The agent hears of the
   * first one: from then on it sends, and where to is seen to here. A TCP connection that is left holds what nobody waits
   * for any more, and takes the new path's room on the link.
   */
  #nominate(request: BindingRequest, path: MediaPath): void {
    const left = this.#nominated;
    this.#nominated = path;
    if (left !== path && left?.transport === "tcp") left.close(true);
    if (this.agent.nominated) return;
    const message = parseMessage(request.bytes);
    if (message) this.onRequestReceived.execute(message, [path.address, path.port], request.bytes);
  }

  #gather(): void {
    if (!this.agent.localCandidatesStart) {
      this.agent.localCandidatesStart = true;
      this.agent.ensureProtocol(this);
      this.agent.protocols.push(this);
      this.agent.appendLocalCandidate(this.localCandidate);
      this.agent.localCandidatesEnd = true;
    }
    this.agent.setState("completed");
  }

  /** Checks are answered in `receiveCheck`, once; the agent's own answer goes nowhere. */
  async sendStun(): Promise<void> {}

  async sendData(datagram: Buffer): Promise<void> {
    this.deliver(datagram);
  }

  /** The same without the agent and its promises, of which every packet would leave half a dozen for the collector. */
  deliver(datagram: Buffer): void {
    if (!this.#closed) this.#nominated?.send(datagram);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const ufrag of this.#passwords.keys()) this.network.retire(ufrag);
    for (const path of [...this.#paths]) path.close();
    this.#paths.clear();
    this.#checks.clear();
    this.onRequestReceived.complete();
    this.onDataReceived.complete();
  }

  /** The one that the browser has chosen; undefined before that. */
  get path(): MediaPath | undefined {
    return this.#nominated;
  }

  /** The path is gone, or belongs to another endpoint now. */
  forget(path: MediaPath): void {
    this.#paths.delete(path);
  }
}

const randomText = (bytes: number): string =>
  Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString("base64");
