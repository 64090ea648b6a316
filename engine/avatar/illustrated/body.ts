import type { Palette } from "./palette.ts";

/** Neck, blouse and cardigan. The neck's top lies behind the chin, whatever the head does. */
export function drawBody({ skin, clothes }: Palette): string {
  return `<path d="M221 284V350C221 372 291 372 291 350V284Z" fill="url(#neck)"/>
<ellipse cx="256" cy="314" rx="40" ry="30" fill="url(#shadow)"/>
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
