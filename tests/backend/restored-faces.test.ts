import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Schemas } from "../../backend/backend-handlers.ts";
import { projectFolder } from "../../deploy/installation.ts";
import { avatarsOf } from "../_support/avatars.ts";
import { startBucket, type TestBucket } from "../_support/bucket.ts";
import { toForm } from "../_support/forms.ts";
import { type School, startSchool } from "../_support/school.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(240_000);

const folder = mkdtempSync(join(tmpdir(), "virtual-tutor-restored-faces-"));
const opened = new AsyncDisposableStack();
let buckets: { before: TestBucket; after: TestBucket };
beforeAll(async () => {
  buckets = { before: opened.use(await startBucket()), after: opened.use(await startBucket()) };
});
afterAll(async () => {
  await opened.disposeAsync();
  rmSync(folder, { recursive: true, force: true });
});

async function run(
  command: string[],
  { environment = {}, input }: { environment?: Record<string, string>; input?: string } = {},
): Promise<void> {
  const child = Bun.spawn(command, {
    env: { PATH: process.env.PATH, ...environment },
    stdio: [input === undefined ? "ignore" : Bun.file(input), "ignore", "pipe"],
  });
  expect([await child.exited, await new Response(child.stderr).text()]).toEqual([0, ""]);
}

/** Debian's `nobody`: whoever runs in a container owns neither a volume's root nor what a file system keeps in it. */
const asAnother = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];

/** The folder `avatars` by tar, as operations.md has it, or the objects of a bucket; `restore` makes a new place of them. */
const places = {
  "a folder": () => ({
    settings: {},
    async backUp(school: School) {
      const { DATA_DIR = "" } = school.engineEnvironment;
      mkdirSync(join(DATA_DIR, "avatars/lost+found"), { mode: 0o700 });
      const file = join(folder, "avatars.tar");
      await run(["tar", "-C", DATA_DIR, "--exclude=lost+found", "-cf", file, "avatars"]);
    },
    async restore(): Promise<Record<string, string>> {
      const dataDir = mkdtempSync(join(folder, "engine-"));
      const avatars = join(dataDir, "avatars");
      mkdirSync(join(avatars, "lost+found"), { recursive: true, mode: 0o700 });
      for (const way of [folder, dataDir]) chmodSync(way, 0o711);
      chmodSync(avatars, 0o777);
      const input = join(folder, "avatars.tar");
      await run([...asAnother, "tar", "-C", avatars, "--strip-components=1", "-xf", "-"], { input });
      return { DATA_DIR: dataDir };
    },
  }),
  "a bucket": () => ({
    settings: buckets.before.environment,
    async backUp() {
      const [from, to] = [buckets.before, buckets.after].map(
        ({ address }) => new Bun.S3Client({ ...address, region: "auto" }),
      ) as [Bun.S3Client, Bun.S3Client];
      const { contents = [] } = await from.list();
      expect(contents.length).toBeGreaterThan(1);
      for (const { key } of contents) await to.write(key, await from.file(key).bytes());
    },
    async restore(): Promise<Record<string, string>> {
      return { ...buckets.after.environment };
    },
  }),
};

test.each(["a folder", "a bucket"] as const)(
  "a school is restored with its faces from %s; one that was deleted between the two backups is a drawn one",
  async (kind) => {
    const place = places[kind]();
    let made: { id: string; tutorId: string; lostTutorId: string; preview: Uint8Array<ArrayBuffer> };
    const backup = join(folder, `${crypto.randomUUID()}.sqlite`);
    {
      await using school = await startSchool({ settings: place.settings });
      made = await fill(school);
      if (!("dataDir" in school.backend.place)) throw new Error("this is not SQLite");
      const { dataDir } = school.backend.place;
      await run([process.execPath, `${projectFolder}backend/database/backup.ts`, backup], {
        environment: { DATA_DIR: dataDir },
      });
      await deleteFace(school, made.lostTutorId);
      await place.backUp(school);
    }

    const dataDir = mkdtempSync(join(folder, "backend-"));
    copyFileSync(backup, join(dataDir, "virtual-tutor.sqlite"));
    await using restored = await startSchool({ database: { dataDir }, settings: await place.restore() });
    const admin = await restored.backend.signIn();
    const params = { path: { avatarId: made.id } };
    expect((await admin.GET("/api/avatars/{avatarId}", { params })).data).toMatchObject({
      status: "ready",
      name: "kim",
    });
    const { data: preview } = await admin.GET("/api/avatars/{avatarId}/preview", {
      params,
      parseAs: "arrayBuffer",
    });
    expect(new Uint8Array(preview!)).toEqual(made.preview);
    expect(await posterOf(restored, made.tutorId)).toEqual(made.preview);
    expect(await posterOf(restored, made.lostTutorId)).toEqual(
      await avatarsOf(restored.engine).preview("ada"),
    );
  },
);

/** A face that stays and one that will be deleted, each with its tutor. */
async function fill(school: School) {
  const admin = await school.backend.signIn();
  const photo = new Blob([await avatarsOf(school.engine).preview("ben")], { type: "image/png" });
  const create = async (form: Schemas["AvatarForm"]) => {
    const { data } = await admin.POST("/api/avatars/create", {
      body: form,
      bodySerializer: toForm,
    });
    const params = { path: { avatarId: data!.id } };
    await until(
      "the face",
      async () => (await admin.GET("/api/avatars/{avatarId}", { params })).data!.status === "ready",
      { withinMs: 120_000 },
    );
    const { data: tutor } = await admin.POST("/api/tutors", {
      body: { name: "Mo", access: "public", avatar: data!.id },
    });
    return { id: data!.id, tutorId: tutor!.id };
  };
  const lost = await create({ name: "lost", kind: "drawn", preset: "mei" });
  const { id, tutorId } = await create({ name: "kim", kind: "photo", consentBy: "Kim", file: photo });
  return { id, tutorId, lostTutorId: lost.tutorId, preview: await avatarsOf(school.engine).preview(id) };
}

async function deleteFace(school: School, tutorId: string): Promise<void> {
  const admin = await school.backend.signIn();
  const { data: tutor } = await admin.GET("/api/tutors/{tutorId}", { params: { path: { tutorId } } });
  await admin.DELETE("/api/tutors/{tutorId}", { params: { path: { tutorId } } });
  const { response } = await admin.DELETE("/api/avatars/{avatarId}", {
    params: { path: { avatarId: tutor!.avatar! } },
  });
  expect(response.status).toBe(204);
}

/** What a tutor's page shows before a lesson. */
async function posterOf(school: School, tutorId: string): Promise<Uint8Array<ArrayBuffer>> {
  const reply = await fetch(`${school.engine.url}/tutors/${tutorId}/poster`);
  expect(reply.status).toBe(200);
  return await reply.bytes();
}
