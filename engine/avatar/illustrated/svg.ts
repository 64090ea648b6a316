import type { Palette } from "./character.ts";

/** A rectangle in the drawing's own units, which are picture pixels; even numbers, because chroma has half the size. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Side of the square drawing. */
export const drawingSize = 512;
export const wholeDrawing: Region = { x: 0, y: 0, width: drawingSize, height: drawingSize };

/** An SVG document that shows one region of the drawing at its natural size. */
export function toSvg(content: string, palette: Palette, region: Region = wholeDrawing): string {
  const { x, y, width, height } = region;
  const view = `width="${width}" height="${height}" viewBox="${x} ${y} ${width} ${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${view}><defs>${paints(palette)}</defs>${content}</svg>`;
}

/** Rounds to what the eye could see, so that documents stay short. */
export function px(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function paints({ skin, hair, iris, clothes }: Palette): string {
  return [
    radial("skin", { cx: 0.46, cy: 0.4, r: 0.68 }, [
      [0, skin.light],
      [0.55, skin.base],
      [1, skin.shade],
    ]),
    linear("neck", [
      [0, skin.shade],
      [0.55, skin.shade],
      [1, skin.base],
    ]),
    linear("hair", [
      [0, hair.light],
      [0.4, hair.base],
      [1, hair.dark],
    ]),
    linear("lock", [
      [0, hair.base],
      [1, hair.dark],
    ]),
    radial("iris", { cx: 0.5, cy: 0.68, r: 0.62 }, [
      [0, iris.light],
      [0.6, iris.base],
      [1, iris.dark],
    ]),
    linear("clothes", [
      [0, clothes.light],
      [0.5, clothes.base],
      [1, clothes.dark],
    ]),
    `<radialGradient id="blush"><stop offset="0" stop-color="${skin.blush}" stop-opacity=".5"/><stop offset="1" stop-color="${skin.blush}" stop-opacity="0"/></radialGradient>`,
    `<radialGradient id="shadow"><stop offset="0" stop-color="${skin.deep}" stop-opacity=".55"/><stop offset="1" stop-color="${skin.deep}" stop-opacity="0"/></radialGradient>`,
    '<filter id="distance" x="-20%" y="-20%" width="140%" height="140%"><feGaussianBlur stdDeviation="3"/></filter>',
  ].join("");
}

/** A colour at a share of the way. */
type Stop = readonly [offset: number, colour: string];

function stops(list: readonly Stop[]): string {
  return list.map(([offset, colour]) => `<stop offset="${offset}" stop-color="${colour}"/>`).join("");
}

/** A gradient from top to bottom. */
export function linear(id: string, list: readonly Stop[]): string {
  return `<linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1">${stops(list)}</linearGradient>`;
}

function radial(id: string, at: { cx: number; cy: number; r: number }, list: readonly Stop[]): string {
  return `<radialGradient id="${id}" cx="${at.cx}" cy="${at.cy}" r="${at.r}">${stops(list)}</radialGradient>`;
}

/** Light that spreads from behind the head. */
export function glow(colour: string, opacity: number): string {
  return `<radialGradient id="glow" cx=".5" cy=".45" r=".62"><stop offset="0" stop-color="${colour}" stop-opacity="${opacity}"/><stop offset="1" stop-color="${colour}" stop-opacity="0"/></radialGradient><rect width="512" height="512" fill="url(#glow)"/>`;
}
