import { expect, spyOn, test } from "bun:test";
import { HasherBusy, PasswordHasher } from "./password-hasher.ts";

/** Four at work and 32 in line. */
const placesMax = 36;

test("a hash is argon2id with today's parameters, and only its own password fits", async () => {
  const hasher = new PasswordHasher();
  const hash = await hasher.hash("pässword");
  expect(hash).toStartWith("$argon2id$v=19$m=19456,t=2,p=1$");
  expect(hasher.isOutdated(hash)).toBe(false);
  expect(await hasher.verify("pässword", hash)).toBe(true);
  expect(await hasher.verify("passwort", hash)).toBe(false);
});

test("an account that does not exist is checked as well, and never fits", async () => {
  const hasher = new PasswordHasher();
  expect(await hasher.verify("anything", undefined)).toBe(false);
  expect(await hasher.verify("", undefined)).toBe(false);
});

test("an account that does not exist takes the same work: one hash of the same kind, parameters and lengths", async () => {
  const hasher = new PasswordHasher();
  const hash = await hasher.hash("password");
  using verify = spyOn(Bun.password, "verify");
  for (const stored of [hash, undefined]) await hasher.verify("guess", stored);
  const [known, unknown, ...more] = verify.mock.calls.map(([password, compared]) => ({
    password,
    work: String(compared).replace(/[^$]+\$[^$]+$/, (salted) => salted.replaceAll(/[^$]/g, "x")),
  }));
  expect(unknown).toEqual(known!);
  expect(unknown!.work).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$x+\$x+$/);
  expect(more).toEqual([]);
});

test("a hash with weaker parameters is outdated", async () => {
  const hasher = new PasswordHasher();
  const weaker = await Bun.password.hash("x", { algorithm: "argon2id", memoryCost: 1024, timeCost: 1 });
  expect(await hasher.verify("x", weaker)).toBe(true);
  expect(hasher.isOutdated(weaker)).toBe(true);
});

test("when the line is full the next caller is sent away, and afterwards it works again", async () => {
  const hasher = new PasswordHasher();
  const cheap = await Bun.password.hash("x", { algorithm: "argon2id", memoryCost: 8, timeCost: 1 });
  const callers = Array.from({ length: placesMax }, () => hasher.verify("x", cheap));
  await expect(hasher.verify("x", cheap)).rejects.toBeInstanceOf(HasherBusy);
  expect(new Set(await Promise.all(callers))).toEqual(new Set([true]));
  expect(await hasher.verify("x", cheap)).toBe(true);
});
