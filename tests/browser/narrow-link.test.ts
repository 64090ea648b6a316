import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser } from "playwright-core";
import { openChromium } from "../_support/chromium.ts";
import { type ChromiumStudent, visitInChromium } from "../_support/chromium-student.ts";
import { openNarrowLink } from "../_support/narrow-link.ts";
import { type School, startSchool } from "../_support/school.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(120_000);

/** Less than pictures of the best quality take, with the sound. */
const bottleneck = 200_000;
const talk = "Plants make sugar from light, and this is one of many sentences about it. ".repeat(20);

let school: School;
let browser: Browser;
beforeAll(async () => {
  school = await startSchool();
  browser = await openChromium("--disable-features=WebRtcHideLocalIpsWithMdns");
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await school?.[Symbol.asyncDispose]();
});

const since = async (student: ChromiumStudent, ms: number) => {
  const before = await student.received();
  await until("some time", async () => (await student.received()).atMs - before.atMs >= ms);
  const after = await student.received();
  const seconds = (after.atMs - before.atMs) / 1000;
  return {
    pictures: after.pictures - before.pictures,
    bitsPerSecond: ((after.videoBytes - before.videoBytes) * 8) / seconds,
    repairs: after.repairs - before.repairs,
    packets: after.videoPackets - before.videoPackets,
    concealedShare: (after.concealedSamples - before.concealedSamples) / (after.samples - before.samples),
  };
};

test("on a narrow link the pictures get simpler, and go on with the sound; repairs do not fill it", async () => {
  await using link = await openNarrowLink(school.engine.mediaPort, {
    down: { bitsPerSecond: bottleneck, delayMs: 25 },
    up: { delayMs: 25 },
  });
  const student = await visitInChromium(await browser.newPage(), school, link);
  school.ollama.next({ tokens: [talk] });
  await student.say("Go on.");
  await until("speech", async () => (await student.messages("caption")).length > 0, { withinMs: 20_000 });

  const settled = await until(
    "pictures and sound that fit",
    async () => {
      const now = await since(student, 2_000);
      const fits = now.bitsPerSecond < 0.75 * bottleneck && now.pictures > 30 && now.concealedShare < 0.1;
      return fits ? now : undefined;
    },
    { withinMs: 60_000 },
  );
  expect(settled.repairs).toBeLessThan(settled.packets / 4);
  await student.leave();
});

test("a link that loses one packet in twenty shows every picture all the same", async () => {
  await using link = await openNarrowLink(school.engine.mediaPort, {
    down: { lossShare: 0.05, delayMs: 25 },
    up: { lossShare: 0.05, delayMs: 25 },
  });
  const student = await visitInChromium(await browser.newPage(), school, link);
  await until("pictures", async () => (await student.received()).pictures > 10, { withinMs: 30_000 });
  const seen = await since(student, 5_000);
  expect(seen.repairs).toBeGreaterThan(0);
  expect(seen.pictures).toBeGreaterThan(75);
  await student.leave();
});
