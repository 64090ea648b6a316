import { expect, setDefaultTimeout, test } from "bun:test";
import { startTestBackend } from "../_support/backend.ts";
import { freePort } from "../_support/product.ts";
import { startSchool } from "../_support/school.ts";

setDefaultTimeout(120_000);

test("an admin sees the engine's voices, models and faces, and what avatars are made with", async () => {
  await using school = await startSchool();
  const admin = await school.backend.signIn();
  const { data } = await admin.GET("/api/system/choices");
  expect(data!.faces).toEqual(["ada", "ben", "mei"]);
  expect(data!.models).toContain("tutor-small:latest");
  expect(data!.voices!.find(({ id }) => id === "slt")).toMatchObject({ language: "en" });
  expect(data!.kinds!.find(({ id }) => id === "video")!.accepts).toContain("video/mp4");
  expect((await school.backend.guest.GET("/api/system/choices")).response.status).toBe(401);
});

test("the drawn faces have pictures; a name that is none, and a school's own avatar, have none here", async () => {
  await using school = await startSchool();
  const admin = await school.backend.signIn();
  const preview = (face: string) =>
    admin.GET("/api/system/faces/{face}/preview", { params: { path: { face } }, parseAs: "arrayBuffer" });
  const { data, response } = await preview("mei");
  expect(response.headers.get("content-type")).toBe("image/png");
  expect(new Uint8Array(data!).slice(1, 4)).toEqual(new TextEncoder().encode("PNG"));
  expect((await preview("nobody")).response.status).toBe(404);
  expect((await preview("01939a0e-3f5c-7a4c-9d2e-6f1b3c5d7e9f")).response.status).toBe(422);
});

test("where no engine answers, nothing is known and nothing fails", async () => {
  const engineUrl = `http://127.0.0.1:${await freePort()}`;
  await using backend = await startTestBackend({ database: "sqlite", engineUrl });
  const admin = await backend.signIn();
  const { data } = await admin.GET("/api/system/choices");
  expect(data).toEqual({ voices: null, models: null, faces: null, kinds: null });
  const params = { path: { face: "ada" } };
  expect((await admin.GET("/api/system/faces/{face}/preview", { params })).response.status).toBe(503);
});
