import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { artifact } from "./artifacts.ts";

const axeSource = readFileSync(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");
/** A small phone. */
export const narrow = { width: 360, height: 740 };

/** What axe finds wrong on a phone and at the page's own size; a picture of each stays to be looked at. */
export async function lookAtPage(page: Page, state: string): Promise<string[]> {
  const cdp = await page.context().newCDPSession(page);
  const wide = page.viewportSize()!;
  const found: string[] = [];
  for (const viewport of [narrow, wide]) {
    await page.setViewportSize(viewport);
    await page.screenshot({ path: artifact(`student-${state}-${viewport.width}.png`) });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width > viewport.width) found.push(`${state}: ${width} px wide on ${viewport.width}`);
    // Past the page's policy, as a browser's extension would come.
    const expression = `${axeSource}; axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + " " + nodes[0].target))`;
    const { result } = await cdp.send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    found.push(...(result.value as string[]).map((violation) => `${state}: ${violation}`));
  }
  await cdp.detach();
  return found;
}
