/** 0 below 0, 1 above 1, and no corner on the way (Hermite's smoothstep). */
export function smooth(share: number): number {
  const t = share < 0 ? 0 : Math.min(share, 1);
  return t * t * (3 - 2 * t);
}
