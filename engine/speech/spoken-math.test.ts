import { expect, test } from "bun:test";
import { spokenMath } from "./spoken-math.ts";

const golden: readonly (readonly [string, string | undefined, string | undefined])[] = [
  ["$x^2$", "x squared", "x的平方"],
  ["$E=mc^2$", "E equals m c squared", "E 等于 m c的平方"],
  ["$\\frac{a}{b+1}$", "a over b plus 1", "b 加 1分之a"],
  ["$$a^2+b^2=c^2$$", "a squared plus b squared equals c squared", "a的平方 加 b的平方 等于 c的平方"],
  ["\\(\\sqrt{2}\\)", "the square root of 2", "根号2"],
  ["\\[\\sqrt[3]{x}\\]", "the cube root of x", "3次根号x"],
  ["$90^\\circ$", "90 degrees", "90度"],
  ["$\\text{H}_2\\text{O}$", "H 2 O", "H2 O"],
  ["$\\alpha \\le 3.5$", "alpha is at most 3.5", "alpha 小于等于 3.5"],
  ["$f(x)=2x+1$", "f of x equals 2 x plus 1", "f x 等于 2 x 加 1"],
  ["$x_1 \\approx 10^{-3}$", "x sub 1 is about 10 to the power of minus 3", "x1 约等于 10的减 3次方"],
  ["$\\sin \\theta$", "sine theta", "sine theta"],
  ["$\\int_0^1 x dx$", undefined, undefined],
  ["$\\begin{matrix}1\\end{matrix}$", undefined, undefined],
  ["$(a+b)^2$", undefined, undefined],
  ["$\\frac{a}$", undefined, undefined],
  ["$x^$", undefined, undefined],
  ["${x$", undefined, undefined],
  ["$$", undefined, undefined],
];

for (const [formula, english, chinese] of golden) {
  test(`the formula ${formula}`, () => {
    expect(spokenMath(formula, "en")).toBe(english!);
    expect(spokenMath(formula, "zh-CN")).toBe(chinese!);
  });
}

test("long formulas and languages without rules are left to the screen", () => {
  expect(spokenMath(`$${"x+".repeat(30)}x$`, "en")).toBeUndefined();
  expect(spokenMath("$x^2$", "de")).toBeUndefined();
  expect(spokenMath(`$${"{".repeat(90)}x${"}".repeat(90)}$`, "en")).toBeUndefined();
});

test("no formula breaks it", () => {
  const alphabet = [..."x2+-=^_{}[]()\\ $.!水", "\\frac", "\\sqrt", "\\text{", "\\left"];
  for (let round = 0; round < 5_000; round += 1) {
    const body = Array.from(
      { length: round % 25 },
      () => alphabet[Math.floor(Math.random() * alphabet.length)],
    );
    const spoken = spokenMath(`$${body.join("")}$`, "en");
    expect(spoken ?? "x").toMatch(/^[^\\$^_{}]+$/);
  }
});
