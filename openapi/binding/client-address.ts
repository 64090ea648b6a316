import { canonicalAddress } from "../../deploy/ip-address.ts";

/**
 * Whose request it is. Behind `proxyHops` proxies of our own, each of which adds the address it was reached from to
 * X-Forwarded-For, that is the entry as many places from the end; whatever stands before it was written by the client.
 * Without proxies, or where the header is missing, it is the address of the socket. May be empty.
 * An address is written in one way, whichever way it comes.
 */
export function clientAddress(request: Request, socketAddress: string, proxyHops: number): string {
  const forwarded = proxyHops === 0 ? [] : (request.headers.get("x-forwarded-for")?.split(",") ?? []);
  const address = forwarded.at(-proxyHops)?.trim() || socketAddress;
  return canonicalAddress(address) ?? address;
}
