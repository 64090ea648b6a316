import { useEffect, useRef } from "preact/hooks";
import type { Entry } from "../conversation.ts";
import type { TutorInfo } from "../school-client.ts";
import type { PastSession } from "../student-account.ts";
import type { StudentApp } from "../student-app.ts";
import { lessonDate } from "./past-lessons.tsx";
import { SaveTranscript } from "./save-transcript.tsx";
import { Turns } from "./turns.tsx";
import { useWords } from "./words.ts";

interface PastLessonProps {
  readonly app: StudentApp;
  readonly tutor: TutorInfo;
  readonly session: PastSession;
  readonly entries: readonly Entry[];
}

/** What was said in a lesson before. */
export function PastLesson({ app, tutor, session, entries }: PastLessonProps) {
  const words = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <article class="talk">
      <header class="past-bar">
        <button type="button" class="quiet" onClick={() => app.home.close()}>
          {words.back}
        </button>
        <h2 ref={heading} tabIndex={-1}>
          {lessonDate(session, words.language)}
        </h2>
        <SaveTranscript tutor={tutor.name} entries={entries} at={session.startedAt} />
      </header>
      <section
        class="log"
        aria-label={words.conversation}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        tabIndex={0}
      >
        {entries.length === 0 && <p class="hint">{words.nothingSaid}</p>}
        <Turns entries={entries} tutor={tutor} />
      </section>
      <p class="past-foot">
        <button type="button" class="primary" onClick={() => app.resume(session.id)}>
          {words.goOnWithLesson}
        </button>
      </p>
    </article>
  );
}
