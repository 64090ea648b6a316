import { expect, test } from "bun:test";
import { TurnTaking } from "./turn-taking.ts";

async function* count(name: string, to: number, log: string[]) {
  for (let i = 1; i <= to; i++) {
    log.push(`${name}${i}`);
    yield i;
  }
}

const never = new AbortController().signal;

test("generators take turns, a step each", async () => {
  const turns = new TurnTaking();
  const log: string[] = [];
  const all = ["a", "b"].map((name) => Array.fromAsync(turns.run(count(name, 3, log), never)));
  expect(await Promise.all(all)).toEqual([
    [1, 2, 3],
    [1, 2, 3],
  ]);
  expect(log).toEqual(["a1", "b1", "a2", "b2", "a3", "b3"]);
});

test("an abort that arrives as a message stops those whose turn has not come", async () => {
  const turns = new TurnTaking();
  const stop = new AbortController();
  const log: string[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => stop.abort();
  port2.postMessage("stop");
  const all = Array.from({ length: 50 }, (_, i) =>
    Array.fromAsync(turns.run(count(`${i}-`, 3, log), stop.signal)),
  );
  await Promise.all(all);
  port1.close();
  expect(log.length).toBeLessThan(50);
});

test("one that fails does not hold up the others", async () => {
  const turns = new TurnTaking();
  async function* fail(): AsyncIterable<number> {
    yield 1;
    throw new Error("broken");
  }
  const broken = Array.fromAsync(turns.run(fail(), never));
  const whole = Array.fromAsync(turns.run(count("a", 2, []), never));
  await expect(broken).rejects.toThrow("broken");
  expect(await whole).toEqual([1, 2]);
});
