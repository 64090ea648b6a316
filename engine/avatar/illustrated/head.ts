import type { EyePose } from "../face-cells.ts";
import type { MouthShape } from "../motion/mouth-curve.ts";
import type { Character } from "./character.ts";
import { drawBrows, drawEyes } from "./eyes.ts";
import { drawMouth, jawDrop } from "./mouth.ts";
import { px } from "./svg.ts";

/** Everything that turns with the head, but the hair behind it. */
export function drawHead(mouth: MouthShape, eyes: EyePose, character: Character): string {
  const { palette, glasses } = character;
  return [
    drawSkin(jawDrop(mouth.open), character),
    drawNose(character),
    character.marks(palette),
    drawMouth(mouth, character),
    drawEyes(eyes, character),
    drawBrows(eyes, character),
    glasses,
    character.hairFront(palette),
  ].join("");
}

/** `drop` is how far the chin has come down, in px. */
function drawSkin(drop: number, { palette: { skin }, features }: Character): string {
  const { jaw: wide, chin: long, blush } = features;
  const chin = px(326 + long + drop);
  const jaw = (y: number, share: number) => px(y + (drop + long) * share);
  const left = (x: number, share: number) => px(x - wide * share);
  const right = (x: number, share: number) => px(x + wide * share);
  const face = `M176 190C174 236 ${left(184, 0.7)} ${jaw(270, 0.35)} ${left(208, 1)} ${jaw(299, 0.8)}C${left(224, 1)} ${jaw(318, 1)} ${left(240, 0.8)} ${chin} 256 ${chin}C${right(272, 0.8)} ${chin} ${right(288, 1)} ${jaw(318, 1)} ${right(304, 1)} ${jaw(299, 0.8)}C${right(328, 0.7)} ${jaw(270, 0.35)} 338 236 336 190C334 132 300 104 256 104C212 104 178 132 176 190Z`;
  const under = `M${left(214, 1)} ${jaw(305, 0.85)}C${left(228, 1)} ${jaw(319, 1)} ${left(242, 0.8)} ${chin} 256 ${chin}C${right(270, 0.8)} ${chin} ${right(284, 1)} ${jaw(319, 1)} ${right(298, 1)} ${jaw(305, 0.85)}C${right(284, 1)} ${jaw(314, 1)} 270 ${jaw(320, 1)} 256 ${jaw(320, 1)}C242 ${jaw(320, 1)} ${left(228, 1)} ${jaw(314, 1)} ${left(214, 1)} ${jaw(305, 0.85)}Z`;
  return `<g fill="${skin.shade}"><ellipse cx="174" cy="220" rx="12" ry="20"/><ellipse cx="338" cy="220" rx="12" ry="20"/></g>
<path d="M170 210q6 8 3 20M342 210q-6 8-3 20" stroke="${skin.deep}" stroke-width="2" stroke-opacity=".5" fill="none" stroke-linecap="round"/>
<path d="${face}" fill="url(#skin)"/><path d="${under}" fill="${skin.deep}" opacity=".2"/>
<clipPath id="face"><path d="${face}"/></clipPath><g opacity="${blush}" clip-path="url(#face)"><ellipse cx="204" cy="256" rx="27" ry="18" fill="url(#blush)"/><ellipse cx="308" cy="256" rx="27" ry="18" fill="url(#blush)"/></g>`;
}

function drawNose({ palette: { skin }, features: { nose, shine } }: Character): string {
  const [wing, tip] = [px(250 - nose), px(266 + nose)];
  return `<path d="M${wing} 246C${px(253 - nose * 0.5)} 250.500 ${px(262 + nose * 0.5)} 250.500 ${tip} 245" stroke="${skin.deep}" stroke-width="2.6" stroke-opacity=".7" fill="none" stroke-linecap="round"/>
<path d="M251 216C249 226 ${px(245 - nose)} 234 ${px(246 - nose)} 240C${px(246.5 - nose)} 243 ${px(248 - nose)} 245 ${wing} 246" stroke="${skin.deep}" stroke-width="2.2" stroke-opacity=".4" fill="none" stroke-linecap="round"/>
<path d="M258 206C259 218 261 228 261 236" stroke="${shine}" stroke-width="5" stroke-opacity=".3" fill="none" stroke-linecap="round"/>`;
}
