import { expect, test } from "bun:test";
import { randomFrom } from "../motion/idle-motion.ts";
import { type Affine, apply, from, invert, turnAbout } from "./affine.ts";
import { blit, type Laying } from "./blit.ts";
import { bendPlanes, bendSquare, canvas } from "./pixel-loops.ts";
import { feather, lumaBytes, pictureBytes, pictureSize, type Sprite, toSprite } from "./yuv.ts";

/** Every px another. */
function noise(seed: number, length: number): Uint8Array {
  const random = randomFrom(seed);
  return Uint8Array.from({ length }, () => 16 + Math.floor(random() * 220));
}

function speckled(width: number, height: number): Sprite {
  const rgba = noise(5, width * height * 4).map((value, i) => (i % 4 === 3 ? 255 : value));
  return feather(toSprite(rgba, width, height), 12);
}

/** What the luma of `blit` is, sample by sample and with real numbers (bilinear; Porter and Duff's `over`, 1984). */
function plainLuma(
  picture: Uint8Array,
  { width, height, y: luma, alpha }: Sprite,
  at: Affine,
  { tone, opacity = 1 }: Laying,
): Float64Array {
  const shown = Float64Array.from(picture.subarray(0, lumaBytes));
  const back = invert(at);
  for (let i = 0; i < shown.length; i++) {
    const { x, y } = apply(back, i % pictureSize, Math.floor(i / pictureSize));
    const [column, line] = [Math.floor(x), Math.floor(y)];
    if (column < 0 || line < 0 || column >= width - 1 || line >= height - 1) continue;
    const [fx, fy] = [x - column, y - line];
    const mix = (plane: Uint8Array) => {
      const [first, below] = [line * width + column, (line + 1) * width + column];
      const top = plane[first]! * (1 - fx) + plane[first + 1]! * fx;
      return top * (1 - fy) + (plane[below]! * (1 - fx) + plane[below + 1]! * fx) * fy;
    };
    const cover = (mix(alpha) / 255) * opacity;
    const added = tone ? tone.y.base + tone.y.dx * x + tone.y.dy * y : 0;
    const value = mix(luma) * opacity + added * cover + shown[i]! * (1 - cover);
    shown[i] = Math.max(0, Math.min(255, value));
  }
  return shown;
}

const slope = { base: -20, dx: 0.5, dy: -0.3 };
const tone = { y: slope, u: slope, v: slope };

test.each([
  ["as it is", { x: 200, y: 210 }, 0, 1, {}],
  ["between px", { x: 200.4, y: 210.7 }, 0, 1, {}],
  ["turned a little", { x: 180, y: 190 }, 2.5, 1, {}],
  ["turned a lot, where lines change with each px", { x: 250, y: 190 }, 63, 1, {}],
  ["turned upside down", { x: 300, y: 300 }, 180, 1, {}],
  ["larger", { x: 150, y: 160 }, -1, 1.4, {}],
  ["smaller, so that px are left out", { x: 150, y: 160 }, 1, 0.4, {}],
  ["over the edges", { x: 440, y: -30 }, 1, 1.2, {}],
  ["with other colours", { x: 180, y: 190 }, 2, 1.1, { tone }],
  ["faint", { x: 180, y: 190 }, -2, 0.9, { opacity: 1 / 3 }],
  ["faint and with other colours", { x: 180, y: 190 }, -2, 1, { opacity: 0.5, tone }],
] as const)("a sprite is laid on %s, as sums over single px have it", (_, place, angleDeg, size, laying) => {
  const turn = turnAbout(angleDeg, { x: 0, y: 0 }, place);
  const at = { ...turn, a: turn.a * size, b: turn.b * size, d: turn.d * size, e: turn.e * size };
  const sprite = speckled(98, 74);
  const picture = noise(3, pictureBytes);
  const wanted = plainLuma(picture, sprite, at, laying);
  canvas.set(picture);
  blit(canvas, sprite, at, laying);
  blit(picture, sprite, at, laying);
  expect(Buffer.from(picture).equals(canvas)).toBe(true);
  const worst = wanted.reduce((most, value, i) => Math.max(most, Math.abs(value - picture[i]!)), 0);
  // Places are counted in 1/256 px, and neighbours differ by up to 220 levels.
  expect(worst).toBeLessThan(2.5);
  expect(Buffer.from(picture).equals(noise(3, pictureBytes))).toBe(false);
});

test("a sprite that is too large is refused", () => {
  const large = toSprite(new Uint8Array(600 * 600 * 4), 600, 600);
  expect(() => blit(canvas, large, from(turnAbout(0, { x: 0, y: 0 }, { x: 0, y: 0 }), 0, 0))).toThrow(
    RangeError,
  );
});

const squares = pictureSize / bendSquare;
const fieldOf = (move: (x: number, y: number) => number) =>
  Float64Array.from({ length: (squares + 1) ** 2 }, (_, i) =>
    move((i % (squares + 1)) * bendSquare, Math.floor(i / (squares + 1)) * bendSquare),
  );
const none = () => 0;
const waves = (x: number, y: number) => 3 * Math.sin(x / 90) + 2 * Math.cos(y / 70);

test.each([
  ["lifted", none, waves],
  ["bent", (x: number, y: number) => 4 * Math.cos(x / 80) - 3 * Math.sin(y / 60), waves],
  ["turned", (_: number, y: number) => 0.05 * (y - 300), (x: number) => 0.05 * (256 - x)],
  ["bent a lot", (x: number, y: number) => 12 * Math.sin((x + y) / 15), (x: number) => 12 * Math.sin(x / 15)],
] as const)("a picture is %s by as much as its squares' corners say", (_, moveRight, moveDown) => {
  const picture = noise(9, pictureBytes);
  const field = { right: fieldOf(moveRight), down: fieldOf(moveDown) };
  const to = new Uint8Array(pictureBytes);
  bendPlanes(to, picture, { field, leastPx: 0.06 });
  const half = pictureSize / 2;
  const planes = [
    { start: 0, side: pictureSize },
    { start: lumaBytes, side: half },
    { start: lumaBytes + half ** 2, side: half },
  ];
  const worst = planes.map(({ start, side }) => {
    const [scale, square] = [side / pictureSize, (bendSquare * side) / pictureSize];
    const most = side - 1 - 1 / 65_536;
    let worst = 0;
    for (let i = 0; i < side ** 2; i++) {
      const [x, y] = [i % side, Math.floor(i / side)];
      const [column, row] = [Math.floor(x / square), Math.floor(y / square)];
      const [fx, fy] = [x / square - column, y / square - row];
      const shift = (numbers: Float64Array) => {
        const corner = (right: number, down: number) =>
          numbers[(row + down) * (squares + 1) + column + right]!;
        const left = corner(0, 0) * (1 - fy) + corner(0, 1) * fy;
        return scale * (left * (1 - fx) + (corner(1, 0) * (1 - fy) + corner(1, 1) * fy) * fx);
      };
      const [px, py] = [x + shift(field.right), y + shift(field.down)].map((v) =>
        Math.max(0, Math.min(v, most)),
      ) as [number, number];
      const [left, line] = [Math.floor(px), Math.floor(py)];
      const mix = (at: number) =>
        picture[start + at]! + (picture[start + at + 1]! - picture[start + at]!) * (px - left);
      const above = mix(line * side + left);
      const under = mix((line + 1) * side + left);
      worst = Math.max(worst, Math.abs(above + (under - above) * (py - line) - to[start + i]!));
    }
    return worst;
  });
  // Places are counted in 1/256 px, across and down.
  expect(Math.max(...worst)).toBeLessThan(3);
});

test("squares whose corners hardly move stay as they are, in all planes", () => {
  const picture = noise(2, pictureBytes);
  const to = new Uint8Array(pictureBytes);
  const field = { right: fieldOf(() => 0.05), down: fieldOf(none) };
  bendPlanes(to, picture, { field, leastPx: 0.06 });
  expect(Buffer.from(to).equals(picture)).toBe(true);
});
