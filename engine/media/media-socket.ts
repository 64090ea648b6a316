/** The UDP socket under a media port. Sending never throws and never waits: a datagram that cannot leave is lost. */
export interface MediaSocket {
  readonly port: number;
  /** What it listens on. */
  readonly address: string;
  /** Datagrams that did not leave. */
  readonly failures: number;
  send(datagram: Uint8Array, port: number, address: string): void;
  close(): void;
}

export async function openMediaSocket(
  host: string,
  port: number,
  onDatagram: (datagram: Buffer, port: number, address: string) => void,
): Promise<MediaSocket> {
  let failures = 0;
  const socket = await Bun.udpSocket({
    hostname: host,
    port,
    binaryType: "buffer",
    socket: {
      data: (_socket, datagram, fromPort, address) => onDatagram(datagram, fromPort, address),
      // Errors that belong to no call are ICMP reports about peers that have gone.
      error: () => {},
    },
  });
  const trySend = (datagram: Uint8Array, toPort: number, address: string) => {
    try {
      return socket.send(datagram, toPort, address);
    } catch {
      return undefined;
    }
  };
  return {
    get port() {
      return socket.port;
    },
    get address() {
      return socket.address.address;
    },
    get failures() {
      return failures;
    },
    send(datagram, toPort, address) {
      // An ICMP report about one peer fails the next send, whomever that is for; it says nothing about this one.
      const sent = trySend(datagram, toPort, address) ?? trySend(datagram, toPort, address);
      if (!sent) failures++;
    },
    close: () => socket.close(),
  };
}
