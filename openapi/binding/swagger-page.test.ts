import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openSwaggerPage } from "./swagger-page.ts";

const contractPath = join(import.meta.dir, "../engine.yaml");

test("the page names files of its own host only, and has each of them", async () => {
  const page = await openSwaggerPage({ contractPath, title: "A title" });
  expect(page.html).toContain("<title>A title</title>");
  expect(page.html).not.toContain("//");
  const names = Array.from(page.html.matchAll(/(?:src|href)="\/docs\/([^"]+)"/g), ([, name]) => name!);
  expect(names.sort()).toEqual(["favicon-32x32.png", "init.js", "swagger-ui-bundle.js", "swagger-ui.css"]);
  for (const name of names) expect(page.asset(name)!.body.size).toBeGreaterThan(0);
  expect(page.asset("../package.json")).toBeUndefined();
});

test("no script is inline, and the one that starts the page keeps no credentials", async () => {
  const page = await openSwaggerPage({ contractPath, title: "A title" });
  expect(page.html).not.toMatch(/<script(?![^>]*\ssrc=)/);
  const script = await page.asset("init.js")!.body.text();
  expect(script).toContain('"url":"/openapi.yaml"');
  expect(script).toContain('"persistAuthorization":false');
  expect(script).not.toContain("//");
});

test("the contract is served as it was written", async () => {
  const page = await openSwaggerPage({ contractPath, title: "A title" });
  expect(await page.contract.text()).toBe(readFileSync(contractPath, "utf8"));
});
