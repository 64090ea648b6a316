import { expect, test } from "bun:test";
import { assemblySources, compiledHash, sourceHash } from "./assembly-source.ts";

test.each(assemblySources.map(({ file }) => [file.pathname.split("/").at(-1)!, file]))(
  "the module of %s was made of the source as it stands",
  async (_, file) => {
    expect(await compiledHash(file)).toBe(await sourceHash(file));
  },
);
