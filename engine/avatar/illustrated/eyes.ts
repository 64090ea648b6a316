import type { EyePose } from "../face-cells.ts";
import type { Character } from "./character.ts";
import { px } from "./svg.ts";

const eyeY = 211;
const halfWidth = 20;
const leftEyeX = 218;
const rightEyeX = 294;

export function drawEyes(pose: EyePose, character: Character): string {
  return drawEye(leftEyeX, -1, pose, character) + drawEye(rightEyeX, 1, pose, character);
}

/** `outward` is the direction of the outer corner. */
function drawEye(x: number, outward: 1 | -1, pose: EyePose, { palette, features }: Character): string {
  const { skin } = palette;
  const { tilt, line, lash, fold } = features.eyes;
  const open = 1 - pose.blink;
  const lid = features.eyes.lid * open - 6 * pose.blink + pose.gazeY * -1.5 * open;
  const low = 9.5 - 2 * pose.blink;
  const at = (dx: number, dy: number) => `${px(x + outward * dx)} ${px(eyeY + dy)}`;
  const lidLine = `M${at(-halfWidth + 1, 3)}C${at(-12, -lid + 1)} ${at(9, -lid - 1.5 - tilt * 0.5)} ${at(halfWidth, -tilt)}`;
  const lowLine = `C${at(12, low + 1 - tilt * 0.4)} ${at(-9, low + 1)} ${at(-halfWidth + 1, 3)}`;
  const clip = `eye${x}`;
  const [irisX, irisY] = [x + pose.gazeX * 7, eyeY - 1 + pose.gazeY * 5];
  const ball =
    open < 0.1
      ? ""
      : `<clipPath id="${clip}"><path d="${lidLine}${lowLine}Z"/></clipPath><g clip-path="url(#${clip})">
<rect x="${x - 24}" y="${eyeY - 24}" width="48" height="48" fill="#fffdf9"/>
<circle cx="${px(irisX)}" cy="${px(irisY)}" r="11.4" fill="url(#iris)"/><circle cx="${px(irisX)}" cy="${px(irisY)}" r="5.2" fill="#1b100a"/>
<circle cx="${px(irisX - 3.6)}" cy="${px(irisY - 4.2)}" r="3.2" fill="#fff"/><circle cx="${px(irisX + 4)}" cy="${px(irisY + 3.6)}" r="1.6" fill="#fff" opacity=".65"/>
<path d="${lidLine}" transform="translate(0 2.6)" stroke="${skin.deep}" stroke-width="6" stroke-opacity=".35" fill="none"/></g>`;
  const lashes = lash > 0 ? `l${px(outward * lash)} ${px(-0.66 * lash * open + 1.5 * pose.blink)}` : "";
  return `${ball}<path d="${lidLine}" transform="translate(0 -${px(fold + 2 * open)})" stroke="${skin.deep}" stroke-width="1.8" stroke-opacity=".${open > 0.5 ? 45 : 3}" fill="none" stroke-linecap="round"/>
<path d="${lidLine}${lashes}" stroke="${line.colour}" stroke-width="${line.width}" fill="none" stroke-linecap="round" stroke-linejoin="round"/>
<path d="M${at(12, low - 2.2)}Q${at(2, low + 1)} ${at(-9, low - 2)}" stroke="${skin.deep}" stroke-width="1.5" stroke-opacity=".45" fill="none" stroke-linecap="round"/>`;
}

export function drawBrows({ brow }: EyePose, { features }: Character): string {
  const { thickness, colour } = features.brows;
  const y = 182 - brow * 8;
  const arch = features.brows.arch + brow * 2.5;
  const half = (outward: 1 | -1) => {
    const at = (dx: number, dy: number) => `${px(256 + outward * dx)} ${px(y + dy)}`;
    return `<path d="M${at(18, -1.5)}C${at(31, -arch - 1)} ${at(48, -arch)} ${at(61, 6)}C${at(48, -arch + thickness)} ${at(32, -arch + thickness)} ${at(19, thickness - 1.5)}Z" fill="${colour}" stroke="${colour}" stroke-width="1.6" stroke-linejoin="round"/>`;
  };
  return half(-1) + half(1);
}

/** Round glasses in thin frames. */
export function drawGlasses(frames: string): string {
  const lens = (outward: 1 | -1) => {
    const at = (dx: number, dy: number) => `${256 + outward * dx} ${dy}`;
    return `<path d="M${at(9, 206)}C${at(7, 190)} ${at(67, 186)} ${at(69, 204)}C${at(70, 230)} ${at(58, 241)} ${at(38, 241)}C${at(20, 241)} ${at(10, 230)} ${at(9, 206)}Z" fill="#fff" fill-opacity=".08"/><path d="M${at(69, 204)}L${at(80, 207)}"/>`;
  };
  return `<g fill="none" stroke="${frames}" stroke-width="3.2" stroke-linecap="round">${lens(-1)}${lens(1)}<path d="M247 207C251 203 261 203 265 207"/></g>
<path d="M197 201l11-4M273 201l11-4" stroke="#fff" stroke-width="2.6" stroke-opacity=".5" stroke-linecap="round"/>`;
}
