import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { artifact } from "../_support/artifacts.ts";
import { openChromium } from "../_support/chromium.ts";
import { openView, visitConsole } from "../_support/console-visit.ts";
import { type School, startSchool } from "../_support/school.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(180_000);

/** Each would call `hacked` where it is more than text. */
const words = [
  `<img src=x onerror="hacked()">`,
  `<svg onload="hacked()"></svg>`,
  `<script>hacked()</script>`,
  `"><iframe srcdoc="<script>parent.hacked()</script>"></iframe>`,
  `[here](javascript:hacked()) ![x](x" onerror="hacked())`,
  `</title></textarea></script><script>hacked()</script>`,
  "$\\href{javascript:hacked()}{x}$ {{constructor.constructor('hacked()')()}}",
];
const all = words.join(" ");

let school: School;
let browser: Browser;
beforeAll(async () => {
  school = await startSchool();
  browser = await openChromium();
});
afterAll(async () => {
  await browser?.close();
  await school?.[Symbol.asyncDispose]();
});

/** Collects what must not happen in a page. */
async function guard(page: Page): Promise<string[]> {
  const happened: string[] = [];
  await page.exposeFunction("hacked", () => happened.push("a script ran"));
  page.on("dialog", (dialog) => {
    happened.push("a dialog");
    void dialog.dismiss();
  });
  return happened;
}

/** Elements that only the hostile words could have made. */
const foreign = (page: Page) =>
  page.evaluate(
    () =>
      [...document.querySelectorAll("*")].filter((element) =>
        [...element.attributes].some(
          ({ name, value }) => name.startsWith("on") || /^\s*javascript:/i.test(value) || name === "srcdoc",
        ),
      ).length + document.querySelectorAll("script:not([src]), iframe, img[src='x']").length,
  );

async function createHostileTutor(): Promise<string> {
  const admin = await school.backend.signIn();
  const { data, error } = await admin.POST("/api/tutors", {
    body: {
      name: words[0]!.slice(0, 80),
      subject: words[1]!,
      description: all.slice(0, 400),
      persona: all,
      greeting: all.slice(0, 400),
      starters: [words[2]!, words[4]!],
      notes: `# ${words[3]}\n\n${all}`,
      access: "public",
    },
  });
  expect(error).toBeUndefined();
  const params = { path: { tutorId: data!.id } };
  await admin.POST("/api/tutors/{tutorId}/documents", {
    params: { ...params, query: { title: words[0]! } },
    body: new Blob([`# ${words[2]}\n\n${all}`]),
    bodySerializer: (body) => body,
    headers: { "content-type": "text/markdown" },
  });
  await admin.POST("/api/tutors/{tutorId}/students", {
    params,
    body: { name: words[0]!, email: "kim@school.example" },
  });
  return data!.id;
}

test("whatever a tutor is called, says, teaches or has read, both pages show it and run none of it", async () => {
  const tutorId = await createHostileTutor();
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const happened = await guard(page);
  await page.goto(`${school.engine.url}/tutors/${tutorId}`);
  await page.getByRole("button", { name: "Start lesson" }).click();
  await page.locator('[data-state="live"]').waitFor({ timeout: 60_000 });
  const box = page.getByRole("textbox", { name: "Your question" });
  school.ollama.next({ tokens: words.map((word) => `${word} `) });
  await box.fill(`What is ${all}?`);
  await box.press("Enter");
  const log = page.locator("#log");
  await until("the answer", async () => ((await log.textContent()) ?? "").split("<script>").length > 4, {
    withinMs: 60_000,
  });
  expect(await log.textContent()).toContain(words[1]!);
  await page.screenshot({ path: artifact("hostile-words-lesson.png") });
  expect(await foreign(page)).toBe(0);
  await page.close();

  await using visit = await visitConsole(browser, school.backend.url);
  const inConsole = await guard(visit.page);
  const admin = await school.backend.signIn();
  const params = { path: { tutorId } };
  const { data: sessions } = await admin.GET("/api/tutors/{tutorId}/sessions", { params });
  const transcript = `/sessions/${sessions!.items[0]!.id}`;
  for (const view of ["", "/documents", "/students", "/sessions", transcript]) {
    await openView(visit.page, `#/tutors/${tutorId}${view}`);
    expect([view, await foreign(visit.page)]).toEqual([view, 0]);
  }
  for (const view of ["#/tutors", "#/audit", "#/lessons"]) {
    await openView(visit.page, view);
    expect([view, await foreign(visit.page)]).toEqual([view, 0]);
  }
  await openView(visit.page, `#/tutors/${tutorId}${transcript}`);
  await visit.page.screenshot({ path: artifact("hostile-words-console.png") });
  expect([...happened, ...inConsole]).toEqual([]);
});
