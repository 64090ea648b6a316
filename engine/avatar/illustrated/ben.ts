import type { Character, Palette } from "./character.ts";
import { library } from "./library.ts";

const palette: Palette = {
  skin: { light: "#a9714f", base: "#8f5b3d", shade: "#75462e", deep: "#43241a", blush: "#a8563f" },
  hair: { light: "#dcdcda", base: "#a9a9a8", dark: "#75767a" },
  iris: { light: "#6d4529", base: "#432816", dark: "#24140b" },
  lips: { light: "#b9796c", base: "#a45854", dark: "#854240", line: "#3d1618", tongue: "#a8595b" },
  clothes: { light: "#4b5670", base: "#343e57", dark: "#222a3e", collar: "#dfe8f2" },
};

/** Ben, an older man with short grey hair, in a blazer. */
export const ben: Character = {
  palette,
  features: {
    jaw: 9,
    chin: 4,
    brows: { thickness: 6.8, arch: 6.5, colour: "#8d8c8b" },
    eyes: { lid: 14.5, tilt: -1, line: { colour: "#2e1912", width: 2.8 }, lash: 0, fold: 4.5 },
    pursedGap: 1,
    nose: 5,
    shine: "#c99774",
    blush: 0.5,
  },
  background: library,
  body: drawBlazer,
  hairBack: ({ hair }) =>
    `<path d="M256 78C196 76 164 116 164 186C164 214 168 232 176 240L336 240C344 232 348 214 348 186C348 116 316 76 256 78Z" fill="${hair.dark}"/>`,
  hairFront: drawShortHair,
  marks: drawLines,
  glasses: "",
};

/** A shirt with an open collar under a blazer; broad neck and shoulders. */
function drawBlazer({ skin, clothes }: Palette): string {
  return `<path d="M208 284V352C208 380 304 380 304 352V284Z" fill="url(#neck)"/>
<ellipse cx="256" cy="322" rx="47" ry="30" fill="url(#shadow)"/>
<path d="M150 534L188 369 210 350C232 384 280 384 302 350L324 369 362 534Z" fill="${clothes.collar}"/>
<path d="M213 350C222 380 236 402 256 420 276 402 290 380 299 350 284 374 228 374 213 350Z" fill="${skin.base}"/>
<path d="M230 382C238 396 246 408 256 418 266 408 274 396 282 382" stroke="${skin.deep}" stroke-opacity=".3" stroke-width="2.4" fill="none"/>
<path d="M210 346C194 356 184 374 190 392L234 440 256 418C234 400 216 376 210 346Z" fill="#f6f9fc"/>
<path d="M302 346C318 356 328 374 322 392L278 440 256 418C278 400 296 376 302 346Z" fill="#e6edf4"/>
<path d="M256 420V534" stroke="#b9c6d4" stroke-width="2.2"/><g fill="#b3c0cf"><circle cx="261" cy="462" r="3"/><circle cx="261" cy="496" r="3"/></g>
<path d="M74 534C76 424 106 396 180 374L192 366C186 430 212 492 240 534Z" fill="url(#clothes)"/>
<path d="M438 534C436 424 406 396 332 374L320 366C326 430 300 492 272 534Z" fill="url(#clothes)"/>
<path d="M192 366L160 398 176 424 164 438 238 534C212 492 186 430 192 366Z" fill="${clothes.light}" opacity=".75"/>
<path d="M320 366L352 398 336 424 348 438 274 534C300 492 326 430 320 366Z" fill="${clothes.light}" opacity=".55"/>
<g stroke="${clothes.dark}" fill="none" stroke-linecap="round" stroke-width="3">
<path d="M160 398L176 424 164 438 238 534M352 398L336 424 348 438 274 534" stroke-opacity=".7"/>
<path d="M112 534C114 476 122 448 138 428M400 534C398 476 390 448 374 428" stroke-opacity=".5"/></g>`;
}

/** Close-cropped hair with a high hairline, thinner at the temples. */
function drawShortHair({ hair, skin }: Palette): string {
  return `<path d="M168 214C160 150 176 78 256 76C336 78 352 150 344 214C341 206 338 196 336 184C334 164 326 148 316 138C300 126 280 122 256 122C232 122 212 126 196 138C186 148 178 164 176 184C174 196 171 206 168 214Z" fill="url(#hair)"/>
<path d="M196 138C212 126 232 122 256 122C280 122 300 126 316 138C300 132 280 130 256 130C232 130 212 132 196 138Z" fill="${skin.deep}" opacity=".25"/>
<path d="M170 206C164 160 176 120 196 104C184 128 178 160 178 182C176 192 173 200 170 206ZM342 206C348 160 336 120 316 104C328 128 334 160 334 182C336 192 339 200 342 206Z" fill="${hair.dark}" opacity=".4"/>
<g fill="none" stroke="${hair.light}" stroke-linecap="round" stroke-opacity=".75">
<path d="M190 116C204 98 228 88 254 88" stroke-width="4"/><path d="M206 114C220 102 240 98 262 98" stroke-width="2.600"/>
<path d="M276 92C296 96 312 106 322 120" stroke-width="3"/><path d="M284 104C296 106 306 112 312 120" stroke-width="2.200"/></g>`;
}

/** What years leave: the forehead, the corners of the eyes, under the eyes, from the nose to the mouth. */
function drawLines({ skin }: Palette): string {
  return `<g fill="none" stroke="${skin.deep}" stroke-linecap="round">
<path d="M214 150C234 145 278 145 298 150M224 162C240 158 272 158 288 162" stroke-width="2" stroke-opacity=".28"/>
<path d="M190 206l-8-4M190 213l-9 1M322 206l8-4M322 213l9 1" stroke-width="1.800" stroke-opacity=".4"/>
<path d="M204 229C211 235 224 235 231 230M281 230C288 235 301 235 308 229" stroke-width="2" stroke-opacity=".38"/>
<path d="M236 244C228 251 220 260 215 271M276 244C284 251 292 260 297 271" stroke-width="2.600" stroke-opacity=".36"/></g>`;
}
