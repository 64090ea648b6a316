import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { services } from "../../deploy/images/service-imports.ts";
import { projectFolder } from "../../deploy/installation.ts";
import type { BillOfMaterials } from "../../deploy/sbom.ts";

/** The bill that the command prints. */
function printBill(...words: string[]): BillOfMaterials {
  const command = [process.execPath, "deploy/sbom.ts", ...words];
  const run = Bun.spawnSync(command, { cwd: projectFolder });
  expect([run.exitCode, run.stderr.toString()]).toEqual([0, ""]);
  return JSON.parse(run.stdout.toString()) as BillOfMaterials;
}

describe.each([...services])("the bill of materials of the %s", (service) => {
  const bill = printBill(service, "x64");
  const refs = bill.components.map((component) => component["bom-ref"]);

  test("is a CycloneDX document of the project's version, the same each time", () => {
    const { version } = JSON.parse(readFileSync(join(projectFolder, "package.json"), "utf8")) as {
      version: string;
    };
    expect(bill).toMatchObject({ bomFormat: "CycloneDX", specVersion: "1.6", version: 1 });
    expect(bill.metadata.component).toMatchObject({ type: "application", version });
    expect(printBill(service, "x64")).toEqual(bill);
  });

  test("names each package once, with its address, its checksum and its licence", () => {
    expect(new Set(refs).size).toBe(refs.length);
    for (const { name, group, version, purl, hashes, licenses } of bill.components) {
      const fullName = group ? `${group}/${name}` : name;
      expect(purl).toBe(`pkg:npm/${fullName.replace("@", "%40")}@${version}`);
      expect(hashes).toEqual([{ alg: "SHA-512", content: expect.stringMatching(/^[0-9a-f]{128}$/) }]);
      expect([fullName, licenses?.length]).toEqual([fullName, 1]);
    }
  });

  test("says which package needs which, and nothing is there without need", () => {
    const needs = new Map(bill.dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
    const root = bill.metadata.component["bom-ref"];
    expect([...needs.keys()].sort()).toEqual([root, ...refs].sort());
    const reached = new Set<string>();
    const open = [root];
    for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
      if (reached.has(ref)) continue;
      reached.add(ref);
      open.push(...needs.get(ref)!);
    }
    expect([...reached].sort()).toEqual([root, ...refs].sort());
  });
});

test("FFmpeg's licence is told, where its package tells the binding's only", () => {
  const ffmpeg = printBill("engine", "x64").components.filter(({ name }) => name.startsWith("node-av-"));
  expect(ffmpeg.map(({ licenses }) => licenses)).toEqual([
    [{ license: { name: "MIT AND GPL-3.0-or-later" } }],
  ]);
});

test("an image for another processor holds that one's programs", () => {
  const namesFor = (cpu: string) =>
    printBill("engine", cpu)
      .components.map(({ name }) => name)
      .filter((name) => name.startsWith("node-av-"));
  expect(namesFor("x64")).toEqual(["node-av-linux-x64"]);
  expect(namesFor("arm64")).toEqual(["node-av-linux-arm64"]);
});

test("without a service the command says how to use it", () => {
  const run = Bun.spawnSync([process.execPath, "deploy/sbom.ts", "frontend"], { cwd: projectFolder });
  expect(run.exitCode).toBe(1);
  expect(run.stderr.toString()).toContain("backend|engine");
});
