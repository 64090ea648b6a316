import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import createClient from "openapi-fetch";
import type { paths } from "../../generated/engine.types.ts";
import { serviceToken } from "../_support/backend.ts";
import { Mageurite } from "../_support/mageurite.ts";
import { type School, startSchool } from "../_support/school.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(120_000);

const authorization = `Bearer ${serviceToken}`;
const clientOf = (school: School) =>
  createClient<paths>({ baseUrl: school.engine.url, headers: { authorization } });

describe("avatars of a Mageurite server", () => {
  let mageurite: Mageurite;
  let school: School;
  let client: ReturnType<typeof clientOf>;
  beforeAll(async () => {
    mageurite = await Mageurite.start({ mode: "fork" });
    school = await startSchool({ mageurite });
    client = clientOf(school);
    await until("the avatar server to be found", async () => (await list()).server?.managed);
  });
  afterAll(async () => {
    await school?.[Symbol.asyncDispose]();
    await mageurite?.[Symbol.asyncDispose]();
  });

  const unknown = { model: null, provenance: null };
  const list = async () => (await client.GET("/api/avatar/list")).data!;
  const jobEnd = (id: string) =>
    until("the end of the job", async () => {
      const { data } = await client.GET("/api/avatar/jobs/{jobId}", { params: { path: { jobId: id } } });
      return data!.state === "running" ? undefined : data!;
    });
  const create = (name: string, video: Uint8Array<ArrayBuffer>, type = "video/mp4") => {
    const body = new FormData();
    const fields = { name, model: "mageurite", consentBy: "admin-1" };
    for (const [field, value] of Object.entries(fields)) body.append(field, value);
    body.append("file", new Blob([video], { type }), "face.mp4");
    const headers = { authorization };
    return fetch(`${school.engine.url}/api/avatar/create`, { method: "POST", headers, body });
  };

  test("are listed beside the embedded faces, with what the server is and how many places it has", async () => {
    const { items, server } = await list();
    expect(items).toContainEqual({
      ...unknown,
      model: "drawn",
      name: "ada",
      source: "embedded",
      running: true,
    });
    expect(items).toContainEqual({ ...unknown, name: "mageurite", source: "mageurite", running: true });
    expect(items).toContainEqual({ ...unknown, name: "mageurite_anna", source: "mageurite", running: false });
    expect(server).toMatchObject({ generation: "fork", events: false, managed: true });
    expect(server!.places).toEqual({ used: 0, idle: 0, ghosts: 0, others: 0, max: 8 });
    const { data } = await client.GET("/readyz", { params: { query: { verbose: true } } });
    expect(data!.parts).toContainEqual({
      name: "mageurite",
      state: "ok",
      detail: "Mageurite fork; 8 places; is asked whether it speaks; avatars: create, start, preview, delete",
    });
  });

  test("can be seen", async () => {
    for (const name of ["ada", "mageurite_anna"]) {
      const { data } = await client.GET("/api/avatar/preview/{name}", {
        params: { path: { name } },
        parseAs: "arrayBuffer",
      });
      expect(Buffer.from(data!).toString("latin1", 1, 4)).toBe("PNG");
    }
    const unknown = await client.GET("/api/avatar/preview/{name}", {
      params: { path: { name: "mageurite_nobody" } },
    });
    expect(unknown.error).toMatchObject({ type: "not-found" });
  });

  test("are made from a video, and deleted", async () => {
    const reply = await create("carla", new Uint8Array(3_000_000).fill(7));
    expect(reply.status).toBe(202);
    const job = (await reply.json()) as { id: string };
    expect(reply.headers.get("location")).toBe(`/api/avatar/jobs/${job.id}`);
    expect(await jobEnd(job.id)).toMatchObject({ kind: "create", name: "mageurite_carla", state: "done" });
    expect((await list()).items.map(({ name }) => name)).toContain("mageurite_carla");
    const remove = () =>
      client.DELETE("/api/avatar/{name}", { params: { path: { name: "mageurite_carla" } } });
    expect((await remove()).response.status).toBe(204);
    expect((await mageurite.state()).avatars).not.toContain("carla");
    // The server reports this one with HTTP 200.
    expect((await remove()).response.status).toBe(404);
  });

  test("that the server refuses are failures, however it says so", async () => {
    const { id } = (await (await create("empty", new Uint8Array(0))).json()) as { id: string };
    expect(await jobEnd(id)).toMatchObject({ state: "failed", detail: "the avatar server refuses" });
    await mageurite.set({ startFails: true });
    const { data } = await client.POST("/api/avatar/start", { body: { name: "mageurite_ben" } });
    expect(await jobEnd(data!.id)).toMatchObject({ state: "failed" });
    await mageurite.set({ startFails: false });
  });

  test("are started as maintenance: the lesson goes on with the embedded face and gets the new one", async () => {
    const admin = await school.backend.signIn();
    const { data: tutor } = await admin.POST("/api/tutors", {
      body: { name: "Mo", access: "public", avatar: "mageurite" },
    });
    const { student } = await school.join(tutor!.id);
    await using _ = student;
    const widthIs = (width: number) => () => student.pictures.at(-1)?.picture.width === width;
    await until("the remote face", widthIs(256), { withinMs: 20_000 });
    const { data } = await client.POST("/api/avatar/start", { body: { name: "mageurite_ben" } });
    await until("the embedded face", widthIs(512));
    const again = await client.POST("/api/avatar/start", { body: { name: "mageurite_anna" } });
    expect(await jobEnd(again.data!.id)).toMatchObject({ state: "failed" });
    const events = await fetch(`${school.engine.url}/api/avatar/jobs/${data!.id}/events`, {
      headers: { authorization },
    });
    const states = [...(await events.text()).matchAll(/"state":"(\w+)"/g)].map(([, state]) => state);
    expect(states).toEqual(["running", "done"]);
    expect((await mageurite.state()).running).toBe("ben");
    expect((await list()).items).toContainEqual({
      ...unknown,
      name: "mageurite_ben",
      source: "mageurite",
      running: true,
    });
    await until("the new face", widthIs(256), { withinMs: 20_000 });
    // The student was told before anything changed.
    const faces = student.messages.flatMap((message) => (message.type === "face" ? [message] : []));
    expect(faces.map(({ shown, maintenance }) => [shown, maintenance])).toEqual([
      ["remote", false],
      ["remote", true],
      ["embedded", true],
      ["remote", false],
    ]);
    // Every place was left with a goodbye before the server was stopped.
    expect((await mageurite.state()).goodbyes).toBeGreaterThan(0);
  });

  test("that are not there are not started, and nobody has to make way for them", async () => {
    const unknown = await client.POST("/api/avatar/start", { body: { name: "mageurite_nobody" } });
    expect(await jobEnd(unknown.data!.id)).toMatchObject({
      state: "failed",
      detail: "the avatar server has no such avatar",
    });
  });

  test("have names that are safe to hand on, and are the backend's business only", async () => {
    for (const name of ["a;reboot", "../x", "$(id)", "a b", ""]) {
      expect((await create(name, new Uint8Array(8))).status).toBe(422);
      expect((await client.POST("/api/avatar/start", { body: { name } })).response.status).toBe(422);
    }
    const { ticket } = await school.visit();
    const student = { headers: { authorization: `Bearer ${ticket}` } };
    expect((await fetch(`${school.engine.url}/api/avatar/list`, student)).status).toBe(401);
  });
});

describe("avatars of the newest LiveTalking", () => {
  let mageurite: Mageurite;
  let school: School;
  let client: ReturnType<typeof clientOf>;
  beforeAll(async () => {
    mageurite = await Mageurite.start({ mode: "newest" });
    school = await startSchool({ mageurite });
    client = clientOf(school);
    await until("the avatar server to be found", async () => (await list()).server?.managed);
  });
  afterAll(async () => {
    await school?.[Symbol.asyncDispose]();
    await mageurite?.[Symbol.asyncDispose]();
  });

  const list = async () => (await client.GET("/api/avatar/list")).data!;
  const create = async (name: string) => {
    const body = new FormData();
    const fields = { name, model: "mageurite", consentBy: "admin-1" };
    for (const [field, value] of Object.entries(fields)) body.append(field, value);
    body.append("file", new Blob([new Uint8Array(100_000)], { type: "video/mp4" }), "face.mp4");
    const headers = { authorization };
    const reply = await fetch(`${school.engine.url}/api/avatar/create`, { method: "POST", headers, body });
    return ((await reply.json()) as { id: string }).id;
  };
  /** What the job has told until its end. */
  const follow = async (id: string) => {
    const events = await fetch(`${school.engine.url}/api/avatar/jobs/${id}/events`, {
      headers: { authorization },
    });
    const told = [...(await events.text()).matchAll(/^data: (.*)$/gm)].map(([, text]) => JSON.parse(text!));
    return told as { state: string; fraction: number | null; detail: string | null }[];
  };

  test("are made in tasks that tell how far they are, made ready, and chosen by each lesson", async () => {
    expect((await list()).server).toMatchObject({ generation: "newest", can: ["create", "start"] });
    const told = await follow(await create("dora"));
    expect(told.at(-1)).toMatchObject({ state: "done" });
    expect(told.some(({ fraction }) => fraction !== null && fraction > 0 && fraction < 1)).toBe(true);
    expect((await list()).items.map(({ name }) => name)).toContain("mageurite_dora");
    const { data: job } = await client.POST("/api/avatar/start", { body: { name: "mageurite_dora" } });
    expect((await follow(job!.id)).at(-1)).toMatchObject({ state: "done" });
    expect((await mageurite.state()).shown).toEqual(["dora"]);
    const unknown = await client.POST("/api/avatar/start", { body: { name: "mageurite_nobody" } });
    expect((await follow(unknown.data!.id)).at(-1)).toMatchObject({ state: "failed" });
  });

  test("that cannot be made fail with the server's reason", async () => {
    await mageurite.set({ taskFails: true });
    const told = await follow(await create("eve"));
    const detail = "the avatar could not be made: no face in picture 1";
    expect(told.at(-1)).toMatchObject({ state: "failed", detail });
    await mageurite.set({ taskFails: false });
  });

  test("cannot be deleted or seen, and that is said", async () => {
    const path = { path: { name: "mageurite_dora" } };
    const { error } = await client.DELETE("/api/avatar/{name}", { params: path });
    expect(error).toMatchObject({ type: "conflict", detail: "this avatar server cannot delete its avatars" });
    const preview = await client.GET("/api/avatar/preview/{name}", { params: path });
    expect(preview.error).toMatchObject({ type: "not-found" });
  });
});

test("without an avatar server the embedded faces are listed, and nothing can be made", async () => {
  await using school = await startSchool();
  const client = clientOf(school);
  const { data } = await client.GET("/api/avatar/list");
  expect(data!.server).toBeNull();
  expect(data!.items.map(({ source }) => source)).not.toContain("mageurite");
  const { error } = await client.POST("/api/avatar/start", { body: { name: "mageurite_anna" } });
  expect(error).toMatchObject({ type: "unavailable" });
});
