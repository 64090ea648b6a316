import { takeOrders } from "./take-orders.ts";

/** A worker that answers, and dies, hangs or has much to do when it is told to. */
type Order = { readonly type: "setup" | "echo" | "die" | "exit" | "crash" | "hang" | "toil" | "close" };

const { report } = takeOrders<Order, { type: string }>(
  ({ type }) => {
    if (type === "setup") report({ type: "ready" });
    else if (type === "echo") report({ type: "echo" });
    else if (type === "die") throw new Error("told to die");
    else if (type === "exit") process.exit(3);
    else if (type === "toil") Bun.sleepSync(2_000);
    else if (type === "hang") for (;;) Bun.sleepSync(1_000);
    // What the kernel does to native code that reads where nothing is.
    else process.kill(process.pid, "SIGSEGV");
  },
  async () => {},
);
