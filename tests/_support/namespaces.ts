import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { findChromium, launchChromium } from "./chromium.ts";

/** A machine of its own as far as the network goes (ip-netns(8)). */
export interface Namespace {
  readonly ipv4: string;
  readonly ipv6: string;
  /** The command line that runs a program in it: for `Bun.spawn`, or to be put into a script. */
  command(...program: string[]): string[];
}

/** What a firewall between two of them drops, both ways and without a word. */
export interface Blockade<Name> {
  readonly between: readonly [Name, Name];
  readonly protocol: "udp" | "tcp";
  /** A port of the second one; without it all are meant. */
  readonly port?: number;
}

export interface Network<Name extends string> extends AsyncDisposable {
  readonly members: Readonly<Record<Name, Namespace>>;
  /** Takes its device down, with all addresses and routes. */
  unplug(name: Name): Promise<void>;
  /** Gives it a device that is up, as it had one at the beginning. */
  plug(name: Name): Promise<void>;
  block(blockade: Blockade<Name>): Promise<void>;
  unblock(blockade: Blockade<Name>): Promise<void>;
}

/** Names tell whose they are, so that what a killed process left behind is found. */
const prefix = "tutor";
let networksMade = 0;

/**
 * Namespaces, each on a network of its own, with a router between them that forwards IPv4 and IPv6. `subnets` gives each member's
 * name and the first three parts of its IPv4 addresses ("192.0.2"); the member has .2 there, the router .1. Needs root.
 * Disposing of it ends every process that still runs in them.
 */
export async function openNetwork<Name extends string>(
  subnets: Readonly<Record<Name, string>>,
): Promise<Network<Name>> {
  await removeLeftBehind();
  await using opened = new AsyncDisposableStack();
  const id = `${prefix}-${process.pid}-${++networksMade}`;
  const router = `${id}-router`;
  await openNamespace(router, opened);
  await setKernel(router, "ipv4/ip_forward", 1);
  await setKernel(router, "ipv6/conf/all/forwarding", 1);
  const members: Partial<Record<Name, Namespace>> = {};
  const plugs: Partial<Record<Name, () => Promise<void>>> = {};
  const links = Object.entries<string>(subnets) as [Name, string][];
  for (const [index, [name, ipv4]] of links.entries()) {
    const [namespace, port, ipv6] = [`${id}-${name}`, `port${index}`, `2001:db8:${index + 1}:`];
    await openNamespace(namespace, opened);
    await ip(router, "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", namespace);
    await address(router, port, [`${ipv4}.1/24`, `${ipv6}:1/64`]);
    plugs[name] = async () => {
      await address(namespace, "eth0", [`${ipv4}.2/24`, `${ipv6}:2/64`]);
      await ip(namespace, "route", "add", "default", "via", `${ipv4}.1`);
      await ip(namespace, "-6", "route", "add", "default", "via", `${ipv6}:1`);
    };
    await plugs[name]?.();
    members[name] = {
      ipv4: `${ipv4}.2`,
      ipv6: `${ipv6}:2`,
      command: (...program) => [...inNamespace(namespace), ...program],
    };
  }
  const all = members as Record<Name, Namespace>;
  const change = async (verb: "add" | "del", { between: [one, other], protocol, port }: Blockade<Name>) => {
    for (const [family, version] of [
      ["-4", "ipv4"],
      ["-6", "ipv6"],
    ] as const) {
      const [here, there] = [all[one][version], all[other][version]];
      const only = (end: string) => (port === undefined ? [] : [end, String(port)]);
      const rule = ["rule", verb, "ipproto", protocol, "blackhole"];
      await ip(router, family, ...rule, "from", here, "to", there, ...only("dport"));
      await ip(router, family, ...rule, "from", there, "to", here, ...only("sport"));
    }
  };
  const stack = opened.move();
  return {
    members: all,
    unplug: async (name) => {
      await run(...all[name].command("ip", "address", "flush", "dev", "eth0"));
      await run(...all[name].command("ip", "link", "set", "eth0", "down"));
    },
    plug: async (name) => plugs[name]?.(),
    block: (blockade) => change("add", blockade),
    unblock: (blockade) => change("del", blockade),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** A real Chromium in a namespace. The test reaches it through a pipe. */
export async function openChromiumIn(namespace: Namespace, ...more: string[]): Promise<Browser> {
  const folder = mkdtempSync(join(tmpdir(), "virtual-tutor-chromium-"));
  const script = join(folder, "chromium");
  const command = namespace.command(findChromium() ?? "chromium");
  writeFileSync(script, `#!/bin/sh\nexec ${command.map((word) => `'${word}'`).join(" ")} "$@"\n`);
  chmodSync(script, 0o700);
  const browser = await launchChromium(script, [
    // There is nobody to resolve names, and mDNS would only find the same address after a while.
    "--disable-features=WebRtcHideLocalIpsWithMdns",
    ...more,
  ]);
  browser.on("disconnected", () => rmSync(folder, { recursive: true, force: true }));
  return browser;
}

async function openNamespace(name: string, opened: AsyncDisposableStack): Promise<void> {
  await run("ip", "netns", "add", name);
  opened.defer(() => removeNamespace(name));
  // Without the search for duplicates (RFC 4862) IPv6 addresses can be used at once.
  await setKernel(name, "ipv6/conf/default/accept_dad", 0);
  await ip(name, "link", "set", "lo", "up");
}

async function address(namespace: string, device: string, addresses: string[]): Promise<void> {
  for (const each of addresses) await ip(namespace, "address", "add", each, "dev", device);
  await ip(namespace, "link", "set", device, "up");
}

async function removeNamespace(name: string): Promise<void> {
  for (const pid of (await run("ip", "netns", "pids", name)).split("\n").filter(Boolean)) {
    try {
      process.kill(Number(pid), "SIGKILL");
    } catch {
      // It has ended meanwhile.
    }
  }
  await run("ip", "netns", "del", name);
}

/** A process that was killed could not do it. */
async function removeLeftBehind(): Promise<void> {
  const names = (await run("ip", "netns", "list")).matchAll(new RegExp(`^${prefix}-(\\d+)-\\S+`, "gm"));
  const left = Array.from(names).filter(([, pid]) => !isRunning(Number(pid)));
  // Another test may remove them at the same time.
  await Promise.allSettled(left.map(([name]) => removeNamespace(name)));
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const inNamespace = (name: string) => ["ip", "netns", "exec", name];
const setKernel = (namespace: string, setting: string, value: number) =>
  run(...inNamespace(namespace), "sh", "-c", `echo ${value} >/proc/sys/net/${setting}`);
const ip = (namespace: string, ...words: string[]) => run("ip", "-n", namespace, ...words);

async function run(...command: string[]): Promise<string> {
  const child = Bun.spawn(command, { stdio: ["ignore", "pipe", "pipe"] });
  const [out, error] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  if ((await child.exited) !== 0) throw new Error(`${command.join(" ")}: ${error}`);
  return out;
}
