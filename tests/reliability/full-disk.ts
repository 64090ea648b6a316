import { Database } from "bun:sqlite";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { readEngineConfig } from "../../engine/config.ts";
import { startEngine } from "../../engine/server.ts";
import { type BackendClient, serviceToken } from "../_support/backend.ts";
import { toForm } from "../_support/forms.ts";
import { startSchool } from "../_support/school.ts";
import { openSmallDisk, type SmallDisk } from "../_support/small-disk.ts";
import { Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";
import type { FaultReport } from "./fault-report.ts";

const diskMb = 48;
const patienceMs = 60_000;
const longNotes = "Leaves are green because they reflect green light.\n\n".repeat(1_000);

type Expect = (holds: boolean, otherwise: string) => void;

/** F9: the disk of database, outbox and faces is full in the middle of a lesson. */
export async function fillDisk(): Promise<FaultReport> {
  const failures: string[] = [];
  const expect: Expect = (holds, otherwise) => {
    if (!holds) failures.push(otherwise);
  };
  await using disk = await openSmallDisk(diskMb);
  const dataDir = join(disk.folder, "backend");
  mkdirSync(dataDir);
  const figures = await meetFullDisk(disk, dataDir, expect);
  const damage = findDamage(dataDir);
  expect(damage === undefined, `the database is damaged: ${damage}`);
  return { fault: "F9", what: "the disk is full", figures, failures };
}

async function meetFullDisk(disk: SmallDisk, dataDir: string, expect: Expect) {
  await using school = await startSchool({ database: { dataDir } });
  const environment = { ...school.engineEnvironment, DATA_DIR: join(disk.folder, "engine") };
  await using engine = await startEngine(readEngineConfig(environment));
  const admin = await school.backend.signIn();
  const visits = [await school.visit(), await school.visit()];
  const begin = async ({ ticket }: (typeof visits)[number]) => {
    const student = await Student.join(engine.url, school.tutorId, ticket, { decode: false });
    student.send({ type: "settings", media: "text" });
    return student;
  };
  await using before = await begin(visits[0]!);
  disk.fill();
  const refused = await writeTooMuch(admin, expect);
  await uploadTooMuch(engine.url, expect);
  await using after = await begin(visits[1]!);
  for (const student of [before, after]) {
    school.ollama.next({ tokens: ["They reflect green light."] });
    student.say("Why are leaves green?");
    const { outcome } = await student.message("turn-end", { withinMs: patienceMs });
    expect(outcome === "complete", `a turn ended as ${outcome}`);
  }
  disk.free();
  const hasTurn = async ({ sessionId }: (typeof visits)[number]) => {
    const path = { tutorId: school.tutorId, sessionId };
    const { data } = await admin.GET("/api/tutors/{tutorId}/sessions/{sessionId}/transcript", {
      params: { path },
    });
    return data !== undefined && typeof data !== "string" && data.turns.length === 1;
  };
  for (const visit of visits) {
    await until("its turn", () => hasTurn(visit), { withinMs: patienceMs }).catch(() =>
      expect(false, "a turn of the full minutes is missing"),
    );
  }
  const { response } = await admin.POST("/api/tutors", { body: { name: "In time", notes: longNotes } });
  expect(response.status === 201, `with room again it answered ${response.status}`);
  return { "writes refused": refused, "turns answered and stored": visits.length };
}

/** How many of some large writes were refused; the others are there. */
async function writeTooMuch(admin: BackendClient, expect: Expect): Promise<string> {
  const created = [];
  for (let i = 0; i < 4; i++)
    created.push(await admin.POST("/api/tutors", { body: { name: `Too much ${i}`, notes: longNotes } }));
  const refused = created.filter(({ response }) => response.status === 503);
  expect(refused.length > 0, "the disk is full and everything was stored");
  for (const { response, error } of created) {
    const isClear = response.status === 201 || (response.status === 503 && error?.type === "unavailable");
    expect(isClear, `a write was answered with ${response.status}`);
  }
  const { data } = await admin.GET("/api/tutors");
  const seen = data?.items.filter(({ name }) => name.startsWith("Too much")).length;
  expect(seen === created.length - refused.length, `${refused.length} writes were refused, ${seen} are seen`);
  return `${refused.length} of ${created.length}`;
}

async function uploadTooMuch(engineUrl: string, expect: Expect): Promise<void> {
  const file = new Blob([new Uint8Array(300_000)], { type: "image/jpeg" });
  const response = await fetch(`${engineUrl}/api/avatar/create`, {
    method: "POST",
    headers: { authorization: `Bearer ${serviceToken}` },
    body: toForm({ name: "full", kind: "photo", file }),
  });
  expect(response.status >= 400, "a face was taken that cannot be stored");
  const type = response.headers.get("content-type");
  expect(type === "application/problem+json", `its refusal (${response.status}) is ${type}`);
}

/** What SQLite finds wrong with itself. */
function findDamage(dataDir: string): string | undefined {
  using database = new Database(join(dataDir, "virtual-tutor.sqlite"), { readonly: true });
  const [row] = database.query("pragma integrity_check").values();
  return row?.[0] === "ok" ? undefined : String(row?.[0]);
}
