import type { Mood } from "./face.ts";
import { randomFrom } from "./idle-motion.ts";

/** How the head is held beyond what it does at rest. */
export interface HeadLean {
  /** To the right as the viewer sees it, in degrees. */
  readonly tiltDeg: number;
  /** Down, in px at 512×512. */
  readonly nodPx: number;
}

export const upright: HeadLean = { tiltDeg: 0, nodPx: 0 };

/** Who listens leans towards the speaker, who thinks leans back. */
const tiltOf: Readonly<Record<Mood, number>> = { idle: 0, listening: 2.4, thinking: -3.2, speaking: 0 };
/** Thinking shows only when it lasts: a quick answer needs no pose. In pictures, 600 ms. */
const thinkingAfter = 15;
/** The tilt goes a share of the remaining way with each picture, and picks up speed as slowly. */
const easing = 0.3;
/** Tilts below this are none. */
const tiltLeast = 0.03;

/** Nods are pulses of so many pictures; a head turned down by 3° about its neck sinks by 5 px, one by 0.6° by 1.6 px. */
const nods = {
  listening: { pictures: 9, px: 5 },
  speaking: { pictures: 6, px: 1.8 },
} as const;
/** Pictures between nods of one who listens: they come at random within these. */
const listeningEvery = { least: 60, most: 120 };
/** Stressed syllables nod at most so often, in pictures. */
const stressEvery = 30;
/** Past leans that a stream which begins again may go on from. */
const rememberedMax = 128;

interface LeanState {
  readonly target: number;
  readonly tilt: number;
  readonly nod: { readonly from: number; readonly kind: keyof typeof nods } | undefined;
  /** The last nod began with this picture. */
  readonly nodded: number;
  readonly mood: Mood;
  readonly since: number;
  readonly stressed: boolean;
}

const atRest: LeanState = {
  ...{ target: 0, tilt: 0, nod: undefined, nodded: -1_000, mood: "idle", since: 0, stressed: false },
};

/**
 * The head of one performance: it tilts as the mood asks and nods on stressed syllables, or to show that it listens. The
 * same seed and the same orders give the same leans; pictures of one number that are made again lean alike.
 */
export class HeadActor {
  readonly #states = new Map<number, LeanState>();

  constructor(readonly seed: number) {}

  /** Goes on from the picture before `number` where it was made, so that a stream may begin again in the middle of a tilt. */
  begin(number: number): void {
    const before = this.#states.get(number - 1);
    this.#states.clear();
    if (before) this.#states.set(number - 1, before);
  }

  /** Forgets everything, for a stream that comes from the shared pictures. */
  reset(): void {
    this.#states.clear();
  }

  /** The lean of picture `number`, which follows the last one asked for. `stressed`: a long vowel is being said. */
  next(number: number, mood: Mood, stressed: boolean): HeadLean {
    const before = this.#states.get(number - 1) ?? atRest;
    const state = step(before, { number, mood, stressed, seed: this.seed });
    this.#states.set(number, state);
    this.#states.delete(number - rememberedMax);
    const tiltDeg = Math.abs(state.tilt) < tiltLeast ? 0 : state.tilt;
    const nodPx = state.nod ? pulse(state.nod.kind, number - state.nod.from) : 0;
    return tiltDeg === 0 && nodPx === 0 ? upright : { tiltDeg, nodPx };
  }
}

function step(
  before: LeanState,
  { number, mood, stressed, seed }: { number: number; mood: Mood; stressed: boolean; seed: number },
): LeanState {
  const since = before.mood === mood ? before.since : number;
  const isPosed = mood !== "thinking" || number - since >= thinkingAfter;
  const target = before.target + ((isPosed ? tiltOf[mood] : 0) - before.target) * easing;
  const tilt = before.tilt + (target - before.tilt) * easing;
  const going =
    before.nod && number - before.nod.from < nods[before.nod.kind].pictures ? before.nod : undefined;
  const kind = going ? undefined : nodNow(before, { number, mood, stressed, since, seed });
  const nod = kind ? { from: number, kind } : going;
  return { target, tilt, nod, nodded: kind ? number : before.nodded, mood, since, stressed };
}

function nodNow(
  before: LeanState,
  now: { number: number; mood: Mood; stressed: boolean; since: number; seed: number },
): keyof typeof nods | undefined {
  const { number, mood, stressed, since, seed } = now;
  const quiet = number - before.nodded;
  if (mood === "speaking")
    return stressed && !before.stressed && quiet >= stressEvery ? "speaking" : undefined;
  if (mood !== "listening") return undefined;
  const last = Math.max(since, before.nodded);
  const { least, most } = listeningEvery;
  const wait =
    least +
    Math.floor(
      randomFrom(Math.imul(seed + 1, 0x85ebca6b) ^ Math.imul(last + 1, 0x9e3779b1))() * (most - least),
    );
  return number - last >= wait ? "listening" : undefined;
}

/** Down and up again, without a corner. */
function pulse(kind: keyof typeof nods, picture: number): number {
  const { pictures, px } = nods[kind];
  return (px * (1 - Math.cos((2 * Math.PI * (picture + 1)) / (pictures + 1)))) / 2;
}
