import type { Palette } from "./palette.ts";

/** The hair behind head and neck. */
export function drawHairBack({ hair }: Palette): string {
  return `<path d="M256 70C170 68 138 136 143 210C146 262 136 306 150 344C172 362 204 362 226 350L286 350C308 362 340 362 362 344C376 306 366 262 369 210C374 136 342 68 256 70Z" fill="${hair.dark}"/>
<path d="M152 214C152 264 142 306 156 338C170 350 192 350 206 342C184 310 176 258 180 206Z" fill="url(#lock)"/>
<path d="M360 214C360 264 370 306 356 338C342 350 320 350 306 342C328 310 336 258 332 206Z" fill="url(#lock)"/>
<g fill="none" stroke="${hair.light}" stroke-width="2.4" stroke-linecap="round" stroke-opacity=".35">
<path d="M160 232C160 272 154 304 164 332M171 240C170 280 172 308 184 334M352 232C352 272 358 304 348 332M341 240C342 280 340 308 328 334"/></g>`;
}

/** The fringe, parted on one side, and the strands that frame the face. */
export function drawHairFront({ hair }: Palette): string {
  return `<path d="M278 84C208 66 150 112 152 206C153 222 158 234 166 238C164 214 170 192 184 174C214 168 256 150 282 116C296 142 318 160 334 176C346 194 350 214 347 238C355 234 360 222 361 206C364 118 330 80 278 84Z" fill="url(#hair)"/>
<path d="M282 116C256 150 214 168 184 174C176 184 170 196 167 210C164 176 172 146 196 126C226 104 262 102 282 116Z" fill="${hair.dark}" opacity=".22"/>
<path d="M282 116C296 142 318 160 334 176C341 187 346 200 347 214C352 182 342 148 320 130C306 118 292 114 282 116Z" fill="${hair.dark}" opacity=".26"/>
<g fill="none" stroke="${hair.light}" stroke-linecap="round">
<path d="M176 146C190 112 228 92 268 96" stroke-width="5" stroke-opacity=".55"/>
<path d="M188 152C206 126 236 110 264 108" stroke-width="3" stroke-opacity=".4"/>
<path d="M300 102C324 110 342 132 348 160" stroke-width="4" stroke-opacity=".45"/></g>
<path d="M280 86C278 96 279 106 282 116" stroke="${hair.dark}" stroke-width="2.2" stroke-opacity=".5" fill="none"/>`;
}
