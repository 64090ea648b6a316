import type { FakeReply } from "../_support/fake-ollama-reply.ts";
import { type School, startSchool } from "../_support/school.ts";
import type { Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";
import { type FaultReport, toSummary } from "./fault-report.ts";

/** Whoever listens waits for this long at most before something is wrong: half of what a whole reply may take (`replyTimeoutMs`). */
const patienceMs = 60_000;
const askAgainMs = 100;
/** From the model's death until the rest has been said. */
const restMaxMs = 2_000;
const tokens = Array.from({ length: 40 }, (_, i) => `Word ${i} of a long answer. `);

/** F3: the model dies in the middle of its answer; `rounds` times, for `students` at once. */
export async function killModel({
  rounds,
  students,
  isMachineQuiet = false,
}: {
  rounds: number;
  students: number;
  isMachineQuiet?: boolean;
}): Promise<FaultReport> {
  // Whether the model is back is asked more often than any student asks.
  const questionsMax = 100_000;
  await using school = await startSchool({ ollamaParallel: students, lessonsMax: students, questionsMax });
  const lessons = await joinInText(school, students);
  const failures: string[] = [];
  const answeredMs: number[] = [];
  const backMs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const from = lessons.map(({ messages }) => messages.length);
    school.ollama.next(...lessons.map(() => ({ tokens, tokenEveryMs: 40 })));
    for (const lesson of lessons) lesson.say("Why are leaves green?");
    await Promise.all(
      lessons.map((lesson, i) => lesson.message("delta", { from: from[i]!, withinMs: patienceMs })),
    );
    const killedAtMs = performance.now();
    school.ollama.stop();
    await Promise.all(
      lessons.map(async (lesson, i) => {
        const end = await lesson.message("turn-end", { from: from[i]!, withinMs: patienceMs });
        answeredMs.push(performance.now() - killedAtMs);
        if (end.outcome !== "failed" || !end.heard.startsWith("Word 0"))
          failures.push(`round ${round}, student ${i}: ${end.outcome}, heard "${end.heard.slice(0, 60)}"`);
        const states = statesSince(lesson, from[i]!);
        if (!states.includes("degraded")) failures.push(`round ${round}, student ${i}: never degraded`);
      }),
    );
    school.ollama.next({ tokens: ["They reflect green light."] });
    school.ollama.start();
    const startedAtMs = performance.now();
    await until("the model's return", () => isModelBack(lessons[0]!), { withinMs: patienceMs });
    backMs.push(performance.now() - startedAtMs);
  }
  for (const lesson of lessons) await lesson[Symbol.asyncDispose]();
  const kept = answeredMs.length - failures.length;
  if (isMachineQuiet && Math.max(...answeredMs) > restMaxMs)
    failures.push(`a student waited more than ${restMaxMs} ms for the rest`);
  return {
    fault: "F3",
    what: "the model is killed in the middle of an answer",
    figures: {
      answers: `${kept} of ${rounds * students} kept what was said`,
      "the rest said after": toSummary(answeredMs),
      "model used again after": toSummary(backMs),
    },
    failures,
  };
}

const modelFaults: Readonly<Record<string, FakeReply>> = {
  "503": { fault: { type: "status", status: 503, error: "server busy" } },
  "404, no such model": { fault: { type: "status", status: 404, error: "model not found" } },
  "a gateway's HTML": {
    fault: { type: "status", status: 502, body: "<html>Bad gateway</html>", contentType: "text/html" },
  },
  "an error line": { tokens, fault: { type: "error-line", afterTokens: 2, error: "out of memory" } },
  "an end without a last line": { tokens, fault: { type: "no-done", afterTokens: 3 } },
  "a line of garbage": { tokens, fault: { type: "garbage", afterTokens: 2, line: "\u0000{{{not json" } },
  "a reset": { tokens, fault: { type: "reset", afterTokens: 1 } },
};

/** These take as long as the engine's patience with a silent model. */
const slowModelFaults: Readonly<Record<string, FakeReply>> = {
  "silence after two tokens": { tokens, fault: { type: "stall", afterTokens: 2 } },
  "a token in ten seconds": { tokens: tokens.slice(0, 3), tokenEveryMs: 10_000 },
};

/** F4: every way in which Ollama answers wrongly, each in a school of its own. */
export async function answerWrongly({ slow }: { slow: boolean }): Promise<FaultReport> {
  const kinds = Object.entries({ ...modelFaults, ...(slow && slowModelFaults) });
  const failures: string[] = [];
  const endedMs: number[] = [];
  for (const [name, reply] of kinds) {
    // Three tries each: Ollama may be asked again before the first token.
    await using school = await startSchool({ lessonsMax: 1 });
    const [lesson] = await joinInText(school, 1);
    school.ollama.next(reply, reply, reply);
    const askedAtMs = performance.now();
    lesson!.say("Why are leaves green?");
    const end = await lesson!.message("turn-end", { withinMs: patienceMs }).catch(() => undefined);
    endedMs.push(performance.now() - askedAtMs);
    if (!end) failures.push(`${name}: the turn hangs`);
    else if (end.heard.trim() === "") failures.push(`${name}: nothing was said`);
    await lesson![Symbol.asyncDispose]();
  }
  return {
    fault: "F4",
    what: "the model answers wrongly",
    figures: {
      kinds: `${kinds.length - failures.length} of ${kinds.length} ended with words`,
      "ended after": toSummary(endedMs),
      longest: `${Math.round(Math.max(...endedMs))} ms`,
    },
    failures,
  };
}

/** F5: the model has to be loaded first, which takes `loadMs`. */
export async function loadSlowly({ loadMs }: { loadMs: number }): Promise<FaultReport> {
  const failures: string[] = [];
  await using school = await startSchool({ loadMs, settings: { OLLAMA_NUM_CTX: "4096" } });
  const [lesson] = await joinInText(school, 1);
  // A lesson's begin would have loaded it.
  school.ollama.unload();
  const askedAtMs = performance.now();
  lesson!.say("Why are leaves green?");
  const end = await lesson!.message("turn-end", { withinMs: loadMs + patienceMs }).catch(() => undefined);
  const waking = lesson!.messages.filter((message) => message.type === "state" && message.state === "waking");
  if (end?.outcome !== "complete" || end.source !== "model")
    failures.push(`the turn ended as ${end?.outcome} from ${end?.source}`);
  if (waking.length === 0) failures.push("the student was not told that the model wakes up");
  await lesson![Symbol.asyncDispose]();
  return {
    fault: "F5",
    what: `a model that takes ${loadMs / 1000} s to load`,
    figures: {
      "answered after": `${Math.round(performance.now() - askedAtMs)} ms`,
      "told of it": waking.length,
    },
    failures,
  };
}

/** Lessons that are written and read: what a fault does to the conversation needs no voice. */
export async function joinInText(school: School, count: number): Promise<Student[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const { student } = await school.join();
      student.send({ type: "settings", media: "text" });
      return student;
    }),
  );
}

async function isModelBack(lesson: Student): Promise<boolean> {
  const from = lesson.messages.length;
  lesson.say("Why are leaves green?");
  const end = await lesson.message("turn-end", { from, withinMs: patienceMs });
  if (end.source !== "model") await Bun.sleep(askAgainMs);
  return end.source === "model";
}

const statesSince = ({ messages }: Student, from: number) =>
  messages.slice(from).flatMap((message) => (message.type === "state" ? message.state : []));
