import type { Character, Palette } from "./character.ts";
import { studio } from "./studio.ts";

const palette: Palette = {
  skin: { light: "#fbe3cc", base: "#f0cba8", shade: "#dfb088", deep: "#a86f4b", blush: "#f08f86" },
  hair: { light: "#4d4a5c", base: "#26242f", dark: "#15141b" },
  iris: { light: "#6b4a33", base: "#3e2818", dark: "#1f130a" },
  lips: { light: "#ef9f9c", base: "#dc7478", dark: "#c25c63", line: "#86323c", tongue: "#d0706f" },
  clothes: { light: "#f2c45f", base: "#e2a83b", dark: "#b17c22", collar: "#f7d68a" },
};

/** Mei, a young woman with dark hair tied up, in a knitted pullover. */
export const mei: Character = {
  palette,
  features: {
    jaw: -3,
    chin: -3,
    brows: { thickness: 4.2, arch: 5.5, colour: "#2f2b35" },
    eyes: { lid: 15, tilt: 2.6, line: { colour: palette.hair.dark, width: 3.8 }, lash: 5, fold: 2.6 },
    pursedGap: 0.55,
    nose: -1,
    shine: "#ffffff",
    blush: 0.9,
  },
  background: studio,
  body: drawPullover,
  hairBack: drawBun,
  hairFront: drawParting,
  marks: () =>
    '<g fill="#f6f4ef" stroke="#c9c2b4" stroke-width="1"><circle cx="171" cy="243" r="3.6"/><circle cx="341" cy="243" r="3.6"/></g>',
  glasses: "",
};

function drawPullover({ skin, clothes }: Palette): string {
  const ribs = Array.from({ length: 13 }, (_, i) => {
    const share = (i - 6) / 8;
    const x = 256 + share * 58;
    return `M${x.toFixed(1)} ${(372 + 18 * (1 - share * share)).toFixed(1)}l${(share * 7).toFixed(1)} 13`;
  }).join("");
  return `<path d="M224 282V350C224 374 288 374 288 350V282Z" fill="url(#neck)"/>
<ellipse cx="256" cy="312" rx="31" ry="28" fill="url(#shadow)"/>
<path d="M92 534C96 436 126 404 190 384L220 364C238 392 274 392 292 364L322 384C386 404 416 436 420 534Z" fill="url(#clothes)"/>
<path d="M218 352C222 376 236 390 256 390 276 390 290 376 294 352 284 370 228 370 218 352Z" fill="${skin.base}"/>
<path d="M224 364C232 380 280 380 288 364" stroke="${skin.deep}" stroke-opacity=".25" stroke-width="2.400" fill="none"/>
<path d="M196 372C206 366 214 360 219 352C224 376 238 388 256 388C274 388 288 376 293 352C298 360 306 366 316 372C306 396 284 408 256 408C228 408 206 396 196 372Z" fill="${clothes.collar}"/>
<path d="${ribs}" stroke="${clothes.dark}" stroke-width="1.800" stroke-opacity=".45" stroke-linecap="round"/>
<g stroke="${clothes.dark}" fill="none" stroke-linecap="round" stroke-width="3">
<path d="M128 534C130 482 138 456 154 436M384 534C382 482 374 456 358 436" stroke-opacity=".45"/>
<path d="M196 374C206 398 228 410 256 410C284 410 306 398 316 374" stroke-opacity=".35"/></g>
<path d="M142 424C154 410 170 402 188 396" stroke="${clothes.collar}" stroke-width="4" stroke-opacity=".7" stroke-linecap="round" fill="none"/>`;
}

/** The knot on top, and the hair that is combed back to it. */
function drawBun({ hair }: Palette): string {
  return `<path d="M256 82C186 80 156 128 158 196C159 216 163 228 170 236C190 250 322 250 342 236C349 228 353 216 354 196C356 128 326 80 256 82Z" fill="${hair.dark}"/>
<ellipse cx="262" cy="66" rx="44" ry="38" fill="url(#lock)"/>
<path d="M224 76C236 96 288 98 300 76" stroke="#d4605f" stroke-width="8" fill="none" stroke-linecap="round"/>
<g fill="none" stroke="${hair.light}" stroke-linecap="round" stroke-opacity=".7">
<path d="M232 58C238 42 254 34 272 36" stroke-width="4"/><path d="M240 70C248 54 264 48 284 52" stroke-width="2.600"/>
<path d="M286 42C296 50 300 60 298 70" stroke-width="3"/></g>`;
}

/** Hair combed up from a side parting, a fringe swept aside, and a loose strand at either temple. */
function drawParting({ hair }: Palette): string {
  return `<path d="M234 82C178 86 154 134 158 200C160 212 164 220 169 224C168 202 172 184 182 168C208 160 232 142 244 112C258 142 296 164 330 170C340 186 344 204 343 224C348 220 352 212 354 200C358 128 324 74 234 82Z" fill="url(#hair)"/>
<path d="M244 112C232 142 208 160 182 168C174 180 170 192 168 206C166 170 178 138 206 120C220 112 236 108 244 112Z" fill="${hair.dark}" opacity=".45"/>
<path d="M244 112C258 142 296 164 330 170C338 180 342 192 344 206C346 172 336 142 308 124C286 112 260 108 244 112Z" fill="${hair.dark}" opacity=".45"/>
<g fill="none" stroke="${hair.light}" stroke-linecap="round">
<path d="M178 146C188 118 208 102 232 98" stroke-width="4.500" stroke-opacity=".7"/>
<path d="M262 98C296 98 322 114 336 146" stroke-width="5" stroke-opacity=".7"/><path d="M270 108C296 112 314 124 326 144" stroke-width="2.600" stroke-opacity=".5"/></g>
<path d="M171 206C164 226 165 246 171 268C169 246 172 228 178 208ZM341 206C348 226 347 246 341 268C343 246 340 228 334 208Z" fill="${hair.base}"/>
<path d="M236 84C238 94 241 104 244 112" stroke="${hair.dark}" stroke-width="2.400" stroke-opacity=".8" fill="none"/>`;
}
