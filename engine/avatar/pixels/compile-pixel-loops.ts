import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sourceHash, sourceSection } from "./pixel-loops-source.ts";

/** Fetched when somebody compiles: with what it brings along it is as large as everything else that we install. */
const compiler = "assemblyscript@0.28.20";

const folder = mkdtempSync(join(tmpdir(), "pixel-loops-"));
try {
  // The compiler takes files that are called so; ours is called otherwise, since it is no TypeScript.
  await Bun.write(join(folder, "pixel-loops.ts"), Bun.file(join(import.meta.dir, "pixel-loops.as")));
  const output = join(folder, "pixel-loops.wasm");
  const options = ["-O3", "--runtime", "stub", "--enable", "simd", "--noAssert", "--outFile", output];
  const { exitCode } = Bun.spawnSync(
    [process.execPath, "x", "--package", compiler, "asc", "pixel-loops.ts", ...options],
    { cwd: folder, stdio: ["ignore", "inherit", "inherit"] },
  );
  if (exitCode !== 0) process.exit(exitCode);
  const section = sourceSection(await sourceHash());
  const binary = Buffer.concat([await Bun.file(output).bytes(), section]);
  await Bun.write(join(import.meta.dir, "pixel-loops.wasm"), binary);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
