import { expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { projectFolder } from "../../deploy/installation.ts";

const page = readFileSync(`${projectFolder}docs/threat-model.md`, "utf8");
/** Threat, guard and tests of each row. */
const rows = [...page.matchAll(/^\| ([SF]\d+) [^|]*\| [^|]+ \| (.*) \|$/gm)].map(
  ([, threat, tests]) => [threat!, tests!] as const,
);

test("the threat model has every row of its two lists", () => {
  const expected = [
    ...Array.from({ length: 14 }, (_, index) => `S${index + 1}`),
    ...Array.from({ length: 5 }, (_, index) => `F${index + 10}`),
  ];
  expect(rows.map(([threat]) => threat)).toEqual(expected);
});

test.each(rows)("the tests that guard against %s are there", (_, tests) => {
  let file = "";
  let titles = 0;
  for (const [, named, title] of tests.matchAll(/`([^`]+\.test\.ts)`|"([^"]+)"/g)) {
    if (named !== undefined) {
      file = readFileSync(projectFolder + named, "utf8");
      expect(existsSync(projectFolder + named)).toBe(true);
    } else {
      expect([title, file.includes(`"${title}"`)]).toEqual([title, true]);
      titles++;
    }
  }
  expect(titles).toBeGreaterThan(0);
});
