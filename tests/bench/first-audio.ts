import { openFlite } from "../../engine/providers/flite/flite.ts";
import { Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";
import type { BenchSchool } from "./bench-school.ts";
import { type Figure, median } from "./report.ts";

const rounds = 10;
const sentence = "Plants make sugar from light.";

/** Times around a turn, from the engine's own latencies and from the packets that a student gets. */
export async function measureFirstAudio(school: BenchSchool): Promise<Figure[]> {
  await using student = await Student.join(school.engine.url, school.tutorId, await school.visit());
  const speech: number[] = [];
  const turns: number[] = [];
  const silences: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    school.ollama.next({ tokens: [sentence, " And now a long rest of the answer follows here.".repeat(5)] });
    const from = student.messages.length;
    student.say("How?");
    await student.hearsSpeech();
    await until("a caption", () => student.messages.slice(from).some(({ type }) => type === "caption"));
    student.interrupt();
    const interruptedAtMs = performance.now();
    const { latency } = await student.message("turn-end", { from });
    await until(
      "silence",
      () => performance.now() - Math.max(student.lastAudibleAtMs, interruptedAtMs) > 300,
    );
    speech.push(latency.firstAudioMs! - latency.firstSentenceMs!);
    turns.push(latency.firstAudioMs!);
    silences.push(Math.max(0, student.lastAudibleAtMs - interruptedAtMs));
  }
  const baseline = { what: "Flite alone", value: await timeFlite() };
  const common = { unit: "ms", baseline, samples: rounds };
  return [
    { what: "sentence → first audio packet", value: median(speech.slice(1)), budget: "≤ 100 ms", ...common },
    {
      what: "question → first audio, the model's time included",
      value: median(turns.slice(1)),
      budget: "≤ 150 ms",
      ...common,
    },
    {
      what: "interrupt → last audible packet",
      value: median(silences.slice(1)),
      budget: "≤ 100 ms",
      ...common,
    },
  ];
}

async function timeFlite(): Promise<number> {
  const flite = await openFlite();
  const times: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const startedAtMs = performance.now();
    for await (const _ of flite.speak({ text: sentence, language: "en" }, new AbortController().signal));
    times.push(performance.now() - startedAtMs);
  }
  return median(times.slice(1));
}
