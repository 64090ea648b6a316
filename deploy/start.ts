import { ensureInstalled } from "./installation.ts";

await ensureInstalled();
const { startOnThisMachine } = await import("./this-machine.ts");
await startOnThisMachine(process.env);
