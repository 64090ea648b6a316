import { createHash } from "node:crypto";
import { join } from "node:path";

const sectionName = "source";

/** Tells the source as it stands from every other. */
export async function sourceHash(): Promise<string> {
  const source = await Bun.file(join(import.meta.dir, "pixel-loops.as")).bytes();
  return createHash("sha256").update(source).digest("hex");
}

/** A custom section that says which source a module was made of (WebAssembly core specification, section 5.5.3). */
export function sourceSection(hash: string): Uint8Array {
  const content = [sectionName.length, ...Buffer.from(sectionName), ...Buffer.from(hash)];
  if (content.length > 127) throw new RangeError("a length of one byte ends at 127");
  return Uint8Array.from([0, content.length, ...content]);
}

/** The hash of the source that the module was made of. */
export async function compiledHash(): Promise<string> {
  const module = new WebAssembly.Module(await Bun.file(join(import.meta.dir, "pixel-loops.wasm")).bytes());
  return WebAssembly.Module.customSections(module, sectionName)
    .map((section) => Buffer.from(section).toString())
    .join();
}
