import type { Page } from "playwright-core";
import { openChromium } from "../_support/chromium.ts";
import type { Mageurite } from "../_support/mageurite.ts";
import { until } from "../_support/until.ts";
import { directVideo, watchDirectly } from "../_support/watch-directly.ts";
import { type LipWatch, watchLips } from "../_support/watch-lips.ts";
import type { BenchSchool } from "./bench-school.ts";
import { type Figure, median } from "./report.ts";

const rounds = 12;
const remoteWidth = 256;
/** A flash and its beep are this near to each other in both views. */
const sameMs = 900;
/** From one beep to the next: it takes half a second, and then it has to be silent. */
const betweenMs = 1_600;

/**
 * One Chromium watches two sessions of the avatar server that flash and beep at the same moment: one through a lesson, the
 * other by itself, as the server's own page does.
 */
export async function measureRelayDelay(school: BenchSchool, mageurite: Mageurite): Promise<Figure[]> {
  await using opened = new AsyncDisposableStack();
  const browser = await openChromium("--autoplay-policy=no-user-gesture-required");
  opened.defer(() => browser.close());
  const page = await browser.newPage();
  // The direct view has to reach the server from the page.
  await page.goto(`${school.engine.url}/tutors/${school.tutorId}`);
  await page.getByRole("button", { name: "Start lesson" }).click();
  await remote(page);
  const lesson = await watchLips(page, "video:not(#direct)");
  await watchDirectly(page, mageurite.url);
  const direct = await watchLips(page, directVideo);
  for (let round = 0; round < rounds; round++) {
    // On a busy machine the face may have stepped back meanwhile; a beep that was not seen in both views does not count.
    await remote(page);
    await mageurite.sayToAll("Beep");
    await Bun.sleep(betweenMs);
  }
  return await compare(lesson, direct);
}

async function compare(lesson: LipWatch, direct: LipWatch): Promise<Figure[]> {
  const [through, beside] = [await lesson.moments(), await direct.moments()];
  const added = (kind: "opened" | "sounded") => pairs(beside[kind], through[kind]);
  const skew = (view: typeof through) => pairs(view.opened, view.sounded);
  const figure = (what: string, values: number[], baseline: Figure["baseline"]): Figure => ({
    what,
    value: median(values),
    unit: "ms",
    budget: "none",
    baseline,
    samples: values.length,
  });
  const beat = { what: "a picture's time", value: 40 };
  return [
    figure("relay's added delay in Chromium, flash", added("opened"), beat),
    figure("relay's added delay in Chromium, beep", added("sounded"), beat),
    figure("through the relay: beep less flash", skew(through), {
      what: "without it",
      value: median(skew(beside)),
    }),
  ];
}

/** How much later each of `from` comes again in `to`, where it does. */
function pairs(from: readonly number[], to: readonly number[]): number[] {
  return from
    .map((atMs) => to.map((time) => time - atMs).toSorted((a, b) => Math.abs(a) - Math.abs(b))[0])
    .filter((apart): apart is number => apart !== undefined && Math.abs(apart) < sameMs);
}

async function remote(page: Page): Promise<void> {
  const width = () => page.evaluate(() => document.querySelector("video")?.videoWidth);
  await until("the remote face", async () => (await width()) === remoteWidth, { withinMs: 30_000 });
}
