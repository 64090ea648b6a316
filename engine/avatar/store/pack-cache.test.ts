import { expect, test } from "bun:test";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asNobody } from "../../../tests/_support/as-nobody.ts";
import { contentHash } from "./content-hash.ts";
import { PackCache } from "./pack-cache.ts";

test("a pack that is not there, or cannot be read, is fetched anew", async () => {
  const folder = mkdtempSync(join(tmpdir(), "pack-cache-"));
  using _gone = { [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
  const cache = new PackCache(folder);
  const bytes = new Uint8Array([1, 2, 3]);
  const hash = await contentHash(bytes);
  expect(await cache.read(hash)).toBeUndefined();
  await cache.write(hash, bytes);
  expect(await cache.read(hash)).toEqual(bytes);
  chmodSync(folder, 0o755);
  chmodSync(join(folder, `${hash}.avatar`), 0o000);
  using _nobody = asNobody();
  expect(await cache.read(hash)).toBeUndefined();
});
