import { isIPv4, isIPv6 } from "node:net";

/**
 * The one way to write an address: dotted IPv4, also where it comes as IPv4-mapped IPv6 (RFC 4291 §2.5.5.2), as sockets of
 * both families name their peers; IPv6 as RFC 5952 has it. Undefined for what is no address: names, brackets, ports and zones.
 */
export function canonicalAddress(text: string): string | undefined {
  if (isIPv4(text)) return text;
  if (!isIPv6(text) || text.includes("%")) return undefined;
  const address = new URL(`http://[${text}]`).hostname.slice(1, -1);
  const bytes = addressBytes(address);
  const isMapped =
    bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  return isMapped ? bytes.subarray(12).join(".") : address;
}

/** 4 or 16 bytes in the order of the network, of an address that is written in the one way. */
export function addressBytes(address: string): Uint8Array {
  if (isIPv4(address)) return Uint8Array.from(address.split("."), Number);
  const groupsOf = (text: string) => (text === "" ? [] : text.split(":"));
  const [head = "", tail] = address.split("::");
  const [first, last] = [groupsOf(head), groupsOf(tail ?? "")];
  const groups = [...first, ...new Array<string>(8 - first.length - last.length).fill("0"), ...last];
  return Uint8Array.from(groups.flatMap((group) => [parseInt(group, 16) >>> 8, parseInt(group, 16) & 0xff]));
}

/**
 * What one household or host has for itself, as the key of a limit: an IPv4 address, or the first 64 bits of an IPv6 address.
 * What is no address stays what it is.
 */
export function networkOf(address: string): string {
  return isIPv6(address) ? Buffer.from(addressBytes(address).subarray(0, 8)).toString("hex") : address;
}

/** An address as it stands in a URL (RFC 3986 §3.2.2). */
export const urlHost = (host: string): string => (isIPv6(host) ? `[${host}]` : host);
