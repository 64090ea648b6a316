import { openChromium } from "../_support/chromium.ts";
import { joinInChromium } from "../_support/chromium-student.ts";
import { openFlashAndBeep } from "../_support/flash-and-beep.ts";
import { watchSync } from "../_support/watch-sync.ts";
import { type Figure, median } from "./report.ts";

/** Time that is watched: BENCH_SYNC_SECONDS, two minutes for the budget in full. */
const watchMs = Number(process.env.BENCH_SYNC_SECONDS ?? 20) * 1_000;
/** A browser brings sound and pictures together step by step in its first seconds. */
const settleMs = 10_000;
const lookMs = 1_000;

/** How late the sound is to the picture in Chromium, for a while: by its own account, and by flashes and beeps. */
export async function measureSync(): Promise<Figure[]> {
  await using tutor = await openFlashAndBeep();
  const browser = await openChromium("--autoplay-policy=no-user-gesture-required");
  try {
    const page = await browser.newPage();
    const student = await joinInChromium(page, { engineUrl: tutor.url, tutorId: "flash", ticket: "none" });
    const watch = await watchSync(page);
    await Bun.sleep(settleMs);
    const before = (await watch.skewsMs()).length;
    const own: number[] = [];
    for (const endMs = performance.now() + watchMs; performance.now() < endMs; ) {
      await Bun.sleep(lookMs);
      own.push((await student.received()).soundLateMs);
    }
    const seen = (await watch.skewsMs()).slice(before).map((skew) => skew - tutor.skewMs!);
    const outside = own.filter((skew) => skew < -45 || skew > 40).length;
    const baseline = { what: "one picture", value: 40 };
    const common = { unit: "ms", budget: "-45 to +40 ms", baseline };
    return [
      {
        what: "sound later than picture, Chromium's account",
        value: median(own),
        ...common,
        samples: own.length,
      },
      {
        what: "looks outside -45 to +40 ms, of 100",
        value: (100 * outside) / own.length,
        unit: "%",
        budget: "0",
        baseline: { what: "looks", value: own.length },
        samples: own.length,
      },
      {
        what: "beep later than flash, seen from the page, its own delays included",
        value: median(seen),
        ...common,
        samples: seen.length,
      },
    ];
  } finally {
    await browser.close();
  }
}
