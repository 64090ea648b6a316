import type { Viseme, VisemeName } from "../../speech/viseme.ts";

/** What shows between the lips: a lip under the teeth (f), the tongue (th, l), closed teeth (s), or nothing special. */
export type MouthDetail = "plain" | "tuck" | "tongue" | "teeth";

/** A mouth; both numbers lie between 0 and 1. */
export interface MouthShape {
  /** 0 closed, 1 as open as an "ah" said clearly. */
  readonly open: number;
  /** 0 pursed ("oo"), 1 spread ("ee"). */
  readonly width: number;
  readonly detail: MouthDetail;
}

/** The mouth of somebody who listens with a slight smile. */
export const restMouth: MouthShape = { open: 0, width: 0.62, detail: "plain" };

/** The mouth is ahead of the sound: late lips are noticed sooner than early ones (ITU-R BT.1359). */
export const mouthLeadMs = 40;

/** How fast a shape's pull on its neighbours fades, outside the core of its time. */
const fadeMs = 45;
/** The core is the middle half, and all but the edges of a sound that is held. */
const edgeMs = 50;
/** Lips get ready for a sound this long before it, and no longer. */
const reachMs = 180;
/** The pull towards rest, which wins when nothing is near. */
const restPull = 0.04;
/** A closure lasts at least this long to either side of its middle, so that a picture 40 ms long shows it. */
const closureHalfMs = 20;
/** Sounds per second above which people no longer open their mouths fully. */
const hurriedPerSecond = 16;
const hurriedOpen = 0.85;

interface Target {
  readonly open: number;
  readonly width: number;
  /** How strongly the shape insists, against its neighbours. */
  readonly pull: number;
  readonly detail: MouthDetail;
}

const targets: Readonly<Record<VisemeName, Target>> = {
  sil: { open: 0, width: 0.6, pull: 0.6, detail: "plain" },
  PP: { open: 0, width: 0.45, pull: 1, detail: "plain" },
  FF: { open: 0.08, width: 0.5, pull: 0.9, detail: "tuck" },
  TH: { open: 0.25, width: 0.55, pull: 0.5, detail: "tongue" },
  DD: { open: 0.26, width: 0.6, pull: 0.5, detail: "tongue" },
  kk: { open: 0.34, width: 0.5, pull: 0.35, detail: "plain" },
  CH: { open: 0.28, width: 0.18, pull: 0.7, detail: "teeth" },
  SS: { open: 0.17, width: 0.7, pull: 0.7, detail: "teeth" },
  nn: { open: 0.25, width: 0.58, pull: 0.4, detail: "tongue" },
  RR: { open: 0.3, width: 0.28, pull: 0.6, detail: "plain" },
  aa: { open: 1, width: 0.52, pull: 1, detail: "plain" },
  E: { open: 0.62, width: 0.76, pull: 0.9, detail: "plain" },
  I: { open: 0.38, width: 0.95, pull: 0.9, detail: "plain" },
  O: { open: 0.75, width: 0.14, pull: 1, detail: "plain" },
  U: { open: 0.34, width: 0, pull: 1, detail: "plain" },
};

/**
 * The mouth at a time, from the shapes around it: each pulls with a strength that fades with its
 * distance, so that neighbours colour each other as they do in speech (Cohen and Massaro, Modeling
 * Coarticulation in Synthetic Visual Speech, 1993). The lips of p, b and m always meet.
 */
export function mouthAt(visemes: readonly Viseme[], timeMs: number): MouthShape {
  let pulls = restPull;
  let open = restPull * restMouth.open;
  let width = restPull * restMouth.width;
  let detail: MouthDetail = "plain";
  let ceiling = 1;
  for (const { name, startMs, endMs, strength = 1 } of visemes) {
    const target = targets[name];
    const halfMs = (endMs - startMs) / 2;
    const awayMs = Math.abs(timeMs - startMs - halfMs);
    const outsideMs = Math.max(0, awayMs - Math.max(halfMs / 2, halfMs - edgeMs));
    if (outsideMs >= reachMs) continue;
    const pull = target.pull * Math.exp(-outsideMs / fadeMs) * (1 - (outsideMs / reachMs) ** 2) ** 2;
    pulls += pull;
    open += pull * target.open * strength;
    width += pull * target.width;
    if (awayMs <= halfMs * 0.75 && halfMs >= 20) detail = target.detail;
    if (awayMs <= Math.max(closureHalfMs, halfMs / 2)) {
      if (name === "PP") ceiling = 0;
      else if (name === "FF") ceiling = Math.min(ceiling, 0.12);
    }
  }
  return {
    open: Math.min(ceiling, open / pulls),
    width: width / pulls,
    detail: ceiling === 0 ? "plain" : detail,
  };
}

/** How far a hurried speaker opens, as a share: 1 up to sixteen sounds a second. */
export function opennessOf(visemes: readonly Viseme[]): number {
  const sounds = visemes.filter(({ name }) => name !== "sil");
  const spokenMs = sounds.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  return sounds.length > (hurriedPerSecond * spokenMs) / 1000 ? hurriedOpen : 1;
}

/** A shape between two: `share` 0 is `from`, 1 is `to`. */
export function between(from: MouthShape, to: MouthShape, share: number): MouthShape {
  return {
    open: from.open + (to.open - from.open) * share,
    width: from.width + (to.width - from.width) * share,
    detail: share < 0.5 ? from.detail : to.detail,
  };
}
