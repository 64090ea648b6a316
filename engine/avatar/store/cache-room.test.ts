import { afterAll, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keepRoom, markUsed } from "./cache-room.ts";

let folder = "";
const folders: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cache-room-"));
  folders.push(folder);
});
afterAll(() => folders.forEach((one) => void rmSync(one, { recursive: true })));

function put(name: string, { bytes, usedAtS }: { bytes: number; usedAtS: number }): void {
  writeFileSync(join(folder, name), new Uint8Array(bytes));
  utimesSync(join(folder, name), usedAtS, usedAtS);
}
const kept = () => readdirSync(folder).sort();

test("what was not used for longest goes until the rest fits", async () => {
  for (const [usedAtS, name] of ["a", "b", "c", "d"].entries()) put(`${name}.idle`, { bytes: 40, usedAtS });
  await markUsed(join(folder, "a.idle"));
  await keepRoom(folder, ".idle", 100);
  expect(kept()).toEqual(["a.idle", "d.idle"]);
});

test("what was begun and never finished counts and goes, files of another kind stay", async () => {
  put("old.idle.1b4e28ba", { bytes: 90, usedAtS: 1 });
  put("other.avatar", { bytes: 900, usedAtS: 2 });
  put("new.idle", { bytes: 60, usedAtS: 3 });
  await keepRoom(folder, ".idle", 100);
  expect(kept()).toEqual(["new.idle", "other.avatar"]);
});

test("the one that was used last stays, however large it is", async () => {
  put("small.idle", { bytes: 10, usedAtS: 1 });
  put("large.idle", { bytes: 900, usedAtS: 2 });
  await keepRoom(folder, ".idle", 100);
  expect(kept()).toEqual(["large.idle"]);
});

test("a folder that cannot be read says so", async () => {
  expect(keepRoom(join(folder, "none"), ".idle", 100)).rejects.toThrow("ENOENT");
});
