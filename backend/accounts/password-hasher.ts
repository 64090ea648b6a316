/** All places are taken and enough callers wait. */
export class HasherBusy extends Error {
  override readonly name = "HasherBusy";
}

/** Argon2id with OWASP's minimum (Password Storage Cheat Sheet): 19 MiB and 2 passes, p = 1, about 30 ms of a core. */
const parameters = { algorithm: "argon2id", memoryCost: 19_456, timeCost: 2 } as const;
const phcPrefix = "$argon2id$v=19$m=19456,t=2,p=1$";

/** A hash that no password has, as dear to check as a real one. */
const nobodysHash = `${phcPrefix}lRkr4yQIkyp0BSNdVvxzuFBjNHx4OWhPLbCfnMAVzvw$OnaKhSqLHYKTjlNwTVBDSVRSVgkMlXGvzL2wxzU5ucA`;

/** Hashes that are worked on at once: each one takes 19 MiB and a thread. */
const runningMax = 4;
/** Callers that wait for a place; at 30 ms each the last one waits about a quarter of a second per core. */
const waitingMax = 32;

/** Checks and makes password hashes, off the event loop and a few at a time. Throws HasherBusy. */
export class PasswordHasher {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  hash(password: string): Promise<string> {
    return this.#run(() => Bun.password.hash(password, parameters));
  }

  /** Takes the same time for an account that does not exist (`hash` undefined). */
  verify(password: string, hash: string | undefined): Promise<boolean> {
    return this.#run(async () => {
      const matches = await Bun.password.verify(password, hash ?? nobodysHash);
      return matches && hash !== undefined;
    });
  }

  /** Whether a hash was made with other parameters than today's. */
  isOutdated(hash: string): boolean {
    return !hash.startsWith(phcPrefix);
  }

  async #run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= runningMax) {
      if (this.#waiting.length >= waitingMax) throw new HasherBusy("too many sign-ins at once");
      // Whoever leaves hands its place over, so the count stays as it is.
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#running++;
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }
}
