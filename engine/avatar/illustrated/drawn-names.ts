/** The drawn tutors there are, the one that stands in for a missing face first. The names are labels. */
export const drawnNames = ["ada", "ben", "mei"] as const;
export type DrawnName = (typeof drawnNames)[number];

export function isDrawnName(name: string): name is DrawnName {
  return drawnNames.some((drawn) => drawn === name);
}
