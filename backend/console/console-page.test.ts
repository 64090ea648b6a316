import { expect, test } from "bun:test";
import { openConsole } from "./console-page.ts";

test("everything that the page asks for is there", async () => {
  const page = await openConsole();
  const html = await page.html.text();
  const names = [...html.matchAll(/"\/console\/([^"]+)"/g)].map((match) => match[1]!);
  expect(new Set(names).size).toBe(3);
  for (const name of names) {
    expect(name).toMatch(/^[a-z0-9][a-z0-9.-]{0,79}$/);
    expect(page.asset(name)?.body.size).toBeGreaterThan(0);
  }
  expect(page.asset("console-main.tsx")).toBeUndefined();
});

test("nothing is inline and no placeholder is left", async () => {
  const page = await openConsole();
  const html = await page.html.text();
  expect(html).not.toContain("{{");
  expect(html).not.toMatch(/\son\w+=|\sstyle=|<style|<script(?! type="module" src=)/);
  expect(page.contentSecurityPolicy).not.toContain("unsafe");
  expect(page.contentSecurityPolicy).toContain("frame-ancestors 'none'");
});
