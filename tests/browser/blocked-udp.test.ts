import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { writeFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { artifact } from "../_support/artifacts.ts";
import { type Coturn, startCoturn } from "../_support/coturn.ts";
import { comesBy, hearsTheGreeting, openLesson, watchLesson } from "../_support/lesson-way.ts";
import { type Network, openChromiumIn, openNetwork } from "../_support/namespaces.ts";
import {
  type LinkQualities,
  type NarrowLinkProcess,
  startNarrowLink,
} from "../_support/narrow-link-process.ts";
import { readOpenMetrics, sumOf } from "../_support/open-metrics.ts";
import { type ServiceProcesses, startServiceProcesses } from "../_support/service-processes.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(120_000);

const secret = "a-secret-that-relay-and-engine-share";
let network: Network<"student" | "relay" | "engine">;
let relay: Coturn;
let school: ServiceProcesses;
let browser: Browser;
/** A bad way to the relay's UDP port. */
let link: NarrowLinkProcess;

beforeAll(async () => {
  network = await openNetwork({ student: "198.51.100", relay: "203.0.113", engine: "172.30.41" });
  const { student, relay: place, engine } = network.members;
  relay = await startCoturn({ secret, peers: engine.ipv4, tls: true, place });
  link = await startNarrowLink(place, 3478);
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
  await link?.[Symbol.asyncDispose]();
  await relay?.[Symbol.asyncDispose]();
  await network?.[Symbol.asyncDispose]();
});

/** `prepare` comes before anything is loaded. */
const open = (prepare?: (page: Page) => Promise<unknown>) =>
  openLesson(
    browser,
    `http://${network.members.engine.ipv4}:8001/tutors/${school.backend.demoTutorId}`,
    prepare,
  );

/** How often it asks for credentials from now on. */
function countCredentials(page: Page): () => number {
  let count = 0;
  page.on("request", (request) => {
    if (request.url().endsWith("/ice-servers")) count++;
  });
  return () => count;
}

/**
 * Changes what the page hears of the relay, which it is not told before it has sent its offer: a page that waited for it would
 * wait for ever, or give up. (The test itself is in another network and cannot ask in its place.)
 */
const changeIceServers = (page: Page, change: { urls?: string }) =>
  page.addInitScript(({ urls }) => {
    const native = window.fetch;
    const offered = Promise.withResolvers<void>();
    window.fetch = Object.assign(async (input: string | URL | Request, init?: RequestInit) => {
      const url = input instanceof Request ? input.url : String(input);
      if (new URL(url, location.href).pathname.endsWith("/webrtc")) offered.resolve();
      const response = await native(input, init);
      if (!url.endsWith("/ice-servers") || !response.ok) return response;
      await offered.promise;
      const { iceServers } = (await response.json()) as { iceServers: RTCIceServer[] };
      const servers = iceServers.map((server) => ({ ...server, urls: urls ?? server.urls }));
      return Response.json({ iceServers: servers, iceTransportPolicy: "relay" });
    }, native);
  }, change);

test("the page asks for the relay while the engine answers, and takes no other way when it is told so", async () => {
  const page = await open((page) => changeIceServers(page, {}));
  await comesBy(page, { kind: "relay", relayProtocol: "udp" });
  await page.close();
});

test("an engine counts the browsers that a relay has no place for", async () => {
  const page = await open();
  await comesBy(page, { kind: "host", relayProtocol: undefined });
  // As Chromium tells of a relay's 486; another error is not of this kind.
  await page.evaluate(() => {
    const { peers } = window as unknown as { peers: RTCPeerConnection[] };
    for (const errorCode of [486, 701, 508])
      peers.at(-1)!.dispatchEvent(new RTCPeerConnectionIceErrorEvent("icecandidateerror", { errorCode }));
  });
  // Two in one lesson are one.
  await until("the count", async () => {
    const asked = network.members.engine.command("curl", "--silent", school.engine.metricsUrl);
    const figures = await new Response(
      Bun.spawn(asked, { stdio: ["ignore", "pipe", "ignore"] }).stdout,
    ).text();
    return sumOf(readOpenMetrics(figures), "tutor_engine_relay_refusals_total") === 1;
  });
  await page.close();
});

const delayMs = 25;
const goodWay: LinkQualities = { down: { delayMs }, up: { delayMs } };
const badWays: readonly (readonly [what: string, way: LinkQualities])[] = [
  ["5 % loss", { down: { lossShare: 0.05, delayMs }, up: { lossShare: 0.05, delayMs } }],
  ["10 % loss in bursts", { down: { lossShare: 0.1, burst: 5, delayMs }, up: { delayMs } }],
  ["500 kbit/s", { down: { bitsPerSecond: 500_000, delayMs }, up: { delayMs } }],
];

type Seen = Awaited<ReturnType<typeof watchLesson>>;

/** Beside what this machine shows over a good way: four pictures in five, and hardly more sound made up than sound is lost. */
function isUsable(now: Seen, good: Seen, { down }: LinkQualities): boolean {
  return (
    now.isHeard &&
    now.picturesPerSecond > 0.8 * good.picturesPerSecond &&
    now.concealedShare < good.concealedShare + (down.lossShare ?? 0) + 0.08
  );
}

/** The worse of two tries over a way that is good: what the machine shows by itself changes from one moment to the next. */
async function watchGoodWay(page: Page): Promise<Seen> {
  const good: Seen[] = [];
  const isTold = async () => {
    await ask(page);
    const now = await watchLesson(page, 2500);
    // A machine so busy that a good way shows little tells nothing about bad ones.
    if (now.isHeard && now.picturesPerSecond > 15 && now.concealedShare < 0.1) good.push(now);
    return good.length === 2;
  };
  await until("a good way", isTold, { withinMs: 60_000 });
  return {
    isHeard: true,
    picturesPerSecond: Math.min(...good.map(({ picturesPerSecond }) => picturesPerSecond)),
    concealedShare: Math.max(...good.map(({ concealedShare }) => concealedShare)),
  };
}

async function ask(page: Page): Promise<void> {
  await page.getByRole("textbox", { name: "Your question" }).fill("Why are leaves green?");
  await page.keyboard.press("Enter");
}

test("pictures and sound stay usable over bad ways to the relay", async () => {
  const page = await open((page) =>
    changeIceServers(page, { urls: `turn:${network.members.relay.ipv4}:${link.port}?transport=udp` }),
  );
  const figures: object[] = [];
  for (const [what, way] of badWays) {
    link.become(goodWay);
    const good = await watchGoodWay(page);
    link.become(way);
    // Twice in a row: one moment between two bad ones is not usable. A busy machine may need more than one try.
    const usable = async () => {
      await ask(page);
      const seen: Seen[] = [];
      while (seen.length < 2) {
        const now = await watchLesson(page, 2500);
        figures.push({ what, good, now });
        if (!isUsable(now, good, way)) return undefined;
        seen.push(now);
      }
      return seen;
    };
    await until(`${what}, but usable`, usable, { withinMs: 60_000 });
  }
  await page.screenshot({ path: artifact("lesson-through-bad-relay.png") });
  writeFileSync(artifact("lesson-through-bad-relay.json"), JSON.stringify(figures));
  expect(await page.evaluate(() => window.lessonStats?.()?.connections)).toBe(1);
  await page.close();
}, 400_000);

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
