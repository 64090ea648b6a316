import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { artifact } from "../_support/artifacts.ts";
import { type Coturn, startCoturn } from "../_support/coturn.ts";
import { comesBy, hearsTheGreeting, openLesson } from "../_support/lesson-way.ts";
import { type Network, openChromiumIn, openNetwork } from "../_support/namespaces.ts";
import { type ServiceProcesses, startServiceProcesses } from "../_support/service-processes.ts";

setDefaultTimeout(120_000);

const secret = "a-secret-that-relay-and-engine-share";
let network: Network<"student" | "relay" | "engine">;
let relay: Coturn;
let school: ServiceProcesses;
let browser: Browser;

beforeAll(async () => {
  network = await openNetwork({ student: "198.51.100", relay: "203.0.113", engine: "172.30.41" });
  const { student, relay: place, engine } = network.members;
  relay = await startCoturn({ secret, peers: engine.ipv4, tls: true, place });
  const turn = (scheme: string, port: number, transport: string) =>
    `${scheme}:${place.ipv4}:${port}?transport=${transport}`;
  school = await startServiceProcesses({
    namespace: engine,
    environment: {
      HOST: "0.0.0.0",
      BACKEND_PORT: "8000",
      ENGINE_PORT: "8001",
      MEDIA_PORT: "8001",
      MEDIA_TCP_PORT: "off",
      AVATAR_SERVICE_URL: "http://127.0.0.1:8001",
      ENGINE_PUBLIC_URL: `http://${engine.ipv4}:8001`,
      BACKEND_PUBLIC_URL: `http://${engine.ipv4}:8000`,
      TURN_URLS: [turn("turn", 3478, "udp"), turn("turn", 3478, "tcp"), turn("turns", 5349, "tcp")].join(),
      TURN_SECRET: secret,
    },
  });
  browser = await openChromiumIn(
    student,
    "--ignore-certificate-errors",
    "--autoplay-policy=no-user-gesture-required",
  );
});
afterAll(async () => {
  await browser?.close();
  await school?.[Symbol.asyncDispose]();
  await relay?.[Symbol.asyncDispose]();
  await network?.[Symbol.asyncDispose]();
});

const open = () =>
  openLesson(browser, `http://${network.members.engine.ipv4}:8001/tutors/${school.backend.demoTutorId}`);

test("a student reaches the engine directly where that works, and by the relay where nothing else is left open", async () => {
  // One lesson that begins while everything is open, and has to find new ways as they close.
  const travelling = await open();
  const renewals = countCredentials(travelling);
  await comesBy(travelling, { kind: "host", relayProtocol: undefined });
  expect(renewals()).toBe(0);

  const closings = [
    [{ between: ["student", "engine"], protocol: "udp" }, "udp"],
    [{ between: ["student", "relay"], protocol: "udp" }, "tcp"],
    [{ between: ["student", "relay"], protocol: "tcp", port: 3478 }, "tls"],
  ] as const;
  for (const [index, [blockade, relayProtocol]] of closings.entries()) {
    await network.block(blockade);
    const newcomer = await open();
    await comesBy(newcomer, { kind: "relay", relayProtocol });
    await hearsTheGreeting(newcomer);
    if (index === 0) await newcomer.screenshot({ path: artifact("lesson-through-relay.png") });
    await newcomer.close();
    await comesBy(travelling, { kind: "relay", relayProtocol });
    // Those of before have their time, but the next network may come after it.
    expect(renewals()).toBeGreaterThan(index);
  }
  await travelling.close();
});

/** How often it asks for credentials from now on. */
function countCredentials(page: Page): () => number {
  let count = 0;
  page.on("request", (request) => {
    if (request.url().endsWith("/ice-servers")) count++;
  });
  return () => count;
}
