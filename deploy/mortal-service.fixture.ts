// A service that is ready and then ends by itself.
process.send?.({ type: "ready" });
process.disconnect?.();
process.exitCode = 3;
