import { expect, test } from "bun:test";
import { RateExceeded } from "../rate-limit.ts";
import { LoginRefused, PasswordCheck } from "./password-check.ts";

/** A hasher whose hashes are the passwords. */
const check = () => new PasswordCheck({ verify: async (password, hash) => password === hash });
const owner = { passwordHash: "right", status: "active" as const };

function attempt(check: PasswordCheck, password: string, address: string, name = "owner") {
  const answer = check.check({
    key: [name],
    address,
    password,
    find: async () => (name === "owner" ? owner : undefined),
    refused: async () => {},
  });
  return answer.then(
    () => "accepted",
    (error) =>
      error instanceof LoginRefused ? "refused" : error instanceof RateExceeded ? "limited" : "failed",
  );
}

test("one address has ten tries for an account", async () => {
  const passwords = check();
  const answers: string[] = [];
  for (let i = 0; i < 12; i++) answers.push(await attempt(passwords, "guess", "1.1.1.1"));
  expect(answers).toEqual([...Array<string>(10).fill("refused"), "limited", "limited"]);
  expect(await attempt(passwords, "right", "2.2.2.2")).toBe("accepted");
});

test("many addresses that guess together are limited as well, and the owner still gets in from where the owner was", async () => {
  const passwords = check();
  expect(await attempt(passwords, "right", "home")).toBe("accepted");
  const answers: string[] = [];
  for (let i = 0; i < 70; i++) answers.push(await attempt(passwords, "guess", `10.0.0.${i}`));
  expect(answers.filter((answer) => answer === "refused").length).toBe(60);
  expect(answers.at(-1)).toBe("limited");
  expect(await attempt(passwords, "right", "elsewhere")).toBe("limited");
  expect(await attempt(passwords, "right", "home")).toBe("accepted");
  expect(await attempt(passwords, "guess", "10.0.1.1", "another")).toBe("refused");
});

test("one address that tries many accounts is limited", async () => {
  const passwords = check();
  const answers: string[] = [];
  for (let i = 0; i < 110; i++) answers.push(await attempt(passwords, "guess", "1.1.1.1", `account ${i}`));
  expect(answers.filter((answer) => answer === "refused").length).toBe(100);
  expect(answers.at(-1)).toBe("limited");
});

test("the right password never counts as a try", async () => {
  const passwords = check();
  for (let i = 0; i < 30; i++) expect(await attempt(passwords, "right", `10.0.0.${i % 3}`)).toBe("accepted");
});
