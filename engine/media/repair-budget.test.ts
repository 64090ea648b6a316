import { expect, test } from "bun:test";
import { RepairBudget, repairsPerSecond } from "./repair-budget.ts";

test("a packet asked for twice within a round trip is sent once", () => {
  const budget = new RepairBudget(0);
  expect(budget.allow([7, 8, 7], 8, 0, 100)).toEqual([7, 8]);
  expect(budget.allow([7, 8], 8, 99, 100)).toEqual([]);
  expect(budget.allow([7, 8], 8, 100, 100)).toEqual([7, 8]);
  expect(budget.refused).toBe(3);
  // However often a packet is asked for, it was lost once.
  expect(budget.missed).toBe(2);
});

test("a storm of requests gets no more than the budget", () => {
  const budget = new RepairBudget(0);
  let sent = 0;
  for (let ms = 0; ms < 10_000; ms += 10) {
    const lost = Array.from({ length: 20 }, (_, i) => (ms + i) & 0xffff);
    sent += budget.allow(lost, lost.at(-1)!, ms, 10).length;
  }
  expect(sent).toBeLessThanOrEqual(repairsPerSecond * 11);
  expect(sent).toBeGreaterThanOrEqual(repairsPerSecond * 9);
});

test("packets a whole history apart are not mistaken for each other", () => {
  const budget = new RepairBudget(0);
  expect(budget.allow([1], 1, 0, 100)).toEqual([1]);
  expect(budget.allow([129], 129, 1, 100)).toEqual([129]);
});

test("numbers that ran over 16 bits wrap", () => {
  expect(new RepairBudget(0).allow([65_535, 65_536, 65_537], 1, 0, 50)).toEqual([65_535, 0, 1]);
});

test("what was never sent, or too long ago, costs nothing", () => {
  const budget = new RepairBudget(0);
  for (let i = 0; i < 10; i++) expect(budget.allow([36_814, 1001, 872], 1000, i, 50)).toEqual([]);
  expect(budget.refused).toBe(0);
  expect(budget.allow([873, 1000], 1000, 10, 50)).toEqual([873, 1000]);
});

test("a narrow link gets fewer repairs, a wide one no more than ever", () => {
  const repaired = (rate: number) => {
    const budget = new RepairBudget(0);
    budget.fitTo(rate);
    return Array.from({ length: 100 }, (_, sequence) => budget.allow([sequence], sequence, 0, 50)).flat()
      .length;
  };
  expect(repaired(480_000)).toBe(10);
  expect(repaired(50_000)).toBe(5);
  expect(repaired(10_000_000)).toBe(40);
});
