import { SupervisedProcess } from "./supervised-process.ts";

/** Owns a worker that hangs: tells its id, and waits. */
const worker = new SupervisedProcess<{ type: "setup" | "hang" }, { type: string }>({
  url: new URL("./mortal-process.fixture.ts", import.meta.url),
  setup: { type: "setup" },
  kind: "voice",
  onReport: () => {},
  onDeath: () => {},
});
await worker.ready();
worker.send({ type: "hang" });
// The order leaves first.
await new Promise<void>((left) => setImmediate(left));
console.log(worker.pid);
