import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { type Namespace, type Network, openChromiumIn, openNetwork } from "../_support/namespaces.ts";
import { type Product, startProduct } from "../_support/product.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(120_000);

/** Everybody knows the school by name; which address that has depends on the student's network. */
const hostname = "school.example";
const [backendPort, enginePort] = [8000, 8001];
const udpBetween = { between: ["student", "school"], protocol: "udp" } as const;

let network: Network<"school" | "student" | "newcomer">;
let product: Product;
beforeAll(async () => {
  network = await openNetwork({ school: "192.0.2", student: "198.51.100", newcomer: "203.0.113" });
  product = await startProduct(
    {
      HOST: "::",
      BACKEND_PORT: String(backendPort),
      ENGINE_PORT: String(enginePort),
      MEDIA_TCP_PORT: "8101",
      BACKEND_PUBLIC_URL: `http://${hostname}:${backendPort}`,
      ENGINE_PUBLIC_URL: `http://${hostname}:${enginePort}`,
      OLLAMA_BASE_URL: "http://127.0.0.1:9",
    },
    network.members.school,
  );
});
afterAll(async () => {
  await product?.[Symbol.asyncDispose]();
  await network?.[Symbol.asyncDispose]();
});

interface WatchedWindow extends Window {
  peers: RTCPeerConnection[];
}

/** A student on the tutor's page, in a network of one's own. */
async function openLesson(from: Namespace, address: string): Promise<{ browser: Browser; page: Page }> {
  const browser = await openChromiumIn(from, `--host-resolver-rules=MAP ${hostname} ${address}`);
  const page = await browser.newPage();
  await page.addInitScript(() => {
    const peers: RTCPeerConnection[] = [];
    (window as unknown as WatchedWindow).peers = peers;
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        peers.push(this);
      }
    };
  });
  await page.goto(`http://${hostname}:${enginePort}${new URL(product.studentPage).pathname}`);
  await page.getByRole("button", { name: "Start lesson" }).click();
  await page.locator('.page[data-state="live"]').waitFor();
  return { browser, page };
}

/** What the newest connection has received, and over which way. */
const received = (page: Page) =>
  page.evaluate(async () => {
    const { peers } = window as unknown as WatchedWindow;
    const stats = [...(await peers.at(-1)!.getStats()).values()];
    const of = (type: string, kind?: string) =>
      stats.find((each) => each.type === type && (kind === undefined || each.kind === kind));
    const pair = stats.find(({ id }) => id === of("transport")?.selectedCandidatePairId);
    const remote = stats.find(({ id }) => id === pair?.remoteCandidateId);
    return {
      connections: peers.length,
      pictures: Number(of("inbound-rtp", "video")?.framesDecoded ?? 0),
      samples: Number(of("inbound-rtp", "audio")?.totalSamplesReceived ?? 0),
      energy: Number(of("inbound-rtp", "audio")?.totalAudioEnergy ?? 0),
      protocol: String(remote?.protocol),
      address: String(remote?.address),
    };
  });

/** The tutor is seen and heard from now on, over the protocol awaited. */
async function isSeenAndHeard(page: Page, protocol: "udp" | "tcp"): Promise<void> {
  const before = await until(
    `the way over ${protocol}`,
    async () => {
      const now = await received(page);
      return now.protocol === protocol && now;
    },
    { withinMs: 30_000 },
  );
  await until(
    "pictures and sound",
    async () => {
      const now = await received(page);
      return now.pictures >= before.pictures + 50 && now.samples >= before.samples + 48_000;
    },
    { withinMs: 30_000 },
  );
}

test("a student whose network blocks UDP sees and hears the tutor over TCP", async () => {
  const { school, student } = network.members;
  await network.block(udpBetween);
  const { browser, page } = await openLesson(student, school.ipv4);
  await isSeenAndHeard(page, "tcp");
  await until("a voice", async () => (await received(page)).energy > 0.001, { withinMs: 30_000 });
  await browser.close();
});

test("a student who has IPv6 alone has a lesson over it", async () => {
  const { school, newcomer } = network.members;
  const flush = Bun.spawn(newcomer.command("ip", "-4", "address", "flush", "dev", "eth0"));
  expect(await flush.exited).toBe(0);
  const { browser, page } = await openLesson(newcomer, `[${school.ipv6}]`);
  await isSeenAndHeard(page, "udp");
  expect(await received(page)).toMatchObject({ address: school.ipv6 });
  await browser.close();
});
