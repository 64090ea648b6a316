import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Event } from "werift";
import { childrenOf } from "../../deploy/process-family.ts";
import { serviceToken, startTestBackend } from "../_support/backend.ts";
import { spawnEngine } from "../_support/engine-process.ts";
import { freePort } from "../_support/product.ts";
import { Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(120_000);

const hasFFmpeg = (pid: number) => readFileSync(`/proc/${pid}/maps`, "utf8").includes("node-av");

test("a lesson needs FFmpeg in the processes that draw and speak, and not in the one that has the connections", async () => {
  await using opened = new AsyncDisposableStack();
  const dataDir = mkdtempSync(join(tmpdir(), "virtual-tutor-main-process-"));
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const port = await freePort();
  const engineUrl = `http://localhost:${port}`;
  const backend = opened.use(
    await startTestBackend({ database: "sqlite", engineUrl, enginePublicUrl: engineUrl }),
  );
  const engine = opened.use(
    await spawnEngine({
      ...{ ENGINE_PORT: String(port), MEDIA_PORT: "0", MEDIA_TCP_PORT: "0" },
      ...{ BACKEND_URL: backend.url, SERVICE_TOKEN: serviceToken, DATA_DIR: dataDir, LOG_LEVEL: "error" },
    }),
  );
  const admin = await backend.signIn();
  const body = { name: "Bo", access: "public", greeting: "Hello, and welcome." } as const;
  const { data: tutor } = await admin.POST("/api/tutors", { body });
  const params = { path: { tutorId: tutor!.id } };
  const { data: visit } = await backend.guest.POST("/api/tutors/{tutorId}/visits", { params, body: {} });
  const student = opened.use(await Student.join(engine.url, tutor!.id, visit!.ticket));
  await student.message("turn-end", { withinMs: 60_000 });
  await until("pictures", () => student.pictures.length > 0);
  expect(childrenOf(engine.pid).filter(hasFFmpeg)).not.toEqual([]);
  expect(hasFFmpeg(engine.pid)).toBe(false);
});

test("an event of the connection's library has no functions of its own until somebody listens", () => {
  const event = new Event<[number]>();
  expect(Object.values(event).filter((value) => typeof value === "function")).toEqual([]);
  const heard: number[] = [];
  const { unSubscribe } = event.subscribe((number) => heard.push(number));
  event.once((number) => heard.push(10 * number));
  event.execute(1);
  event.execute(2);
  unSubscribe();
  event.execute(3);
  expect(heard).toEqual([1, 10, 2]);
  // What was told once everybody had been forgotten, or when it had ended, is nobody's.
  const again = event.subscribe((number) => heard.push(number));
  event.allUnsubscribe();
  again.unSubscribe();
  event.complete();
  event.execute(4);
  expect(heard).toEqual([1, 10, 2]);
  // Others' listeners are not this one's.
  expect(new Event().length).toBe(0);
});
