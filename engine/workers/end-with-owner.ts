import { dlopen } from "bun:ffi";

/** From Linux' `<sys/prctl.h>` and `<signal.h>`. */
const setParentDeathSignal = 1;
const sigkill = 9;

/**
 * Has the kernel end this process when the one that started it ends, however that ends and whatever this one is caught in: one that
 * hangs never hears that its owner is gone (prctl(2), PR_SET_PDEATHSIG). Bun has no word for it; a thread that watches its parent would take
 * 10 MB in every worker. On other systems, and another C library, workers that hang outlive an owner that is killed.
 */
export function endWithOwner(): void {
  if (process.platform !== "linux") return;
  try {
    const number = "u64";
    const { symbols, close } = dlopen("libc.so.6", {
      prctl: { args: ["i32", number, number, number, number], returns: "i32" },
    });
    symbols.prctl(setParentDeathSignal, BigInt(sigkill), 0n, 0n, 0n);
    close();
  } catch {
    // What can be had without it is had: a worker that listens ends when its channel closes.
  }
}
