export type MediaTransport = "udp" | "tcp";

/** One way to a browser: an address of UDP, or a TCP connection that the browser has opened. */
export interface MediaPath {
  readonly transport: MediaTransport;
  /** Of the browser, IPv4 or IPv6 in the one way of writing it. */
  readonly address: string;
  readonly port: number;
  /** Tells it from all other ways; a text of its own, so that whoever remembers it often does so at the price of one. */
  readonly name: string;
  /** Pictures sent now would wait in a queue and be old when they arrive. Never so on UDP, which loses them instead. */
  readonly isBackedUp: boolean;
  /** How long it has been backed up in all. */
  readonly backedUpMs: number;
  /** Never throws and never waits: what cannot leave is lost. */
  send(datagram: Uint8Array): void;
  /** Whoever it belonged to is gone, or has left it: then what is still on its way would come late. */
  close(isLeft?: boolean): void;
}

export const pathName = ({
  transport,
  address,
  port,
}: Pick<MediaPath, "transport" | "address" | "port">): string => `${transport} ${address}:${port}`;

/** An address where we can be reached. TCP is passive: browsers open the connections (RFC 6544 §4.1). */
export interface HostCandidate {
  readonly transport: MediaTransport;
  readonly address: string;
  readonly port: number;
}

/**
 * RFC 8445 §5.1.2.1: type preference of a host candidate. TCP, for want of a better way, comes after every kind of UDP but
 * the relayed (RFC 6544 §4.2; the figure is that of libwebrtc).
 */
const typePreference = { udp: 126, tcp: 90 };
/** RFC 6544 §4.2: of local preferences the upper three bits are the direction's; passive has 4 with host candidates. */
const passivePreference = 4 * 2 ** 13;
const componentPreference = 256 - 1;

/** The candidates as lines of SDP (RFC 8839 §5.1, RFC 6544 §4.5), preferred in the order of the list. */
export function candidateLines(candidates: readonly HostCandidate[]): string[] {
  return candidates.map(({ transport, address, port }, i) => {
    const local = transport === "udp" ? 0xffff - i : passivePreference + 0x1fff - i;
    const priority = typePreference[transport] * 2 ** 24 + local * 2 ** 8 + componentPreference;
    const kind = transport === "udp" ? "typ host" : "typ host tcptype passive";
    return `a=candidate:${i + 1} 1 ${transport} ${priority} ${address} ${port} ${kind}`;
  });
}
