import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { tidyAvatars } from "../../backend/avatars/avatar-upkeep.ts";
import { EngineAvatars } from "../../backend/avatars/engine-avatars.ts";
import type { Schemas } from "../../backend/backend-handlers.ts";
import { openDatabase } from "../../backend/database/open-database.ts";
import { openDrawnArt } from "../../engine/avatar/illustrated/drawn-art.ts";
import { filmPictures } from "../../engine/avatar/motion/speaking-clip.fixture.ts";
import { emptyPoster } from "../../engine/avatar/posters.ts";
import { readEngineConfig } from "../../engine/config.ts";
import { avatarsOf } from "../_support/avatars.ts";
import { type BackendClient, ownerEmail, ownerPassword, serviceToken } from "../_support/backend.ts";
import { difference, type LumaPicture } from "../_support/decoders.ts";
import { toForm } from "../_support/forms.ts";
import { type School, startSchool } from "../_support/school.ts";
import { Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(300_000);

let school: School;
let admin: BackendClient;
let photo: Blob;
beforeAll(async () => {
  school = await startSchool();
  admin = await school.backend.signIn();
  photo = new Blob([await avatarsOf(school.engine).preview("ben")], { type: "image/png" });
});
afterAll(() => school?.[Symbol.asyncDispose]());

type Avatar = Schemas["Avatar"];
const consentBy = "Ben himself";
const config = () => readEngineConfig(school.engineEnvironment);
/** Files that wait on the engine. */
const waiting = () => readdirSync(config().uploadsDir);
const at = (avatarId: string) => ({ params: { path: { avatarId } } });
const read = async (id: string) => (await admin.GET("/api/avatars/{avatarId}", at(id))).data!;
const remove = async (id: string) => (await admin.DELETE("/api/avatars/{avatarId}", at(id))).response.status;
const names = async () => (await admin.GET("/api/avatars")).data!.items.map(({ name }) => name);
const create = async (form: Partial<Schemas["AvatarForm"]> & { name: string }) =>
  await admin.POST("/api/avatars/create", {
    body: { kind: "photo", consentBy, file: photo, ...form },
    bodySerializer: toForm,
  });

/** What the event stream tells of an avatar, from now until its end. */
async function follow(id: string): Promise<Avatar[]> {
  const { data } = await admin.GET("/api/avatars/{avatarId}/events", { ...at(id), parseAs: "text" });
  return [...String(data).matchAll(/^data: (.*)$/gm)].map(([, text]) => JSON.parse(text!));
}

async function createTutor(avatar: string): Promise<string> {
  const { data } = await admin.POST("/api/tutors", { body: { name: "Mo", access: "public", avatar } });
  return data!.id;
}

/** The first picture that a student of the tutor sees. */
async function firstPicture(tutorId: string, engineUrl = school.engine.url): Promise<LumaPicture> {
  const { ticket } = await school.visit(tutorId);
  await using student = await Student.join(engineUrl, tutorId, ticket);
  return await until("a picture", () => student.pictures[0]?.picture, { withinMs: 120_000 });
}

/** How far two pictures of heads are apart; the same head drawn and built differ by their framing. */
const apart = (a: LumaPicture, b: LumaPicture) =>
  difference(a, b, { x: 128, y: 64, width: 256, height: 320 });

test("a tutor made with a video shows a drawn face until the video's is ready, and then that", async () => {
  const { pack } = await openDrawnArt("mei", config().cacheDir);
  const path = join(config().uploadsDir, "..", "mei.mp4");
  await filmPictures(path, 130, (number) => pack.loop[number % pack.loop.length]!);
  const video = new Blob([await Bun.file(path).bytes()], { type: "video/mp4" });
  const { data, error } = await admin.POST("/api/tutors/create-with-avatar", {
    body: { tutor: { name: "Mo", access: "public" }, name: "Mei_1", kind: "video", consentBy, file: video },
    bodySerializer: toForm,
  });
  expect(error).toBeUndefined();
  const { tutor, avatar } = data!;
  expect(avatar).toMatchObject({ status: "processing", preview: null, sourceBytes: video.size });
  expect(avatar.sourceHash).toBe(new Bun.CryptoHasher("sha256").update(await video.bytes()).digest("hex"));
  const [ada, mei] = [
    await firstPicture(await createTutor("ada")),
    await firstPicture(await createTutor("mei")),
  ];
  const { student: watching } = await school.join(tutor.id);
  await using _ = watching;
  const seen = () => watching.pictures.at(-1)?.picture;
  const before = await until("a picture", seen);
  expect(apart(before, ada)).toBeLessThan(apart(before, mei));

  const told = await follow(avatar.id);
  expect(told.at(-1)).toMatchObject({ status: "ready", progress: null, error: null });
  expect(told.at(-1)!.notes.join(" ")).toContain("Nothing is said in the video");
  const progress = told.flatMap((event) => event.progress ?? []);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));

  const { data: profile } = await school.backend.engine.GET("/internal/tutors/{tutorId}/profile", {
    params: { path: { tutorId: tutor.id } },
  });
  expect(profile!.pack).toMatch(/^[0-9a-f]{64}$/);
  // An engine that was never asked about the tutor knows at once.
  await using another = await school.openEngine();
  const after = await firstPicture(tutor.id, another.url);
  expect(apart(after, mei)).toBeLessThan(apart(after, ada) / 2);

  const poster = await posterOf(tutor.id, another.url);
  expect(poster).toEqual(Buffer.from(await avatarsOf(school.engine).preview(avatar.id)));

  await until("the lesson that goes on to show it", () => apart(seen()!, mei) < apart(seen()!, ada) / 2, {
    withinMs: 120_000,
  });

  const preview = await admin.GET("/api/avatars/{avatarId}/preview", {
    ...at(avatar.id),
    parseAs: "arrayBuffer",
  });
  expect(Buffer.from(preview.data!).toString("latin1", 1, 4)).toBe("PNG");
  await admin.DELETE("/api/tutors/{tutorId}", { params: { path: { tutorId: tutor.id } } });
  expect(await remove(avatar.id)).toBe(204);
  expect(await avatarsOf(school.engine).names()).toEqual(["ada", "ben", "mei"]);
});

/** The picture of a tutor's page; its status where there is none. */
async function posterOf(tutorId: string, engineUrl = school.engine.url): Promise<Buffer | number> {
  const reply = await fetch(`${engineUrl}/tutors/${tutorId}/poster`);
  return reply.ok ? Buffer.from(await reply.arrayBuffer()) : reply.status;
}

test("a tutor's page shows its face where it is public or drawn, and never another one", async () => {
  const enrolledWith = async (avatar: string) =>
    (await admin.POST("/api/tutors", { body: { name: "Mo", avatar } })).data!.id;
  const preview = async (name: string) => Buffer.from(await avatarsOf(school.engine).preview(name));
  expect(await posterOf(await createTutor("mei"))).toEqual(await preview("mei"));
  expect(await posterOf(await createTutor("nobody"))).toEqual(await preview("ada"));
  expect(await posterOf(await enrolledWith("mei"))).toEqual(await preview("mei"));
  expect(await posterOf(await enrolledWith("a-person"))).toEqual(Buffer.from(emptyPoster));
  expect(await posterOf(Bun.randomUUIDv7())).toBe(404);
});

test("a face that cannot be opened is no reason for having no lesson", async () => {
  const { data: avatar } = await create({ name: "lost" });
  await follow(avatar!.id);
  const tutorId = await createTutor(avatar!.id);
  // Its file is gone, by whoever's hand.
  await avatarsOf(school.engine).delete(avatar!.id);
  const [ada, picture] = [await firstPicture(await createTutor("ada")), await firstPicture(tutorId)];
  expect(apart(picture, ada)).toBeLessThan(8);
  await admin.DELETE("/api/tutors/{tutorId}", { params: { path: { tutorId } } });
  expect(await remove(avatar!.id)).toBe(204);
});

test("what nothing can be made of has failed, and says what to do", async () => {
  const noise = new Blob([new Uint8Array(4_000).fill(7)], { type: "image/png" });
  const { data } = await create({ name: "noise", file: noise });
  const told = await follow(data!.id);
  expect(told.at(-1)).toMatchObject({ status: "failed", progress: null });
  expect(told.at(-1)!.error).toContain("JPEG, PNG, WebP");
  expect(await remove(data!.id)).toBe(204);
});

test("deleting an avatar while it is made ends the making", async () => {
  const { data } = await create({ name: "brief" });
  expect(waiting().length).toBe(1);
  expect(await remove(data!.id)).toBe(204);
  expect(waiting()).toEqual([]);
  expect(await avatarsOf(school.engine).names()).not.toContain(data!.id);
  expect(await names()).not.toContain("brief");
});

test("an upload that is cut off leaves nothing behind, here or on the engine", async () => {
  const { hostname, port } = new URL(school.backend.url);
  const { data: tokens } = await school.backend.guest.POST("/api/auth/login", {
    body: { email: ownerEmail, password: ownerPassword },
  });
  const socket = connect(Number(port), hostname);
  const part = (name: string, value: string) =>
    `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  socket.write(
    `POST /api/avatars/create HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${tokens!.access_token}\r\n` +
      "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 5000000\r\n\r\n" +
      `${part("name", "cut")}${part("kind", "photo")}${part("consentBy", "Ben")}` +
      '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\nContent-Type: image/png\r\n\r\n',
  );
  socket.write(new Uint8Array(300_000));
  await until("the upload to reach the engine", () => waiting().length === 1);
  expect(await names()).toContain("cut");
  socket.destroy();
  await until(
    "the upload to be forgotten",
    async () => waiting().length === 0 && !(await names()).includes("cut"),
  );
  expect(await avatarsOf(school.engine).names()).toEqual(["ada", "ben", "mei"]);
});

test("a face that nobody wants any more is dropped by the engine", async () => {
  const id = Bun.randomUUIDv7();
  const fields = { name: id, model: "photo", consentBy: "admin-1" };
  expect((await avatarsOf(school.engine).send(fields, photo)).status).toBe(202);
  await until("the engine to drop it", () => waiting().length === 0, { withinMs: 60_000 });
  expect(await avatarsOf(school.engine).names()).not.toContain(id);
});

test("an engine that stops while it makes an avatar leaves advice, and one that comes back makes it", async () => {
  const { data } = await create({ name: "late" });
  await school.engine[Symbol.asyncDispose]();
  const refused = await create({ name: "never" });
  expect(refused.response.status).toBe(503);
  expect(refused.error).toMatchObject({ type: "unavailable", detail: "the engine does not answer" });
  expect(await names()).not.toContain("never");
  expect((await admin.GET("/api/avatars/{avatarId}/preview", at(data!.id))).response.status).toBe(409);
  await using db = await openDatabase(school.backend.place);
  await tidyAvatars(db, new EngineAvatars(school.engine.url, serviceToken), Date.now() + 60_000);
  expect(await read(data!.id)).toMatchObject({
    status: "failed",
    error: expect.stringContaining("engine stopped"),
  });
  await using _ = await school.openEngine();
  await until("the avatar to be made after all", async () => (await read(data!.id)).status === "ready", {
    withinMs: 120_000,
  });
  expect(await read(data!.id)).toMatchObject({ error: null });
});
