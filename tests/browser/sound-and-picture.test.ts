import { expect, setDefaultTimeout, test } from "bun:test";
import { openChromium } from "../_support/chromium.ts";
import { joinInChromium } from "../_support/chromium-student.ts";
import { openFlashAndBeep } from "../_support/flash-and-beep.ts";
import { until } from "../_support/until.ts";
import { watchSync } from "../_support/watch-sync.ts";

setDefaultTimeout(120_000);

/** How early and how late sound may be before people notice (ITU-R BT.1359 allows more). */
const early = -45;
const late = 40;
/** One look says little on a busy machine, where Chromium's buffers breathe; many lie around what the engine's clock says. */
const looksMin = 30;
const lookMs = 500;
const pairsMin = 5;
/** What a busy machine adds between the browser and the pictures and samples that a page gets to see of it. */
const pageBlurMs = 200;

const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;

test("flashes and their beeps, through the whole media path, are in step in the browser, in most of many looks", async () => {
  await using tutor = await openFlashAndBeep();
  const browser = await openChromium("--autoplay-policy=no-user-gesture-required");
  try {
    const page = await browser.newPage();
    const student = await joinInChromium(page, { engineUrl: tutor.url, tutorId: "flash", ticket: "none" });
    const watch = await watchSync(page);
    const looks: number[] = [];
    let lookedAtMs = 0;
    // A browser brings the two together step by step in its first seconds.
    await until(
      "sound and pictures in step",
      async () => {
        const { atMs, soundLateMs, pictures } = await student.received();
        if (pictures < 100 || soundLateMs === 0 || atMs - lookedAtMs < lookMs) return false;
        lookedAtMs = atMs;
        looks.push(soundLateMs);
        const latest = looks.slice(-looksMin);
        return latest.length === looksMin && middle(latest) > early && middle(latest) < late;
      },
      { withinMs: 60_000 },
    );
    const skews = await until(
      "flashes with their beeps",
      async () => {
        const all = await watch.skewsMs();
        return all.length >= pairsMin ? all.slice(-pairsMin) : undefined;
      },
      { withinMs: 60_000 },
    );
    expect(Math.abs(middle(skews) - tutor.skewMs!)).toBeLessThan(pageBlurMs);
  } finally {
    await browser.close();
  }
});
