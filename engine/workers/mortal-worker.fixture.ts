/** A worker that answers, and dies when it is told to. */
declare const self: Worker;

self.onmessage = ({ data }: MessageEvent<{ type: "setup" | "echo" | "die" | "exit" | "close" }>) => {
  if (data.type === "setup") self.postMessage({ type: "ready" });
  else if (data.type === "echo") self.postMessage({ type: "echo" });
  else if (data.type === "die") throw new Error("told to die");
  else if (data.type === "exit") process.exit(3);
  else self.postMessage({ type: "closed" });
};
