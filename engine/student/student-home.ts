import type { Entry } from "./conversation.ts";
import { PageProblem } from "./page-problem.ts";
import { Store } from "./store.ts";
import type { PastSession, Student, StudentAccount, Transcript } from "./student-account.ts";

export interface HomeView {
  /** Who is signed in. */
  readonly student: Student | undefined;
  /** Past lessons, newest first, as far as they were asked for. */
  readonly sessions: readonly PastSession[];
  /** Where the list goes on. */
  readonly cursor: string | null;
  /** The past lesson that is being read. */
  readonly reading: { readonly session: PastSession; readonly entries: readonly Entry[] } | undefined;
  /** Why the last request failed. */
  readonly problem: PageProblem | undefined;
}

const nobody: HomeView = {
  student: undefined,
  sessions: [],
  cursor: null,
  reading: undefined,
  problem: undefined,
};

/** What an enrolled student has besides the running lesson: an account, and the lessons before. */
export class StudentHome {
  readonly view = new Store<HomeView>(nobody);
  /** The sign-in is over, here or in another tab. */
  onSignedOut: () => void = () => undefined;

  constructor(readonly account: StudentAccount) {}

  /** Fails with a PageProblem. */
  async signIn(email: string, password: string): Promise<void> {
    const student = await this.account.signIn(email, password);
    this.view.value = { ...nobody, student };
    await this.refresh();
  }

  async signOut(): Promise<void> {
    this.leave();
    await this.account.signOut();
  }

  /** Forgets who was here. */
  leave(): void {
    this.view.value = nobody;
    this.onSignedOut();
  }

  /** Who is signed in, and the newest of the past lessons. */
  refresh(): Promise<void> {
    return this.#try(async () => {
      const [student, page] = await Promise.all([this.account.me(), this.account.sessions(null)]);
      return { student, sessions: page.items, cursor: page.nextCursor };
    });
  }

  more(): Promise<void> {
    return this.#try(async () => {
      const page = await this.account.sessions(this.view.value.cursor);
      return { sessions: [...this.view.value.sessions, ...page.items], cursor: page.nextCursor };
    });
  }

  read(session: PastSession): Promise<void> {
    return this.#try(async () => {
      const { turns } = await this.account.transcript(session.id);
      return { reading: { session, entries: turns.map(toEntry) } };
    });
  }

  close(): void {
    this.view.value = { ...this.view.value, reading: undefined, problem: undefined };
  }

  async #try(task: () => Promise<Partial<HomeView>>): Promise<void> {
    try {
      const changes = await task();
      this.view.value = { ...this.view.value, problem: undefined, ...changes };
    } catch (error) {
      const problem = error instanceof PageProblem ? error : new PageProblem("backend-failing");
      if (problem.kind === "signed-out") this.leave();
      else this.view.value = { ...this.view.value, problem };
    }
  }
}

function toEntry(turn: Transcript["turns"][number]): Entry {
  const { sequence, question, answer, heard, rating = null, citations = [] } = turn;
  return {
    key: sequence,
    turn: undefined,
    question,
    answer: answer || heard,
    stage: "ended",
    end: turn,
    rating,
    citations,
  };
}
