import { expect, test } from "bun:test";
import { WorkerPool } from "./worker-pool.ts";

class FakeWorker {
  isReady = false;
  load = 0;
  canStart = true;
  async ready() {
    if (!this.canStart) throw new Error("no room");
    this.isReady = true;
  }
  async [Symbol.asyncDispose]() {
    this.isReady = false;
  }
}

const openPool = (workersMax: number) => {
  const workers: FakeWorker[] = [];
  const open = () => {
    workers.push(new FakeWorker());
    return workers.at(-1)!;
  };
  return { pool: new WorkerPool({ open, fullAt: 2, workersMax }), workers };
};
/** What a new worker has to do before it is ready. */
const settle = () => Promise.resolve();

test("work goes to the least loaded worker, and full ones get company, up to one a core", async () => {
  const { pool, workers } = openPool(3);
  await pool.first.ready();
  for (let load = 0; load < 12; load++) {
    pool.pick().load++;
    await settle();
  }
  expect(workers.map(({ load }) => load)).toEqual([4, 4, 4]);
});

test("a worker that is not ready gets no work, and no further one is started meanwhile", async () => {
  const { pool, workers } = openPool(8);
  await pool.first.ready();
  for (let load = 0; load < 4; load++) {
    pool.pick().load++;
    await settle();
  }
  Object.assign(workers[1]!, { isReady: false, canStart: false });
  for (let load = 0; load < 6; load++) pool.pick().load++;
  expect(workers.map(({ load }) => load)).toEqual([9, 1]);
});

test("a worker that could not be started is started again by whoever wants one, and the pool grows on", async () => {
  const { pool, workers } = openPool(3);
  await pool.first.ready();
  pool.first.load = 2;
  pool.pick();
  Object.assign(workers[1]!, { isReady: false, canStart: false });
  expect(pool.pick()).toBe(workers[0]!);
  workers[1]!.canStart = true;
  expect(pool.pick()).toBe(workers[0]!);
  await settle();
  expect(pool.pick()).toBe(workers[1]!);
  workers[1]!.load = 2;
  pool.pick();
  expect(pool.size).toBe(3);
});

test("where none is ready the first one has to say so", () => {
  const { pool, workers } = openPool(2);
  expect(pool.pick()).toBe(workers[0]!);
  expect(pool.size).toBe(1);
});
