import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { ownerEmail, ownerPassword } from "../_support/backend.ts";
import { openChromium } from "../_support/chromium.ts";
import { axeFindings, openView, shoot, visitConsole } from "../_support/console-visit.ts";
import { type School, startSchool } from "../_support/school.ts";

setDefaultTimeout(120_000);

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

const create = ".save-bar button[type=submit]";

test("an admin creates a tutor, keeps what a colleague changed meanwhile, and deletes it by its name", async () => {
  await using visit = await visitConsole(browser, school.backend.url);
  const { page, complaints } = visit;
  await openView(page, "#/tutors/new");
  await page.fill("#field-subject", "Mathematics");
  await page.fill("#field-embedOrigins", "school.example");
  await page.click(create);
  await page.waitForSelector("#field-name-error");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("field-name");
  expect(await page.isVisible("#field-embedOrigins-error")).toBe(true);
  await shoot(page, "tutor-refused");
  expect(await axeFindings(page)).toEqual([]);
  await page.fill("#field-name", "Grace");
  await page.fill("#field-embedOrigins", "https://school.example");
  await page.click("label.picture:has-text('Ben')");
  await page.selectOption("#field-voice", "slt");
  await page.click(create);
  const address = await page.waitForSelector("#page-address");
  const tutorId = (await address.inputValue()).split("/").at(-1)!;
  expect(await page.inputValue("#page-frame")).toContain(
    `<iframe src="${school.engine.url.replace("127.0.0.1", "localhost")}`,
  );
  const admin = await school.backend.signIn();
  const at = { params: { path: { tutorId } } };
  const { data: made } = await admin.GET("/api/tutors/{tutorId}", at);
  expect(made).toMatchObject({ name: "Grace", subject: "Mathematics", avatar: "ben", voice: "slt" });

  await admin.PATCH("/api/tutors/{tutorId}", { ...at, body: { greeting: "Hello!" } });
  await page.fill("#field-subject", "Logic");
  await page.click(create);
  await page.click("text=Save my changes on top");
  await page.waitForSelector(".toast:text('Saved.')");
  const { data: both } = await admin.GET("/api/tutors/{tutorId}", at);
  expect(both).toMatchObject({ subject: "Logic", greeting: "Hello!" });

  await page.fill("#field-subject", "Something else");
  await page.click("nav a[href='#/audit']");
  await page.click("#dialog-no");
  expect(await page.inputValue("#field-subject")).toBe("Something else");

  await page.click("main button:text('Delete')");
  expect(await page.isDisabled("#dialog-yes")).toBe(true);
  await page.fill("#dialog-typed", "Grace");
  await shoot(page, "tutor-delete");
  expect(await axeFindings(page)).toEqual([]);
  await page.press("#dialog-typed", "Enter");
  await page.waitForSelector("main[data-view='#/tutors'] h1");
  expect((await admin.GET("/api/tutors/{tutorId}", at)).response.status).toBe(404);
  expect(complaints).toEqual([]);
});

test("a tutor gets a document; one that cannot be read is refused with the reason", async () => {
  await using visit = await visitConsole(browser, school.backend.url);
  const { page } = visit;
  await openView(page, `#/tutors/${school.tutorId}/documents`);
  const choose = (name: string, text: string) =>
    page.setInputFiles("#file", { name, mimeType: "", buffer: Buffer.from(text) });
  await choose("leaves.md", "# Leaves\n\nChlorophyll absorbs red and blue light.\n");
  await page.click("form.person button");
  await page.waitForSelector("main tbody:has-text('leaves.md'):has-text('1 kB')");
  await choose("book.pdf", "this is no PDF");
  await page.click("form.person button");
  await page.waitForSelector("form.person .message:has-text('The file cannot be used')");
  await shoot(page, "documents");
  expect(await axeFindings(page)).toEqual([]);
  await page.click("button[aria-label='Delete: leaves.md']");
  await page.click("#dialog-yes");
  await page.waitForSelector("main:has-text('No document yet')");
});

test("a lesson is read along while it goes on, and saved when it is over", async () => {
  const { student } = await school.join();
  await using visit = await visitConsole(browser, school.backend.url);
  const { page } = visit;
  await page.click("nav a[href='#/lessons']");
  await page.click("text=Live now");
  await page.waitForSelector("main tr:has(.chip.live) :text('Bo')");
  await shoot(page, "sessions-live");
  await page.click("main tbody a");
  await page.waitForSelector("main .notice");
  student.say("Why are leaves green?");
  await page.waitForSelector("main .turns:has-text('Why are leaves green?')");
  await page.waitForSelector("main .turns .said:not(.asked) p:not(.muted)");
  await shoot(page, "transcript");
  expect(await axeFindings(page)).toEqual([]);
  await student[Symbol.asyncDispose]();
  await page.waitForSelector("main .notice", { state: "detached" });
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.click("text=Download as Markdown"),
  ]);
  expect(readFileSync((await download.path())!, "utf8")).toContain("Why are leaves green?");
  await page.click("main button:text('Delete')");
  await page.click("#dialog-yes");
  await page.waitForSelector("main:has-text('Nobody has had a lesson')");
});

test("an owner sees how the installation is, replaces a key and finds it in the audit log", async () => {
  await using visit = await visitConsole(browser, school.backend.url);
  const { page, complaints } = visit;
  await page.click("nav a[href='#/health']");
  await page.waitForSelector("main .notice:text('Everything that lessons need is there.')");
  await page.click("nav a[href='#/keys']");
  await page.click("button[aria-label='Replace: Tickets']");
  await page.click("#dialog-yes");
  await page.waitForSelector("main h3:text('Replaced')");
  await shoot(page, "keys");
  expect(await axeFindings(page)).toEqual([]);
  await page.click("nav a[href='#/audit']");
  await page.selectOption("#action", "key.rotate");
  await page.click("form.filters button");
  await page.waitForFunction(() => document.querySelectorAll("main tbody tr").length === 1);
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("text=Export JSON lines")]);
  const [line, ...more] = readFileSync((await download.path())!, "utf8")
    .trim()
    .split("\n");
  expect(JSON.parse(line!)).toMatchObject({ action: "key.rotate", outcome: "done" });
  expect(more).toEqual([]);
  await page.click("main tbody button:text('You')");
  await page.waitForSelector(".narrowed:has-text('Only what')");
  await page.click("text=Show all");
  await page.waitForSelector(".narrowed", { state: "detached" });
  expect(complaints).toEqual([]);
});

test("a sign-in that ends while somebody writes is renewed, and what was written is still there", async () => {
  await using visit = await visitConsole(browser, school.backend.url);
  const { page } = visit;
  await openView(page, `#/tutors/${school.tutorId}`);
  await page.fill("#field-description", "Plants, from the root to the leaf.");
  // The access token and the right to renew it, as if a night had passed.
  await page.evaluate(() => sessionStorage.clear());
  const refuseOnce = (path: string) =>
    page.route(path, (route) => route.fulfill({ status: 401, json: {} }), { times: 1 });
  const signInAgain = async () => {
    await page.waitForSelector(".message:text('Your sign-in has ended.')");
    await page.fill("#email", ownerEmail);
    await page.fill("#password", ownerPassword);
    await page.click("#sign-in-button");
  };
  await refuseOnce("**/api/tutors/*");
  await page.click(".save-bar button[type=submit]");
  await page.waitForSelector(".message:text('Your sign-in has ended.')");
  await shoot(page, "sign-in-again");
  expect(await axeFindings(page)).toEqual([]);
  await signInAgain();
  await page.waitForSelector("#field-description:visible");
  expect(await page.inputValue("#field-description")).toBe("Plants, from the root to the leaf.");
  await page.click(".save-bar button[type=submit]");
  await page.waitForSelector(".toast:text('Saved.')");

  await page.evaluate(() => sessionStorage.clear());
  await refuseOnce("**/api/audit-logs?*");
  await page.click("nav a[href='#/audit']");
  await signInAgain();
  await page.waitForSelector("main tbody tr");
});

test("whoever may not, or cannot now, is told politely", async () => {
  const owner = await school.backend.signIn();
  const credentials = { email: "maths@school.example", password: "three blue kites at noon" };
  await owner.POST("/api/admins", { body: { ...credentials, role: "admin" } });
  await using visit = await visitConsole(browser, school.backend.url, credentials);
  const { page } = visit;
  expect(await page.isVisible("nav a[href='#/keys']")).toBe(false);
  await openView(page, "#/keys");
  await page.waitForSelector("main :text('Only an owner may do this.')");
  await shoot(page, "forbidden");
  expect(await axeFindings(page)).toEqual([]);
  await openView(page, `#/tutors/${school.tutorId}`);
  await page.waitForSelector("main :text('This does not exist any more.')");
  expect(await axeFindings(page)).toEqual([]);

  await page.route("**/api/tutors?*", (route) => route.abort());
  await page.click("nav a[href='#/tutors']");
  await page.waitForSelector("main :text('The server cannot be reached.')");
  await page.unroute("**/api/tutors?*");
  await page.click("main button:text('Try again')");
  await page.waitForSelector("main :text('There is no tutor yet.')");
  await page.click("text=Sign out");
  await page.fill("#email", credentials.email);
  await page.fill("#password", "something else");
  await page.click("#sign-in-button");
  await page.waitForSelector(".message:text('E-mail or password is wrong.')");
  await shoot(page, "sign-in-refused");
  expect(await axeFindings(page)).toEqual([]);
});
