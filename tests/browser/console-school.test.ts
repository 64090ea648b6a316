import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { startTestBackend, type TestBackend } from "../_support/backend.ts";
import { openChromium } from "../_support/chromium.ts";
import { axeFindings, openView, shoot, visitConsole } from "../_support/console-visit.ts";

setDefaultTimeout(120_000);

let backend: TestBackend;
let browser: Browser;
let tutorId: string;
beforeAll(async () => {
  backend = await startTestBackend({ database: "sqlite" });
  tutorId = backend.demoTutorId!;
  browser = await openChromium();
});
afterAll(async () => {
  await browser?.close();
  await backend?.[Symbol.asyncDispose]();
});

const table = `email;name;password
kim@school.example;Kim Nowak;
mo@school.example;Mo Ibrahim;long enough
not an address;Lu Wei;
mo@school.example;Mo Twice;
`;

test("a school imports its students, finds one, disables one and gives a new password", async () => {
  await using visit = await visitConsole(browser, backend.url);
  const { page, complaints } = visit;
  await openView(page, `#/tutors/${tutorId}/students`);
  expect(await page.textContent("main")).toContain("Nobody is enrolled");
  await page.click('a[href$="/import"]');
  await page.setInputFiles("#file", { name: "class.csv", mimeType: "text/csv", buffer: Buffer.from(table) });
  await page.click('button[type="submit"].primary:visible');
  await page.waitForSelector(".notice.bad");
  expect(await page.textContent(".notice.bad")).toContain("Nothing was imported: 2 rows have faults.");
  expect(await page.textContent("main table")).toContain("not an e-mail address");
  await shoot(page, "import-refused");
  expect(await axeFindings(page)).toEqual([]);
  await page.check("#skip-invalid");
  await page.setInputFiles("#file", { name: "class.csv", mimeType: "text/csv", buffer: Buffer.from(table) });
  await page.click('button[type="submit"].primary:visible');
  await page.waitForFunction(() =>
    document.querySelector(".notice:not(.bad)")?.textContent?.includes("2 students were imported."),
  );
  await shoot(page, "import-done");
  const [passwords] = await Promise.all([
    page.waitForEvent("download"),
    page.click("text=Download the passwords"),
  ]);
  const saved = readFileSync((await passwords.path())!, "utf8");
  expect(saved).toMatch(/^email,password\r\nkim@school\.example,[a-z2-9-]{23}\r\n$/);
  await page.click("a.back");
  await page.waitForSelector("#search");
  await page.fill("#search", "IBRA");
  await page.waitForFunction(() => document.querySelectorAll("main tbody tr").length === 1);
  expect(await page.textContent("main tbody")).toContain("mo@school.example");
  await page.click("main tbody a");
  await page.click("main button:text('Disable')");
  await page.waitForSelector(".chip.disabled");
  await page.click("main button:text('New password')");
  await page.click("#dialog-yes");
  await page.waitForSelector(".notice code");
  await shoot(page, "student");
  expect(await axeFindings(page)).toEqual([]);
  expect(complaints).toEqual([]);
});

test("the audit log is filtered, verified and exported", async () => {
  await using visit = await visitConsole(browser, backend.url);
  const { page, complaints } = visit;
  await page.click('nav a[href="#/audit"]');
  await page.waitForSelector("#action");
  await page.selectOption("#action", "student.import");
  await page.click("form.filters button");
  await page.waitForFunction(() => {
    const rows = [...document.querySelectorAll("main tbody tr")];
    return rows.length === 2 && rows.every((row) => row.textContent?.includes("Student imported"));
  });
  await page.click("text=Verify");
  await page.waitForSelector(".notice");
  expect(await page.textContent(".notice")).toContain("The log is intact");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("text=Export CSV")]);
  const lines = readFileSync((await download.path())!, "utf8")
    .trim()
    .split("\r\n");
  expect(lines[0]).toStartWith("sequence,occurredAt,");
  expect(lines.length).toBe(3);
  await shoot(page, "audit");
  expect(await axeFindings(page)).toEqual([]);
  expect(complaints).toEqual([]);
});

test("an owner adds an admin, and changes the own password only with the current one", async () => {
  await using visit = await visitConsole(browser, backend.url);
  const { page } = visit;
  await page.click('nav a[href="#/admins"]');
  await page.click("summary");
  await page.fill("#person-email", "maths@school.example");
  await page.click("form.person button");
  await page.waitForSelector(".notice code");
  expect(await page.textContent("main tbody")).toContain("maths@school.example");
  await shoot(page, "admins");
  expect(await axeFindings(page)).toEqual([]);
  await page.fill("#person-email", "maths@school.example");
  await page.click("form.person button");
  await page.waitForSelector("form.person .message:visible");
  expect(await page.textContent("form.person .message")).toContain("Somebody else has this e-mail address.");
  await page.click('nav a[href="#/account"]');
  await page.fill("#person-currentPassword", "not the password");
  await page.fill("#person-newPassword", "another long one");
  await page.click("form.person button");
  await page.waitForSelector("form.person .message:visible");
  expect(await page.textContent("form.person .message")).toContain("The current password is wrong.");
  await shoot(page, "account");
  expect(await axeFindings(page)).toEqual([]);
});
