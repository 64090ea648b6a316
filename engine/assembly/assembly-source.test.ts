import { expect, test } from "bun:test";
import { basename } from "node:path";
import { assemblySources, compiledHash, sourceHash } from "./assembly-source.ts";

for (const source of assemblySources) {
  test(`the module of ${basename(source.file.pathname)} was made of the source as it stands, as it is compiled now`, async () => {
    expect(await compiledHash(source.file)).toBe(await sourceHash(source));
  });
}
