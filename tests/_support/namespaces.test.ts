import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { type Network, openNetwork } from "./namespaces.ts";
import { until } from "./until.ts";

type Two = Network<"near" | "far">;

const port = 4000;
/** Prints the kind of each address that it is spoken to at, once for datagrams and once for streams. */
const listen = (addresses: string[]) => `
  const tell = (way) => process.stdout.write(way + "\\n");
  for (const address of ${JSON.stringify(addresses)}) {
    const kind = address.includes(":") ? 6 : 4;
    require("dgram").createSocket("udp" + kind).on("message", () => tell("udp" + kind)).bind(${port}, address);
    require("net").createServer((stream) => { tell("tcp" + kind); stream.destroy(); }).listen(${port}, address);
  }`;
/** Speaks to each address until it is ended, datagrams first. */
const speak = (addresses: string[]) => `
  const sockets = ${JSON.stringify(addresses)}.map((address) => [
    require("dgram").createSocket(address.includes(":") ? "udp6" : "udp4").on("error", () => {}), address,
  ]);
  setInterval(() => {
    for (const [socket, address] of sockets) socket.send("hello", ${port}, address, () => {});
    for (const [, address] of sockets) require("net").connect(${port}, address).on("error", () => {});
  }, 100);`;

/** The ways by which `near` has reached `far` once `awaited` is among them three times. */
async function reached({ members: { near, far } }: Two, awaited: string): Promise<string[]> {
  const addresses = [far.ipv4, far.ipv6];
  const start = (command: string[]) => Bun.spawn(command, { stdio: ["ignore", "pipe", "inherit"] });
  const listener = start(far.command(process.execPath, "-e", listen(addresses)));
  const speaker = start(near.command(process.execPath, "-e", speak(addresses)));
  let heard: string[] = [];
  const decoder = new TextDecoder();
  for await (const text of listener.stdout) {
    heard = [...heard, ...decoder.decode(text).trim().split("\n")];
    if (heard.filter((way) => way === awaited).length >= 3) break;
  }
  for (const each of [listener, speaker]) each.kill();
  await Promise.all([listener.exited, speaker.exited]);
  return [...new Set(heard)].sort();
}

test("namespaces reach each other by both versions of IP, but for what is blocked", async () => {
  await using network = await openNetwork({ near: "192.0.2", far: "198.51.100" });
  const blockade = { between: ["near", "far"], protocol: "udp" } as const;
  expect(await reached(network, "udp6")).toEqual(["tcp4", "tcp6", "udp4", "udp6"]);
  await network.block(blockade);
  expect(await reached(network, "tcp6")).toEqual(["tcp4", "tcp6"]);
  await network.unblock(blockade);
  await network.block({ ...blockade, protocol: "tcp" });
  expect(await reached(network, "udp6")).toEqual(["udp4", "udp6"]);
});

/** Empty for a process that has ended. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

test("what a killed process has left behind goes when the next network opens", async () => {
  const forgetful = Bun.spawn(
    [
      process.execPath,
      "-e",
      `const { openNetwork } = await import("${import.meta.dir}/namespaces.ts");
       const { members } = await openNetwork({ only: "192.0.2" });
       const left = Bun.spawn(members.only.command("sleep", "600"), { stdio: ["ignore", "ignore", "ignore"] });
       process.stdout.write(String(left.pid));
       setInterval(() => {}, 1000);`,
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const { value } = await forgetful.stdout.getReader().read();
  const leftPid = Number(new TextDecoder().decode(value));
  forgetful.kill("SIGKILL");
  await forgetful.exited;
  const namespaces = () => Bun.spawnSync(["ip", "netns", "list"]).stdout.toString();
  expect(namespaces()).toContain(`tutor-${forgetful.pid}-1-only`);
  expect(commandOf(leftPid)).toContain("sleep");
  await using _ = await openNetwork({ only: "192.0.2" });
  expect(namespaces()).not.toContain(`tutor-${forgetful.pid}-`);
  await until("the end of what ran in it", () => !commandOf(leftPid).includes("sleep"));
});
