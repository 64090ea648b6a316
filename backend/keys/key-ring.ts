import type { SigningKey } from "./signing-keys.ts";

/** How old the keys in memory may be; another replica may have made a new one. */
const freshMs = 30_000;
/** An unknown key makes the ring look again this often at most. */
const lookAgainMs = 5_000;
/** A new key signs only after this: whoever verifies asks for an unknown key again every ten seconds at most. */
const publishedBeforeUseMs = 20_000;

/** What the ring needs to know of the database: the keys that verify, the active one first. */
export type ReadKeys = () => Promise<readonly SigningKey[]>;

/** The keys of one purpose. They may be replaced while the service runs, by this replica or by another. */
export class KeyRing {
  #keys: readonly SigningKey[] = [];
  #readAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly read: ReadKeys,
    private readonly now: () => number = Date.now,
  ) {}

  /** The key that signs: the active one, or while that is new the one before it. */
  async signer(): Promise<SigningKey> {
    if (this.now() - this.#readAtMs > freshMs) await this.#look();
    const [active, before] = this.#keys;
    if (!active) throw new Error("there is no key");
    const isKnownEverywhere = this.now() - active.createdAt.getTime() >= publishedBeforeUseMs;
    return isKnownEverywhere ? active : (before ?? active);
  }

  /** The key of this id, if it still verifies. */
  async find(kid: string): Promise<SigningKey | undefined> {
    if (this.now() - this.#readAtMs > freshMs) await this.#look();
    const known = this.#keys.find((key) => key.kid === kid);
    if (known || this.now() - this.#readAtMs < lookAgainMs) return known;
    await this.#look();
    return this.#keys.find((key) => key.kid === kid);
  }

  /** Every key that verifies, as the database has them now. */
  async all(): Promise<readonly SigningKey[]> {
    await this.#look();
    return this.#keys;
  }

  /** While the database does not answer, the keys that are known go on being good. */
  async #look(): Promise<void> {
    try {
      this.#keys = await this.read();
    } catch (error) {
      if (this.#keys.length === 0) throw error;
    }
    this.#readAtMs = this.now();
  }
}
