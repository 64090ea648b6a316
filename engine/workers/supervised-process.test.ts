import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { until as eventually } from "../../tests/_support/until.ts";
import { SupervisedProcess, WorkerGone } from "./supervised-process.ts";
import type { WorkerEnd } from "./worker-end.ts";

type Order = { readonly type: "setup" | "echo" | "die" | "exit" | "crash" | "hang" | "toil" | "close" };

/** Hangs are noticed after three seconds instead of ten. */
const shortBeatMs = 300;

function open(beatMs?: number) {
  const reports: string[] = [];
  const deaths: Error[] = [];
  const ends: WorkerEnd[] = [];
  const waiting: (() => void)[] = [];
  const changed = () => {
    for (const wake of waiting.splice(0)) wake();
  };
  const worker = new SupervisedProcess<Order, { type: string }>({
    url: new URL("./mortal-process.fixture.ts", import.meta.url),
    setup: { type: "setup" },
    kind: "voice",
    onEnd: (end) => ends.push(end),
    ...(beatMs && { beatMs }),
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
  return { worker, reports, deaths, ends, until };
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
    const { worker, reports, deaths, ends, until } = open();
    await using _ = worker;
    await worker.ready();
    worker.send({ type });
    await until(() => deaths.length > 0);
    await worker.ready();
    worker.send({ type: "echo" });
    await until(() => reports.includes("echo"));
    expect(deaths).toHaveLength(1);
    expect(ends).toEqual([
      { worker: "voice", reason: "ended", by: { die: "1", exit: "3", crash: "SIGSEGV" }[type] },
    ]);
  },
);

test("a worker that hangs is killed and started again", async () => {
  const { worker, reports, deaths, ends, until } = open(shortBeatMs);
  await using _ = worker;
  await worker.ready();
  worker.send({ type: "hang" });
  await until(() => deaths.length > 0);
  await worker.ready();
  worker.send({ type: "echo" });
  await until(() => reports.includes("echo"));
  expect(deaths).toHaveLength(1);
  expect(ends).toEqual([{ worker: "voice", reason: "hung", by: "SIGKILL" }]);
}, 30_000);

test("neither a worker that is busy for a while is killed, nor one whose owner stands still", async () => {
  const { worker, reports, deaths, until } = open(shortBeatMs);
  await using _ = worker;
  await worker.ready();
  worker.send({ type: "toil" });
  worker.send({ type: "echo" });
  await until(() => reports.includes("echo"));
  worker.send({ type: "toil" });
  worker.send({ type: "echo" });
  // The order leaves first.
  await new Promise<void>((left) => setImmediate(left));
  Bun.sleepSync(4_500);
  await until(() => reports.length === 3);
  expect(deaths).toEqual([]);
}, 30_000);

test("a worker that is stopped gets no work, and what it is told does not pile up without end", async () => {
  const { worker, deaths, until } = open(shortBeatMs);
  await using _ = worker;
  await worker.ready();
  process.kill(worker.pid!, "SIGSTOP");
  await eventually("it is doubted", () => !worker.isReady, { withinMs: 20_000 });
  expect(deaths).toEqual([]);
  let taken = 0;
  while (worker.send({ type: "echo" })) taken++;
  expect(taken).toBeLessThanOrEqual(50_000);
  await until(() => deaths.length > 0);
  await worker.ready();
  expect(worker.isReady).toBe(true);
}, 30_000);

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

test("a worker that could not be started is started for the next one who asks", async () => {
  const { worker } = open();
  await using _ = worker;
  const { execPath } = process;
  process.execPath = "/nowhere";
  const first = worker.ready();
  process.execPath = execPath;
  await expect(first).rejects.toBeInstanceOf(WorkerGone);
  await worker.ready();
  expect(worker.isReady).toBe(true);
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

test("a worker that hangs does not outlive an owner that is killed", async () => {
  const owner = Bun.spawn([process.execPath, new URL("./hung-owner.fixture.ts", import.meta.url).pathname], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { value } = await owner.stdout.getReader().read();
  const worker = Number(new TextDecoder().decode(value));
  try {
    expect(isRunning(worker)).toBe(true);
    owner.kill("SIGKILL");
    await owner.exited;
    await eventually("it ends", () => !isRunning(worker), { withinMs: 20_000 });
  } finally {
    owner.kill("SIGKILL");
    if (isRunning(worker)) process.kill(worker, "SIGKILL");
  }
});

/** False for one that is gone, or waits for somebody to hear of its end. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}
