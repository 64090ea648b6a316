import { expect, test } from "bun:test";
import { openStudentPage } from "./student-page.ts";

const tutorId = "01939a0e-3f5c-7a4c-9d2e-6f1b3c5d7e9f";
const backendPublicUrl = "https://school.example:8443";

test("everything that the page asks of the engine is there", async () => {
  const page = await openStudentPage({ backendPublicUrl });
  const names = [...page.html(tutorId).matchAll(/"\/student\/([^"]+)"/g)].map((match) => match[1]!);
  expect(names.length).toBe(3);
  for (const name of names) {
    expect(name).toMatch(/^[a-z0-9][a-z0-9.-]{0,79}$/);
    expect(page.asset(name)?.body.size).toBeGreaterThan(0);
  }
  expect(page.asset("main.ts")).toBeUndefined();
  expect(page.asset("../config.ts")).toBeUndefined();
});

test("the page knows its tutor and its backend, and no placeholder is left", async () => {
  const html = (await openStudentPage({ backendPublicUrl })).html(tutorId);
  expect(html).toContain(`data-tutor="${tutorId}"`);
  expect(html).toContain(`data-backend="${backendPublicUrl}"`);
  expect(html).toContain(`data-poster="/tutors/${tutorId}/poster"`);
  expect(html).not.toContain("{{");
});

test("an id cannot leave its attribute", async () => {
  const page = await openStudentPage({ backendPublicUrl });
  const html = page.html('"><script>alert(1)</script>{{script}}');
  expect(html).not.toContain("<script>alert");
  expect(html.match(/<script/g)?.length).toBe(1);
});

test("the policy allows the backend and the named engines, and nothing inline", async () => {
  const page = await openStudentPage({ backendPublicUrl, engineConnect: ["https://engine-2.example/x"] });
  const policy = page.contentSecurityPolicy([]);
  expect(policy).toContain("connect-src 'self' https://school.example:8443 https://engine-2.example;");
  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain("frame-ancestors 'self';");
  expect(policy).not.toContain("unsafe");
  const html = page.html(tutorId);
  expect(html).not.toMatch(/\son\w+=|\sstyle=|<style|<script(?! type="module" src=)/);
});

test("an address that is none is refused, as it would break the policy", async () => {
  await expect(openStudentPage({ backendPublicUrl: "x; script-src *" })).rejects.toThrow();
});

test("the policy lets the named sites embed the page, and nothing that is none gets into it", async () => {
  const page = await openStudentPage({ backendPublicUrl });
  const policy = page.contentSecurityPolicy(["https://a.example", "http://b.example:8080"]);
  expect(policy).toContain("frame-ancestors 'self' https://a.example http://b.example:8080;");
  expect(() => page.contentSecurityPolicy(["*; script-src *"])).toThrow();
});
