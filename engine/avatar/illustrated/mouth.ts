import type { MouthShape } from "../motion/mouth-curve.ts";
import type { Character, Palette } from "./character.ts";
import { px } from "./svg.ts";

const middleX = 256;
const lineY = 280;

/** How far the chin comes down, in px, for an openness from 0 to 1. */
export function jawDrop(open: number): number {
  return open * 11;
}

/** The lines of a mouth, in px from its middle; the drawing is symmetric. */
interface Lips {
  readonly corner: readonly [x: number, y: number];
  readonly upperOuter: number;
  readonly lowerOuter: number;
  readonly upperInner: number;
  readonly lowerInner: number;
  /** How much the closed line sags between lifted corners. */
  readonly sag: number;
}

function measure({ open, width, detail }: MouthShape, pursedGap: number): Lips {
  // Spread lips have to open more than pursed ones to be seen as open as these.
  const gap = 32 * open * (width < 0.5 ? pursedGap + 2 * (1 - pursedGap) * width : 0.85 + 0.3 * width);
  const pursed = Math.max(0, 0.3 - width) / 0.3;
  const full = 1 + pursed * 0.35 - width * 0.15;
  const lift = (1 - 0.75 * open) * Math.max(-0.1, width - 0.2) * 15;
  const upperInner = -gap * 0.36;
  const lowerInner = gap * 0.64;
  return {
    corner: [16 + 25 * width - open * 4 * width, -lift * 0.85],
    upperOuter: upperInner - 6.4 * full,
    lowerOuter: lowerInner + (detail === "tuck" ? 5.5 : 9.4 * full),
    upperInner,
    lowerInner,
    sag: lift * 0.42,
  };
}

export function drawMouth(shape: MouthShape, { palette, features }: Character): string {
  const lips = measure(shape, features.pursedGap);
  const y = lineY + jawDrop(shape.open) * 0.3;
  return `<g transform="translate(${middleX} ${px(y)})">${drawLips(lips, shape, palette)}${drawCreases(lips, shape, palette)}</g>`;
}

/** A line from the left corner to the right one, bowed to `middle`; `bow` shapes Cupid's bow. */
function across(lips: Lips, middle: number, bow = 0): string {
  const [x, y] = lips.corner;
  const shoulder = middle - bow;
  return `C${px(-x * 0.62)} ${px(y * 0.4 + shoulder * 0.85)} ${px(-x * 0.3)} ${px(shoulder)} 0 ${px(middle)}C${px(x * 0.3)} ${px(shoulder)} ${px(x * 0.62)} ${px(y * 0.4 + shoulder * 0.85)} ${px(x)} ${px(y)}`;
}

/** The same line from right to left. */
function back(lips: Lips, middle: number): string {
  const [x, y] = lips.corner;
  return `C${px(x * 0.68)} ${px(y * 0.35 + middle * 0.95)} ${px(x * 0.32)} ${px(middle)} 0 ${px(middle)}C${px(-x * 0.32)} ${px(middle)} ${px(-x * 0.68)} ${px(y * 0.35 + middle * 0.95)} ${px(-x)} ${px(y)}`;
}

function drawLips(lips: Lips, shape: MouthShape, { lips: colour }: Palette): string {
  const start = `M${px(-lips.corner[0])} ${px(lips.corner[1])}`;
  const upper = across(lips, lips.upperOuter + lips.sag * 0.4, 2.6);
  const outer = `${start}${upper}${back(lips, lips.lowerOuter + lips.sag)}Z`;
  const upperLip = `${start}${upper}${back(lips, lips.upperInner + lips.sag + 1)}Z`;
  const shine = px(lips.lowerOuter + lips.sag - 4.2);
  const glow = px(lips.corner[0] * 0.34);
  return `<path d="${outer}" fill="${colour.base}"/><path d="${upperLip}" fill="${colour.dark}" opacity=".75"/>
<path d="M-${glow} ${shine}Q0 ${px(Number(shine) + 2)} ${glow} ${shine}" stroke="${colour.light}" stroke-width="2.8" stroke-opacity=".8" stroke-linecap="round" fill="none"/>${
    shape.open < 0.05 && shape.detail === "plain"
      ? drawClosedLine(lips, start, colour.line)
      : drawInside(lips, shape, colour.tongue)
  }`;
}

function drawClosedLine(lips: Lips, start: string, colour: string): string {
  return `<path d="${start}${across(lips, lips.sag + 0.6, 1)}" stroke="${colour}" stroke-width="2.3" fill="none" stroke-linecap="round"/>`;
}

/** What shows between the lips: teeth, tongue and the dark behind them. */
function drawInside(lips: Lips, { open, detail }: MouthShape, tongue: string): string {
  const top = lips.upperInner + lips.sag;
  const bottom = Math.max(lips.lowerInner, detail === "plain" ? 0.8 : 4.2) + lips.sag;
  const half = lips.corner[0];
  const hole = `M${px(-half + 1.5)} ${px(lips.corner[1] + 0.4)}${across({ ...lips, corner: [half - 1.5, lips.corner[1] + 0.4] }, top, 0.8)}${back({ ...lips, corner: [half - 1.5, lips.corner[1] + 0.4] }, bottom)}Z`;
  const gap = bottom - top;
  const upperTeeth = detail === "teeth" ? gap * 0.52 : Math.min(gap * 0.42, 9);
  const tongueTop = bottom - gap * (detail === "tongue" ? 0.72 : 0.36);
  const parts = [
    `<path d="${hole}" fill="#5b1c23"/><clipPath id="hole"><path d="${hole}"/></clipPath><g clip-path="url(#hole)">`,
    `<ellipse cy="${px(tongueTop + gap * 0.6 + 3)}" rx="${px(half * 0.66)}" ry="${px(gap * 0.6 + 3)}" fill="${tongue}"/>`,
    gap > 4
      ? `<path d="M0 ${px(tongueTop + 3)}V${px(bottom)}" stroke="#5b1c23" stroke-width="1.4" stroke-opacity=".3"/>`
      : "",
    gap > 3.5 ? band(half, top - 4, top + upperTeeth, "#fffaf3") : "",
    detail === "teeth" ? `${band(half, top + upperTeeth + 1, bottom + 4, "#f6eee4")}` : "",
    `<path d="M${px(-half)} ${px(top - 1)}H${px(half)}v3.2Q0 ${px(top + 4.4)} ${px(-half)} ${px(top + 2.2)}Z" fill="#3a0f14" opacity=".22"/></g>`,
  ];
  if (detail === "tuck") parts.push(drawTuckedLip(half, top));
  return open < 0.02 && detail === "plain" ? "" : parts.join("");
}

function band(half: number, top: number, bottom: number, colour: string): string {
  return `<path d="M${px(-half)} ${px(top)}H${px(half)}V${px(bottom - 1.5)}Q0 ${px(bottom + 1.5)} ${px(-half)} ${px(bottom - 1.5)}Z" fill="${colour}"/>`;
}

/** The edge of the upper teeth on the lower lip, for f and v. */
function drawTuckedLip(half: number, top: number): string {
  const edge = half * 0.42;
  return `<path d="M${px(-edge)} ${px(top + 0.4)}H${px(edge)}v2.6Q0 ${px(top + 5.4)} ${px(-edge)} ${px(top + 3)}Z" fill="#fffaf3"/>`;
}

function drawCreases(lips: Lips, { width }: MouthShape, { skin }: Palette): string {
  const [x, y] = lips.corner;
  const dimple = px(0.18 + 0.3 * width);
  const chin = px(lips.lowerOuter + lips.sag + 6.5);
  return `<g stroke="${skin.deep}" fill="none" stroke-linecap="round" stroke-width="2">
<path d="M${px(-x - 3)} ${px(y - 3)}q-2.6 2.8-1.6 6M${px(x + 3)} ${px(y - 3)}q2.6 2.8 1.6 6" stroke-opacity="${dimple}"/>
<path d="M-11 ${chin}q11 4 22 0" stroke-opacity=".28"/></g>`;
}
