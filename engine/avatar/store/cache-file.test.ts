import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readParts, writeParts } from "./cache-file.ts";

const folder = mkdtempSync(join(tmpdir(), "cache-file-"));
afterAll(() => rmSync(folder, { recursive: true }));

const parts = [new Uint8Array([1, 2, 3]), new Uint8Array(0), new Uint8Array(100_000).fill(7)];

test("what is written is read again, and nothing else is left in the folder", async () => {
  const place = join(folder, "deeper");
  await writeParts(join(place, "a"), parts);
  await writeParts(join(place, "a"), parts);
  const read = await readParts(join(place, "a"));
  expect(read?.map((part) => [...part])).toEqual(parts.map((part) => [...part]));
  expect(readdirSync(place)).toEqual(["a"]);
});

test("a file that is not there, or empty, is not read", async () => {
  expect(await readParts(join(folder, "none"))).toBeUndefined();
  await Bun.write(join(folder, "empty"), "");
  expect(await readParts(join(folder, "empty"))).toBeUndefined();
});

test("a file that changed anywhere is not read", async () => {
  const path = join(folder, "b");
  await writeParts(path, parts);
  const whole = await Bun.file(path).bytes();
  for (let at = 0; at < whole.length; at += 3) {
    const changed = whole.slice();
    changed[at]! ^= 0x55;
    await Bun.write(path, changed);
    const read = await readParts(path);
    // Bytes that the format does not look at may change; the contents may not.
    if (read) expect(read.map((part) => [...part])).toEqual(parts.map((part) => [...part]));
  }
  await Bun.write(path, whole.slice(0, whole.length - 5));
  expect(await readParts(path)).toBeUndefined();
});
