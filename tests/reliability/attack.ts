import { Random } from "../_support/random.ts";

/** How an attack went. */
export interface AttackReport {
  readonly attack: string;
  /** Gives the same attack again. */
  readonly seed: number;
  /** What was measured, to be read by people: no test judges times. */
  readonly figures: Readonly<Record<string, number | string>>;
  /** What must not happen and did. */
  readonly faults: readonly string[];
}

export interface AttackOptions {
  /** How many requests, datagrams, messages or connections. */
  readonly count: number;
  readonly seed: number;
  /** What a busy machine spoils counts as a fault, too. Otherwise it is only told. */
  readonly isMachineQuiet: boolean;
}

/** More are of no use to whoever reads them. */
const faultsKeptMax = 20;

/** Collects what goes wrong in an attack. */
export class Faults {
  readonly #kept: string[] = [];
  #count = 0;

  add(fault: string): void {
    this.#count++;
    if (this.#kept.length < faultsKeptMax) this.#kept.push(fault.slice(0, 1_000));
  }

  get all(): readonly string[] {
    const more = this.#count - this.#kept.length;
    return more > 0 ? [...this.#kept, `and ${more} more`] : this.#kept;
  }
}

/** Times of one kind, in ms. */
export class Times {
  readonly #ms: number[] = [];

  add(ms: number): void {
    this.#ms.push(ms);
  }

  get median(): number {
    return this.at(0.5);
  }

  /** The time that this share of them took at most. */
  at(share: number): number {
    const sorted = this.#ms.toSorted((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  }

  get longest(): number {
    return this.#ms.reduce((longest, ms) => Math.max(longest, ms), 0);
  }

  /** As text: median, 99th percentile and longest. */
  get summary(): string {
    const told = (share: number) => this.at(share).toFixed(1);
    return `median ${told(0.5)} ms, p99 ${told(0.99)} ms, longest ${told(1)} ms of ${this.#ms.length}`;
  }
}

/** Which piece of an attack: with the attack's seed it can be had again. */
export interface Piece {
  readonly number: number;
  readonly random: Random;
}

/** Does `count` pieces of work, `atOnce` at a time, each with chances of its own. */
export async function inParallel(
  { count, seed }: Pick<AttackOptions, "count" | "seed">,
  atOnce: number,
  work: (piece: Piece, worker: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const one = async (worker: number) => {
    while (next < count) {
      const number = next++;
      await work({ number, random: new Random(Math.imul(seed, 0x9e37_79b1) + number) }, worker);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, (_, worker) => one(worker)));
}
