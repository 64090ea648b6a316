import { canonicalAddress, networkOf } from "../../deploy/ip-address.ts";
import type { IceLiteEndpoint } from "./ice-lite.ts";
import { boundSendBuffer } from "./send-buffer.ts";
import { TcpPath } from "./tcp-path.ts";

/** Connections that have not proved anything yet. Beyond these the oldest makes room: a browser proves itself in a second. */
export const strangersMax = 512;
/** The same for one network: a school behind one address, of whose browsers each connects to each of our addresses. */
export const strangersPerNetworkMax = 256;
/** Browsers that need no TCP connect all the same, and say nothing. */
const strangerMaxMs = 5_000;
const sweepMs = 1_000;
/**
 * What may be on its way to a browser: a third of a second at the highest rate of pictures, so that the best rate still fits
 * a round trip that long. Linux takes twice the figure, of which packets fill half.
 */
const sendBufferBytes = 24 * 1024;

export interface TcpHandlers {
  /** A datagram of a browser that has proved itself. */
  onDatagram(datagram: Buffer, endpoint: IceLiteEndpoint): void;
  /** Anything that may be a check. True when it is authentic and the path belongs to an endpoint from now on. */
  onCheck(datagram: Buffer, path: TcpPath): boolean;
  /** A connection whose endpoint must forget it. */
  onClosed(path: TcpPath): void;
}

/** The one TCP port of the process, for browsers whose network lets no UDP through (RFC 6544). */
export interface TcpEntrance {
  readonly port: number;
  /** Connections that belong to a browser. */
  readonly browsers: number;
  readonly strangers: number;
  /** Datagrams that did not leave. */
  readonly failures: number;
  /** Closes all connections, too. */
  close(): void;
}

interface Stranger {
  readonly network: string;
  readonly sinceMs: number;
}

export function openTcpEntrance(host: string, port: number, handlers: TcpHandlers): TcpEntrance {
  /** In the order of their coming. */
  const strangers = new Map<TcpPath, Stranger>();
  const browsers = new Set<TcpPath>();
  let failures = 0;

  const onDatagram = (datagram: Buffer, path: TcpPath): boolean => {
    const { endpoint } = path;
    if (endpoint && datagram[0]! >= 4) {
      handlers.onDatagram(datagram, endpoint);
      return true;
    }
    const isAuthentic = handlers.onCheck(datagram, path);
    if (isAuthentic && strangers.delete(path)) browsers.add(path);
    // Of a browser that is known, a check that fails may be a late one.
    return isAuthentic || endpoint !== undefined;
  };
  const onClosed = (path: TcpPath) => {
    strangers.delete(path);
    if (browsers.delete(path)) handlers.onClosed(path);
  };
  const onLost = () => {
    failures++;
  };
  const makeRoom = (network: string) => {
    const ofNetwork = [...strangers.values()].filter((stranger) => stranger.network === network).length;
    if (ofNetwork < strangersPerNetworkMax && strangers.size < strangersMax) return;
    // Whoever comes too often makes room for himself.
    const isOwn = ofNetwork >= strangersPerNetworkMax;
    for (const [path, stranger] of strangers) {
      if (isOwn && stranger.network !== network) continue;
      path.close(true);
      return;
    }
  };

  const listener = Bun.listen<TcpPath>({
    hostname: host,
    port,
    socket: {
      binaryType: "buffer",
      open(socket) {
        const [unzoned = ""] = socket.remoteAddress.split("%");
        const address = canonicalAddress(unzoned) ?? unzoned;
        const network = networkOf(address);
        makeRoom(network);
        socket.data = new TcpPath(socket, address, { onDatagram, onLost, onClosed });
        strangers.set(socket.data, { network, sinceMs: performance.now() });
      },
      data: (socket, chunk) => socket.data.receive(chunk),
      drain: (socket) => socket.data.drain(),
      close: (socket) => socket.data.close(),
      // A connection that breaks is closed, too.
      error: () => {},
    },
  });
  // Where this fails lessons over slow links hang longer before their rate falls.
  if ("fd" in listener && typeof listener.fd === "number") boundSendBuffer(listener.fd, sendBufferBytes);
  const sweep = setInterval(() => {
    const nowMs = performance.now();
    for (const [path, { sinceMs }] of strangers) if (nowMs - sinceMs > strangerMaxMs) path.close();
  }, sweepMs);
  return {
    get port() {
      return listener.port;
    },
    get browsers() {
      return browsers.size;
    },
    get strangers() {
      return strangers.size;
    },
    get failures() {
      return failures;
    },
    close() {
      clearInterval(sweep);
      listener.stop();
      for (const path of [...strangers.keys(), ...browsers]) path.close();
    },
  };
}
