import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync } from "node:fs";
import { connect } from "node:net";
import { AvatarStore } from "../../engine/avatar/store/avatar-store.ts";
import { readEngineConfig } from "../../engine/config.ts";
import { avatarsOf } from "../_support/avatars.ts";
import { serviceToken } from "../_support/backend.ts";
import { type School, startSchool } from "../_support/school.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(120_000);

let school: School;
let avatars: ReturnType<typeof avatarsOf>;
let photo: Blob;
beforeAll(async () => {
  school = await startSchool();
  avatars = avatarsOf(school.engine);
  photo = new Blob([await avatars.preview("ben")], { type: "image/png" });
});
afterAll(async () => {
  await school?.[Symbol.asyncDispose]();
});

const consent = { consentBy: "admin-1", consentAt: "2026-03-04T05:06:07Z" };
const sha256 = (bytes: Uint8Array) => new Bun.CryptoHasher("sha256").update(bytes).digest("hex");
const config = () => readEngineConfig(school.engineEnvironment);
/** Files that lie where uploads wait. */
const waiting = () => readdirSync(config().uploadsDir);
const isPng = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1", 1, 4) === "PNG";

test("a face is made from a photo: progress is told, consent is kept, and it can be seen, started and deleted", async () => {
  const reply = await avatars.send({ name: "Kim_1", model: "photo", ...consent }, photo);
  expect(reply.status).toBe(202);
  const job = (await reply.json()) as { id: string };
  expect(reply.headers.get("location")).toBe(`/api/avatar/jobs/${job.id}`);
  expect((await avatars.send({ name: "Kim_1", model: "photo", ...consent }, photo)).status).toBe(409);

  const told = await avatars.follow(job.id);
  expect(told.at(-1)).toMatchObject({
    state: "done",
    fraction: 1,
    reason: null,
    detail: null,
    name: "Kim_1",
  });
  expect(told.at(-1)!.report).toMatchObject({ tracked: 1, seconds: 0, loopSeconds: 6 });
  const fractions = told.map(({ fraction }) => fraction ?? 0);
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  expect(new Set(told.map(({ stage }) => stage)).size).toBeGreaterThan(2);
  expect(waiting()).toEqual([]);

  const { data } = await avatars.client.GET("/api/avatar/list");
  const item = data!.items.find(({ name }) => name === "Kim_1")!;
  expect(item).toMatchObject({ source: "embedded", model: "photo", running: true });
  expect(item.provenance).toMatchObject({ ...consent, sourceSha256: sha256(await photo.bytes()) });
  // The face itself says the same, wherever it goes.
  const store = await AvatarStore.open(config().avatars);
  const [entry] = store.list();
  const pack = await store.openPack(entry && "hash" in entry ? entry.hash : "");
  expect(pack.provenance).toEqual(item.provenance!);

  expect(isPng(await avatars.preview("Kim_1"))).toBe(true);
  const start = await avatars.client.POST("/api/avatar/start", { body: { name: "Kim_1" } });
  expect(await avatars.end(start.data!.id)).toMatchObject({ kind: "start", state: "done" });
  expect(await avatars.delete("Kim_1")).toBe(204);
  expect(await avatars.delete("Kim_1")).toBe(404);
  expect(await avatars.names()).not.toContain("Kim_1");
  const unknown = await avatars.client.POST("/api/avatar/start", { body: { name: "Kim_1" } });
  expect(unknown.response.status).toBe(404);
});

test("a drawn tutor can be had under another name", async () => {
  const reply = await avatars.send({ name: "Professor", model: "drawn", preset: "ben" });
  expect(await reply.json()).toMatchObject({ state: "done", name: "Professor" });
  expect(await avatars.preview("Professor")).toEqual(await photo.bytes());
  expect((await avatars.send({ name: "Professor", model: "drawn", preset: "ada" })).status).toBe(409);
  expect(await avatars.delete("Professor")).toBe(204);
});

test("a name that two want at once is given to one of them", async () => {
  const names = Array.from({ length: 6 }, (_, i) => `Twin${i}`);
  const give = (name: string, preset: string) => avatars.send({ name, model: "drawn", preset });
  for (const name of names) {
    const replies = await Promise.all([give(name, "ada"), give(name, "ben")]);
    expect(replies.map(({ status }) => status).sort()).toEqual([202, 409]);
    expect(await avatars.delete(name)).toBe(204);
  }
});

test("a file that nothing can be made of ends its job with a reason and what to do", async () => {
  const noise = new Blob([new Uint8Array(4_000).fill(7)], { type: "image/png" });
  const { id } = (await (
    await avatars.send({ name: "noise", model: "photo", ...consent }, noise)
  ).json()) as {
    id: string;
  };
  const job = await avatars.end(id);
  expect(job).toMatchObject({ state: "failed", reason: "wrong-format", report: null });
  expect(job.detail).toContain("JPEG, PNG, WebP");
  expect(waiting()).toEqual([]);
  // The name is free again.
  expect((await avatars.send({ name: "noise", model: "drawn", preset: "ada" })).status).toBe(202);
  expect(await avatars.delete("noise")).toBe(204);
});

test.each<[string, Record<string, string>, boolean, number, string]>([
  ["a name that is somebody else's", { name: "ada", model: "drawn", preset: "mei" }, false, 409, "conflict"],
  [
    "a name of the avatar server",
    { name: "mageurite_x", model: "drawn", preset: "mei" },
    false,
    409,
    "conflict",
  ],
  ["a name that is a path", { name: "../x", model: "drawn", preset: "mei" }, false, 422, "invalid-request"],
  ["no consent", { name: "x", model: "photo" }, true, 422, "/consentBy"],
  [
    "a time that is none",
    { name: "x", model: "photo", ...consent, consentAt: "now" },
    true,
    422,
    "/consentAt",
  ],
  ["no file", { name: "x", model: "video", ...consent }, false, 422, "/file"],
  ["an unknown preset", { name: "x", model: "drawn", preset: "eve" }, false, 422, "/preset"],
  ["no model", { name: "x" }, false, 422, "model"],
  [
    "a model of a server that is not there",
    { name: "x", model: "mageurite", ...consent },
    true,
    503,
    "unavailable",
  ],
])("an order with %s is refused and leaves nothing", async (_what, fields, withFile, status, hint) => {
  const reply = await avatars.send(fields, withFile ? photo : undefined);
  expect(reply.status).toBe(status);
  expect(await reply.text()).toContain(hint);
  expect(waiting()).toEqual([]);
});

test("fields after the file, two files, no boundary and half a form are refused and leave nothing", async () => {
  const headers = { authorization: `Bearer ${serviceToken}` };
  const url = `${school.engine.url}/api/avatar/create`;
  const form = (parts: readonly [string, string | Blob][]) => {
    const body = new FormData();
    for (const [name, value] of parts) body.append(name, value);
    return fetch(url, { method: "POST", headers, body });
  };
  const fields = Object.entries({ name: "x", model: "photo", ...consent });
  const wrong = [
    await form([...fields.slice(0, 2), ["file", photo], ...fields.slice(2)]),
    await form([...fields, ["file", photo], ["preset", "late"]]),
    await form([...fields, ["file", photo], ["file", photo]]),
    await form([...fields, ["other", photo]]),
    await form([...fields, fields[0]!, ["file", photo]]),
    await form([...fields, ["preset", "x".repeat(9_000)], ["file", photo]]),
    await fetch(url, {
      method: "POST",
      headers: { ...headers, "content-type": "multipart/form-data" },
      body: "x",
    }),
    await fetch(url, {
      method: "POST",
      headers: { ...headers, "content-type": "multipart/form-data; boundary=b" },
      body: `--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nx`,
    }),
  ];
  expect(wrong.map(({ status }) => status)).toEqual(wrong.map(() => 422));
  expect((await fetch(url, { method: "POST", headers, body: "{}" })).status).toBe(415);
  expect(await avatars.names()).not.toContain("x");
  expect(waiting()).toEqual([]);
});

test("an upload that is cut off leaves nothing behind", async () => {
  const { hostname, port } = new URL(school.engine.url);
  const socket = connect(Number(port), hostname);
  const part = (name: string, value: string) =>
    `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  socket.write(
    `POST /api/avatar/create HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${serviceToken}\r\n` +
      "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 5000000\r\n\r\n" +
      `${part("name", "cut")}${part("model", "photo")}${part("consentBy", "admin-1")}` +
      '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\nContent-Type: image/png\r\n\r\n',
  );
  socket.write(new Uint8Array(100_000));
  await until("the upload to begin", () => waiting().length === 1);
  socket.destroy();
  await until("the upload to be forgotten", () => waiting().length === 0);
  expect((await avatars.send({ name: "cut", model: "drawn", preset: "ada" })).status).toBe(202);
  expect(await avatars.delete("cut")).toBe(204);
});

test("a photo larger than photos may be is refused while it comes", async () => {
  const large = new Blob([new Uint8Array(21 * 1024 * 1024)], { type: "image/png" });
  const reply = await avatars.send({ name: "large", model: "photo", ...consent }, large);
  expect(reply.status).toBe(413);
  expect(waiting()).toEqual([]);
});

test("the models say what each of them needs", async () => {
  const { data } = await avatars.client.GET("/api/avatar/models");
  expect(data!.items.map(({ id, needsConsent, presets }) => ({ id, needsConsent, presets }))).toEqual([
    { id: "video", needsConsent: true, presets: [] },
    { id: "photo", needsConsent: true, presets: [] },
    { id: "drawn", needsConsent: false, presets: ["ada", "ben", "mei"] },
  ]);
});
