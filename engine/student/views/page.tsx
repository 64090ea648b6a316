import { useLayoutEffect } from "preact/hooks";
import { isInLesson } from "../page-state.ts";
import { useStore } from "../store.ts";
import type { StudentApp } from "../student-app.ts";
import { AiMark } from "./marks.tsx";
import { Notice } from "./notice.tsx";
import { Stage } from "./stage.tsx";
import { Talk } from "./talk.tsx";
import { Welcome } from "./welcome.tsx";
import { useWords } from "./words.ts";

export function Page({ app }: { app: StudentApp }) {
  const words = useWords();
  const view = useStore(app.view);
  const { picture } = useStore(app.playback.view);
  const hasConversation = useStore(app.conversation.entries).length > 0;
  const { state, tutor } = view;
  const inLesson = isInLesson(state);
  const title = tutor ? `${tutor.name} · ${words.product}` : words.product;
  useLayoutEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <div class="page" data-state={state} data-picture={picture ? "on" : undefined}>
      <a class="skip" href="#question">
        {words.skipToQuestion}
      </a>
      <header class="bar">
        <div class="identity">
          <h1>{tutor?.name ?? words.product}</h1>
          <p>{tutor?.subject}</p>
        </div>
        {tutor && (
          <p class="ai-label">
            <AiMark />
            {words.aiTutor}
          </p>
        )}
        {inLesson && (
          <button type="button" class="quiet" id="end" onClick={() => app.leave()}>
            {words.endLesson}
          </button>
        )}
      </header>
      <main>
        <Stage app={app} view={view} />
        <section class="panel" aria-label={words.panel}>
          {state === "loading" && (
            <div class="loading" role="status">
              <span class="spinner" aria-hidden="true" />
              {words.loading}
            </div>
          )}
          {state === "welcome" && tutor && <Welcome tutor={tutor} onStart={(name) => app.start(name)} />}
          {tutor && (inLesson || hasConversation) && <Talk app={app} view={view} tutor={tutor} />}
          {(view.problem || state === "ended") && <Notice problem={view.problem} onAct={() => app.goOn()} />}
        </section>
      </main>
    </div>
  );
}
