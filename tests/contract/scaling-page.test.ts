import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../../deploy/installation.ts";
import { computeParts, fillTables } from "../bench/scaling/scaling-page.ts";

test("docs/scaling.md has the figures that follow from the measured costs and the manifests", () => {
  const { tables, pictures } = computeParts();
  const page = readFileSync(join(projectFolder, "docs/scaling.md"), "utf8");
  expect(fillTables(page, tables)).toBe(page);
  for (const [name, picture] of Object.entries(pictures)) {
    expect(page).toContain(`pictures/${name}`);
    expect(readFileSync(join(projectFolder, "docs/pictures", name), "utf8")).toBe(picture);
  }
});
