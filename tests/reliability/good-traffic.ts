import { type BackendClient, ownerEmail, ownerPassword } from "../_support/backend.ts";
import type { Student } from "../_support/student.ts";
import { type Faults, Times } from "./attack.ts";
import type { AttackedSchool } from "./attacked-school.ts";

/** What others do, from an address of their own; it has to go on whatever an attacker does. */
export class GoodTraffic implements AsyncDisposable {
  #times: Record<string, Times> = {};

  private constructor(
    private readonly school: AttackedSchool,
    private readonly student: Student,
    private readonly admin: BackendClient,
  ) {}

  static async open(school: AttackedSchool): Promise<GoodTraffic> {
    return new GoodTraffic(school, await school.join(), await school.backend.signIn());
  }

  /** Times of each kind since the last time they were taken. */
  takeTimes(): Record<string, Times> {
    const taken = this.#times;
    this.#times = {};
    return taken;
  }

  /** One of each kind; whatever is not as it should be is a fault. */
  async round(faults: Faults): Promise<void> {
    const { engine, backend, tutorId, openTicket } = this.school;
    const ticket = await openTicket();
    const kinds: Record<string, () => Promise<void>> = {
      "lesson's first words": () => this.#askInLesson(),
      chat: async () => {
        const response = await fetch(`${engine.url}/api/tutors/${tutorId}/chat`, {
          method: "POST",
          headers: { "content-type": "application/json", authorization: `Bearer ${ticket}` },
          body: JSON.stringify({ message: "Why are leaves green?" }),
        });
        await expectOk(response);
      },
      "sign-in": async () => {
        const body = { email: ownerEmail, password: ownerPassword };
        const { response } = await backend.guest.POST("/api/auth/login", { body });
        await expectOk(response);
      },
      console: async () => {
        const { response } = await this.admin.GET("/api/tutors");
        await expectOk(response);
      },
    };
    for (const [kind, work] of Object.entries(kinds)) {
      const startedAtMs = performance.now();
      await work().catch((error: Error) => faults.add(`somebody else's ${kind}: ${error.message}`));
      this.#times[kind] ??= new Times();
      this.#times[kind].add(performance.now() - startedAtMs);
    }
  }

  /** Asks, hears the first words, and lets the tutor stop. */
  async #askInLesson(): Promise<void> {
    const from = this.student.messages.length;
    this.student.say("Why are leaves green?");
    await this.student.message("caption", { from, withinMs: 30_000 });
    this.student.interrupt();
    await this.student.message("turn-end", { from, withinMs: 30_000 });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.student[Symbol.asyncDispose]();
  }
}

async function expectOk(response: Response): Promise<void> {
  if (response.status !== 200) throw new Error(`was answered with ${response.status}`);
}
