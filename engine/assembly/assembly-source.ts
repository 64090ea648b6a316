import { createHash } from "node:crypto";

const sectionName = "source";

/** Fetched when somebody compiles: with what it brings along it is as large as everything else that we install. */
export const compiler = "assemblyscript@0.28.20";

const usual = ["-O3", "--runtime", "stub", "--enable", "simd", "--noAssert"];

interface AssemblySource {
  readonly file: URL;
  /** The compiler's. */
  readonly options: readonly string[];
}

/** What is written in AssemblyScript; each compiled module lies beside its source. */
export const assemblySources: readonly AssemblySource[] = [
  { file: new URL("../avatar/pixels/pixel-loops.as", import.meta.url), options: usual },
  { file: new URL("../providers/flite/vocoder.as", import.meta.url), options: ["--importMemory", ...usual] },
  {
    file: new URL("../providers/flite/feature-trees.as", import.meta.url),
    options: ["--importMemory", "--importTable", ...usual],
  },
];

export function compiledFile(source: URL): URL {
  return new URL(source.href.replace(/\.as$/, ".wasm"));
}

/** Tells a source as it stands, and how it is compiled, from every other. */
export async function sourceHash({ file, options }: AssemblySource): Promise<string> {
  return createHash("sha256")
    .update(await Bun.file(file).bytes())
    .update([compiler, ...options].join(" "))
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
