import { networkInterfaces } from "node:os";

/** Bound of the addresses found by ourselves: each is one more that every browser tries. */
const ownAddressesMax = 12;

/**
 * Every interface counts, whatever it is called: containers and VPNs are where schools run things. Of IPv6 those that reach
 * beyond one link: global ones and the local ones of a site (RFC 4193).
 */
export function ownAddresses(withIPv6: boolean): string[] {
  const found = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal }) => !internal);
  const ofFamily = (family: "IPv4" | "IPv6") =>
    found.filter((each) => each.family === family).map(({ address }) => address);
  const reaching = withIPv6 ? ofFamily("IPv6").filter((address) => /^([23]|f[cd])/.test(address)) : [];
  const loopback = withIPv6 ? ["127.0.0.1", "::1"] : ["127.0.0.1"];
  return [...new Set([...ofFamily("IPv4"), ...reaching])].slice(0, ownAddressesMax).concat(loopback);
}
