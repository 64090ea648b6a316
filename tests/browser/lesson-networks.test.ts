import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser } from "playwright-core";
import { artifact } from "../_support/artifacts.ts";
import { comesBy, hearsTheGreeting, openLesson } from "../_support/lesson-way.ts";
import { type Namespace, type Network, openChromiumIn, openNetwork } from "../_support/namespaces.ts";
import { type ServiceProcesses, startServiceProcesses } from "../_support/service-processes.ts";

setDefaultTimeout(120_000);

/** Everybody knows the school by name; which address that is depends on the student's network. */
const hostname = "school.example";
const noUdp = { between: ["student", "school"], protocol: "udp" } as const;

let network: Network<"school" | "student">;
let school: ServiceProcesses;
beforeAll(async () => {
  network = await openNetwork({ school: "192.0.2", student: "198.51.100" });
  await network.unplug("school");
  school = await startServiceProcesses({
    namespace: network.members.school,
    environment: {
      HOST: "::",
      BACKEND_PORT: "8000",
      ENGINE_PORT: "8001",
      MEDIA_PORT: "8001",
      AVATAR_SERVICE_URL: "http://[::1]:8001",
      ENGINE_PUBLIC_URL: `http://${hostname}:8001`,
      BACKEND_PUBLIC_URL: `http://${hostname}:8000`,
    },
  });
  // From here on the engine has a network that it has not seen at its start.
  await network.plug("school");
});
afterAll(async () => {
  await school?.[Symbol.asyncDispose]();
  await network?.[Symbol.asyncDispose]();
});

const openBrowser = (from: Namespace, address: string): Promise<Browser> =>
  openChromiumIn(
    from,
    `--host-resolver-rules=MAP ${hostname} ${address}`,
    "--autoplay-policy=no-user-gesture-required",
  );
const open = (browser: Browser) =>
  openLesson(browser, `http://${hostname}:8001/tutors/${school.backend.demoTutorId}`);

test("a school's network that comes up after the engine is told to students", async () => {
  const { school: place, student } = network.members;
  const browser = await openBrowser(student, place.ipv4);
  const { address } = await comesBy(await open(browser), { protocol: "udp" });
  expect([place.ipv4, place.ipv6]).toContain(address);
  await browser.close();
});

test("a student whose network blocks UDP sees and hears the tutor over TCP, and so does one whose network begins to", async () => {
  const { school: place, student } = network.members;
  const browser = await openBrowser(student, place.ipv4);
  const travelling = await open(browser);
  await comesBy(travelling, { protocol: "udp" });
  await network.block(noUdp);
  const newcomer = await open(browser);
  await comesBy(newcomer, { protocol: "tcp" });
  await hearsTheGreeting(newcomer);
  await newcomer.screenshot({ path: artifact("lesson-over-tcp.png") });
  await comesBy(travelling, { protocol: "tcp" });
  await network.unblock(noUdp);
  await browser.close();
});

test("a student who has IPv6 alone has a lesson over it", async () => {
  const { school: place, student } = network.members;
  const flush = Bun.spawn(student.command("ip", "-4", "address", "flush", "dev", "eth0"));
  expect(await flush.exited).toBe(0);
  const browser = await openBrowser(student, `[${place.ipv6}]`);
  const page = await open(browser);
  await comesBy(page, { protocol: "udp", address: place.ipv6 });
  await hearsTheGreeting(page);
  await browser.close();
});
