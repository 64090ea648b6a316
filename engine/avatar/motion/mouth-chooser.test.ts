import { expect, test } from "bun:test";
import { costUnit, type MouthBank } from "../avatar-pack.ts";
import { mouthCells } from "../face-cells.ts";
import { greySquare } from "../tiny-pack.fixture.ts";
import { MouthChooser } from "./mouth-chooser.ts";
import { type MouthShape, restMouth } from "./mouth-curve.ts";

const shapeOf = (open: number): MouthShape => ({ open, width: 0.6, detail: "plain" });

/** Pieces of footage; `follows` says which piece follows which without a cut. */
function bankOf(
  opens: readonly number[],
  follows: (from: number, to: number) => boolean,
  cut = 0.05,
): MouthBank {
  const count = opens.length;
  const joins = new Uint8Array((count + 1) ** 2).map((_, i) => {
    const [from, to] = [Math.floor(i / (count + 1)), i % (count + 1)];
    return from === to || follows(from, to) ? 0 : cut * costUnit;
  });
  return {
    x: 0,
    y: 0,
    patches: opens.map(() => greySquare(1)),
    shapes: opens.map(shapeOf),
    costs: { joins, misfits: new Uint8Array(count) },
  };
}

function choices(bank: MouthBank, wanted: readonly MouthShape[]): (number | undefined)[] {
  const chooser = new MouthChooser(bank);
  return wanted.map((_, n) => chooser.next(n, (at) => wanted[at] ?? restMouth).mouth);
}

test("drawn mouths follow the speech picture by picture, and at rest the loop's own is left", () => {
  const bank = { x: 0, y: 0, patches: [], shapes: [restMouth, shapeOf(0.5), shapeOf(1)] };
  expect(choices(bank, [restMouth, shapeOf(1), shapeOf(0.45), restMouth])).toEqual([
    undefined,
    2,
    1,
    undefined,
  ]);
});

test("a drawn mouth stays while it is as near as any need be, and lips always meet", () => {
  const bank = { x: 0, y: 0, patches: [], shapes: [restMouth, shapeOf(0.1), shapeOf(0.5), shapeOf(0.6)] };
  const wanted = [0.5, 0.555, 0.565, 0.545, 0.53, 0.1, 0.05, 0.04, 0].map(shapeOf);
  expect(choices(bank, wanted)).toEqual([2, 2, 3, 3, 2, 1, 1, undefined, undefined]);
});

test("a drawn mouth of every width comes to rest when speech ends", () => {
  const bank = { x: 0, y: 0, patches: [], shapes: mouthCells };
  for (const width of [0.35, 0.45, 0.5, 0.55, 0.7, 0.8])
    expect(choices(bank, [{ open: 0, width, detail: "plain" }, restMouth]).at(-1)).toBeUndefined();
});

test("footage that fits is played on, though another take is a little nearer", () => {
  // Pieces 0 to 3 were filmed one after the other; piece 4 shows just what the third picture asks for.
  const bank = bankOf([0.2, 0.4, 0.58, 0.8, 0.6], (from, to) => to === from + 1 && to < 4, 0.2);
  expect(choices(bank, [0.2, 0.4, 0.6, 0.8].map(shapeOf))).toEqual([0, 1, 2, 3]);
});

test("a cut is made where the footage does not show what is said", () => {
  const bank = bankOf([0.2, 0.4, 0.1, 0.9], (from, to) => to === from + 1, 0.2);
  expect(choices(bank, [0.2, 0.4, 0.9, 0.9].map(shapeOf))).toEqual([0, 1, 3, 3]);
});

test("lips meet when they are to meet, whatever the cut costs", () => {
  const bank = bankOf([0.5, 0.12, 0], (from, to) => from === 0 && to === 1, 0.5);
  const chosen = choices(bank, [0.5, 0, 0.5].map(shapeOf));
  expect([2, undefined]).toContain(chosen[1]);
});

test("a piece that does not lie well on a picture of the loop gives way to one that does", () => {
  const bank = bankOf([0.5, 0.52], () => true);
  const misfits = new Uint8Array([0, 90, 90, 0]);
  const chosen = choices({ ...bank, costs: { ...bank.costs!, misfits } }, Array(6).fill(shapeOf(0.51)));
  expect(chosen).toEqual([0, 1, 0, 1, 0, 1]);
});

test("the mouth to come shines through at a cut between open mouths only", () => {
  const bank = bankOf([0.3, 0.9], () => false);
  const wanted = [0.3, 0.9, 0.9].map(shapeOf);
  const chooser = new MouthChooser(bank);
  expect(chooser.next(0, (n) => wanted[n] ?? shapeOf(0.9))).toEqual({ mouth: 0, coming: 1 });
  expect(chooser.next(1, (n) => wanted[n] ?? shapeOf(0.9))).toEqual({ mouth: 1, coming: undefined });
});

test("silence is the loop's own mouth", () => {
  const bank = bankOf([0, 0.3, 0.9], () => true);
  expect(choices(bank, Array(5).fill(restMouth))).toEqual(Array(5).fill(undefined));
});
