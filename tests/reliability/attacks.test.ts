import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { AttackReport } from "./attack.ts";
import { type AttackedSchool, openAttackedSchool } from "./attacked-school.ts";
import { attacks } from "./attacks.ts";

// Each attack at a small part of its size; `bun run fuzz` has the full one.
setDefaultTimeout(180_000);

const seed = Number(process.env.FUZZ_SEED ?? 4711);

let school: AttackedSchool;
let besieged: AttackedSchool;
/** They mostly wait, and do so beside the others. */
let uploads: Promise<AttackReport>;
let slow: Promise<AttackReport>;
beforeAll(async () => {
  school = await openAttackedSchool();
  besieged = await openAttackedSchool();
  uploads = attack("uploads", 9);
  slow = attack("slow", 40, besieged);
});
afterAll(async () => {
  await Promise.allSettled([uploads, slow]);
  await besieged?.[Symbol.asyncDispose]();
  await school?.[Symbol.asyncDispose]();
});

function attack(name: string, count: number, on = school): Promise<AttackReport> {
  return attacks[name]!.run(on, { count, seed, isMachineQuiet: false });
}

test("three hundred hostile offers are answered or refused, and nothing is left of them", async () => {
  expect(await attack("offers", 300)).toMatchObject({ seed, faults: [] });
});

test("thousands of hostile datagrams do not disturb a lesson, and none is answered with more than it was", async () => {
  expect(await attack("datagrams", 6_000)).toMatchObject({ seed, faults: [] });
});

test("hostile messages and floods on the data channel end no lesson, and are bounded", async () => {
  expect(await attack("messages", 100)).toMatchObject({ seed, faults: [] });
});

test("a sign-in is answered alike, and by the same work, for accounts that there are and that there are not", async () => {
  expect(await attack("guesses", 6)).toMatchObject({ seed, faults: [] });
});

test("whoever takes all that can be had is told to wait, and others go on beside", async () => {
  expect(await attack("greed", 300)).toMatchObject({ seed, faults: [] });
});

test("uploads that are cut or stand still leave nothing behind", async () => {
  expect(await uploads).toMatchObject({ seed, faults: [] });
});

test("a thousand malformed requests to the engine are all answered", async () => {
  expect(await attack("requests", 1_000)).toMatchObject({ seed, faults: [] });
});

test("connections that are slow in any way are cut, while others are served", async () => {
  expect(await slow).toMatchObject({ seed, faults: [] });
});
