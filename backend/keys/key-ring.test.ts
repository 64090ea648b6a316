import { beforeEach, expect, test } from "bun:test";
import { KeyRing } from "./key-ring.ts";
import type { SigningKey } from "./signing-keys.ts";

let now = 0;
let stored: SigningKey[];
let reads = 0;
let ring: KeyRing;

const key = (kid: string, createdAtMs: number, retiredAtMs: number | null = null): SigningKey => ({
  kid,
  jwk: { kty: "oct", k: "" },
  createdAt: new Date(createdAtMs),
  retiredAt: retiredAtMs === null ? null : new Date(retiredAtMs),
});

beforeEach(() => {
  now = 1_000_000;
  reads = 0;
  stored = [key("first", 0)];
  ring = new KeyRing(
    async () => {
      reads++;
      return stored;
    },
    () => now,
  );
});

test("a new key is published at once and signs only when everybody can know it", async () => {
  expect((await ring.signer()).kid).toBe("first");
  stored = [key("second", now), key("first", 0, now)];
  expect((await ring.all()).map(({ kid }) => kid)).toEqual(["second", "first"]);
  expect((await ring.signer()).kid).toBe("first");
  now += 19_999;
  expect((await ring.signer()).kid).toBe("first");
  now += 1;
  expect((await ring.signer()).kid).toBe("second");
});

test("the very first key signs at once", async () => {
  stored = [key("first", now)];
  expect((await ring.signer()).kid).toBe("first");
});

test("a key that another replica made is found, and made-up ids do not wear out the database", async () => {
  await ring.signer();
  stored = [key("second", now), key("first", 0, now)];
  now += 5_000;
  expect((await ring.find("second"))?.kid).toBe("second");
  const before = reads;
  for (let i = 0; i < 100; i++) expect(await ring.find(`made up ${i}`)).toBeUndefined();
  expect(reads).toBe(before);
});

test("a key that does not verify any more is forgotten", async () => {
  expect((await ring.find("first"))?.kid).toBe("first");
  stored = [key("second", now)];
  now += 30_001;
  expect(await ring.find("first")).toBeUndefined();
});

test("while the database does not answer, the known keys are kept, and without any the failure is told", async () => {
  let fails = true;
  const failing = new KeyRing(
    async () => {
      if (fails) throw new Error("down");
      return stored;
    },
    () => now,
  );
  await expect(failing.signer()).rejects.toThrow("down");
  fails = false;
  await failing.signer();
  fails = true;
  now += 60_000;
  expect((await failing.signer()).kid).toBe("first");
  expect((await failing.all()).length).toBe(1);
});
