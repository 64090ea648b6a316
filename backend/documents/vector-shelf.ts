import { setImmediate as nextTurn } from "node:timers/promises";
import type { Schemas } from "../backend-handlers.ts";
import type { Database } from "../database/database.ts";
import { similarities, toSteps } from "./vector-steps.ts";
import { findVectorState, listVectors } from "./vectors-repository.ts";

/** Vectors of all tutors that are held at a time. */
export const shelfBytesMax = 128 * 1024 * 1024;
const rowsAtOnce = 500;
/** Vectors that are compared before other work of the process has its turn. */
const comparedAtOnce = 4_000;

interface Shelved {
  readonly state: { readonly count: number; readonly last: number };
  readonly dimensions: number;
  readonly numbers: Int32Array;
  readonly stepSizes: Float64Array;
  readonly steps: Int8Array;
}

/**
 * The vectors of the tutors that were asked last, in memory. A tutor has 20 000 at most, so comparing with each of them takes
 * milliseconds and needs no extension of either database.
 */
export class VectorShelf {
  readonly #shelved = new Map<string, Shelved>();
  readonly #loading = new Map<string, Promise<Shelved>>();

  constructor(private readonly db: Database) {}

  /** The numbers of the passages that are nearest, nearest first; `floor` is the least cosine. */
  async nearest(
    tutorId: string,
    { model, vector }: Schemas["Embedding"],
    { count, floor }: { count: number; floor: number },
  ): Promise<number[]> {
    const query = toSteps(vector);
    if (!query) return [];
    const shelved = await this.#find(tutorId, model);
    if (shelved.dimensions !== vector.length) return [];
    const near: { number: number; score: number }[] = [];
    const { numbers } = shelved;
    for (let first = 0; first < numbers.length; first += comparedAtOnce) {
      if (first > 0) await nextTurn();
      const last = Math.min(first + comparedAtOnce, numbers.length);
      for (const [place, score] of similarities(query, shelved, { first, last }).entries()) {
        if (score >= floor) near.push({ number: numbers[first + place]!, score });
      }
    }
    return near
      .sort((a, b) => b.score - a.score || a.number - b.number)
      .slice(0, count)
      .map(({ number }) => number);
  }

  async #find(tutorId: string, model: string): Promise<Shelved> {
    const key = `${tutorId} ${model}`;
    const state = await findVectorState(this.db, tutorId, model);
    const there = this.#shelved.get(key);
    if (there && there.state.count === state.count && there.state.last === state.last) {
      // The order of the map is the order of use.
      this.#shelved.delete(key);
      this.#shelved.set(key, there);
      return there;
    }
    const loading = this.#loading.get(key) ?? this.#load(tutorId, model, state);
    this.#loading.set(key, loading);
    const loaded = await loading.finally(() => this.#loading.delete(key));
    this.#keep(key, loaded);
    return loaded;
  }

  async #load(tutorId: string, model: string, state: Shelved["state"]): Promise<Shelved> {
    const rows: { passage: number; steps: Buffer; stepSize: number }[] = [];
    for (let after = 0; rows.length < state.count; after = rows.at(-1)?.passage ?? 0) {
      const more = await listVectors(this.db, { tutorId, model }, { after, rows: rowsAtOnce });
      rows.push(...more);
      if (more.length < rowsAtOnce) break;
      await nextTurn();
    }
    const dimensions = rows[0]?.steps.length ?? 0;
    const whole = rows.filter(({ steps }) => steps.length === dimensions);
    const steps = new Int8Array(whole.length * dimensions);
    for (const [index, row] of whole.entries()) steps.set(new Int8Array(row.steps), index * dimensions);
    return {
      state,
      dimensions,
      numbers: Int32Array.from(whole, ({ passage }) => passage),
      stepSizes: Float64Array.from(whole, ({ stepSize }) => stepSize),
      steps,
    };
  }

  #keep(key: string, shelved: Shelved): void {
    this.#shelved.delete(key);
    this.#shelved.set(key, shelved);
    let bytes = 0;
    for (const { steps } of this.#shelved.values()) bytes += steps.length;
    for (const [oldest, { steps }] of this.#shelved) {
      if (bytes <= shelfBytesMax || oldest === key) return;
      this.#shelved.delete(oldest);
      bytes -= steps.length;
    }
  }
}
