import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser } from "playwright-core";
import { openChromium } from "../_support/chromium.ts";
import { type School, startSchool } from "../_support/school.ts";

setDefaultTimeout(120_000);

let school: School;
let browser: Browser;
/** Two sites of other people, of which one may embed the tutor. */
let friend: Bun.Server<undefined>;
let stranger: Bun.Server<undefined>;
let tutorId: string;
beforeAll(async () => {
  school = await startSchool();
  const site = () =>
    Bun.serve({
      port: 0,
      fetch: () =>
        new Response(`<iframe src="${school.engine.url}/tutors/${tutorId}" title="tutor"></iframe>`, {
          headers: { "content-type": "text/html" },
        }),
    });
  friend = site();
  stranger = site();
  const admin = await school.backend.signIn();
  const { data } = await admin.POST("/api/tutors", {
    body: { name: "Bo", access: "public", embedOrigins: [friend.url.origin] },
  });
  tutorId = data!.id;
  browser = await openChromium();
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([friend?.stop(true), stranger?.stop(true)]);
  await school?.[Symbol.asyncDispose]();
});

/** What the frame on a site shows. */
async function frameOn(site: Bun.Server<undefined>): Promise<string> {
  const page = await browser.newPage();
  try {
    await page.goto(site.url.href, { waitUntil: "load" });
    const frame = page.frames().find((one) => one !== page.mainFrame());
    return (await frame?.locator("body").textContent({ timeout: 60_000 })) ?? "";
  } finally {
    await page.close();
  }
}

test("a site that the tutor's admin named shows the page in a frame, and another one does not", async () => {
  expect(await frameOn(friend)).toContain("Start lesson");
  expect(await frameOn(stranger)).not.toContain("Start lesson");
});

test("scripts of the named site may ask both services for this tutor, and of no other", async () => {
  const { backend, engine } = school;
  const ask = async (site: Bun.Server<undefined>, url: string, method = "GET") => {
    const page = await browser.newPage();
    try {
      await page.goto(site.url.href, { waitUntil: "commit" });
      return await page.evaluate(
        ([url, method]) =>
          fetch(url!, {
            method: method!,
            headers: { "content-type": "application/json" },
            ...(method === "POST" ? { body: "{}" } : {}),
          }).then(
            (response) => response.status,
            () => "blocked",
          ),
        [url, method],
      );
    } finally {
      await page.close();
    }
  };
  const info = `${backend.url}/api/tutors/${tutorId}/info`;
  const visits = `${backend.url}/api/tutors/${tutorId}/visits`;
  const iceServers = `${engine.url}/api/tutors/${tutorId}/ice-servers`;
  expect(await ask(friend, info)).toBe(200);
  expect(await ask(friend, visits, "POST")).toBe(201);
  // Without a ticket; what counts is that the answer can be read.
  expect(await ask(friend, iceServers)).toBe(401);
  for (const url of [info, iceServers]) expect(await ask(stranger, url)).toBe("blocked");
  expect(await ask(stranger, visits, "POST")).toBe("blocked");
  expect(await ask(friend, `${backend.url}/api/tutors/${school.tutorId}/info`)).toBe("blocked");
  expect(await ask(friend, `${backend.url}/api/tutors`)).toBe("blocked");
});
