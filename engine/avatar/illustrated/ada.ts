import type { Character, Palette } from "./character.ts";
import { classroom } from "./classroom.ts";
import { drawGlasses } from "./eyes.ts";

const palette: Palette = {
  skin: { light: "#fde0c8", base: "#f3c7a6", shade: "#e4ab8b", deep: "#b9765a", blush: "#ee917c" },
  hair: { light: "#8a5a43", base: "#553528", dark: "#38211a" },
  iris: { light: "#9a683c", base: "#65401f", dark: "#3a2210" },
  lips: { light: "#e39a8d", base: "#cf7469", dark: "#b65a52", line: "#84373a", tongue: "#d0706f" },
  clothes: { light: "#4a8198", base: "#34647a", dark: "#234858", collar: "#fdf9f1" },
};

/** Ada, with glasses, a bob and a cardigan. */
export const ada: Character = {
  palette,
  features: {
    jaw: 0,
    chin: 0,
    brows: { thickness: 5, arch: 7, colour: palette.hair.base },
    eyes: { lid: 17, tilt: 0, line: { colour: palette.hair.dark, width: 3.6 }, lash: 4.5, fold: 4 },
    pursedGap: 0.55,
    nose: 0,
    shine: "#ffffff",
    blush: 1,
  },
  background: classroom,
  body: drawCardigan,
  hairBack: drawBobBack,
  hairFront: drawBobFront,
  marks: () => '<g fill="#e9c86a"><circle cx="172" cy="243" r="3.4"/><circle cx="340" cy="243" r="3.4"/></g>',
  glasses: drawGlasses("#5d4438"),
};

/** Neck, blouse and cardigan. The neck's top lies behind the chin, whatever the head does. */
function drawCardigan({ skin, clothes }: Palette): string {
  return `<path d="M221 284V350C221 372 291 372 291 350V284Z" fill="url(#neck)"/>
<ellipse cx="256" cy="314" rx="35" ry="30" fill="url(#shadow)"/>
<path d="M78 534C84 428 118 398 184 378L221 350C236 376 276 376 291 350L328 378C394 398 428 428 434 534Z" fill="url(#clothes)"/>
<path d="M219 350C210 376 228 426 256 458 284 426 302 376 293 350 282 366 230 366 219 350Z" fill="${clothes.collar}"/>
<path d="M221 346C226 372 238 388 256 397 274 388 286 372 291 346 278 362 234 362 221 346Z" fill="${skin.base}"/>
<path d="M236 376C242 386 248 392 256 397 264 392 270 386 276 376" stroke="${skin.deep}" stroke-opacity=".28" stroke-width="2" fill="none"/>
<path d="M219 348C203 362 198 386 205 410L256 458C236 428 219 388 219 348Z" fill="#ffffff"/>
<path d="M293 348C309 362 314 386 307 410L256 458C276 428 293 388 293 348Z" fill="#f1ebdf"/>
<g stroke="${clothes.dark}" fill="none" stroke-linecap="round">
<path d="M205 384C195 424 214 474 240 534M307 384C317 424 298 474 272 534" stroke-width="3" stroke-opacity=".8"/>
<path d="M116 534C119 474 128 446 144 426M396 534C393 474 384 446 368 426" stroke-width="3" stroke-opacity=".45"/></g>
<path d="M150 404C168 394 182 388 196 384" stroke="${clothes.light}" stroke-width="4" stroke-opacity=".7" stroke-linecap="round" fill="none"/>
<g fill="#ddd6c8"><circle cx="256" cy="482" r="3.4"/><circle cx="256" cy="503" r="3.4"/></g>`;
}

function drawBobBack({ hair }: Palette): string {
  return `<path d="M256 70C170 68 138 136 143 210C146 262 136 306 150 344C172 362 204 362 226 350L286 350C308 362 340 362 362 344C376 306 366 262 369 210C374 136 342 68 256 70Z" fill="${hair.dark}"/>
<path d="M152 214C152 264 142 306 156 338C170 350 192 350 206 342C184 310 176 258 180 206Z" fill="url(#lock)"/>
<path d="M360 214C360 264 370 306 356 338C342 350 320 350 306 342C328 310 336 258 332 206Z" fill="url(#lock)"/>
<g fill="none" stroke="${hair.light}" stroke-width="2.4" stroke-linecap="round" stroke-opacity=".35">
<path d="M160 232C160 272 154 304 164 332M171 240C170 280 172 308 184 334M352 232C352 272 358 304 348 332M341 240C342 280 340 308 328 334"/></g>`;
}

/** The fringe, parted on one side, and the strands that frame the face. */
function drawBobFront({ hair }: Palette): string {
  return `<path d="M278 84C208 66 150 112 152 206C153 222 158 234 166 238C164 214 170 192 184 174C214 168 256 150 282 116C296 142 318 160 334 176C346 194 350 214 347 238C355 234 360 222 361 206C364 118 330 80 278 84Z" fill="url(#hair)"/>
<path d="M282 116C256 150 214 168 184 174C176 184 170 196 167 210C164 176 172 146 196 126C226 104 262 102 282 116Z" fill="${hair.dark}" opacity=".22"/>
<path d="M282 116C296 142 318 160 334 176C341 187 346 200 347 214C352 182 342 148 320 130C306 118 292 114 282 116Z" fill="${hair.dark}" opacity=".26"/>
<g fill="none" stroke="${hair.light}" stroke-linecap="round">
<path d="M176 146C190 112 228 92 268 96" stroke-width="5" stroke-opacity=".55"/>
<path d="M188 152C206 126 236 110 264 108" stroke-width="3" stroke-opacity=".4"/>
<path d="M300 102C324 110 342 132 348 160" stroke-width="4" stroke-opacity=".45"/></g>
<path d="M280 86C278 96 279 106 282 116" stroke="${hair.dark}" stroke-width="2.2" stroke-opacity=".5" fill="none"/>`;
}
