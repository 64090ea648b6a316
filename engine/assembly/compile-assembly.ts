import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assemblySources, compiledFile, compiler, sourceHash, sourceSection } from "./assembly-source.ts";

const folder = mkdtempSync(join(tmpdir(), "assembly-"));
try {
  for (const source of assemblySources) {
    const { file, options } = source;
    // The compiler takes files that are called so; ours are called otherwise, since they are no TypeScript.
    await Bun.write(join(folder, "source.ts"), Bun.file(file));
    const output = join(folder, "compiled.wasm");
    const { exitCode } = Bun.spawnSync(
      [process.execPath, "x", "--package", compiler, "asc", "source.ts", ...options, "--outFile", output],
      { cwd: folder, stdio: ["ignore", "inherit", "inherit"] },
    );
    if (exitCode !== 0) throw new Error(`the compiler ended with ${exitCode}`);
    const section = sourceSection(await sourceHash(source));
    await Bun.write(compiledFile(file), Buffer.concat([await Bun.file(output).bytes(), section]));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
