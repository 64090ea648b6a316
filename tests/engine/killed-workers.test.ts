import { afterAll, beforeAll, expect, test } from "bun:test";
import { childrenOf } from "../_support/child-processes.ts";
import { difference } from "../_support/decoders.ts";
import { type School, startSchool } from "../_support/school.ts";
import type { Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";

let school: School;
beforeAll(async () => {
  school = await startSchool();
}, 60_000);
afterAll(async () => {
  await school?.[Symbol.asyncDispose]();
});

/** Where Ada's mouth is in a 512×512 picture. */
const mouth = { x: 196, y: 250, width: 120, height: 80 };
const sentence = "Plants make sugar from light, and this is one of many sentences about it. ";

/** `SIGKILL` is what a fault in native code comes to, `SIGSTOP` one that never returns. Answers which processes they are. */
function strike(module: string, signal: "SIGKILL" | "SIGSTOP"): number[] {
  const pids = childrenOf(process.pid, module);
  expect(pids.length).toBeGreaterThan(0);
  for (const pid of pids) process.kill(pid, signal);
  return pids;
}

/** Waits until the mouth has moved in pictures that arrived from now on. */
async function speaksVisibly(student: Student): Promise<void> {
  const fromMs = performance.now();
  await until(
    "moving lips",
    () => {
      const seen = student.pictures.filter(({ atMs }) => atMs > fromMs).map(({ picture }) => picture);
      const steps = seen.slice(1).map((picture, i) => difference(seen[i]!, picture, mouth));
      return steps.filter((step) => step > 1.5).length > 8;
    },
    { withinMs: 20_000 },
  );
}

test("a crash of the process that draws costs nobody the lesson: sound goes on, and so do the lips", async () => {
  const { student } = await school.join();
  const { student: other } = await school.join();
  await using _ = student;
  await using __ = other;
  school.ollama.next({ tokens: [sentence.repeat(3)] });
  const from = student.messages.length;
  student.say("How do plants live?");
  await student.hearsSpeech({ withinMs: 20_000 });
  await speaksVisibly(student);

  strike("render-worker.ts", "SIGKILL");
  const seenByOther = other.pictures.length;
  await speaksVisibly(student);
  const end = await student.message("turn-end", { from, withinMs: 40_000 });
  expect(end).toMatchObject({ outcome: "complete", heard: sentence.repeat(3).trim() });
  await until("the other's pictures", () => other.pictures.length > seenByOther + 25);
  expect(childrenOf(process.pid, "render-worker.ts").length).toBeGreaterThan(0);
}, 90_000);

test("a crash of the process that speaks costs no word of the answer, nor of the next one", async () => {
  const { student } = await school.join();
  await using _ = student;
  school.ollama.next({ tokens: [sentence.repeat(2)] });
  const first = student.messages.length;
  student.say("How do plants live?");
  await student.hearsSpeech({ withinMs: 20_000 });
  strike("speech-worker.ts", "SIGKILL");
  expect(await student.message("turn-end", { from: first, withinMs: 60_000 })).toMatchObject({
    outcome: "complete",
    heard: sentence.repeat(2).trim(),
  });

  school.ollama.next({ tokens: [sentence] });
  const from = student.messages.length;
  student.say("And then?");
  await student.hearsSpeech({ withinMs: 20_000 });
  expect(await student.message("turn-end", { from, withinMs: 30_000 })).toMatchObject({
    outcome: "complete",
    heard: sentence.trim(),
  });
}, 90_000);

test("processes that hang while a tutor speaks are replaced, and the lesson goes on", async () => {
  const { student } = await school.join();
  await using _ = student;
  school.ollama.next({ tokens: [sentence.repeat(3)] });
  const from = student.messages.length;
  student.say("How do plants live?");
  await student.hearsSpeech({ withinMs: 20_000 });
  const stopped = [...strike("render-worker.ts", "SIGSTOP"), ...strike("speech-worker.ts", "SIGSTOP")];
  await until("none of them is left", () => !childrenOf(process.pid).some((pid) => stopped.includes(pid)), {
    withinMs: 60_000,
  });
  await student.message("turn-end", { from, withinMs: 40_000 });

  school.ollama.next({ tokens: [sentence.repeat(2)] });
  const next = student.messages.length;
  student.say("And then?");
  await student.hearsSpeech({ withinMs: 20_000 });
  await speaksVisibly(student);
  expect(await student.message("turn-end", { from: next, withinMs: 40_000 })).toMatchObject({
    outcome: "complete",
    heard: sentence.repeat(2).trim(),
  });
}, 150_000);
