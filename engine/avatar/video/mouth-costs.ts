import { costUnit, type FootageCosts } from "../avatar-pack.ts";
import { apply } from "../pixels/affine.ts";
import { pictureSize, type Sprite } from "../pixels/yuv.ts";
import { type Footage, percentile, type Take } from "./footage.ts";
import type { LoopPicture } from "./loop-search.ts";
import type { FoundMouths, Piece } from "./mouth-bank.ts";

/** A cut to another take costs this much at least. */
const cutCost = 0.05;
/**
 * Weights at a cut of the head's other turn (in radians, squared) and of other lips, in units of what
 * changes from one picture of the footage to the next: a cut within that is not seen as one.
 */
const cutWeights = { turned: 8, apart: 0.08, apartMost: 0.35 };
/**
 * The same for a piece on a picture, beyond the piece that fits best there; `ring` is per step of luma
 * on the border. The worst fit costs `most`: a seam is better than a mouth that says something else.
 */
const misfitWeights = { turned: 6, ring: 0.03, most: 0.5 };

/** What pieces cost after each other and on each picture of the loop; see `FootageCosts`. */
export function costsOf(found: FoundMouths, loop: readonly LoopPicture[], { takes }: Footage): FootageCosts {
  return { joins: joinsOf(found, takes), misfits: misfitsOf(found, loop, takes) };
}

function joinsOf({ pieces, patches, rest }: FoundMouths, takes: readonly Take[]): Uint8Array {
  const looks = patches.map(look);
  const all = [...pieces.keys(), rest];
  const usual = usualChange(pieces, looks);
  const joins = new Uint8Array(all.length ** 2);
  for (const [row, one] of all.entries()) {
    for (const [column, other] of all.entries()) {
      const apart = squares(looks[one]!, looks[other]!) / usual;
      const cost = row === column ? 0.01 : cutCostOf(pieces[one]!, pieces[other]!, takes, apart);
      joins[row * all.length + column] = toCost(cost);
    }
  }
  // The loop's mouth may stay for as long as nothing is said.
  joins[joins.length - 1] = 0;
  return joins;
}

function cutCostOf(from: Piece, to: Piece, takes: readonly Take[], apart: number): number {
  if (to.take === from.take + 1 && Math.abs(to.extraPx - from.extraPx) < 2) return 0;
  const turned = turnedBetween(takes[from.take]!, takes[to.take]!);
  const lips = Math.min(cutWeights.apartMost, cutWeights.apart * Math.max(0, apart - 1));
  return cutCost + cutWeights.turned * turned + lips;
}

/** How much the lips change from one picture to the next while they speak: more than three quarters of all changes. */
function usualChange(pieces: readonly Piece[], looks: readonly Float32Array[]): number {
  const byTake = new Map(pieces.flatMap(({ take, extraPx }, i) => (extraPx === 0 ? [[take, i]] : [])));
  const changes = [...byTake].flatMap(([take, i]) => {
    const next = byTake.get(take + 1);
    return next === undefined ? [] : [squares(looks[i]!, looks[next]!)];
  });
  return Math.max(0.02, percentile(changes, 0.75));
}

/** What a mouth looks like: 8 × 6 lumas about its middle, without their mean. */
function look({ y, width, height }: Sprite): Float32Array {
  const cells = Array.from({ length: 48 }, (_, i) => {
    const x0 = Math.round(width * (0.24 + (0.52 * ((i % 8) + 0.5)) / 8));
    const y0 = Math.round(height * (0.14 + (0.5 * (Math.floor(i / 8) + 0.5)) / 6));
    let sum = 0;
    for (let dy = -2; dy <= 2; dy += 2) {
      for (let dx = -2; dx <= 2; dx += 2) sum += y[(y0 + dy) * width + x0 + dx]!;
    }
    return sum / (9 * 255);
  });
  return centred(cells);
}

/** A head that is turned otherwise, another light, or hair at the border: all of it shows as a seam. */
function misfitsOf(found: FoundMouths, loop: readonly LoopPicture[], takes: readonly Take[]): Uint8Array {
  const { patches, pieces } = found;
  const ring = ringOf(patches[0]!);
  const own = patches.map((patch) => centred(ring.map(({ at }) => (patch.y[at]! * 255) / patch.alpha[at]!)));
  const misfits = new Uint8Array(loop.length * patches.length);
  for (const [row, { picture, head, take }] of loop.entries()) {
    const under = centred(
      ring.map(({ x, y }) => {
        const place = apply(head, found.x + x, found.y + y);
        return picture[inside(place.y) * pictureSize + inside(place.x)]!;
      }),
    );
    const costs = own.map((values, column) => {
      const residual = Math.sqrt(squares(values, under) / Math.max(1, values.length));
      const turned = turnedBetween(takes[take]!, takes[pieces[column]!.take]!);
      return misfitWeights.turned * turned + misfitWeights.ring * residual;
    });
    const least = Math.min(...costs);
    for (const [column, cost] of costs.entries()) {
      misfits[row * own.length + column] = toCost(Math.min(misfitWeights.most, cost - least));
    }
  }
  return misfits;
}

function ringOf({ width, height, alpha }: Sprite): { x: number; y: number; at: number }[] {
  const ring: { x: number; y: number; at: number }[] = [];
  for (let y = 0; y < height; y += 5) {
    for (let x = 0; x < width; x += 5) {
      const at = y * width + x;
      if (alpha[at]! > 12 && alpha[at]! < 160) ring.push({ x, y, at });
    }
  }
  return ring;
}

function centred(values: readonly number[]): Float32Array {
  const middle = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return Float32Array.from(values, (value) => value - middle);
}

function squares(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += (one[i]! - other[i]!) ** 2;
  return sum;
}

function turnedBetween(one: Take, other: Take): number {
  return (one.yaw - other.yaw) ** 2 + (one.pitch - other.pitch) ** 2;
}

function inside(value: number): number {
  return Math.max(0, Math.min(pictureSize - 1, Math.round(value)));
}

function toCost(cost: number): number {
  return Math.min(255, Math.round(cost * costUnit));
}
