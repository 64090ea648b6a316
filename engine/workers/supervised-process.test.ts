import { expect, test } from "bun:test";
import { SupervisedProcess, WorkerGone } from "./supervised-process.ts";

type Order = { readonly type: "setup" | "echo" | "die" | "exit" | "crash" | "close" };

function open() {
  const reports: string[] = [];
  const deaths: Error[] = [];
  const waiting: (() => void)[] = [];
  const changed = () => {
    for (const wake of waiting.splice(0)) wake();
  };
  const worker = new SupervisedProcess<Order, { type: string }>({
    url: new URL("./mortal-process.fixture.ts", import.meta.url),
    setup: { type: "setup" },
    onReport: ({ type }) => {
      reports.push(type);
      changed();
    },
    onDeath: (error) => {
      deaths.push(error);
      changed();
    },
  });
  const until = async (condition: () => boolean) => {
    while (!condition()) await new Promise<void>((wake) => waiting.push(wake));
  };
  return { worker, reports, deaths, until };
}

test("a worker gets ready once and answers", async () => {
  const { worker, reports, until } = open();
  await using _ = worker;
  await Promise.all([worker.ready(), worker.ready()]);
  expect(worker.send({ type: "echo" })).toBe(true);
  await until(() => reports.includes("echo"));
  expect(reports).toEqual(["ready", "echo"]);
});

test.each(["die", "exit", "crash"] as const)(
  "a worker that ends by %s is told of once and started again",
  async (type) => {
    const { worker, reports, deaths, until } = open();
    await using _ = worker;
    await worker.ready();
    worker.send({ type });
    await until(() => deaths.length > 0);
    await worker.ready();
    worker.send({ type: "echo" });
    await until(() => reports.includes("echo"));
    expect(deaths).toHaveLength(1);
  },
);

test("a worker that dies over and over is given up", async () => {
  const { worker, deaths, until } = open();
  await using _ = worker;
  for (let death = 1; death <= 5; death++) {
    await worker.ready();
    worker.send({ type: "die" });
    await until(() => deaths.length === death);
  }
  await expect(worker.ready()).rejects.toBeInstanceOf(WorkerGone);
  expect(worker.send({ type: "echo" })).toBe(false);
});

test("a closed worker stays closed", async () => {
  const { worker, deaths } = open();
  await worker.ready();
  await worker[Symbol.asyncDispose]();
  await worker[Symbol.asyncDispose]();
  await expect(worker.ready()).rejects.toBeInstanceOf(WorkerGone);
  expect(deaths).toEqual([]);
});

test("a worker ends with the process that owns it", async () => {
  const { worker } = open();
  await worker.ready();
  const { pid } = worker;
  await worker[Symbol.asyncDispose]();
  expect(() => process.kill(pid!, 0)).toThrow();
});
