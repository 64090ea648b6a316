import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mapSamples } from "./mapped-samples.ts";

const folder = mkdtempSync(join(tmpdir(), "mapped-samples-"));
afterAll(() => rmSync(folder, { recursive: true }));
const length = 10_000;
const samples = (fill: number) => new Uint8Array(length).fill(fill);
/** Maps samples of a face; `made` counts how often they had to be worked out. */
async function map(name: string, fill: number) {
  let made = 0;
  const make = async () => {
    made++;
    return samples(fill);
  };
  const bytes = await mapSamples({ folder, name, version: "1" }, length, make);
  return { bytes, made };
}

test("samples are worked out once and read after that", async () => {
  const [first, second] = [await map("ada", 7), await map("ada", 8)];
  expect([first.made, second.made]).toEqual([1, 0]);
  expect(first.bytes).toEqual(samples(7));
  expect(second.bytes).toEqual(samples(7));
});

test("what is written into them reaches nobody else", async () => {
  const [one, other] = [await map("ben", 7), await map("ben", 7)];
  one.bytes.fill(9);
  expect(other.bytes).toEqual(samples(7));
  expect((await map("ben", 7)).made).toBe(0);
});

test("a file that was changed, or cut, is made anew", async () => {
  const path = join(folder, "mei-1.samples");
  await map("mei", 7);
  const bytes = await Bun.file(path).bytes();
  for (const damaged of [bytes.map((byte, i) => (i === 5 ? byte ^ 1 : byte)), bytes.subarray(0, 500)]) {
    writeFileSync(path, damaged);
    const { made, bytes: mapped } = await map("mei", 7);
    expect(made).toBe(1);
    expect(mapped).toEqual(samples(7));
  }
});

test("a folder that cannot be written costs the sharing and nothing else", async () => {
  const place = { folder: join(folder, "ada-1.samples", "none"), name: "ada", version: "1" };
  expect(await mapSamples(place, length, async () => samples(3))).toEqual(samples(3));
});
