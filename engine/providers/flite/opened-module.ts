import { WasmReader } from "./wasm-reader.ts";

const preambleBytes = 8;
const section = { custom: 0, import: 2, function: 3, table: 4, export: 7, code: 10 } as const;
const kind = { function: 0, table: 1 } as const;
const functionNames = 1;
const opcode = { end: 0x0b, callIndirect: 0x11, localGet: 0x20, i32Const: 0x41 } as const;
const functionReference = 0x70;

/** Functions of a module, by the names that its compiler left in it. */
export interface Opening {
  /** What is given away, with how many parameters each has. */
  readonly replaced: Readonly<Record<string, number>>;
  /** What whoever takes their places may call. */
  readonly shared: readonly string[];
}

/** The first table of a module, where C compilers have what function pointers point to. */
export const pointersExport = "table";
/** The export that still does what a replaced function did. */
export const originalOf = (replaced: string) => `original ${replaced}`;

/**
 * The module with `shared` and its first table among its exports, and without what each of `replaced` does: calls of it go to entry
 * 0 of a table of its own, which is exported under its name. Debugging information is left out. Throws RangeError where a
 * name is unknown or a section is not as C compilers make it (WebAssembly Core Specification 2.0, section 5.5).
 */
export function openModule(wasm: Uint8Array, { replaced, shared }: Opening): Uint8Array {
  const sections = readSections(wasm);
  const index = readFunctionNames(sections);
  const find = (name: string) => {
    const found = index.get(name);
    if (found === undefined) throw new RangeError(`the module has no function ${name}`);
    return found;
  };
  const imported = countOf(sections, section.import);
  const tables: Uint8Array[] = [];
  const types = entriesOf(sections, section.function, (reader) => void reader.number());
  const bodies = entriesOf(sections, section.code, (reader) => void reader.block());
  const exports = shared.map((name) => exportOf(name, kind.function, find(name)));
  exports.push(exportOf(pointersExport, kind.table, 0));
  for (const [name, parameters] of Object.entries(replaced)) {
    const own = find(name) - imported;
    const [type, body] = [types[own], bodies[own]];
    if (!type || !body) throw new RangeError(`${name} is not the module's own`);
    const table = countOf(sections, section.table) + tables.length;
    tables.push(Uint8Array.of(functionReference, 1, 1, 1));
    bodies[own] = forwardingBody(parameters, new WasmReader(type).number(), table);
    exports.push(exportOf(name, kind.table, table));
    exports.push(exportOf(originalOf(name), kind.function, imported + types.length));
    types.push(type);
    bodies.push(body);
  }
  const changed = new Map<number, Uint8Array>([
    [section.function, listed(types)],
    [section.table, appended(sections, section.table, tables)],
    [section.export, appended(sections, section.export, exports)],
    [section.code, listed(bodies)],
  ]);
  const parts = sections
    .filter(({ id }) => id !== section.custom)
    .map(({ id, content }) => ({ id, content: changed.get(id) ?? content }));
  return Buffer.concat([
    wasm.subarray(0, preambleBytes),
    ...parts.flatMap(({ id, content }) => [Uint8Array.of(id), toLeb(content.length), content]),
  ]);
}

interface Section {
  readonly id: number;
  readonly content: Uint8Array;
}

function readSections(wasm: Uint8Array): Section[] {
  const reader = new WasmReader(wasm, preambleBytes);
  const sections: Section[] = [];
  while (reader.at < wasm.length) sections.push({ id: reader.byte(), content: reader.block() });
  return sections;
}

function contentOf(sections: readonly Section[], id: number): Uint8Array {
  const found = sections.find((one) => one.id === id);
  if (!found) throw new RangeError(`the module has no section ${id}`);
  return found.content;
}

/** How many entries a section has; all imports are functions in a module that brings its memory along. */
function countOf(sections: readonly Section[], id: number): number {
  return new WasmReader(contentOf(sections, id)).number();
}

function entriesOf(
  sections: readonly Section[],
  id: number,
  skip: (reader: WasmReader) => void,
): Uint8Array[] {
  const reader = new WasmReader(contentOf(sections, id));
  return Array.from({ length: reader.number() }, () => {
    const from = reader.at;
    skip(reader);
    return reader.bytes.subarray(from, reader.at);
  });
}

function appended(sections: readonly Section[], id: number, entries: readonly Uint8Array[]): Uint8Array {
  const reader = new WasmReader(contentOf(sections, id));
  const count = reader.number() + entries.length;
  return Buffer.concat([toLeb(count), reader.bytes.subarray(reader.at), ...entries]);
}

function listed(entries: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat([toLeb(entries.length), ...entries]);
}

/** The custom section "name" (appendix of the specification). */
function readFunctionNames(sections: readonly Section[]): Map<string, number> {
  const names = new Map<string, number>();
  for (const { id, content } of sections) {
    const reader = new WasmReader(content);
    if (id !== section.custom || toText(reader.block()) !== "name") continue;
    while (reader.at < content.length) {
      const part = reader.byte();
      const list = new WasmReader(reader.block());
      if (part !== functionNames) continue;
      for (let left = list.number(); left > 0; left--) {
        const index = list.number();
        names.set(toText(list.block()), index);
      }
    }
  }
  return names;
}

/** Code that hands its parameters to entry 0 of a table. */
function forwardingBody(parameters: number, type: number, table: number): Uint8Array {
  const gets = Array.from({ length: parameters }, (_, i) => [opcode.localGet, i]).flat();
  const call = [opcode.i32Const, 0, opcode.callIndirect, ...toLeb(type), ...toLeb(table)];
  const code = Uint8Array.of(0, ...gets, ...call, opcode.end);
  return Buffer.concat([toLeb(code.length), code]);
}

function exportOf(name: string, of: number, index: number): Uint8Array {
  const text = Buffer.from(name);
  return Buffer.concat([toLeb(text.length), text, Uint8Array.of(of), toLeb(index)]);
}

function toLeb(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return Uint8Array.from([...bytes, rest]);
    bytes.push((rest & 0x7f) | 0x80);
  }
}

function toText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
