import { useStore } from "../store.ts";
import type { PastSession } from "../student-account.ts";
import type { StudentApp } from "../student-app.ts";
import { FormProblem } from "./form.tsx";
import { useWords } from "./words.ts";

/** The lessons before, to be read or gone on with. */
export function PastLessons({ app }: { app: StudentApp }) {
  const words = useWords();
  const { sessions, cursor, problem } = useStore(app.home.view);
  if (sessions.length === 0 && !problem) return null;
  return (
    <section class="past" aria-labelledby="past-title">
      <h3 id="past-title">{words.yourLessons}</h3>
      <ul>
        {sessions.map((session) => (
          <li key={session.id}>
            <p>
              <strong>{lessonDate(session, words.language)}</strong>
              <span>{words.turnCount(session.turnCount)}</span>
            </p>
            <button type="button" class="quiet" onClick={() => void app.home.read(session)}>
              {words.readLesson}
            </button>
            <button type="button" class="quiet" onClick={() => app.resume(session.id)}>
              {words.goOn}
            </button>
          </li>
        ))}
      </ul>
      <FormProblem problem={problem} />
      {cursor !== null && (
        <button type="button" class="quiet" onClick={() => void app.home.more()}>
          {words.olderLessons}
        </button>
      )}
    </section>
  );
}

export function lessonDate({ startedAt }: PastSession, language: string): string {
  return new Date(startedAt).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
}
