import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import { projectFolder } from "../../deploy/installation.ts";
import { type School, startSchool } from "../_support/school.ts";

setDefaultTimeout(120_000);

let school: School;
beforeAll(async () => {
  school = await startSchool();
});
afterAll(async () => {
  await school?.[Symbol.asyncDispose]();
});

/** The operations of a document as it is written, as "GET /path/:parameter". */
function writtenIn(name: "backend" | "engine"): string[] {
  const document = Bun.YAML.parse(readFileSync(`${projectFolder}openapi/${name}.yaml`, "utf8")) as {
    paths: Record<string, Record<string, unknown>>;
  };
  const methods = ["get", "post", "put", "patch", "delete"];
  return Object.entries(document.paths)
    .flatMap(([path, item]) =>
      Object.keys(item)
        .filter((key) => methods.includes(key))
        .map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ":$1")}`),
    )
    .sort();
}

/** Preflight answers belong to CORS, not to an operation. */
const served = (routes: readonly string[]) => routes.filter((route) => !route.startsWith("OPTIONS ")).sort();

test("the backend serves exactly what its contract says", () => {
  expect(served(school.backend.routes)).toEqual(writtenIn("backend"));
});

test("the engine serves exactly what its contract says", () => {
  expect(served(school.engine.routes)).toEqual(writtenIn("engine"));
});

test.each(["backend", "engine"] as const)("the %s hands out its contract byte for byte", async (name) => {
  const response = await fetch(`${school[name].url}/openapi.yaml`);
  expect(await response.text()).toBe(readFileSync(`${projectFolder}openapi/${name}.yaml`, "utf8"));
});

test.each(["backend", "engine"] as const)(
  "the %s shows Swagger UI from its own files only, under a strict policy",
  async (name) => {
    const page = await fetch(`${school[name].url}/docs`);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'self'");
    const html = await page.text();
    expect(html).not.toMatch(/https?:\/\/(?!localhost)/);
    const assets = [...html.matchAll(/(?:src|href)="(\/docs\/[^"]+)"/g)].map((match) => match[1]!);
    expect(assets.length).toBeGreaterThan(1);
    for (const asset of assets) expect((await fetch(school[name].url + asset)).status).toBe(200);
  },
);
