import type { Replicas } from "../_support/replicas.ts";
import { until } from "../_support/until.ts";
import type { FaultReport } from "./fault-report.ts";
import { MovingStudent, storedTurns } from "./moving-student.ts";
import { type RequestLoad, startRequests } from "./request-load.ts";

const waitMs = 120_000;
const failuresShownMax = 20;

export interface RollingRestartSize {
  readonly students: number;
  /** In all, at least; students go on until every engine has been started anew. */
  readonly turns: number;
  /** The same. */
  readonly requests: number;
}

/** F2: all engines are restarted, one after the other, while students talk and pages ask. */
export async function restartEngines(
  school: Replicas,
  { students, turns, requests }: RollingRestartSize,
): Promise<FaultReport> {
  await using opened = new AsyncDisposableStack();
  const talkers: Talker[] = [];
  for (let i = 0; i < students; i++)
    talkers.push(new Talker(school, opened.use(await MovingStudent.join(school))));
  const load = await startRequests(school);
  const restarted = new AbortController();
  const talking = talkers.map((talker) => talker.talk(Math.ceil(turns / students), restarted.signal));
  for (const engine of school.engines) {
    const code = await engine.terminate();
    if (code !== 0) throw new Error(`an engine ended with ${code}`);
    await engine.start();
  }
  restarted.abort();
  await Promise.all(talking);
  await enough(load, requests);
  const { count, failures } = await load.stop();
  const outcomes = await Promise.all(talkers.map((talker) => talker.outcome()));
  const sum = (of: (outcome: TalkOutcome) => number) =>
    outcomes.reduce((total, outcome) => total + of(outcome), 0);
  const cut = sum((outcome) => outcome.cut);
  const lost = sum((outcome) => outcome.lost);
  const moves = sum((outcome) => outcome.joins) - students;
  const refused = [...failures, ...talkers.flatMap((talker) => talker.refusals)];
  return {
    fault: "F2",
    what: "every engine is restarted, one after the other",
    figures: {
      students,
      "lessons moved": moves,
      turns: sum((outcome) => outcome.turns),
      "turns cut": cut,
      "questions lost": lost,
      requests: count + sum((outcome) => outcome.joins),
      "requests failed": refused.length,
    },
    failures: [
      ...refused.slice(0, failuresShownMax),
      ...(cut > 0 ? [`${cut} turns were cut`] : []),
      ...(lost > 0 ? [`${lost} questions were not answered to the end`] : []),
      // Each engine has ended once, so that no lesson is where it was.
      ...(moves < students ? ["a lesson stayed with an engine that ended"] : []),
    ],
  };
}

const enough = (load: RequestLoad, requests: number) =>
  until("enough requests", () => load.count >= requests, { withinMs: 10 * waitMs });

interface TalkOutcome {
  turns: number;
  cut: number;
  lost: number;
  joins: number;
}

/** A student who asks one question after the other, and asks again what was not taken up. */
class Talker {
  readonly #asked: string[] = [];
  #joins = 1;

  constructor(
    private readonly school: Replicas,
    private readonly student: MovingStudent,
  ) {}

  get refusals(): readonly string[] {
    return this.student.refusals;
  }

  /** Asks so many questions, and goes on until the signal. */
  async talk(questions: number, restarted: AbortSignal): Promise<void> {
    while (this.#asked.length < questions || !restarted.aborted) {
      const question = `Question ${this.#asked.length + 1}: what is light?`;
      this.#asked.push(question);
      while (!(await this.#ask(question))) {
        await this.student.lost(AbortSignal.timeout(waitMs));
        await this.student.move();
        this.#joins++;
      }
    }
  }

  /** False: the lesson moves, and the question with it. */
  async #ask(question: string): Promise<boolean> {
    const { lesson } = this.student;
    const from = lesson.messages.length;
    const since = () => lesson.messages.slice(from);
    if (this.student.isSaidGoodbye) return false;
    // Twenty faces that speak are more than a small machine draws.
    lesson.send({ type: "settings", media: "voice" });
    lesson.say(question);
    const answered = new AbortController();
    let isLost = false;
    const watching = this.student.lost(answered.signal).then(() => {
      isLost = true;
    });
    const find = () => {
      if (since().some(({ type }) => type === "turn-end")) return { isAnswered: true };
      const isRefused = since().some(({ type }) => type === "problem" || type === "bye");
      return (isRefused || isLost) && { isAnswered: false };
    };
    const { isAnswered } = await until(`an answer to ${question}`, find, { withinMs: waitMs });
    answered.abort();
    await watching;
    return isAnswered;
  }

  async outcome(): Promise<TalkOutcome> {
    const read = async () => [...(await storedTurns(this.school, this.student.sessionId)).values()];
    const turns = await until(
      "the transcript",
      async () => {
        const found = await read();
        return found.every(({ outcome }) => outcome !== "open") && found;
      },
      { withinMs: waitMs },
    );
    const complete = turns.filter(({ outcome }) => outcome === "complete");
    const answered = new Set(complete.map(({ question }) => question));
    return {
      turns: turns.length,
      cut: turns.length - complete.length,
      lost: this.#asked.filter((question) => !answered.has(question)).length,
      joins: this.#joins,
    };
  }
}
