import { type Replicas, startReplicas } from "../_support/replicas.ts";
import { until } from "../_support/until.ts";
import { MovingStudent, storedTurns } from "./moving-student.ts";
import { type RequestLoad, startRequests } from "./request-load.ts";

const waitMs = 120_000;

/** What students and their pages had of a restart of every engine, one after the other. */
export interface RollingRestart {
  readonly turns: number;
  /** Turns that did not come to their end. */
  readonly turnsCut: number;
  /** Questions that were never answered to the end. */
  readonly questionsLost: number;
  readonly requests: number;
  /** What was answered with something else than it should. */
  readonly failures: readonly string[];
  /** How often a lesson went on with another engine. */
  readonly moves: number;
}

export interface RollingRestartSize {
  readonly students: number;
  /** In all, at least; students go on until every engine has been started anew. */
  readonly turns: number;
  /** The same. */
  readonly requests: number;
}

/** Restarts all engines in turn while students talk and pages ask. */
export async function measureRollingRestart(
  school: Replicas,
  { students, turns, requests }: RollingRestartSize,
): Promise<RollingRestart> {
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
  await enough(load, requests);
  restarted.abort();
  await Promise.all(talking);
  const { count, failures } = await load.stop();
  const outcomes = await Promise.all(talkers.map((talker) => talker.outcome()));
  const sum = (of: (outcome: TalkOutcome) => number) =>
    outcomes.reduce((total, outcome) => total + of(outcome), 0);
  return {
    turns: sum((outcome) => outcome.turns),
    turnsCut: sum((outcome) => outcome.cut),
    questionsLost: sum((outcome) => outcome.lost),
    requests: count + sum((outcome) => outcome.joins),
    failures: [...failures, ...talkers.flatMap((talker) => talker.refusals)],
    moves: sum((outcome) => outcome.joins) - students,
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
    return await until(
      `an answer to ${question}`,
      () => {
        const ended = since().some(({ type }) => type === "turn-end");
        const refused = since().some(({ type }) => type === "problem" || type === "bye");
        return ended ? { answered: true } : refused && { answered: false };
      },
      { withinMs: waitMs },
    ).then(({ answered }) => answered);
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

export function toLine(measured: RollingRestart): string {
  const { turns, turnsCut, questionsLost, requests, failures, moves } = measured;
  return (
    `F2: ${turnsCut} of ${turns} turns cut, ${questionsLost} questions lost, ` +
    `${failures.length} of ${requests} requests failed, ${moves} lessons moved`
  );
}

// `bun tests/reliability/rolling-restart.ts`
if (import.meta.main) {
  {
    await using school = await startReplicas();
    const measured = await measureRollingRestart(school, { students: 20, turns: 100, requests: 10_000 });
    console.log(toLine(measured));
    for (const failure of measured.failures.slice(0, 20)) console.log(failure);
  }
  process.exit(0);
}
