import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import createClient from "openapi-fetch";
import type { Browser, Page } from "playwright-core";
import type { paths } from "../../generated/backend.types.ts";
import { artifact } from "../_support/artifacts.ts";
import { openChromium } from "../_support/chromium.ts";
import { type FakeOllama, startFakeOllama } from "../_support/fake-ollama.ts";
import { type Product, startProduct } from "../_support/product.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(120_000);

const admin = { email: "head@school.example", password: "a long sentence nobody guesses" };
let ollama: FakeOllama & AsyncDisposable;
let product: Product;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  ollama = await startFakeOllama({ tokenEveryMs: 20 });
  const account = { ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password };
  product = await startProduct({ OLLAMA_BASE_URL: ollama.url, ...account });
  browser = await openChromium();
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("dialog", (dialog) => {
    complaints.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
});

afterAll(async () => {
  await browser?.close();
  await product?.[Symbol.asyncDispose]();
  await ollama?.[Symbol.asyncDispose]();
});

const story = Array.from({ length: 8 }, (_, index) => `This is sentence number ${index} of the story. `);
const conversation = async () => (await page.locator("#log").textContent()) ?? "";
const isAtRest = async () => (await page.locator("#badge").textContent()) === "Ready for your question";
const ask = async (question: string) => {
  await page.getByRole("textbox", { name: "Your question" }).fill(question);
  await page.getByRole("textbox", { name: "Your question" }).press("Enter");
};

test("an answer shows its formulas, code and lists, and nothing in it is more than text", async () => {
  await page.goto(product.studentPage);
  await page.getByRole("button", { name: "Start lesson" }).click();
  await until("the greeting's end", async () => (await conversation()).includes("Hello") && isAtRest(), {
    withinMs: 40_000,
  });
  ollama.next({
    tokens: [
      "A **bold** start. ",
      "So $x^2 = \\frac{a}{b}$ holds.\n\n",
      "- one\n- two\n\n",
      "```js\nlet a = 1;\n```\n\n",
      "<img src=x onerror=alert(1)> <b>tag</b> ",
      "[click](javascript:alert(2)) and [page](https://a.example/).",
    ],
  });
  await ask("Show me all of it.");
  const answer = page.locator(".turn").last();
  await answer.locator("math mfrac").waitFor();
  await until("its end", async () => ((await answer.textContent()) ?? "").includes("click and page."));
  expect(await answer.locator("strong").textContent()).toBe("bold");
  expect(await answer.locator("li").allTextContents()).toEqual(["one", "two"]);
  expect(await answer.locator("pre code").textContent()).toBe("let a = 1;");
  expect(await answer.locator("img, b").count()).toBe(0);
  expect(await answer.textContent()).toContain("<img src=x onerror=alert(1)>");
  // No address that the tutor was not given to read.
  expect(await answer.locator("a").count()).toBe(0);
  await page.screenshot({ path: artifact("page-rich-answer.png") });
  await until(
    "the answer's end",
    async () => (await answer.locator(".waterfall").count()) === 1 && isAtRest(),
    {
      withinMs: 40_000,
    },
  );
  await answer.locator(".waterfall summary").click();
  expect(await answer.locator(".waterfall dt").allTextContents()).toEqual([
    "Question checked",
    "Notes searched",
    "First words",
    "First sentence",
    "First sound",
    "First picture",
    "Heard to the end",
  ]);
});

test("a question can wait until the answer has ended", async () => {
  ollama.next({ tokens: story.slice(0, 2) }, { tokens: ["Green it is."] });
  await ask("Tell me a short story.");
  await until("speech", async () => (await page.locator("#badge").textContent()) === "Speaking");
  await page.getByRole("textbox", { name: "Your question" }).fill("Which colour?");
  await page.getByRole("button", { name: "Ask afterwards" }).click();
  await until("both answers", async () => (await conversation()).includes("Green it is.") && isAtRest(), {
    withinMs: 40_000,
  });
  const first = page.locator(".turn", { hasText: "Tell me a short story." });
  expect(await first.textContent()).not.toContain("Stopped here");
});

test("an answer that breaks off is not called an answer from the notes", async () => {
  ollama.next({ tokens: ["Plants make sugar. ", "They need "], fault: { type: "reset", afterTokens: 2 } });
  await ask("How do plants eat?");
  await until(
    "the badge",
    async () => (await page.locator("#badge").textContent()) === "The answer broke off",
  );
  await until("its end", isAtRest, { withinMs: 40_000 });
});

test("a page that is loaded again in the middle of an answer goes on with the lesson", async () => {
  ollama.next({ tokens: story });
  await ask("Tell me a story.");
  await until("the second sentence", async () =>
    ((await page.locator("#caption").textContent()) ?? "").includes("number 2"),
  );
  // A turn that is on its way to the transcript gets there before the lesson goes on.
  await page.evaluate(() =>
    localStorage.setItem("receipts", JSON.stringify([["s/0", "head.body.signature"]])),
  );
  const steps: string[] = [];
  page.on("response", (response) => steps.push(`answered: ${new URL(response.url()).pathname}`));
  page.on("request", (request) => steps.push(`asked: ${new URL(request.url()).pathname}`));
  const offer = page.waitForRequest(/\/webrtc\?/);
  await page.reload();
  expect(new URL((await offer).url()).searchParams.get("lastTurn")).toMatch(/^\d+$/);
  const delivered = steps.findIndex((step) => /^answered: .*\/receipts$/.test(step));
  expect(delivered).toBeGreaterThanOrEqual(0);
  expect(delivered).toBeLessThan(steps.findIndex((step) => /^asked: .*\/tickets$/.test(step)));
  await until("the rest", async () => (await conversation()).includes("Sorry, I was cut off."), {
    withinMs: 30_000,
  });
  expect(await conversation()).toContain("Which colour?");
  const rest = page.locator(".turn").last();
  await until(
    "the end of the story",
    async () => (await rest.textContent())?.includes("number 7") && isAtRest(),
    {
      withinMs: 40_000,
    },
  );
  expect(await rest.textContent()).not.toContain("number 1 ");
  await page.screenshot({ path: artifact("page-after-reload.png") });
  expect(await page.evaluate(() => localStorage.getItem("receipts"))).toBeNull();
});

test("the lesson that was ended does not come back", async () => {
  await page.getByRole("button", { name: "End lesson" }).click();
  await page.reload();
  await page.getByRole("button", { name: "Start lesson" }).waitFor();
});

test("a lesson whose tutor is deleted ends, and says why", async () => {
  await page.getByRole("button", { name: "Start lesson" }).click();
  await until("the greeting", async () => (await conversation()).includes("Hello"), { withinMs: 40_000 });
  const { POST, DELETE } = createClient<paths>({ baseUrl: product.backendUrl });
  const { data } = await POST("/api/auth/login", { body: admin });
  await DELETE("/api/tutors/{tutorId}", {
    params: { path: { tutorId: product.studentPage.split("/").at(-1)! } },
    headers: { authorization: `Bearer ${data!.access_token}` },
  });
  await page.getByRole("alert").getByText("This tutor does not exist").waitFor({ timeout: 40_000 });
  await page.screenshot({ path: artifact("page-tutor-deleted.png") });
});

test("nothing on the page complained", () => {
  expect(complaints).toEqual([]);
});
