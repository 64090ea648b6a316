import { networkInterfaces } from "node:os";
import { urlHost } from "../deploy/ip-address.ts";

/** Where other engines reach this one: at the address that it listens on, or at this machine's first one that is not loopback. */
export function ownUrlOf(host: string, port: number): string {
  const address = host === "0.0.0.0" || host === "::" ? firstAddress() : host;
  return `http://${urlHost(address)}:${port}`;
}

/** A pod and a container have one, or several of which any will do. */
function firstAddress(): string {
  const found = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, scopeid }) => !internal && !scopeid);
  const first = found.find(({ family }) => family === "IPv4") ?? found[0];
  return first?.address ?? "127.0.0.1";
}
