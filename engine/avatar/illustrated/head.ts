import type { EyePose } from "../face-cells.ts";
import type { MouthShape } from "../mouth-curve.ts";
import { drawBrows, drawEyes, drawGlasses } from "./eyes.ts";
import { drawHairFront } from "./hair.ts";
import { drawMouth, jawDrop } from "./mouth.ts";
import type { Palette } from "./palette.ts";
import { px } from "./svg.ts";

/** Everything that turns with the head, but the hair behind it. */
export function drawHead(mouth: MouthShape, eyes: EyePose, palette: Palette): string {
  return [
    drawSkin(jawDrop(mouth.open), palette),
    drawMouth(mouth, palette),
    drawEyes(eyes, palette),
    drawBrows(eyes, palette),
    drawGlasses(palette),
    drawHairFront(palette),
  ].join("");
}

/** `drop` is how far the chin has come down, in px. */
function drawSkin(drop: number, { skin }: Palette): string {
  const chin = px(326 + drop);
  const jaw = (dy: number, share: number) => px(dy + drop * share);
  const face = `M176 190C174 236 184 ${jaw(270, 0.35)} 208 ${jaw(299, 0.8)}C224 ${jaw(318, 1)} 240 ${chin} 256 ${chin}C272 ${chin} 288 ${jaw(318, 1)} 304 ${jaw(299, 0.8)}C328 ${jaw(270, 0.35)} 338 236 336 190C334 132 300 104 256 104C212 104 178 132 176 190Z`;
  return `<g fill="${skin.shade}"><ellipse cx="174" cy="220" rx="12" ry="20"/><ellipse cx="338" cy="220" rx="12" ry="20"/></g>
<path d="M170 210q6 8 3 20M342 210q-6 8-3 20" stroke="${skin.deep}" stroke-width="2" stroke-opacity=".5" fill="none" stroke-linecap="round"/>
<g fill="#e9c86a"><circle cx="172" cy="243" r="3.4"/><circle cx="340" cy="243" r="3.4"/></g>
<path d="${face}" fill="url(#skin)"/>
<path d="M214 ${jaw(305, 0.85)}C228 ${jaw(319, 1)} 242 ${chin} 256 ${chin}C270 ${chin} 284 ${jaw(319, 1)} 298 ${jaw(305, 0.85)}C284 ${jaw(314, 1)} 270 ${jaw(320, 1)} 256 ${jaw(320, 1)}C242 ${jaw(320, 1)} 228 ${jaw(314, 1)} 214 ${jaw(305, 0.85)}Z" fill="${skin.deep}" opacity=".2"/>
<ellipse cx="204" cy="256" rx="27" ry="18" fill="url(#blush)"/><ellipse cx="308" cy="256" rx="27" ry="18" fill="url(#blush)"/>
<path d="M250 246C253 250.500 262 250.500 266 245" stroke="${skin.deep}" stroke-width="2.6" stroke-opacity=".7" fill="none" stroke-linecap="round"/>
<path d="M251 216C249 226 245 234 246 240C246.500 243 248 245 250 246" stroke="${skin.deep}" stroke-width="2.2" stroke-opacity=".4" fill="none" stroke-linecap="round"/>
<path d="M258 206C259 218 261 228 261 236" stroke="#fff" stroke-width="5" stroke-opacity=".3" fill="none" stroke-linecap="round"/>`;
}
