import { expect, test } from "bun:test";
import { spokenMath } from "./spoken-math.ts";

const languages = ["en", "zh", "de", "es", "fr", "ja"] as const;

/** What is said in each of the languages; undefined where the formula is left to the screen. */
const golden: readonly (readonly string[])[] = [
  ["$x^2$", "x squared", "x的平方", "x Quadrat", "x al cuadrado", "x au carré", "xの2乗"],
  [
    ...["$E=mc^2$", "E equals m c squared", "E 等于 m c的平方", "E gleich m c Quadrat"],
    ...["E es igual a m c al cuadrado", "E égale m c au carré", "E イコール m cの2乗"],
  ],
  [
    ...["$\\frac{a}{b+1}$", "a over b plus 1", "b 加 1分之a", "a durch b plus 1"],
    ...["a sobre b más 1", "a sur b plus 1", "b 足す 1分のa"],
  ],
  [
    ...["\\(\\sqrt{2}\\)", "the square root of 2", "根号2", "Wurzel aus 2"],
    ...["raíz cuadrada de 2", "racine carrée de 2", "ルート2"],
  ],
  [
    ...["\\[\\sqrt[3]{x}\\]", "the cube root of x", "3次根号x", "dritte Wurzel aus x"],
    ...["raíz cúbica de x", "racine cubique de x", "xの3乗根"],
  ],
  [
    ...["$\\sqrt[4]{x}$", "the 4th root of x", "4次根号x", "4-te Wurzel aus x"],
    ...["raíz de índice 4 de x", "racine d'indice 4 de x", "xの4乗根"],
  ],
  ["$90^\\circ$", "90 degrees", "90 度", "90 Grad", "90 grados", "90 degrés", "90 度"],
  ["$\\text{H}_2\\text{O}$", "H 2 O", "H2 O", "H 2 O", "H 2 O", "H 2 O", "H 2 O"],
  [
    ...["$\\alpha \\le 3.5$", "alpha is at most 3.5", "阿尔法 小于等于 3.5", "Alpha kleiner oder gleich 3.5"],
    ...["alfa es menor o igual que 3.5", "alpha inférieur ou égal à 3.5", "アルファ 小なりイコール 3.5"],
  ],
  [
    ...["$f(x)=2x+1$", "f of x equals 2 x plus 1", "f x 等于 2 x 加 1", "f von x gleich 2 x plus 1"],
    ...["f de x es igual a 2 x más 1", "f de x égale 2 x plus 1", "f x イコール 2 x 足す 1"],
  ],
  [
    ...["$x_1 \\approx 10^{-3}$", "x sub 1 is about 10 to the power of minus 3", "x1 约等于 10的负 3次方"],
    ...["x Index 1 ungefähr 10 hoch minus 3", "x sub 1 aproximadamente 10 elevado a menos 3"],
    ...["x indice 1 environ 10 puissance moins 3", "x 1 およそ 10のマイナス 3乗"],
  ],
  [
    ...[
      "$\\sin \\theta$",
      "sine theta",
      "sine 西塔",
      "Sinus Theta",
      "seno theta",
      "sinus thêta",
      "サイン シータ",
    ],
  ],
  [
    ...["$n! \\ge \\Omega$", "n factorial is at least omega", "n 的阶乘 大于等于 欧米伽"],
    ...["n Fakultät größer oder gleich Omega", "n factorial es mayor o igual que omega"],
    ...["n factorielle supérieur ou égal à oméga", "n の階乗 大なりイコール オメガ"],
  ],
];

/** What no language has words for. */
const unsayable = [
  ...[
    "$\\int_0^1 x dx$",
    "$\\begin{matrix}1\\end{matrix}$",
    "$(a+b)^2$",
    "$\\frac{a}$",
    "$x^$",
    "${x$",
    "$$",
  ],
];

for (const [formula = "", ...spoken] of golden) {
  test(`the formula ${formula}`, () => {
    expect(languages.map((language) => spokenMath(formula, language))).toEqual([...spoken]);
  });
}

test.each(unsayable)("the formula %s is left to the screen", (formula) => {
  for (const language of languages) expect(spokenMath(formula, language)).toBeUndefined();
});

test("long formulas and languages without rules are left to the screen", () => {
  expect(spokenMath(`$${"x+".repeat(30)}x$`, "en")).toBeUndefined();
  expect(spokenMath("$x^2$", "it")).toBeUndefined();
  expect(spokenMath(`$${"{".repeat(90)}x${"}".repeat(90)}$`, "en")).toBeUndefined();
});

test("no formula breaks it", () => {
  const alphabet = [..."x2+-=^_{}[]()\\ $.!水", "\\frac", "\\sqrt", "\\text{", "\\left"];
  for (let round = 0; round < 5_000; round += 1) {
    const body = Array.from(
      { length: round % 25 },
      () => alphabet[Math.floor(Math.random() * alphabet.length)],
    );
    const spoken = spokenMath(`$${body.join("")}$`, languages[round % languages.length]!);
    expect(spoken ?? "x").toMatch(/^[^\\$^_{}]+$/);
  }
});
