import { glow, linear } from "./svg.ts";

const board = `<rect x="14" y="46" width="206" height="190" rx="6" fill="#bd9366"/>
<rect x="23" y="55" width="188" height="172" rx="3" fill="url(#board)"/>
<g stroke="#e4eee8" stroke-opacity=".75" stroke-width="3" fill="none" stroke-linecap="round">
<path d="M46 196V92M46 196H160"/><path d="M50 190C80 188 92 152 108 130S140 104 156 100"/>
<path d="M172 84h26M172 100h18M172 116h24" stroke-opacity=".55"/></g>
<rect x="60" y="232" width="64" height="5" rx="2" fill="#f3efe4"/>`;

const books: readonly (readonly [x: number, top: number, width: number, colour: string])[] = [
  [338, 66, 16, "#c8705a"],
  [356, 58, 13, "#dfb263"],
  [371, 72, 19, "#5f8f98"],
  [392, 62, 12, "#8d7099"],
  [406, 76, 18, "#d9cfbd"],
];

const shelf = `<rect x="326" y="124" width="186" height="9" rx="3" fill="#bd9366"/>
${books.map(([x, top, width, colour]) => `<rect x="${x}" y="${top}" width="${width}" height="${124 - top}" rx="1.5" fill="${colour}"/>`).join("")}
<g transform="translate(468 124)"><path d="M-16 0h32l-5-28h-22z" fill="#cf8363"/>
<path d="M0-28C-5-54-26-60-31-72-10-73 0-58 0-42 2-62 15-78 33-80 30-62 12-50 2-28z" fill="#73a170"/></g>
<rect x="348" y="262" width="164" height="9" rx="3" fill="#bd9366" opacity=".9"/>
<circle cx="470" cy="234" r="28" fill="#8fb4c0"/><path d="M452 222c10-8 22-2 20 8s-14 4-16 14M478 240c8-4 14 0 18-6" stroke="#7aa37f" stroke-width="8" fill="none" stroke-linecap="round"/>
<rect x="384" y="226" width="44" height="36" rx="3" fill="#e6d7b8"/>`;

const paints =
  linear("wall", [
    [0, "#f5ede0"],
    [1, "#dde5e2"],
  ]) +
  linear("board", [
    [0, "#44695c"],
    [1, "#35554b"],
  ]);

/** A classroom out of focus: a board with a curve on it, a shelf with books and a plant, light behind the head. */
export const classroom = `${paints}<rect width="512" height="512" fill="url(#wall)"/>
<g filter="url(#distance)">${board}${shelf}</g>
<rect y="404" width="512" height="108" fill="#cdbda6" opacity=".35" filter="url(#distance)"/>
${glow("#fff8ec", 0.55)}`;
