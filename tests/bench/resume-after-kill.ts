import { serviceToken } from "../_support/backend.ts";
import { freePort } from "../_support/product.ts";
import { Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";
import type { BenchSchool } from "./bench-school.ts";
import { type Figure, median } from "./report.ts";
import { openService } from "./service-process.ts";

const rounds = 3;
const story = Array.from({ length: 6 }, (_, index) => `This is sentence number ${index} of the story. `);

/** An engine is killed in the middle of an answer; from then on another one has to give picture and speech. */
export async function measureResume(school: BenchSchool): Promise<Figure[]> {
  const pictures: number[] = [];
  const speech: number[] = [];
  const joins: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const { session, secret, ticket } = await visit(school);
    await using doomed = await openService("engine/main.ts", await environment(school));
    await using student = await Student.join(doomed.url, school.tutorId, ticket);
    school.ollama.next({ tokens: story });
    student.say("Tell me a story.");
    await until(
      "some of the story",
      () => student.messages.filter(({ type }) => type === "caption").length > 1,
    );
    doomed.kill();
    const killedAtMs = performance.now();
    const path = { tutorId: school.tutorId, sessionId: session.id };
    const { data } = await school.backend.guest.POST("/api/tutors/{tutorId}/visits/{sessionId}/tickets", {
      params: { path },
      body: { secret },
    });
    await using back = await Student.join(school.engine.url, school.tutorId, data!.ticket);
    joins.push(performance.now() - killedAtMs);
    await until("a picture", () => back.pictures.length > 0);
    pictures.push(back.pictures[0]!.atMs - killedAtMs);
    await back.hearsSpeech();
    speech.push(performance.now() - killedAtMs);
  }
  const baseline = { what: "ticket and connection alone", value: median(joins) };
  const common = {
    unit: "ms",
    budget: "≤ 5000 ms, the page's 3 s to notice included",
    baseline,
    samples: rounds,
  };
  return [
    {
      what: "engine killed → picture from another one, noticing not included",
      value: median(pictures),
      ...common,
    },
    { what: "engine killed → the answer goes on, noticing not included", value: median(speech), ...common },
  ];
}

async function visit(school: BenchSchool) {
  const { data } = await school.backend.guest.POST("/api/tutors/{tutorId}/visits", {
    params: { path: { tutorId: school.tutorId } },
    body: {},
  });
  return data!;
}

async function environment({ backend, ollama, dataDir }: BenchSchool): Promise<Record<string, string>> {
  return {
    ENGINE_PORT: String(await freePort()),
    BACKEND_URL: backend.url,
    SERVICE_TOKEN: serviceToken,
    OLLAMA_BASE_URL: ollama.url,
    DATA_DIR: dataDir,
    LOG_LEVEL: "error",
  };
}
