import { openChromium } from "../_support/chromium.ts";
import { visitInChromium } from "../_support/chromium-student.ts";
import { type LinkQuality, openNarrowLink } from "../_support/narrow-link.ts";
import { type School, startSchool } from "../_support/school.ts";
import type { Figure } from "./report.ts";

const watchMs = 25_000;
const talk = "Plants make sugar from light, and this is one of many sentences about it that goes on. ".repeat(
  16,
);
const links: readonly { what: string; budget: string; down: LinkQuality; up: LinkQuality }[] = [
  { what: "a perfect link", budget: "none", down: {}, up: {} },
  {
    what: "5 % loss, 50 ms round trip",
    budget: "≥ 24.5 pictures/s, frozen ≤ 1.5 s",
    down: { lossShare: 0.05, delayMs: 25 },
    up: { lossShare: 0.05, delayMs: 25 },
  },
  {
    what: "10 % loss in bursts of 5, 50 ms round trip",
    budget: "none",
    down: { lossShare: 0.1, burst: 5, delayMs: 25 },
    up: { delayMs: 25 },
  },
  {
    what: "500 kbit/s, 50 ms round trip",
    budget: "≥ 24 pictures/s",
    down: { bitsPerSecond: 500_000, delayMs: 25 },
    up: { delayMs: 25 },
  },
  ...[250, 150].map((kilobits) => ({
    what: `${kilobits} kbit/s, 50 ms round trip`,
    budget: "none",
    down: { bitsPerSecond: kilobits * 1_000, delayMs: 25 },
    up: { delayMs: 25 },
  })),
];

/** What Chromium shows of a speaking tutor behind links of several kinds. */
export async function measureLinks(): Promise<Figure[]> {
  await using school = await startSchool();
  const figures: Figure[] = [];
  for (const link of links) figures.push(...(await measureLink(school, link)));
  return figures;
}

async function measureLink(
  school: School,
  { what, budget, down, up }: (typeof links)[number],
): Promise<Figure[]> {
  await using link = await openNarrowLink(school.engine.mediaPort, { down, up });
  const browser = await openChromium("--disable-features=WebRtcHideLocalIpsWithMdns");
  try {
    const student = await visitInChromium(await browser.newPage(), school, link);
    school.ollama.next({ tokens: [talk] });
    // From the first moment on, when the engine does not know the link yet.
    const before = await student.received();
    await student.say("Go on.");
    await Bun.sleep(watchMs);
    const after = await student.received();
    const seconds = (after.atMs - before.atMs) / 1000;
    const baseline = { what: "seconds watched", value: seconds };
    const common = { baseline, samples: 1 };
    const repairs = (after.repairs - before.repairs) / Math.max(1, after.videoPackets - before.videoPackets);
    return [
      {
        what: `${what}: pictures`,
        value: (after.pictures - before.pictures) / seconds,
        unit: "pictures/s",
        budget,
        ...common,
      },
      {
        what: `${what}: frozen`,
        value: (after.frozenMs - before.frozenMs) / 1000,
        unit: "s",
        budget: "none",
        ...common,
      },
      { what: `${what}: repairs`, value: 100 * repairs, unit: "% of packets", budget: "none", ...common },
    ];
  } finally {
    await browser.close();
  }
}
