import { expect, test } from "bun:test";
import { openModule } from "./opened-module.ts";

/**
 * `twice(x)`, whose own name is `outer`, is `double(x)`, which is 2·x: written by hand, with the parts that a module of a
 * C compiler has. Sections: type, import, function, table, export, code, and the names of its functions.
 */
const module = Uint8Array.from([
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[1, 6, 1, 0x60, 1, 0x7f, 1, 0x7f],
  ...[2, 7, 1, 1, 0x61, 1, 0x62, 0, 0],
  ...[3, 3, 2, 0, 0],
  ...[4, 4, 1, 0x70, 0, 1],
  ...[7, 9, 1, 5, ...Buffer.from("twice"), 0, 2],
  ...[10, 16, 2, 7, 0, 0x20, 0, 0x41, 2, 0x6c, 0x0b, 6, 0, 0x20, 0, 0x10, 1, 0x0b],
  ...[0, 23, 4, ...Buffer.from("name"), 1, 16, 2],
  ...[1, 6, ...Buffer.from("double"), 2, 5, ...Buffer.from("outer")],
]);

async function instantiate(wasm: Uint8Array) {
  const imports = { a: { b: (x: number) => x } };
  const { exports } = new WebAssembly.Instance(await WebAssembly.compile(Buffer.from(wasm)), imports);
  return exports as {
    twice(x: number): number;
    double: WebAssembly.Table & ((x: number) => number);
    "original double"(x: number): number;
    table: WebAssembly.Table;
  };
}

test("calls of a function go to whatever is put into its place", async () => {
  const before = await instantiate(module);
  expect(before.twice(21)).toBe(42);
  const opened = await instantiate(openModule(module, { replaced: { double: 1 }, shared: [] }));
  expect(() => opened.twice(21)).toThrow();
  opened.double.set(0, before.twice);
  expect(opened.twice(21)).toBe(42);
});

test("what a function did can still be called, and so can what its pointers point to", async () => {
  const opened = await instantiate(openModule(module, { replaced: { outer: 1, double: 1 }, shared: [] }));
  expect(opened["original double"](21)).toBe(42);
  expect(opened.table.length).toBe(1);
});

test("functions are exported by their names", async () => {
  const opened = openModule(module, { replaced: { outer: 1 }, shared: ["double"] });
  expect((await instantiate(opened)).double(4)).toBe(8);
});

test("a function that is not there is named", () => {
  const opening = { replaced: { double: 1 }, shared: ["triple"] };
  expect(() => openModule(module, opening)).toThrow("the module has no function triple");
  expect(() => openModule(module.subarray(0, -1), { ...opening, shared: [] })).toThrow(RangeError);
});
