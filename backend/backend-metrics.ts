import pTimeout from "p-timeout";
import {
  type MetricsRegistry,
  observeAnswers,
  observeProcess,
  openCounter,
  openRegistry,
  readAtScrape,
} from "../deploy/metrics-port.ts";
import type { OperationAnswer } from "../openapi/binding/bind.ts";
import type { Database } from "./database/database.ts";

/** A database that is slower than this counts as down. */
const pingMaxMs = 2_000;

const signInOutcomes: Readonly<Record<number, string>> = { 200: "accepted", 401: "refused", 429: "limited" };
/** Whose sign-in an operation is. */
const signIns: Readonly<Record<string, string>> = { login: "admin", loginStudent: "student" };

/** The backend's figures. Labels are words of the code, never ids or names. */
export class BackendMetrics implements Disposable {
  readonly registry: MetricsRegistry = openRegistry();
  readonly #observe = observeAnswers(this.registry);
  readonly #process = observeProcess(this.registry);
  readonly #signIns = openCounter(
    this.registry,
    { name: "tutor_backend_sign_ins_total", help: "Sign-ins of administrators and students." },
    { account: Object.values(signIns), outcome: [...Object.values(signInOutcomes), "failed"] },
  );

  constructor(db: Database) {
    readAtScrape(
      this.registry,
      "gauge",
      { name: "tutor_backend_database_up", help: "1 while the database answers." },
      () => answersInTime(db),
    );
  }

  readonly onAnswer = (answer: OperationAnswer): void => {
    this.#observe(answer);
    const account = signIns[answer.operation];
    if (account) this.#signIns.inc({ account, outcome: signInOutcomes[answer.status] ?? "failed" });
  };

  [Symbol.dispose](): void {
    this.#process[Symbol.dispose]();
  }
}

async function answersInTime(db: Database): Promise<number> {
  return pTimeout(db.ping(), { milliseconds: pingMaxMs }).then(
    () => 1,
    () => 0,
  );
}
