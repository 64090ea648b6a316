import { BackendClient } from "../../engine/sessions/backend-client.ts";
import { TranscriptOutbox } from "../../engine/turns/transcript-outbox.ts";
import { serviceToken } from "../_support/backend.ts";
import { Random } from "../_support/random.ts";
import { startSchool } from "../_support/school.ts";
import { until } from "../_support/until.ts";
import type { FaultReport } from "./fault-report.ts";

const revisions = 3;
const patienceMs = 240_000;

export interface DeliverySize {
  readonly sessions: number;
  readonly turnsEach: number;
  /** Of requests that are lost on their way, and of answers that are lost on theirs, together. */
  readonly lossRate: number;
}

/** F16: turns on a way that loses, delays and repeats them. */
export async function loseDeliveries({ sessions, turnsEach, lossRate }: DeliverySize): Promise<FaultReport> {
  await using school = await startSchool();
  const random = new Random(16);
  const lost = { there: 0, back: 0, repeated: 0 };
  const forward = async (request: Request, body: ArrayBuffer) =>
    fetch(new URL(new URL(request.url).pathname, school.backend.url), {
      method: request.method,
      headers: request.headers,
      body,
    });
  await using way = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      const body = await request.arrayBuffer();
      if (random.chance(lossRate / 2)) {
        lost.there++;
        return new Response(null, { status: 502 });
      }
      await Bun.sleep(random.below(30));
      if (random.chance(0.2)) {
        lost.repeated++;
        // Another copy, which arrives whenever it likes.
        void Bun.sleep(random.below(300)).then(() => forward(request, body));
      }
      const response = await forward(request, body);
      if (!random.chance(lossRate / 2)) return response;
      lost.back++;
      return new Response(null, { status: 504 });
    },
  });
  const visits = await Promise.all(Array.from({ length: sessions }, () => school.visit()));
  {
    await using outbox = new TranscriptOutbox(
      new BackendClient(way.url.href.replace(/\/$/, ""), serviceToken),
    );
    for (let sequence = 0; sequence < turnsEach; sequence++) {
      for (let revision = 0; revision < revisions; revision++) {
        for (const { sessionId } of visits) outbox.put(sessionId, turnOf(sequence, revision));
        if (revision < revisions - 1) await Bun.sleep(random.below(4));
      }
    }
    await until("every delivery", () => outbox.pending === 0, { withinMs: patienceMs });
  }
  await Bun.sleep(400);
  const failures: string[] = [];
  let stored = 0;
  const admin = await school.backend.signIn();
  for (const { sessionId } of visits) {
    const { data } = await admin.GET("/api/tutors/{tutorId}/sessions/{sessionId}/transcript", {
      params: { path: { tutorId: school.tutorId, sessionId } },
    });
    const turns = data && typeof data !== "string" ? data.turns : [];
    const last = turns.filter(({ heard }) => heard === `Heard in revision ${revisions - 1}.`);
    const distinct = new Set(turns.map(({ sequence }) => sequence)).size;
    if (turns.length !== turnsEach || distinct !== turnsEach || last.length !== turnsEach)
      failures.push(
        `${turns.length} rows, ${distinct} turns, ${last.length} in their last revision, of ${turnsEach}`,
      );
    stored += last.length;
  }
  return {
    fault: "F16",
    what: "turns are lost, delayed and doubled on their way",
    figures: {
      stored: `${stored} of ${sessions * turnsEach}, each once`,
      "lost there": lost.there,
      "lost back": lost.back,
      doubled: lost.repeated,
    },
    failures,
  };
}

function turnOf(sequence: number, revision: number) {
  const at = new Date(Date.UTC(2026, 0, 1) + sequence * 1000).toISOString();
  const isLast = revision === revisions - 1;
  return {
    ...{ sequence, revision, question: "Why?", answer: "Because.", heard: `Heard in revision ${revision}.` },
    ...{ outcome: isLast ? ("complete" as const) : ("open" as const), source: "model" as const, flags: [] },
    ...{ startedAt: at, endedAt: isLast ? at : null },
  };
}
