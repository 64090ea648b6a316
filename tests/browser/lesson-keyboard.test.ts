import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { artifact } from "../_support/artifacts.ts";
import { openChromium } from "../_support/chromium.ts";
import { credentials, enrolKim } from "../_support/enrolled-student.ts";
import { type School, startSchool } from "../_support/school.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(120_000);

/** More than any state of the page has. */
const controlsMax = 80;

let school: School;
let browser: Browser;
let page: Page;
let address: string;

beforeAll(async () => {
  school = await startSchool();
  const tutorId = await enrolKim(school, { subject: "Physics", starters: ["What is a force?"] });
  address = `${school.engine.url}/tutors/${tutorId}?lang=en`;
  browser = await openChromium();
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(120_000);
});
afterAll(async () => {
  await browser?.close();
  await school?.[Symbol.asyncDispose]();
});

/** Marks what can be worked and is there to be seen; in the page. Of radio buttons one stands for its group. */
function markControls(): string[] {
  const selector =
    "a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, summary, [tabindex='0']";
  const controls = [...document.querySelectorAll<HTMLElement>(selector)].filter(
    (control) =>
      control.checkVisibility({ visibilityProperty: true }) &&
      !(control instanceof HTMLInputElement && control.type === "radio" && !control.checked),
  );
  return controls.map((control, index) => {
    control.dataset.control = String(index);
    return `${control.tagName} ${control.getAttribute("aria-label") ?? control.textContent?.trim()}`;
  });
}

/** Where the keyboard is, and whether that can be seen; in the page. */
function focused(): { control: string | undefined; isShown: boolean } {
  const control = document.activeElement as HTMLElement;
  // A radio button is drawn by its label, the box for questions by its frame.
  const shown = [control, control.closest("label, .ask")].filter((element) => element !== null);
  const isShown = shown.some((element) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return outlineStyle !== "none" && Number.parseFloat(outlineWidth) > 0;
  });
  return { control: control.dataset.control, isShown };
}

/** Walks through the page by Tab; gives what is not reached, and where the focus is not to be seen. */
async function notReached(): Promise<string[]> {
  const controls = await page.evaluate(markControls);
  expect(controls.length).toBeLessThan(controlsMax);
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  const reached = new Set<string>();
  const unseen: string[] = [];
  for (let step = 0; step < 2 * controls.length; step++) {
    await page.keyboard.press("Tab");
    const { control, isShown } = await page.evaluate(focused);
    if (control === undefined) continue;
    reached.add(control);
    if (!isShown) unseen.push(`${controls[Number(control)]} does not show that it has the focus`);
  }
  return [...controls.filter((_, index) => !reached.has(String(index))), ...new Set(unseen)];
}

/** Presses Tab until the control has the focus. */
async function tabTo(role: "button" | "radio" | "slider" | "combobox" | "textbox", name: string) {
  const control = page.getByRole(role, { name, exact: true });
  await control.first().waitFor();
  for (let step = 0; step < controlsMax; step++) {
    if (await control.first().evaluate((element) => element === document.activeElement))
      return control.first();
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${name}`);
}

test("a student signs in and begins a lesson without a mouse", async () => {
  await page.goto(address);
  await page.getByRole("heading", { name: "Sign in to learn with Cleo" }).waitFor();
  expect(await notReached()).toEqual([]);
  await tabTo("textbox", "E-mail address");
  await page.keyboard.type(credentials.email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(credentials.password);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Welcome, Kim" }).waitFor();
  expect(await notReached()).toEqual([]);
  await tabTo("button", "Start lesson");
  await page.keyboard.press("Enter");
  await page.locator('.page[data-state="live"]').waitFor();
});

test("everything in a lesson is reached by Tab, and shows that it has the focus", async () => {
  const from = page.locator(".waterfall");
  school.ollama.next({ tokens: ["Light is energy."] });
  await tabTo("textbox", "Your question");
  await page.keyboard.type("What is light?");
  await page.keyboard.press("Enter");
  await from.first().waitFor();
  expect(await notReached()).toEqual([]);
  await page.screenshot({ path: artifact("keyboard.png") });
});

test("each control does by keyboard what it does by mouse", async () => {
  await tabTo("slider", "Volume");
  await page.keyboard.press("Home");
  expect(await page.getByRole("slider", { name: "Volume" }).inputValue()).toBe("0");
  await page.keyboard.press("End");
  const mute = await tabTo("button", "Mute");
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Turn sound on", exact: true }).waitFor();
  await page.keyboard.press("Space");
  await mute.waitFor();
  const speed = await tabTo("combobox", "Speed of speech");
  const before = await speed.inputValue();
  await page.keyboard.press("ArrowDown");
  expect(await speed.inputValue()).not.toBe(before);
  const captions = await tabTo("button", "Captions");
  await page.keyboard.press("Enter");
  expect(await captions.getAttribute("aria-pressed")).toBe("false");
  await tabTo("button", "Good answer");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Good answer", pressed: true }).waitFor();
  await tabTo("radio", "Picture and voice");
  await page.keyboard.press("ArrowRight");
  expect(await page.getByRole("radio", { name: "Voice only" }).isChecked()).toBe(true);
});

test("Escape silences the tutor wherever the focus is, and a menu gives it back", async () => {
  school.ollama.next({ tokens: Array.from({ length: 30 }, (_, index) => `Sentence ${index} of a story. `) });
  await tabTo("textbox", "Your question");
  await page.keyboard.type("Tell me a story.");
  await page.keyboard.press("Enter");
  await until("speech", async () => (await page.locator("#badge").textContent()) === "Speaking");
  await tabTo("slider", "Volume");
  await page.keyboard.press("Escape");
  await page.getByText("Stopped here").waitFor();

  const account = await tabTo("button", "Account of Kim");
  await page.keyboard.press("Enter");
  await tabTo("button", "Change password");
  await page.keyboard.press("Escape");
  await until("the focus", () => account.evaluate((element) => element === document.activeElement));
  await page.keyboard.press("Enter");
  await tabTo("button", "Change password");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  await page.keyboard.press("Tab");
  expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
});
