import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { projectFolder } from "../../deploy/installation.ts";
import type { BackendClient } from "../_support/backend.ts";
import { toForm } from "../_support/forms.ts";
import { type School, startSchool } from "../_support/school.ts";

setDefaultTimeout(60_000);

let school: School;
let admin: BackendClient;
beforeAll(async () => {
  school = await startSchool();
  admin = await school.backend.signIn();
});
afterAll(() => school?.[Symbol.asyncDispose]());

const marker = `canary-${crypto.randomUUID()}`;
const names = [
  `../${marker}`,
  `../../../../../../tmp/${marker}`,
  `/tmp/${marker}`,
  `..\\..\\${marker}`,
  `C:\\${marker}`,
  `\\\\host\\share\\${marker}`,
  `%2e%2e%2f${marker}`,
  `..%c0%af${marker}`,
  `\u2025/\u2025/${marker}`,
  `${marker}\0.png`,
  `${marker}:stream`,
  `CON.${marker}`,
  `~/${marker}`,
  `file:///tmp/${marker}`,
  `${marker}\r\nX-Evil: 1`,
  `.${marker}`,
  `${marker}${"n".repeat(300)}`,
];

/** Every file below the services' folders, and beside them. */
function filesNamedSo(): string[] {
  const folders = [school.engineEnvironment.DATA_DIR!, projectFolder];
  const { place } = school.backend;
  if ("dataDir" in place) folders.push(place.dataDir!);
  const below = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: folder !== projectFolder }).map((name) => `${folder}/${name}`),
  );
  return [...below, ...readdirSync(tmpdir()), ...readdirSync("/")].filter((file) => file.includes(marker));
}

test("a name is a label: whatever it says, nothing is written anywhere else", async () => {
  const params = { path: { tutorId: school.tutorId } };
  for (const [index, name] of names.entries()) {
    const made = await admin.POST("/api/tutors", { body: { name } });
    // A label that is kept is kept as it was, but for what no database can hold.
    if (made.data) expect(made.data.name).toBe(name.trim().replaceAll("\0", "\ufffd"));
    const document = await admin.POST("/api/tutors/{tutorId}/documents", {
      params: { ...params, query: { title: name } },
      body: new Blob([`# Leaves\n\nLeaves are green, ${index} times.`]),
      bodySerializer: (body) => body,
      headers: { "content-type": "text/markdown" },
    });
    const fields = { kind: "photo", consentBy: name, displayName: name } as const;
    const file = new File(["no picture"], name, { type: "image/png" });
    const labelled = await admin.POST("/api/avatars/create", {
      body: { ...fields, name, file },
      bodySerializer: toForm,
    });
    expect(labelled.response.status).toBe(422);
    for (const { response } of [made, document]) expect([201, 422]).toContain(response.status);
  }
  const file = new File(["no picture"], `../../${marker}`, { type: "image/png" });
  const { response } = await admin.POST("/api/avatars/create", {
    body: { name: "plain", kind: "photo", consentBy: "Ben", file },
    bodySerializer: toForm,
  });
  expect(response.status).toBe(201);
  expect(filesNamedSo()).toEqual([]);
  expect(existsSync(`/tmp/${marker}`)).toBe(false);
});

test("a name in an address is found or not, and never a path", async () => {
  for (const name of names) {
    const path = encodeURIComponent(name.toWellFormed());
    for (const address of [
      `${school.engine.url}/student/${path}`,
      `${school.engine.url}/docs/${path}`,
      `${school.engine.url}/api/avatar/preview/${path}`,
      `${school.backend.url}/console/${path}`,
      `${school.backend.url}/docs/${path}`,
    ]) {
      const { status } = await fetch(address);
      expect([address, status >= 400 && status < 500]).toEqual([address, true]);
    }
  }
});
