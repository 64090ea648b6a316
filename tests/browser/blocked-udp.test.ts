import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { artifact } from "../_support/artifacts.ts";
import { type Coturn, startCoturn } from "../_support/coturn.ts";
import { type Network, openChromiumIn, openNetwork } from "../_support/namespaces.ts";
import { type ServiceProcesses, startServiceProcesses } from "../_support/service-processes.ts";
import { until } from "../_support/until.ts";

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

interface Way {
  /** "host", or "relay". */
  readonly kind: string;
  /** How the browser reaches the relay. */
  readonly relayProtocol: string | undefined;
  readonly pictures: number;
  readonly soundPackets: number;
  /** Of the sound, in the unit of W3C webrtc-stats: squares of amplitudes times seconds. */
  readonly energy: number;
}

/** The page keeps its connections for the test to look at. */
const keepPeers = () => {
  const Native = RTCPeerConnection;
  const kept: RTCPeerConnection[] = [];
  Object.assign(window, { peers: kept });
  window.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      kept.push(this);
    }
  };
};

/** How the page's newest connection goes, and what has come. */
const readWay = async (): Promise<Way | undefined> => {
  const { peers } = window as unknown as { peers: RTCPeerConnection[] };
  const report = await peers.at(-1)?.getStats();
  const entries = [...(report?.values() ?? [])] as Record<string, unknown>[];
  const transport = entries.find(({ type }) => type === "transport");
  const pair = entries.find(({ id }) => id === transport?.selectedCandidatePairId);
  const local = entries.find(({ id }) => id === pair?.localCandidateId);
  const inbound = (kind: string) =>
    entries.find((entry) => entry.type === "inbound-rtp" && entry.kind === kind);
  if (!local) return undefined;
  return {
    kind: String(local.candidateType),
    relayProtocol: local.relayProtocol as string | undefined,
    pictures: Number(inbound("video")?.framesDecoded ?? 0),
    soundPackets: Number(inbound("audio")?.packetsReceived ?? 0),
    energy: Number(inbound("audio")?.totalAudioEnergy ?? 0),
  };
};

async function openLesson(): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.addInitScript(keepPeers);
  await page.goto(`http://${network.members.engine.ipv4}:8001/tutors/${school.backend.demoTutorId}`);
  await page.getByRole("button", { name: "Start lesson" }).click();
  await page.locator('.page[data-state="live"]').waitFor({ timeout: 60_000 });
  return page;
}

const isBy = (way: Pick<Way, "kind" | "relayProtocol">, found: Way | undefined) =>
  found?.kind === way.kind && found.relayProtocol === way.relayProtocol ? found : undefined;

/** Pictures and sound come by this way, and go on coming. */
async function comesBy(page: Page, way: Pick<Way, "kind" | "relayProtocol">): Promise<void> {
  const now = async () => isBy(way, await page.evaluate(readWay));
  const first = await until(`${way.kind} ${way.relayProtocol ?? ""}`, now, { withinMs: 60_000 });
  const more = async () => {
    const later = await now();
    return later && later.pictures >= first.pictures + 20 && later.soundPackets >= first.soundPackets + 40;
  };
  await until("a second of pictures and sound", more, { withinMs: 60_000 });
}

/** The tutor greets whoever comes. */
async function hearsTheGreeting(page: Page): Promise<void> {
  await until("a voice", async () => (await page.evaluate(readWay))!.energy > 0.001, { withinMs: 60_000 });
}

test("a student reaches the engine directly where that works, and by the relay where nothing else is left open", async () => {
  // One lesson that begins while everything is open, and has to find new ways as they close.
  const travelling = await openLesson();
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
    const newcomer = await openLesson();
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
