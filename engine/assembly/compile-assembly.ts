import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assemblySources, compiledFile, sourceHash, sourceSection } from "./assembly-source.ts";

/** Fetched when somebody compiles: with what it brings along it is as large as everything else that we install. */
const compiler = "assemblyscript@0.28.20";

const folder = mkdtempSync(join(tmpdir(), "assembly-"));
try {
  for (const { file, options } of assemblySources) {
    // The compiler takes files that are called so; ours are called otherwise, since they are no TypeScript.
    await Bun.write(join(folder, "source.ts"), Bun.file(file));
    const output = join(folder, "compiled.wasm");
    const all = [
      ...options,
      "-O3",
      "--runtime",
      "stub",
      "--enable",
      "simd",
      "--noAssert",
      "--outFile",
      output,
    ];
    const { exitCode } = Bun.spawnSync(
      [process.execPath, "x", "--package", compiler, "asc", "source.ts", ...all],
      { cwd: folder, stdio: ["ignore", "inherit", "inherit"] },
    );
    if (exitCode !== 0) process.exit(exitCode);
    const section = sourceSection(await sourceHash(file));
    await Bun.write(compiledFile(file), Buffer.concat([await Bun.file(output).bytes(), section]));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
