import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { artifact } from "../_support/artifacts.ts";
import { openChromium } from "../_support/chromium.ts";
import { credentials, enrolKim } from "../_support/enrolled-student.ts";
import { lookAtPage, narrow } from "../_support/look-at-page.ts";
import { type School, startSchool } from "../_support/school.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(120_000);

let school: School;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let address: string;
const complaints: string[] = [];

beforeAll(async () => {
  school = await startSchool();
  const tutorId = await enrolKim(school, { subject: "Physics", starters: ["What is a force?"] });
  address = `${school.engine.url}/tutors/${tutorId}?lang=en`;
  browser = await openChromium();
  context = await browser.newContext({ viewport: { width: 1280, height: 800 }, acceptDownloads: true });
  page = await context.newPage();
  page.setDefaultTimeout(120_000);
  page.on("pageerror", (error) => complaints.push(error.message));
});
afterAll(async () => {
  await browser?.close();
  await school?.[Symbol.asyncDispose]();
});

const button = (name: string) => page.getByRole("button", { name, exact: true });
const log = async () => (await page.locator(".log").textContent()) ?? "";

/** In the page, as browsers do by themselves: but the driver's own scripts count as gestures of a person. */
function refuseSoundUntilTapped(): void {
  const { play } = HTMLMediaElement.prototype;
  let isTapped = false;
  addEventListener(
    "pointerup",
    () => {
      isTapped = true;
    },
    { capture: true },
  );
  HTMLMediaElement.prototype.play = function () {
    if (isTapped || this.muted) return play.call(this);
    return Promise.reject(new DOMException("play() failed", "NotAllowedError"));
  };
}

async function signIn(tab: Page, password = credentials.password): Promise<void> {
  await tab.getByLabel("E-mail address").fill(credentials.email);
  await tab.getByLabel("Password").fill(password);
  await tab.getByRole("button", { name: "Sign in" }).click();
}

async function ask(question: string, answer: string[]): Promise<void> {
  school.ollama.next({ tokens: answer });
  await page.getByRole("textbox", { name: "Your question" }).fill(question);
  await page.keyboard.press("Enter");
  await until(
    "the answer's end",
    async () => (await page.locator(".turn").last().locator(".waterfall").count()) > 0,
    {
      withinMs: 30_000,
    },
  );
}

test("a tutor of enrolled students asks who is there, and a wrong password leads nowhere", async () => {
  await page.goto(address);
  await page.getByRole("heading", { name: "Sign in to learn with Cleo" }).waitFor();
  await signIn(page, "a password of somebody else");
  await page.getByText("do not belong together").waitFor();
  expect(await lookAtPage(page, "sign-in")).toEqual([]);
});

test("an enrolled student has a lesson, in picture, voice or text, and rates an answer", async () => {
  await signIn(page);
  await page.getByRole("heading", { name: "Welcome, Kim" }).waitFor();
  await button("Start lesson").click();
  await page.locator('.page[data-state="live"]').waitFor();
  await page.getByLabel("Text only").check({ force: true });
  await ask("What is light?", ["Light is **energy** that travels. ", "See:\n\n```\nE = h * f\n```\n"]);
  await button("Good answer").click();
  expect(await button("Good answer").getAttribute("aria-pressed")).toBe("true");
  const announced = await page.locator("#announcer").textContent();
  expect(announced).toContain("Light is energy that travels.");
  expect(await lookAtPage(page, "reading")).toEqual([]);
  const decoded = await page.evaluate(() => window.lessonStats?.()?.video.framesDecoded ?? 0);
  await page.getByLabel("Picture and voice").check({ force: true });
  await until(
    "pictures",
    async () =>
      ((await page.evaluate(() => window.lessonStats?.()?.video.framesDecoded)) ?? 0) > decoded + 10,
  );
  expect(await lookAtPage(page, "lesson")).toEqual([]);
});

test("a long sentence leaves the tutor's mouth free on a phone", async () => {
  const wide = page.viewportSize()!;
  for (const viewport of [narrow, { width: 375, height: 560 }]) {
    await page.setViewportSize(viewport);
    const above = await page.evaluate(() => {
      const caption = document.querySelector("#caption")!;
      caption.querySelector("span")!.textContent = "light ".repeat(60);
      const face = document.querySelector(".face")!.getBoundingClientRect();
      return (caption.getBoundingClientRect().top - face.top) / face.height;
    });
    expect(above).toBeGreaterThan(0.6);
  }
  await page.setViewportSize(wide);
});

test("the conversation can be saved as a file", async () => {
  const download = page.waitForEvent("download");
  await button("Save the conversation").click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^Cleo-\d{4}-\d\d-\d\d\.md$/);
  const text = await Bun.file(await file.path()).text();
  expect(text).toContain("**You:** What is light?\n\n**Cleo:** Light is **energy** that travels.");
});

test("a second tab of the same student needs no sign-in, and both go on renewing theirs", async () => {
  const tab = await context.newPage();
  for (let round = 0; round < 2; round++) {
    await Promise.all([tab.goto(address), page.reload()]);
    await tab.getByRole("heading", { name: "Welcome, Kim" }).waitFor();
    // This tab has a lesson to go on with.
    await page.locator('.page[data-state="live"]').waitFor();
  }
  expect(await log()).toContain("What is light?");
  await tab.close();
});

test("tabs that renew the sign-in at the same moment, without locks as on pages without TLS, stay signed in", async () => {
  const tabs = await Promise.all(Array.from({ length: 3 }, () => context.newPage()));
  for (const tab of tabs) {
    await tab.addInitScript(() => Object.defineProperty(navigator, "locks", { value: undefined }));
  }
  for (let round = 0; round < 3; round++) {
    await Promise.all(tabs.map((tab) => tab.goto(address)));
    for (const tab of tabs) await tab.getByRole("heading", { name: "Welcome, Kim" }).waitFor();
  }
  for (const tab of tabs) await tab.close();
});

test("a past lesson is read, and gone on with", async () => {
  await button("End lesson").click();
  expect(await lookAtPage(page, "ended")).toEqual([]);
  await button("Your lessons").click();
  await button("Read").click();
  await until("the transcript", async () => (await log()).includes("Light is energy that travels."));
  expect(await log()).toContain("Good answer");
  expect(await lookAtPage(page, "past")).toEqual([]);
  await button("Go on with this lesson").click();
  await page.locator('.page[data-state="live"]').waitFor();
  await until("what was said", async () => (await log()).includes("What is light?"));
  await ask("And heat?", ["Heat is motion."]);
  expect((await log()).match(/What is light\?/g)).toHaveLength(1);
  await button("End lesson").click();
});

test("a student changes the password and signs out, in every tab", async () => {
  const tab = await context.newPage();
  await button("Your lessons").click();
  await page.getByRole("button", { name: "Account of Kim" }).click();
  await button("Change password").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Current password").fill("not my password");
  await dialog.getByLabel("New password").fill("four red boats at dawn");
  await dialog.getByRole("button", { name: "Change password" }).click();
  await dialog.getByText("The current password is wrong").waitFor();
  expect(await lookAtPage(page, "password")).toEqual([]);
  await dialog.getByLabel("Current password").fill(credentials.password);
  await dialog.getByRole("button", { name: "Change password" }).click();
  await dialog.getByText("Your password is changed.").waitFor();
  await dialog.getByRole("button", { name: "Close" }).click();
  await tab.goto(address);
  await tab.getByRole("heading", { name: "Welcome, Kim" }).waitFor();
  await page.getByRole("button", { name: "Account of Kim" }).click();
  await button("Sign out").click();
  for (const one of [page, tab])
    await one.getByRole("heading", { name: "Sign in to learn with Cleo" }).waitFor();
  expect(
    await page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith("sign-in"))),
  ).toEqual([]);
  await tab.close();
});

test("a lesson in Chinese on a phone, whose sound is turned on by a tap after a reload", async () => {
  const admin = await school.backend.signIn();
  const { data } = await admin.POST("/api/tutors", {
    body: {
      ...{ name: "小梅", subject: "生物", language: "zh-CN", access: "public", avatar: "mei" },
      ...{ greeting: "你好！我们今天学什么？", starters: ["植物怎样制造糖？"] },
    },
  });
  const phone = await browser.newContext({
    viewport: narrow,
    locale: "zh-CN",
    hasTouch: true,
    isMobile: true,
  });
  const tab = await phone.newPage();
  tab.on("pageerror", (error) => complaints.push(error.message));
  await tab.goto(`${school.engine.url}/tutors/${data!.id}`);
  await tab.getByRole("button", { name: "开始上课" }).tap();
  await tab.locator('.page[data-state="live"]').waitFor();
  school.ollama.next({ tokens: ["植物用光制造糖。", "这叫**光合作用**。"] });
  await tab.getByRole("button", { name: "植物怎样制造糖？" }).tap();
  await until("the answer", async () =>
    ((await tab.locator("#log").textContent()) ?? "").includes("光合作用"),
  );
  await until("the announcement", async () =>
    ((await tab.locator("#announcer").textContent()) ?? "").includes("这叫光合作用。"),
  );
  await tab.screenshot({ path: artifact("student-chinese-360.png") });
  expect(await tab.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(narrow.width);
  await tab.addInitScript(refuseSoundUntilTapped);
  await tab.reload();
  await tab.getByRole("button", { name: "打开声音" }).tap();
  await until("sound", () => tab.locator("video").evaluate((video) => !(video as HTMLVideoElement).muted));
  await phone.close();
});

test("nothing on the page complained", () => {
  expect(complaints).toEqual([]);
});
