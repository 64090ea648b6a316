import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import {
  ownerEmail,
  ownerPassword,
  serviceTestTimeoutMs,
  startTestBackend,
  type TestBackend,
} from "../_support/backend.ts";
import { openChromium } from "../_support/chromium.ts";

setDefaultTimeout(serviceTestTimeoutMs);

const contractPath = join(import.meta.dir, "../../openapi/backend.yaml");
const actionTimeoutMs = 15_000;

let backend: TestBackend;
let browser: Browser;
beforeAll(async () => {
  backend = await startTestBackend({ database: "sqlite" });
  browser = await openChromium();
});
afterAll(async () => {
  await browser?.close();
  await backend?.[Symbol.asyncDispose]();
});

test("the document that is served is the contract, byte for byte", async () => {
  const response = await fetch(`${backend.url}/openapi.yaml`);
  expect(response.headers.get("content-type")).toBe("application/yaml");
  expect(Buffer.from(await response.arrayBuffer()).equals(readFileSync(contractPath))).toBe(true);
});

test("the page names no other host, holds no inline script and forbids both", async () => {
  const response = await fetch(`${backend.url}/docs`);
  const html = await response.text();
  expect(html).not.toMatch(/\/\/[\w.-]+\.\w+/);
  expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/);
  expect(response.headers.get("content-security-policy")).toContain("default-src 'self'");
  for (const [, path] of html.matchAll(/(?:src|href)="([^"]+)"/g)) {
    const asset = await fetch(`${backend.url}${path}`);
    expect(asset.status).toBe(200);
    expect(asset.headers.get("cache-control")).toContain("max-age");
  }
  expect((await fetch(`${backend.url}/docs/other.js`)).status).toBe(404);
});

test("in a browser it signs in and calls the API, with this host alone and without an error", async () => {
  await using page = await browser.newPage();
  page.setDefaultTimeout(actionTimeoutMs);
  const hosts = new Set<string>();
  const errors: string[] = [];
  page.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol !== "data:") hosts.add(host);
  });
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(`${backend.url}/docs`);

  await page.click(".btn.authorize");
  const form = page.locator(".auth-container", { hasText: "passwordFlow" });
  await form.locator("input#oauth_username").fill(ownerEmail);
  await form.locator("input#oauth_password").fill(ownerPassword);
  await form.locator("button.authorize").click();
  await form.getByText("Logout", { exact: true }).waitFor();
  await form.getByText("Close", { exact: true }).click();

  await page.click("#operations-tutors-listTutors .opblock-summary-control");
  await page.click("#operations-tutors-listTutors button.execute");
  const live = page.locator("#operations-tutors-listTutors .live-responses-table .response");
  await live.locator(".response-col_status").first().waitFor();
  expect(await live.locator(".response-col_status").first().textContent()).toStartWith("200");
  expect(await live.textContent()).toContain('"name": "Ada"');

  expect([...hosts]).toEqual([new URL(backend.url).host]);
  expect(errors).toEqual([]);
  const stored = await page.evaluate(() => JSON.stringify({ ...localStorage }));
  expect(stored).toBe("{}");
});
