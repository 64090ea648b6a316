import { expect, test } from "bun:test";
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

const projectFolder = join(import.meta.dir, "../..");
const databaseFolder = join(projectFolder, "backend/database");

test.each([
  ["sqlite", "sqlite"],
  ["postgres", "postgresql"],
])(
  "the migrations of %s make the schema that the code has",
  async (name, dialect) => {
    const out = mkdtempSync(join(tmpdir(), "virtual-tutor-migrations-"));
    try {
      cpSync(join(databaseFolder, "migrations", name), out, { recursive: true });
      const before = readdirSync(out).sort();
      const schema = join(databaseFolder, `schema-${name}.ts`);
      // drizzle-kit takes every path as relative to the folder it is started in.
      const child = Bun.spawn(
        [
          process.execPath,
          join(projectFolder, "node_modules/.bin/drizzle-kit"),
          "generate",
          `--dialect=${dialect}`,
          `--schema=${schema}`,
          `--out=${relative(projectFolder, out)}`,
        ],
        { cwd: projectFolder, stdio: ["ignore", "pipe", "pipe"] },
      );
      const output = (await new Response(child.stdout).text()) + (await new Response(child.stderr).text());
      expect(output).toContain("No schema changes");
      expect(readdirSync(out).sort()).toEqual(before);
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  },
  30_000,
);
