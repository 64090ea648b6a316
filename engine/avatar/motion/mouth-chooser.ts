import { costUnit, type MouthBank } from "../avatar-pack.ts";
import { type MouthShape, restMouth } from "./mouth-curve.ts";

/** Pictures that are looked ahead, 400 ms: how long a bad choice of take would be regretted. */
const horizon = 10;
/** Pieces that come into question for one picture. */
const candidatesMax = 20;

/** Weights of squared errors; openness counts most, and most of all when the lips are to meet. */
const openWeight = 10;
const widthWeight = 1.5;
const closureWeight = 10;
const closedBelow = 0.05;
/** A piece that shows other teeth or tongue than asked for comes last. */
const detailCost = 100;
/** How much a jump that moves other than the speech does costs. */
const motionWeight = { open: 2, width: 1 };
/** Up to this cost a piece follows another by itself: the next picture of a take, or the same again. */
const smoothJoin = 0.02 * costUnit;
/** A mouth this open shows a jump. */
const visiblyOpen = 0.08;
/**
 * A drawn mouth stays while it is as near to what is asked for as the nearest one may have to be: half a step of openness and of
 * width away (`mouthCells`). One picture in nine is then the same as the one before.
 */
const stayCost = openWeight * 0.05 ** 2 + widthWeight * (1 / 12) ** 2;
/** Between equals the loop's own mouth is taken. */
const loopBonus = 0.02;

/** What to lay on a picture; undefined is the loop's own mouth. */
export interface MouthChoice {
  readonly mouth: number | undefined;
  readonly coming: number | undefined;
}

/**
 * Chooses the pieces that together show what is said. Drawn mouths follow each other as they like: the
 * nearest is taken, once the one before is no longer near. Takes of footage do not: the cheapest path through the next pictures is found, and
 * its first step is taken (Viterbi search over units with target and join costs: Hunt and Black, Unit
 * Selection in a Concatenative Speech Synthesis System, 1996; for mouths: Ezzat, Geiger, Poggio,
 * Trainable Videorealistic Speech Animation, 2002).
 */
export class MouthChooser {
  readonly #bank: MouthBank;
  /** What each piece shows; the last is the loop's own mouth. */
  readonly #shapes: readonly MouthShape[];
  /** The piece that the loop shows anyway. */
  readonly #rest: number;
  #before: number;
  /** The pieces for pictures to come, as long as the same shapes are asked for. */
  readonly #known = new Map<
    number,
    { readonly shape: MouthShape; readonly candidates: readonly Candidate[] }
  >();

  constructor(bank: MouthBank) {
    this.#bank = bank;
    this.#shapes = [...bank.shapes, restMouth];
    this.#rest = bank.costs ? bank.shapes.length : nearestMouth(bank.shapes, restMouth);
    this.#before = this.#rest;
  }

  /** Forgets what was shown before. */
  reset(): void {
    this.#before = this.#rest;
    this.#known.clear();
  }

  /** The piece for picture `number`. Asks for the shapes of up to `horizon` pictures, this one first. */
  next(number: number, shapeOf: (number: number) => MouthShape): MouthChoice {
    const { costs, shapes } = this.#bank;
    if (!costs) {
      const wanted = shapeOf(number);
      const nearest = nearestMouth(shapes, wanted);
      // The loop's own mouth is always right where it is the nearest: what is laid beside it would stay when speech ends.
      if (nearest === this.#rest || drawnDistance(shapes[this.#before]!, wanted) > stayCost)
        this.#before = nearest;
      return { mouth: this.#before === this.#rest ? undefined : this.#before, coming: undefined };
    }
    const wanted = Array.from({ length: horizon }, (_, i) => shapeOf(number + i));
    const [first, second] = this.#path(number, wanted);
    this.#before = first;
    this.#known.delete(number);
    const jump = costs.joins[first * (this.#rest + 1) + second]! > smoothJoin;
    const seen = jump && this.#openOf(first) > visiblyOpen && this.#openOf(second) > visiblyOpen;
    return {
      mouth: first === this.#rest ? undefined : first,
      coming: seen && second !== this.#rest ? second : undefined,
    };
  }

  /** The first two pieces of the cheapest path. The loops visit thousands of joins for each picture: they make nothing. */
  #path(number: number, wanted: readonly MouthShape[]): [number, number] {
    let before: readonly Step[] = [{ piece: this.#before, cost: 0, first: -1, second: -1 }];
    for (const [i, shape] of wanted.entries()) {
      const last = wanted[i - 1];
      const steps: Step[] = [];
      for (const { piece, cost } of this.#candidates(number + i, shape)) {
        let best = before[0]!;
        let least = Number.POSITIVE_INFINITY;
        for (let k = 0; k < before.length; k++) {
          const step = before[k]!;
          // A join costs something or nothing, so this path is no cheaper.
          if (step.cost >= least) continue;
          const total = step.cost + this.#join(step.piece, piece, last, shape);
          if (total < least) [best, least] = [step, total];
        }
        const first = i === 0 ? piece : best.first;
        steps.push({ piece, cost: least + cost, first, second: i === 1 ? piece : best.second });
      }
      before = steps;
    }
    const best = before.reduce((least, step) => (step.cost < least.cost ? step : least));
    return [best.first, best.second];
  }

  #candidates(number: number, shape: MouthShape): readonly Candidate[] {
    const known = this.#known.get(number);
    if (known?.shape === shape) return known.candidates;
    const { costs, shapes } = this.#bank;
    const rows = costs!.misfits.length / shapes.length;
    const row = (number % rows) * shapes.length;
    const near: Candidate[] = [];
    for (let piece = 0; piece < shapes.length; piece++) {
      const cost = distance(shapes[piece]!, shape) + costs!.misfits[row + piece]! / costUnit;
      if (near.length === candidatesMax && cost >= near.at(-1)!.cost) continue;
      let place = near.length;
      while (place > 0 && cost < near[place - 1]!.cost) place--;
      near.splice(place, 0, { piece, cost });
      if (near.length > candidatesMax) near.pop();
    }
    const rest: Candidate = { piece: this.#rest, cost: distance(restMouth, shape) - loopBonus };
    const candidates = [...near, rest];
    this.#known.set(number, { shape, candidates });
    return candidates;
  }

  #join(one: number, other: number, last: MouthShape | undefined, shape: MouthShape): number {
    const cost = this.#bank.costs!.joins[one * (this.#rest + 1) + other]!;
    if (cost <= smoothJoin || !last) return cost / costUnit;
    const from = this.#shapes[one]!;
    const to = this.#shapes[other]!;
    const open = to.open - from.open - (shape.open - last.open);
    const width = to.width - from.width - (shape.width - last.width);
    return cost / costUnit + motionWeight.open * open * open + motionWeight.width * width * width;
  }

  #openOf(piece: number): number {
    return this.#shapes[piece]!.open;
  }
}

interface Candidate {
  readonly piece: number;
  readonly cost: number;
}

interface Step extends Candidate {
  readonly first: number;
  readonly second: number;
}

function distance(own: MouthShape, wanted: MouthShape): number {
  const open = own.open - wanted.open;
  const width = own.width - wanted.width;
  const weight = wanted.open < closedBelow ? openWeight * closureWeight : openWeight;
  return weight * open * open + widthWeight * width * width;
}

function drawnDistance(own: MouthShape, wanted: MouthShape): number {
  return distance(own, wanted) + (own.detail === wanted.detail ? 0 : detailCost);
}

/** Index of the shape that is nearest, of the wanted detail if there is any such. */
export function nearestMouth(shapes: readonly MouthShape[], wanted: MouthShape): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, shape] of shapes.entries()) {
    const cost = drawnDistance(shape, wanted);
    if (cost < least) [best, least] = [index, cost];
  }
  return best;
}
