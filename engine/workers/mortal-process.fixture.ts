import { takeOrders } from "./take-orders.ts";

/** A worker that answers, and dies when it is told to. */
type Order = { readonly type: "setup" | "echo" | "die" | "exit" | "crash" | "close" };

const { report } = takeOrders<Order, { type: string }>(
  ({ type }) => {
    if (type === "setup") report({ type: "ready" });
    else if (type === "echo") report({ type: "echo" });
    else if (type === "die") throw new Error("told to die");
    else if (type === "exit") process.exit(3);
    // What the kernel does to native code that reads where nothing is.
    else process.kill(process.pid, "SIGSEGV");
  },
  async () => {},
);
