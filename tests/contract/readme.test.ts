import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { backendSettings } from "../../backend/config.ts";
import { projectFolder } from "../../deploy/installation.ts";
import { engineSettings } from "../../engine/config.ts";

const readme = readFileSync(`${projectFolder}README.md`, "utf8");

/** The rows of the settings table: name and default as they are written. */
const rows = new Map(
  [...readme.matchAll(/^\| `([A-Z0-9_]+)` \| (.*?) \|/gm)].map((match) => [match[1]!, match[2]!] as const),
);

test("the settings table names every setting and no other", () => {
  const names = new Set([...Object.keys(backendSettings), ...Object.keys(engineSettings)]);
  expect([...rows.keys()].sort()).toEqual([...names].sort());
});

test("the settings table gives the defaults that the services have", () => {
  for (const [name, setting] of Object.entries({ ...backendSettings, ...engineSettings })) {
    if (setting.default) expect(`${name}: ${rows.get(name)}`).toContain(`\`${setting.default}\``);
  }
});
