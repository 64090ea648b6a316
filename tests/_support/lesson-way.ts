import type { Browser, Page } from "playwright-core";
import { until } from "./until.ts";

const withinMs = 60_000;

/** The way that a page's lesson takes, and what has come by it. */
export interface LessonWay {
  /** Of the page's own end: "host", or "relay". */
  readonly kind: string;
  /** "udp" or "tcp". */
  readonly protocol: string;
  /** How the browser reaches the relay. */
  readonly relayProtocol: string | undefined;
  /** The engine's. */
  readonly address: string;
  readonly pictures: number;
  readonly soundPackets: number;
  readonly samples: number;
  /** Samples that the browser made up for lost ones. */
  readonly concealedSamples: number;
  /** Of the sound, in the unit of W3C webrtc-stats: squares of amplitudes times seconds. */
  readonly energy: number;
  /** When this was so, on the page's clock. */
  readonly atMs: number;
}

/**
 * Opens a tutor's page and starts the lesson; `prepare` comes before anything is loaded. Everything is read from the page's own
 * connection.
 */
export async function openLesson(
  browser: Browser,
  url: string,
  prepare?: (page: Page) => Promise<unknown>,
): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.addInitScript(keepPeers);
  await prepare?.(page);
  await page.goto(url);
  await page.getByRole("button", { name: "Start lesson" }).click();
  await page.locator('.page[data-state="live"]').waitFor({ timeout: withinMs });
  return page;
}

/** Pictures and sound come by this way, and go on coming. */
export async function comesBy(page: Page, way: Partial<LessonWay>): Promise<LessonWay> {
  const now = async () => {
    const found = await page.evaluate(readWay);
    const entries = Object.entries(way) as [keyof LessonWay, unknown][];
    return found && entries.every(([name, value]) => found[name] === value) ? found : undefined;
  };
  const first = await until(Object.values(way).join(" "), now, { withinMs });
  const more = async () => {
    const later = await now();
    const isMore =
      later && later.pictures >= first.pictures + 20 && later.soundPackets >= first.soundPackets + 40;
    return isMore ? later : undefined;
  };
  return await until("a second of pictures and sound", more, { withinMs });
}

/** What comes in so many milliseconds. */
export async function watchLesson(page: Page, ms: number) {
  const before = (await page.evaluate(readWay))!;
  const later = async () => {
    const now = await page.evaluate(readWay);
    return now && now.atMs - before.atMs >= ms && now;
  };
  const after = await until("some time", later, { withinMs });
  const since = (name: "pictures" | "energy" | "samples" | "concealedSamples") => after[name] - before[name];
  return {
    picturesPerSecond: (since("pictures") / (after.atMs - before.atMs)) * 1000,
    isHeard: since("energy") > 0.001,
    concealedShare: since("concealedSamples") / since("samples"),
  };
}

/** The tutor greets whoever comes. */
export async function hearsTheGreeting(page: Page): Promise<void> {
  await until("a voice", async () => (await page.evaluate(readWay))!.energy > 0.001, { withinMs });
}

/** Runs in the page, which keeps its connections to be looked at. */
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

/** Runs in the page: how its newest connection goes, and what has come. */
const readWay = async (): Promise<LessonWay | undefined> => {
  const { peers } = window as unknown as { peers: RTCPeerConnection[] };
  const report = await peers.at(-1)?.getStats();
  const entries = [...(report?.values() ?? [])] as Record<string, unknown>[];
  const transport = entries.find(({ type }) => type === "transport");
  const pair = entries.find(({ id }) => id === transport?.selectedCandidatePairId);
  const local = entries.find(({ id }) => id === pair?.localCandidateId);
  const remote = entries.find(({ id }) => id === pair?.remoteCandidateId);
  const inbound = (kind: string) =>
    entries.find((entry) => entry.type === "inbound-rtp" && entry.kind === kind);
  if (!local || !remote) return undefined;
  return {
    kind: String(local.candidateType),
    protocol: String(local.protocol),
    relayProtocol: local.relayProtocol as string | undefined,
    address: String(remote.address),
    pictures: Number(inbound("video")?.framesDecoded ?? 0),
    soundPackets: Number(inbound("audio")?.packetsReceived ?? 0),
    samples: Number(inbound("audio")?.totalSamplesReceived ?? 0),
    concealedSamples: Number(inbound("audio")?.concealedSamples ?? 0),
    atMs: performance.now(),
    energy: Number(inbound("audio")?.totalAudioEnergy ?? 0),
  };
};
