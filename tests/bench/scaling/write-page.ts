import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../../../deploy/installation.ts";
import { computeParts, fillTables } from "./scaling-page.ts";

// bun tests/bench/scaling/write-page.ts: brings docs/scaling.md and its pictures up to date with measured-costs.ts and the manifests.
const page = join(projectFolder, "docs/scaling.md");
const { tables, pictures } = computeParts();
writeFileSync(page, fillTables(readFileSync(page, "utf8"), tables));
for (const [name, picture] of Object.entries(pictures)) {
  writeFileSync(join(projectFolder, "docs/pictures", name), picture);
}
console.log("docs/scaling.md is up to date.");
