import { type EyePose, gazes, restEyes } from "../face-cells.ts";

/** Pictures after which the head and body of a drawing or a photo are where they were: six seconds. */
export const loopPictures = 150;
/** Length that the shared idle stream should have, in pictures: twenty-four seconds. */
const idleLength = 600;

/** Pictures of the shared idle stream, some whole loops with eyes of their own. */
export function idlePicturesOf(loop: number): number {
  return loop * Math.max(1, Math.round(idleLength / loop));
}

/** Where head and body are at one picture of the loop. Angles in degrees, shifts in px. */
export interface HeadPose {
  readonly turnDeg: number;
  readonly x: number;
  readonly y: number;
  /** Rise and fall of the shoulders, twice a loop. */
  readonly breath: number;
}

export function headPose(picture: number): HeadPose {
  const phase = (2 * Math.PI * picture) / loopPictures;
  return {
    turnDeg: 1.3 * Math.sin(phase) + 0.6 * Math.sin(2 * phase + 1) + 0.15 * Math.sin(5 * phase),
    x: 1.6 * Math.sin(phase + 0.5),
    y: 0.8 * Math.sin(2 * phase) + 0.5 * Math.sin(3 * phase + 2),
    breath: 1.2 * Math.sin(2 * phase + 0.4),
  };
}

/** Lids over the pictures of one blink: they close fast and open slowly, in 240 ms. */
const blinkLids = [0.5, 1, 1, 0.8, 0.5, 0.25];
const blinkEvery = { least: 55, most: 130 };
const doubleBlinkShare = 0.1;
const gazeEvery = { least: 20, most: 62 };
/** A glance aside lasts this long, and the look goes back to the viewer after it. */
const glance = { least: 10, most: 28 };
const asides = [gazes.left, gazes.right, gazes.down];

/** The eyes over an idle stream of some pictures. The same seed gives the same eyes; the last picture leads back to the first. */
export function idleEyes(seed: number, pictures: number): EyePose[] {
  const random = randomFrom(seed);
  const within = ({ least, most }: { least: number; most: number }) =>
    least + Math.floor(random() * (most - least));
  const eyes: EyePose[] = Array.from({ length: pictures }, () => restEyes);
  const change = (at: number, part: Partial<EyePose>) => {
    const pose = eyes[at];
    if (pose) eyes[at] = { ...pose, ...part };
  };
  for (let at = within(gazeEvery); at < pictures - glance.most; at += within(gazeEvery)) {
    const [gazeX, gazeY] = asides[Math.floor(random() * asides.length)]!;
    const until = at + within(glance);
    for (; at < until; at++) change(at, { gazeX, gazeY });
  }
  for (let at = within(blinkEvery); at < pictures - 3 * blinkLids.length; at += within(blinkEvery)) {
    const times = random() < doubleBlinkShare ? 2 : 1;
    for (let i = 0; i < times * blinkLids.length; i++)
      change(at++, { blink: blinkLids[i % blinkLids.length]! });
  }
  return eyes;
}

/** Numbers from 0 up to 1, the same for the same seed (Marsaglia, Xorshift RNGs, 2003). */
export function randomFrom(seed: number): () => number {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
