import type { Mood } from "../face.ts";

/** How the head is held beyond what it does at rest. */
export interface HeadLean {
  /** To the right as the viewer sees it, in degrees. */
  readonly tiltDeg: number;
  /** Down, in px at 512×512. */
  readonly nodPx: number;
  /** A nod that begins with this picture. */
  readonly begins?: NodKind | undefined;
}

export const upright: HeadLean = { tiltDeg: 0, nodPx: 0 };

/** Leans that differ by less are seen as the same for a moment. */
const alike: HeadLean = { tiltDeg: 0.12, nodPx: 0.7 };

export function isLeanAlike(one: HeadLean, other: HeadLean): boolean {
  return (
    Math.abs(one.tiltDeg - other.tiltDeg) < alike.tiltDeg && Math.abs(one.nodPx - other.nodPx) < alike.nodPx
  );
}

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
type NodKind = keyof typeof nods;
/** Nods of either kind are so far apart at least, in pictures: whoever pauses at each word is not nodded at each time. */
const apart = { listening: 50, speaking: 30 };
/** Past leans that a stream which begins again may go on from. */
const rememberedMax = 128;

interface LeanState {
  readonly target: number;
  readonly tilt: number;
  readonly nod: { readonly from: number; readonly kind: NodKind } | undefined;
  /** The last nod began with this picture. */
  readonly nodded: number;
  readonly mood: Mood;
  readonly since: number;
  readonly stressed: boolean;
}

/** What a performance shows otherwise, at one picture. */
export interface HeadCue {
  readonly mood: Mood;
  /** A long vowel is being said. */
  readonly stressed: boolean;
  /** The student pauses. */
  readonly pauses?: boolean;
}

const atRest: LeanState = {
  ...{ target: 0, tilt: 0, nod: undefined, nodded: -1_000, mood: "idle", since: 0, stressed: false },
};

/**
 * The head of one performance: it tilts as the mood asks and nods on stressed syllables, or at the student's pauses to show
 * that it listens. The same orders give the same leans; pictures of one number that are made again lean alike.
 */
export class HeadActor {
  readonly #states = new Map<number, LeanState>();

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

  /** The lean of picture `number`, which follows the last one asked for. */
  next(number: number, cue: HeadCue): HeadLean {
    const before = this.#states.get(number - 1) ?? atRest;
    const state = step(before, number, cue);
    this.#states.set(number, state);
    this.#states.delete(number - rememberedMax);
    const tiltDeg = Math.abs(state.tilt) < tiltLeast ? 0 : state.tilt;
    const nodPx = state.nod ? pulse(state.nod.kind, number - state.nod.from) : 0;
    if (tiltDeg === 0 && nodPx === 0) return upright;
    return { tiltDeg, nodPx, begins: state.nodded === number ? state.nod?.kind : undefined };
  }
}

function step(before: LeanState, number: number, cue: HeadCue): LeanState {
  const { mood, stressed } = cue;
  const since = before.mood === mood ? before.since : number;
  const isPosed = mood !== "thinking" || number - since >= thinkingAfter;
  const target = before.target + ((isPosed ? tiltOf[mood] : 0) - before.target) * easing;
  const tilt = before.tilt + (target - before.tilt) * easing;
  const going =
    before.nod && number - before.nod.from < nods[before.nod.kind].pictures ? before.nod : undefined;
  const kind = going ? undefined : nodNow(before, number, cue);
  const nod = kind ? { from: number, kind } : going;
  return { target, tilt, nod, nodded: kind ? number : before.nodded, mood, since, stressed };
}

function nodNow(before: LeanState, number: number, { mood, stressed, pauses }: HeadCue): NodKind | undefined {
  const quiet = number - before.nodded;
  if (mood === "listening") return pauses && quiet >= apart.listening ? "listening" : undefined;
  return mood === "speaking" && stressed && !before.stressed && quiet >= apart.speaking
    ? "speaking"
    : undefined;
}

/** Down and up again, without a corner. */
function pulse(kind: NodKind, picture: number): number {
  const { pictures, px } = nods[kind];
  return (px * (1 - Math.cos((2 * Math.PI * (picture + 1)) / (pictures + 1)))) / 2;
}
