import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { writeForm } from "../../openapi/binding/form-writer.ts";
import { ownerEmail, ownerPassword } from "../_support/backend.ts";
import { openChromium } from "../_support/chromium.ts";
import { axeFindings, openView, shoot, visitConsole } from "../_support/console-visit.ts";
import { filmTutor } from "../_support/drawn-film.ts";
import { type School, startSchool } from "../_support/school.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(180_000);

/** So slow that one sees how much has been sent, in bytes a second. */
const slowBytesPerS = 40_000;
const makingTimeoutMs = 120_000;

let school: School;
let browser: Browser;
const folder = mkdtempSync(join(tmpdir(), "console-avatars-"));
const video = join(folder, "mei.mp4");
const wall = join(folder, "wall.mp4");
beforeAll(async () => {
  await Promise.all([filmTutor(video, "mei"), filmTutor(wall, undefined)]);
  school = await startSchool();
  browser = await openChromium();
});
afterAll(async () => {
  await browser?.close();
  await school?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

async function fillForm(page: Page, name: string, file: string): Promise<void> {
  await openView(page, "#/avatars/new");
  await page.setInputFiles("#file", file);
  await page.fill("#display-name", name);
  await page.check("#consent");
  await page.fill("#consent-by", "Her parents");
}

/** The uplink of a village. */
async function slowDown(page: Page): Promise<() => Promise<void>> {
  const client = await page.context().newCDPSession(page);
  const conditions = { offline: false, latency: 0, downloadThroughput: -1 };
  await client.send("Network.emulateNetworkConditions", { ...conditions, uploadThroughput: slowBytesPerS });
  return async () => {
    await client.send("Network.emulateNetworkConditions", { ...conditions, uploadThroughput: -1 });
  };
}

const submit = (page: Page) => page.click("form.person button[type=submit]");

/** Until a bar stands between its ends. Avatars are made when nothing else wants the processor. */
const halfWay = (page: Page) =>
  page.waitForFunction(
    () => {
      const bar = document.querySelector<HTMLProgressElement>("main progress");
      return bar !== null && bar.value > 0.05 && bar.value < 0.95;
    },
    undefined,
    { timeout: makingTimeoutMs },
  );

test("a video becomes a face: the bars tell how far it is, the picture shows it, and a tutor gets it", async () => {
  await using visit = await visitConsole(browser, school.backend.url);
  const { page, complaints } = visit;
  await fillForm(page, "Mei in the library", video);
  await page.fill("#tutor-name", "Mei");
  expect(await axeFindings(page)).toEqual([]);
  const speedUp = await slowDown(page);
  await submit(page);
  await halfWay(page);
  expect(await page.textContent("main .progress")).toContain("Sending mei.mp4");
  await shoot(page, "avatar-sent");
  await speedUp();
  await page.waitForSelector("main .portrait");
  await halfWay(page);
  await shoot(page, "avatar-made");
  await page.waitForSelector(".chip.ready", { timeout: makingTimeoutMs });
  await page.waitForFunction(
    () => (document.querySelector<HTMLImageElement>("main img.face")?.naturalWidth ?? 0) > 0,
  );
  expect(await page.textContent("dl")).toContain("Her parents");
  await shoot(page, "avatar");
  expect(await axeFindings(page)).toEqual([]);

  await openView(page, `#/tutors/${school.tutorId}`);
  await page.click("label.picture:has-text('Mei in the library')");
  await page.click(".save-bar button[type=submit]");
  await page.waitForSelector(".toast:text('Saved.')");

  const admin = await school.backend.signIn();
  const { data } = await admin.GET("/api/tutors");
  const faces = data!.items.filter(({ avatar }) => avatar.includes("-")).map(({ name }) => name);
  expect(faces.sort()).toEqual(["Bo", "Mei"]);

  await openView(page, "#/avatars");
  await shoot(page, "avatars");
  expect(await axeFindings(page)).toEqual([]);
  await page.click("text=Mei in the library");
  await page.click("main button:text('Delete')");
  await page.click("#dialog-yes");
  await page.waitForSelector(".toast:text('give another avatar first to: ')");
  expect(complaints).toEqual([]);
});

/** Uploads that stand still in their middle, until they are disposed of: they are at work whatever the machine's speed. */
async function holdUploads(names: readonly string[]): Promise<Disposable & { count: number }> {
  const login = { email: ownerEmail, password: ownerPassword };
  const { data } = await school.backend.guest.POST("/api/auth/login", { body: login });
  const stop = new AbortController();
  const stopped = new Promise<void>((resolve) => stop.signal.addEventListener("abort", () => resolve()));
  async function* beginning() {
    yield new Uint8Array(await Bun.file(video).slice(0, 1_000).arrayBuffer());
    await stopped;
  }
  for (const name of names) {
    const texts = Object.entries({ name, kind: "video", consentBy: "nobody" });
    const { body, headers } = writeForm([
      ...texts.map(([field, text]) => ({ name: field, text })),
      { name: "file", filename: "video.mp4", mediaType: "video/mp4", stream: beginning() },
    ]);
    const request = { method: "POST", body, signal: stop.signal };
    const authorization = `Bearer ${data!.access_token}`;
    // It is cut off in the end.
    fetch(`${school.backend.url}/api/avatars/create`, {
      ...request,
      headers: { ...headers, authorization },
    }).catch(() => {});
  }
  const admin = await school.backend.signIn();
  const haveBegun = async () => {
    const { items } = (await admin.GET("/api/avatars")).data!;
    return names.every((name) => items.some((avatar) => avatar.name === name));
  };
  await until("all of them to have begun", haveBegun).catch((error) => {
    stop.abort();
    throw error;
  });
  return { count: names.length, [Symbol.dispose]: () => stop.abort() };
}

test("a fourth avatar at a time is refused before its file is sent to the end, and the reason arrives", async () => {
  const admin = await school.backend.signIn();
  using uploads = await holdUploads(["one", "two", "three"]);
  const { items } = (await admin.GET("/api/avatars")).data!;
  expect(items.filter(({ status }) => status === "uploading")).toHaveLength(uploads.count);
  await using visit = await visitConsole(browser, school.backend.url);
  const { page } = visit;
  const large = join(folder, "large.mp4");
  await Bun.write(large, new Uint8Array(30_000_000));
  await fillForm(page, "Too many", large);
  await submit(page);
  await page.waitForSelector("main .message");
  expect(await page.textContent("main .message")).toContain("Three avatars are being made already.");
});

test("an upload can be stopped, and leaves nothing", async () => {
  await using visit = await visitConsole(browser, school.backend.url);
  const { page } = visit;
  await fillForm(page, "Nobody yet", video);
  await slowDown(page);
  await submit(page);
  await halfWay(page);
  await page.click("text=Stop");
  await page.waitForSelector(".message:text('The upload was stopped.')");
  await openView(page, "#/avatars");
  expect(await page.textContent("main")).not.toContain("Nobody yet");
});

test("a video without a face fails with what to do; a file that is no video is refused at once", async () => {
  await using visit = await visitConsole(browser, school.backend.url);
  const { page } = visit;
  const statuses: number[] = [];
  page.on("response", (response) => statuses.push(response.status()));
  await fillForm(page, "A wall", wall);
  await page.fill("#tutor-name", "Wally");
  await submit(page);
  await page.waitForSelector("main .message", { timeout: makingTimeoutMs });
  expect(await page.textContent("main .message")).toContain("This avatar could not be made");
  expect(await page.textContent("main")).toContain("Try another file");
  await shoot(page, "avatar-failed");
  expect(await axeFindings(page)).toEqual([]);
  await using chinese = await visitConsole(browser, school.backend.url, { language: "zh" });
  await openView(chinese.page, new URL(page.url()).hash);
  expect(await chinese.page.textContent("main .message")).toBe("这个形象没有做成没有看到面部。");
  await shoot(chinese.page, "avatar-failed-chinese");

  const admin = await school.backend.signIn();
  const { data } = await admin.GET("/api/tutors");
  const tutorId = data!.items.find(({ name }) => name === "Wally")!.id;
  const failed = new URL(page.url()).hash;
  for (const hash of ["#/tutors", `#/tutors/${tutorId}`, "#/avatars", failed]) await openView(page, hash);
  await admin.DELETE("/api/tutors/{tutorId}", { params: { path: { tutorId } } });
  // Nobody asks for the picture that there is not.
  expect(statuses.filter((status) => status >= 400)).toEqual([]);
  await page.click("main button:text('Delete')");
  await page.click("#dialog-yes");
  await page.waitForSelector(".toast:text('Avatar deleted.')");

  await fillForm(page, "A letter", wall);
  await page.setInputFiles("#file", {
    name: "letter.txt",
    mimeType: "text/plain",
    buffer: Buffer.from("Dear all"),
  });
  await submit(page);
  await page.waitForSelector("main .message");
  expect(await page.textContent("main .message")).toContain("This file cannot be used:");
  await shoot(page, "avatar-refused");
});
