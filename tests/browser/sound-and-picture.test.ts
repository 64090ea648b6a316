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
/** What a busy machine adds between the browser and the pictures and samples that a page gets to see of it. */
const pageBlurMs = 300;

test("a flash and its beep, through the whole media path, come to the browser in step", async () => {
  await using tutor = await openFlashAndBeep();
  const browser = await openChromium("--autoplay-policy=no-user-gesture-required");
  try {
    const page = await browser.newPage();
    const student = await joinInChromium(page, { engineUrl: tutor.url, tutorId: "flash", ticket: "none" });
    const watch = await watchSync(page);
    // A browser brings the two together step by step in its first seconds.
    await until(
      "sound and pictures in step",
      async () => {
        const { soundLateMs, pictures } = await student.received();
        return pictures > 100 && soundLateMs !== 0 && soundLateMs > early && soundLateMs < late;
      },
      { withinMs: 60_000 },
    );
    const pairs = (await watch.skewsMs()).length;
    const skews = await until(
      "flashes with their beeps",
      async () => {
        const all = await watch.skewsMs();
        return all.length >= pairs + 3 ? all.slice(pairs).toSorted((a, b) => a - b) : undefined;
      },
      { withinMs: 60_000 },
    );
    expect(Math.abs(skews[1]! - tutor.skewMs!)).toBeLessThan(pageBlurMs);
  } finally {
    await browser.close();
  }
});
