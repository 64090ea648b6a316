// AssemblyScript: the loops over pixels that take most of a picture's time, four to sixteen pixels at once.
// `bun engine/assembly/compile-assembly.ts` makes pixel-loops.wasm of it, and pixel-loops.ts calls it.

/** Fractions of a pixel are counted in 1/65536. */
const one: f64 = 65_536;

/** A plane of a piece and where it is laid. Fields stand in the order in which pixel-loops.ts writes them. */
@unmanaged
class PieceOrder {
  /** The plane that it is laid on, and the box of it that may change. */
  to: usize;
  toWidth: i32;
  left: i32;
  top: i32;
  right: i32;
  bottom: i32;
  /** The piece's plane; its samples are multiplied by their alpha. */
  from: usize;
  alpha: usize;
  width: i32;
  height: i32;
  isToned: i32;
  /** 256 is one. */
  opacity: i32;
  /** Maps pixels of the plane to the piece's. */
  a: f64;
  b: f64;
  c: f64;
  d: f64;
  e: f64;
  f: f64;
  /** What is added to the piece's samples at its pixel (x, y): base + x·dx + y·dy. */
  base: f64;
  dx: f64;
  dy: f64;
}

/** A tone is added up along a row in 1/65536 of a sample's step. */
const toneOne: f64 = 65_536;

/** Lays a plane on another, with bilinear sampling in whole numbers. */
export function lay(order: PieceOrder): void {
  const stepX = toWhole(order.a * one);
  const stepY = toWhole(order.d * one);
  const toneStep = toWhole((order.dx * order.a + order.dy * order.d) * toneOne);
  for (let row = order.top; row < order.bottom; row++) {
    const fromX = order.a * order.left + order.b * row + order.c;
    const fromY = order.d * order.left + order.e * row + order.f;
    let x = toWhole(fromX * one);
    let y = toWhole(fromY * one);
    let tone = toWhole((order.base + order.dx * fromX + order.dy * fromY) * toneOne);
    let out = order.to + row * order.toWidth + order.left;
    const end = order.to + row * order.toWidth + order.right;
    for (; out + 8 <= end; out += 8) {
      if (isNear(order.width, order.height, x, y, stepX, stepY)) layEight(order, out, x, y, stepX, stepY, tone, toneStep);
      else {
        for (let i = 0; i < 8; i++) layOne(order, out + i, x + i * stepX, y + i * stepY, tone + i * toneStep);
      }
      x += 8 * stepX;
      y += 8 * stepY;
      tone += 8 * toneStep;
    }
    for (; out < end; out++) {
      layOne(order, out, x, y, tone);
      x += stepX;
      y += stepY;
      tone += toneStep;
    }
  }
}

/** Rounds as JavaScript does, halves up. */
// @ts-ignore: decorator
@inline
function toWhole(value: f64): i32 {
  return i32(Math.floor(value + 0.5));
}

/** Whether eight pixels come from one line of a plane or two, in order, and from within sixteen samples of each. */
// @ts-ignore: decorator
@inline
function isNear(width: i32, height: i32, x: i32, y: i32, stepX: i32, stepY: i32): bool {
  const first = x >> 16;
  const last = (x + 7 * stepX) >> 16;
  const line = y >> 16;
  const lastLine = (y + 7 * stepY) >> 16;
  return (
    stepX > 0 && first >= 0 && last < width - 1 && last - first < 15 &&
    abs(lastLine - line) <= 1 && min(line, lastLine) >= 0 && max(line, lastLine) < height - 1
  );
}

// @ts-ignore: decorator
@inline
function ramp(from: i32, step: i32): v128 {
  return i32x4.add(i32x4.splat(from), i32x4.mul(i32x4(0, 1, 2, 3), i32x4.splat(step)));
}

/** Eight lanes of the eight bits behind the point. */
// @ts-ignore: decorator
@inline
function fractions(from: i32, step: i32): v128 {
  const low = v128.and(i32x4.shr_s(ramp(from, step), 8), i32x4.splat(255));
  const high = v128.and(i32x4.shr_s(ramp(from + 4 * step, step), 8), i32x4.splat(255));
  return i16x8.narrow_i32x4_s(low, high);
}

/** Eight lanes of what stands before the point. */
// @ts-ignore: decorator
@inline
function wholes(from: i32, step: i32): v128 {
  return i16x8.narrow_i32x4_s(i32x4.shr_s(ramp(from, step), 16), i32x4.shr_s(ramp(from + 4 * step, step), 16));
}

/** Samples of one line at `index`, mixed with their neighbours, in 1/128: 255 is `full`. */
// @ts-ignore: decorator
@inline
function across(at: usize, index: v128, next: v128, shares: v128): v128 {
  const line = v128.load(at);
  const left = i16x8.extend_low_i8x16_u(i8x16.swizzle(line, index));
  const right = i16x8.extend_low_i8x16_u(i8x16.swizzle(line, next));
  return i16x8.shr_u(i16x8.add(i16x8.shl(left, 8), i16x8.mul(i16x8.sub(right, left), shares)), 1);
}

const full: i16 = 255 * 128;

/** The second factor in 1/32768. */
// @ts-ignore: decorator
@inline
function times(value: v128, share: v128): v128 {
  return i16x8.q15mulr_sat_s(value, share);
}

/** From shares whose one is `full` to shares whose one is 32768, nearly. */
// @ts-ignore: decorator
@inline
function widened(shares: v128): v128 {
  return i16x8.add(shares, i16x8.shr_u(shares, 8));
}

/** Samples between two lines at `index`, or three where they cross from one to the next, in 1/128. */
// @ts-ignore: decorator
@inline
function between(
  at: usize, width: i32, index: v128, next: v128, fx: v128, fy: v128, crosses: bool, isSecond: v128,
): v128 {
  let above = across(at, index, next, fx);
  let below = across(at + width, index, next, fx);
  if (crosses) {
    const third = across(at + 2 * width, index, next, fx);
    above = v128.bitselect(below, above, isSecond);
    below = v128.bitselect(third, below, isSecond);
  }
  return i16x8.add(above, times(i16x8.sub(below, above), fy));
}

function layEight(
  order: PieceOrder, out: usize, x: i32, y: i32, stepX: i32, stepY: i32, tone: i32, toneStep: i32,
): void {
  const columns = i16x8.sub(wholes(x, stepX), i16x8.splat(i16(x >> 16)));
  const index = i8x16.narrow_i16x8_u(columns, columns);
  const next = i8x16.add(index, i8x16.splat(1));
  const fx = fractions(x, stepX);
  const fy = i16x8.shl(fractions(y, stepY), 7);
  const firstLine = min(y >> 16, (y + 7 * stepY) >> 16);
  const crosses = (y ^ (y + 7 * stepY)) >> 16 != 0;
  const isSecond = i16x8.gt_s(wholes(y, stepY), i16x8.splat(i16(firstLine)));
  const width = order.width;
  const at = firstLine * width + (x >> 16);

  const alpha = between(order.alpha + at, width, index, next, fx, fy, crosses, isSecond);
  if (!v128.any_true(alpha)) return;

  const own = between(order.from + at, width, index, next, fx, fy, crosses, isSecond);

  const under = i16x8.shl(i16x8.extend_low_i8x16_u(v128.load64_zero(out)), 7);
  let sum: v128;
  if (order.isToned) {
    const opacity = i16x8.splat(i16(min(order.opacity * 128, 32_767)));
    const cover = times(alpha, opacity);
    const tones = i16x8.narrow_i32x4_s(
      i32x4.shr_s(ramp(tone, toneStep), 8), i32x4.shr_s(ramp(tone + 4 * toneStep, toneStep), 8),
    );
    const added = i16x8.shr_s(times(tones, widened(cover)), 1);
    const rest = times(under, widened(i16x8.sub(i16x8.splat(full), cover)));
    sum = i16x8.add_sat_s(i16x8.add_sat_s(times(own, opacity), added), rest);
  } else {
    sum = i16x8.add_sat_s(own, times(under, widened(i16x8.sub(i16x8.splat(full), alpha))));
  }
  const mixed = i16x8.shr_s(i16x8.add_sat_s(sum, i16x8.splat(64)), 7);
  v128.store64_lane(out, i8x16.narrow_i16x8_u(mixed, mixed), 0);
}

/** What `layEight` does, to the last bit of a level, where the piece begins and ends. */
function layOne(order: PieceOrder, out: usize, x: i32, y: i32, tone: i32): void {
  const column = x >> 16;
  const line = y >> 16;
  if (column < 0 || line < 0 || column >= order.width - 1 || line >= order.height - 1) return;
  const above = line * order.width + column;
  const below = above + order.width;
  const a0: i32 = load<u8>(order.alpha + above);
  const a1: i32 = load<u8>(order.alpha + above, 1);
  const a2: i32 = load<u8>(order.alpha + below);
  const a3: i32 = load<u8>(order.alpha + below, 1);
  if ((a0 | a1 | a2 | a3) == 0) return;
  const fx = (x >> 8) & 255;
  const fy = (y >> 8) & 255;
  const p0: i32 = load<u8>(order.from + above);
  const p1: i32 = load<u8>(order.from + above, 1);
  const p2: i32 = load<u8>(order.from + below);
  const p3: i32 = load<u8>(order.from + below, 1);
  const top = (p0 << 8) + (p1 - p0) * fx;
  const bottom = (p2 << 8) + (p3 - p2) * fx;
  const sample = (top << 8) + (bottom - top) * fy;
  const topAlpha = (a0 << 8) + (a1 - a0) * fx;
  const bottomAlpha = (a2 << 8) + (a3 - a2) * fx;
  const alpha = ((topAlpha << 8) + (bottomAlpha - topAlpha) * fy) >> 8;
  const under: i32 = load<u8>(out);
  if (!order.isToned) {
    const rest = u32(under * (65_280 - alpha)) * 257;
    store<u8>(out, (sample + 32_768 + i32(rest >> 8)) >> 16);
    return;
  }
  const cover = ((alpha * 257) >> 12) * order.opacity;
  const added = ((tone >> 8) - (under << 8)) * (cover >> 8);
  const mixed = ((under << 16) + (sample >> 8) * order.opacity + (added >> 4) + 32_768) >> 16;
  store<u8>(out, min(max(mixed, 0), 255));
}

/** Squares of a plane that are bent; see `PieceOrder` for the fields. */
@unmanaged
class BendOrder {
  /** Has the same samples as `from` before. */
  to: usize;
  from: usize;
  /** Width and height of the plane. */
  side: i32;
  /** Width and height of a square: 8 or 16. */
  square: i32;
  /** Of f64: how many pixels of a full-size plane further right, and down, what is shown at each corner of the squares comes from. */
  right: usize;
  down: usize;
  /** Squares whose corners move by less stay as they are. */
  least: f64;
  /** Of the fields' pixels in one of the plane's. */
  scale: f64;
}

/** Moves what a plane shows, bilinear in what it shows and in how far it moves. */
export function bend(order: BendOrder): void {
  const squares = order.side / order.square;
  const line = (squares + 1) << 3;
  for (let row = 0; row < squares; row++) {
    for (let column = 0; column < squares; column++) {
      const at = row * line + (column << 3);
      const right = order.right + at;
      const down = order.down + at;
      if (moves(right, line, order.least) || moves(down, line, order.least)) {
        if (moves(right, line, 0)) bendSquare(order, column, row, right, down, line);
        else liftSquare(order, column, row, down, down + line);
      }
    }
  }
}

/** Whether any corner of a square moves by more. */
// @ts-ignore: decorator
@inline
function moves(at: usize, line: i32, least: f64): bool {
  return (
    Math.abs(load<f64>(at)) > least || Math.abs(load<f64>(at, 8)) > least ||
    Math.abs(load<f64>(at + line)) > least || Math.abs(load<f64>(at + line, 8)) > least
  );
}

function bendSquare(order: BendOrder, column: i32, row: i32, right: usize, down: usize, line: i32): void {
  const side = order.side;
  const square = order.square;
  const bits = ctz(square);
  const start = column * square;
  const firstRow = row * square;
  const scale = order.scale * one;
  let x = toWhole(load<f64>(right) * scale) + start * 65_536;
  let y = toWhole(load<f64>(down) * scale) + firstRow * 65_536;
  let endX = toWhole(load<f64>(right, 8) * scale) + (start + square) * 65_536;
  let endY = toWhole(load<f64>(down, 8) * scale) + firstRow * 65_536;
  // What each changes by from row to row.
  const nextX = (toWhole(load<f64>(right + line) * scale) + start * 65_536 - x) >> bits;
  const nextY = ((toWhole(load<f64>(down + line) * scale) + firstRow * 65_536 - y) >> bits) + 65_536;
  const nextEndX = (toWhole(load<f64>(right + line, 8) * scale) + (start + square) * 65_536 - endX) >> bits;
  const nextEndY = ((toWhole(load<f64>(down + line, 8) * scale) + firstRow * 65_536 - endY) >> bits) + 65_536;
  let to = order.to + firstRow * side + start;
  for (let j = 0; j < square; j++) {
    const stepX = (endX - x) >> bits;
    const stepY = (endY - y) >> bits;
    for (let i = 0; i < square; i += 8) bendEight(order, to + i, x + i * stepX, y + i * stepY, stepX, stepY);
    x += nextX;
    y += nextY;
    endX += nextEndX;
    endY += nextEndY;
    to += side;
  }
}

function bendEight(order: BendOrder, to: usize, x: i32, y: i32, stepX: i32, stepY: i32): void {
  const side = order.side;
  if (!isNear(side, side, x, y, stepX, stepY)) {
    for (let i = 0; i < 8; i++) bendOne(order, to + i, x + i * stepX, y + i * stepY);
    return;
  }
  const columns = i16x8.sub(wholes(x, stepX), i16x8.splat(i16(x >> 16)));
  const index = i8x16.narrow_i16x8_u(columns, columns);
  const next = i8x16.add(index, i8x16.splat(1));
  const fy = i16x8.shl(fractions(y, stepY), 7);
  const firstLine = min(y >> 16, (y + 7 * stepY) >> 16);
  const crosses = (y ^ (y + 7 * stepY)) >> 16 != 0;
  const isSecond = i16x8.gt_s(wholes(y, stepY), i16x8.splat(i16(firstLine)));
  const at = order.from + firstLine * side + (x >> 16);
  const sum = between(at, side, index, next, fractions(x, stepX), fy, crosses, isSecond);
  const samples = i16x8.shr_s(i16x8.add(sum, i16x8.splat(64)), 7);
  v128.store64_lane(to, i8x16.narrow_i16x8_u(samples, samples), 0);
}

/** At the plane's edges, and where it is bent a lot. */
function bendOne(order: BendOrder, to: usize, x: i32, y: i32): void {
  const side = order.side;
  const most = (side - 1) * 65_536 - 1;
  const px = min(max(x, 0), most);
  const py = min(max(y, 0), most);
  const from = order.from + (py >> 16) * side + (px >> 16);
  const fx = (px >> 8) & 255;
  const above: i32 = (load<u8>(from) << 8) + (i32(load<u8>(from, 1)) - i32(load<u8>(from))) * fx;
  const under: i32 = (load<u8>(from + side) << 8) + (i32(load<u8>(from + side, 1)) - i32(load<u8>(from + side))) * fx;
  store<u8>(to, ((above << 8) + (under - above) * ((py >> 8) & 255) + 32_768) >> 16);
}

function liftSquare(order: BendOrder, column: i32, row: i32, at: usize, below: usize): void {
  const side = order.side;
  const square = order.square;
  const most = (side - 1) * 65_536 - 1;
  const bits = ctz(square);
  const start = column * square;
  const firstRow = row * square;
  const scale = order.scale * one;
  let left = toWhole(load<f64>(at) * scale) + firstRow * 65_536;
  let right = toWhole(load<f64>(at, 8) * scale) + firstRow * 65_536;
  const leftStep = 65_536 + toWhole(((load<f64>(below) - load<f64>(at)) * scale) / square);
  const rightStep = 65_536 + toWhole(((load<f64>(below, 8) - load<f64>(at, 8)) * scale) / square);
  let to = order.to + firstRow * side + start;
  for (let j = 0; j < square; j++) {
    // A division takes longer than the rest of the row.
    const step = (right - left) >> bits;
    const last = left + (square - 1) * step;
    if (left >> 16 == last >> 16 && min(left, last) >= 0 && max(left, last) <= most) {
      const from = order.from + (left >> 16) * side + start;
      for (let i = 0; i < square; i += 8) liftEight(to + i, from + i, side, left + i * step, step);
    } else {
      for (let i = 0; i < square; i++) {
        const place = min(max(left + i * step, 0), most);
        const from = order.from + (place >> 16) * side + start + i;
        const above: i32 = load<u8>(from);
        const under: i32 = load<u8>(from + side);
        store<u8>(to + i, ((above << 8) + (under - above) * ((place >> 8) & 255) + 128) >> 8);
      }
    }
    left += leftStep;
    right += rightStep;
    to += side;
  }
}

// @ts-ignore: decorator
@inline
function liftEight(to: usize, from: usize, side: i32, place: i32, step: i32): void {
  const shares = fractions(place, step);
  const above = i16x8.extend_low_i8x16_u(v128.load64_zero(from));
  const below = i16x8.extend_low_i8x16_u(v128.load64_zero(from + side));
  const sum = i16x8.add(i16x8.shl(above, 8), i16x8.mul(i16x8.sub(below, above), shares));
  const samples = i16x8.shr_u(i16x8.add(sum, i16x8.splat(128)), 8);
  v128.store64_lane(to, i8x16.narrow_i16x8_u(samples, samples), 0);
}
