import { createHash } from "node:crypto";

const sectionName = "source";

/** What is written in AssemblyScript; each compiled module lies beside its source. */
export const assemblySources = [
  { file: new URL("../avatar/pixels/pixel-loops.as", import.meta.url), options: [] },
  { file: new URL("../providers/flite/vocoder.as", import.meta.url), options: ["--importMemory"] },
] as const;

export function compiledFile(source: URL): URL {
  return new URL(source.href.replace(/\.as$/, ".wasm"));
}

/** Tells a source as it stands from every other. */
export async function sourceHash(source: URL): Promise<string> {
  return createHash("sha256")
    .update(await Bun.file(source).bytes())
    .digest("hex");
}

/** A custom section that says which source a module was made of (WebAssembly core specification, section 5.5.3). */
export function sourceSection(hash: string): Uint8Array {
  const content = [sectionName.length, ...Buffer.from(sectionName), ...Buffer.from(hash)];
  if (content.length > 127) throw new RangeError("a length of one byte ends at 127");
  return Uint8Array.from([0, content.length, ...content]);
}

/** The hash of the source that a module was made of. */
export async function compiledHash(source: URL): Promise<string> {
  const module = new WebAssembly.Module(await Bun.file(compiledFile(source)).bytes());
  return WebAssembly.Module.customSections(module, sectionName)
    .map((section) => Buffer.from(section).toString())
    .join();
}
