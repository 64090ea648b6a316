import { canonicalAddress } from "../../deploy/ip-address.ts";
import type { IceLiteEndpoint } from "./ice-lite.ts";
import { type MediaPath, pathName } from "./media-path.ts";
import type { MediaSocket } from "./media-socket.ts";

/** One address of UDP that an endpoint hears from. */
export class UdpPath implements MediaPath {
  readonly transport = "udp";
  readonly address: string;
  readonly name: string;
  readonly isBackedUp = false;
  readonly backedUpMs = 0;

  constructor(
    readonly endpoint: IceLiteEndpoint,
    /** As the socket names it. */
    private readonly host: string,
    readonly port: number,
    private readonly owner: { readonly socket: MediaSocket; release(path: UdpPath, key: string): void },
  ) {
    const [unzoned = host] = host.split("%");
    this.address = canonicalAddress(unzoned) ?? unzoned;
    this.name = pathName(this);
  }

  send(datagram: Uint8Array): void {
    this.owner.socket.send(datagram, this.port, this.host);
  }

  close(): void {
    this.owner.release(this, `${this.host}:${this.port}`);
  }
}
