import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser } from "playwright-core";
import { openChromium } from "../_support/chromium.ts";
import {
  axeFindings,
  narrow,
  openView,
  overflow,
  shoot,
  type VisitOptions,
  visitConsole,
  wide,
} from "../_support/console-visit.ts";
import { type School, startSchool } from "../_support/school.ts";

setDefaultTimeout(120_000);

let school: School;
let browser: Browser;
/** Every view that has an address. */
let views: Readonly<Record<string, string>>;
beforeAll(async () => {
  school = await startSchool();
  browser = await openChromium();
  const admin = await school.backend.signIn();
  const { tutorId } = school;
  const atTutor = { params: { path: { tutorId } } };
  const { data: enrolled } = await admin.POST("/api/tutors/{tutorId}/students", {
    ...atTutor,
    body: { name: "Kim Nowak", email: "kim.with.a.very.long.address@department.school.example" },
  });
  const { sessionId } = await school.visit();
  await school.backend.engine.POST("/internal/sessions/{sessionId}/turns", {
    params: { path: { sessionId } },
    body: { turns: [turn(0), turn(1)] },
  });
  const form = new FormData();
  for (const [name, value] of [
    ["name", "library"],
    ["displayName", "Mei in the library"],
    ["kind", "drawn"],
    ["preset", "mei"],
  ]) {
    form.append(name!, value!);
  }
  const { data: avatar } = await admin.POST("/api/avatars/create", {
    body: { name: "library", kind: "drawn" },
    bodySerializer: () => form,
  });
  views = {
    tutors: "#/tutors",
    "new-tutor": "#/tutors/new",
    tutor: `#/tutors/${tutorId}`,
    documents: `#/tutors/${tutorId}/documents`,
    students: `#/tutors/${tutorId}/students`,
    student: `#/tutors/${tutorId}/students/${enrolled!.student.id}`,
    import: `#/tutors/${tutorId}/import`,
    sessions: `#/tutors/${tutorId}/sessions`,
    transcript: `#/tutors/${tutorId}/sessions/${sessionId}`,
    lessons: "#/lessons",
    avatars: "#/avatars",
    "new-avatar": "#/avatars/new",
    avatar: `#/avatars/${avatar!.id}`,
    audit: "#/audit",
    health: "#/health",
    keys: "#/keys",
    admins: "#/admins",
    account: "#/account",
  };
});
afterAll(async () => {
  await browser?.close();
  await school?.[Symbol.asyncDispose]();
});

function turn(sequence: number) {
  const text = "Leaves are green because they reflect green light.";
  const startedAt = new Date(Date.UTC(2026, 0, 2, 3, sequence)).toISOString();
  return {
    ...{
      sequence,
      revision: 1,
      question: "Why are leaves green?",
      answer: `${text} And so on.`,
      heard: text,
    },
    ...{ outcome: "interrupted" as const, source: "model" as const, flags: ["homework" as const] },
    ...{ startedAt, endedAt: startedAt, rating: "good" as const },
    citations: [{ number: 1, title: "leaves.pdf", page: 3, headings: ["The leaf", "Colour"] }],
  };
}

test.each<[string, VisitOptions]>([
  ["wide", { viewport: wide }],
  ["narrow", { viewport: narrow, colorScheme: "dark", language: "zh" }],
])("axe finds nothing in any view, and each fits its window: %s", async (name, options) => {
  await using visit = await visitConsole(browser, school.backend.url, options);
  const { page, complaints } = visit;
  const findings: Record<string, unknown> = {};
  for (const [view, hash] of Object.entries(views)) {
    await openView(page, hash);
    const found = [...(await axeFindings(page)), await overflow(page)];
    if (found.length > 1 || found[0] !== 0) findings[view] = found;
    await shoot(page, `${view}-${name}`);
  }
  expect(findings).toEqual({});
  await openView(page, views.transcript!);
  expect(await page.textContent("main .sources")).toContain("[1] leaves.pdf › The leaf › Colour");
  expect(complaints).toEqual([]);
});

test("the keyboard alone is enough: past the navigation, through the menu of a narrow window, out of a dialog", async () => {
  await using visit = await visitConsole(browser, school.backend.url, { viewport: narrow });
  const { page } = visit;
  const expectFocus = (words: string) =>
    page.waitForFunction((text) => document.activeElement?.textContent?.trim() === text, words);
  await page.focus("a.brand");
  await page.keyboard.press("Shift+Tab");
  await expectFocus("Skip to the content");
  await page.keyboard.press("Enter");
  await page.waitForSelector("main:focus");
  await page.focus("button.menu");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expectFocus("Tutors");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForSelector("main[data-view='#/lessons'] h1");
  await expectFocus("Lessons");
  await page.waitForSelector("button.menu[aria-expanded=false]");
  await openView(page, "#/keys");
  await page.focus("button[aria-label='Replace: Tickets']");
  await page.keyboard.press("Enter");
  await page.waitForSelector("dialog[open]");
  await page.keyboard.press("Escape");
  await page.waitForSelector("dialog[open]", { state: "detached" });
  await expectFocus("Replace");
});

test("whoever asks the backend for its page gets the console", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(school.backend.url);
  await page.waitForSelector("#email");
  expect(await axeFindings(page)).toEqual([]);
  await context.close();
});
