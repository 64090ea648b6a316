import { ownAddresses } from "./own-addresses.ts";

/** Asking the kernel takes a tenth of a millisecond; a class that comes in together shares one answer. */
const freshMs = 1_000;

export interface AnnouncedAddressesOptions {
  /** Told first, whether this machine has them or not. */
  named: readonly string[];
  /** Of this machine's own addresses none, the one that is listened on, or all that it has at the moment. */
  own: "none" | { address: string } | { everyFamily: boolean };
  now?: () => number;
}

/**
 * The addresses that browsers are told, the best first. Those of this machine are looked up again for offers: a network device
 * comes up later than the engine, or gets another address.
 */
export class AnnouncedAddresses {
  #current: readonly string[] = [];
  #readMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: AnnouncedAddressesOptions) {}

  get current(): readonly string[] {
    const { named, own, now = () => performance.now() } = this.options;
    const nowMs = now();
    if (nowMs - this.#readMs < freshMs) return this.#current;
    this.#readMs = nowMs;
    this.#current = [...new Set([...named, ...readOwn(own)])];
    return this.#current;
  }
}

function readOwn(own: AnnouncedAddressesOptions["own"]): string[] {
  if (own === "none") return [];
  return "address" in own ? [own.address] : ownAddresses(own.everyFamily);
}
