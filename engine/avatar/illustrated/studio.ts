import { glow, linear } from "./svg.ts";

const paints =
  linear("sky", [
    [0, "#bfe0f2"],
    [1, "#eaf5f4"],
  ]) +
  linear("wall", [
    [0, "#f3f0f7"],
    [1, "#e2dcea"],
  ]);

const windowPane = `<rect x="300" y="24" width="196" height="236" rx="6" fill="#fbfaf7"/>
<rect x="312" y="36" width="172" height="212" fill="url(#sky)"/>
<path d="M312 210C344 176 372 190 396 202C424 178 452 172 484 190V248H312Z" fill="#a6cf9f"/>
<path d="M312 230C352 206 420 216 484 222V248H312Z" fill="#86b98a"/>
<circle cx="446" cy="84" r="22" fill="#fff4cf"/><path d="M340 88h44c10-18-10-26-18-16-12-8-30 0-26 16z" fill="#fff" opacity=".9"/>
<path d="M398 36V248M312 138H484" stroke="#fbfaf7" stroke-width="8"/>`;

const pinboard = `<rect x="22" y="60" width="166" height="128" rx="4" fill="#d9b98f"/>
<g><rect x="36" y="76" width="52" height="40" fill="#f6e08f" transform="rotate(-4 62 96)"/><rect x="102" y="72" width="46" height="56" fill="#fdfbf5"/>
<rect x="44" y="130" width="60" height="42" fill="#b6dccb" transform="rotate(3 74 150)"/><rect x="122" y="138" width="50" height="36" fill="#f0b6ad"/></g>
<path d="M108 84h32M108 94h26M108 104h30" stroke="#9aa4b2" stroke-width="3"/>`;

const plant = `<path d="M40 404l10 84h54l10-84z" fill="#f2efe9"/>
<path d="M76 404C66 350 30 330 18 296C58 300 78 336 78 372C80 320 106 286 138 278C138 318 110 350 82 404Z" fill="#5f9b76"/>
<path d="M78 404C74 368 60 340 46 326M80 404C84 356 102 322 118 304" stroke="#417a58" stroke-width="3" fill="none" stroke-linecap="round"/>`;

/** A bright room out of focus: a window over hills, a pinboard, a tall plant. */
export const studio = `${paints}<rect width="512" height="512" fill="url(#wall)"/>
<g filter="url(#distance)">${windowPane}${pinboard}${plant}</g>
${glow("#ffffff", 0.4)}`;
