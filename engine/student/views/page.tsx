import { useLayoutEffect } from "preact/hooks";
import { isInLesson, type PageState } from "../page-state.ts";
import { useStore } from "../store.ts";
import type { PageView, StudentApp } from "../student-app.ts";
import { AccountMenu } from "./account-menu.tsx";
import { Announcer } from "./announcer.tsx";
import { AiMark } from "./marks.tsx";
import { Notice } from "./notice.tsx";
import { PastLesson } from "./past-lesson.tsx";
import { SaveTranscript } from "./save-transcript.tsx";
import { SignIn } from "./sign-in.tsx";
import { Stage } from "./stage.tsx";
import { Talk } from "./talk.tsx";
import { Welcome } from "./welcome.tsx";
import { useWords } from "./words.ts";

export function Page({ app }: { app: StudentApp }) {
  const words = useWords();
  const view = useStore(app.view);
  const { picture } = useStore(app.screen.playback.view);
  const media = useStore(app.screen.media);
  const { state, tutor } = view;
  const inLesson = isInLesson(state);
  const title = tutor ? `${tutor.name} · ${words.product}` : words.product;
  useLayoutEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <div
      class="page"
      data-state={state}
      data-media={inLesson ? media : undefined}
      data-picture={picture ? "on" : undefined}
    >
      <a class="skip" href={inLesson ? "#question" : "#panel"}>
        {inLesson ? words.skipToQuestion : words.skipToContent}
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
        <div class="actions">
          {tutor && <SaveConversation app={app} state={state} tutor={tutor.name} />}
          <AccountMenu app={app} />
          {inLesson && (
            <button type="button" class="quiet" id="end" onClick={() => app.leave()}>
              {words.endLesson}
            </button>
          )}
        </div>
      </header>
      <main>
        <Stage app={app} view={view} />
        <section class="panel" id="panel" tabIndex={-1} aria-label={words.panel}>
          <Panel app={app} view={view} />
        </section>
      </main>
      <Announcer announcements={app.screen.announcements} language={tutor?.language} />
    </div>
  );
}

function SaveConversation({ app, state, tutor }: { app: StudentApp; state: PageState; tutor: string }) {
  const entries = useStore(app.screen.conversation.entries);
  return entries.length > 0 && state !== "welcome" && <SaveTranscript tutor={tutor} entries={entries} />;
}

/** What the page is about now. */
function Panel({ app, view }: { app: StudentApp; view: PageView }) {
  const words = useWords();
  const { reading } = useStore(app.home.view);
  const hasConversation = useStore(app.screen.conversation.entries).length > 0;
  const { state, tutor, problem } = view;
  if (!tutor || state === "loading") {
    return problem ? (
      <Notice problem={problem} onAct={() => app.goOn()} />
    ) : (
      <div class="loading" role="status">
        <span class="spinner" aria-hidden="true" />
        {words.loading}
      </div>
    );
  }
  if (state === "sign-in") return <SignIn app={app} tutor={tutor} />;
  if (state === "welcome")
    return reading ? (
      <PastLesson app={app} tutor={tutor} {...reading} />
    ) : (
      <Welcome app={app} tutor={tutor} />
    );
  const isOver = problem !== undefined || state === "ended";
  const goBack = state === "ended" && tutor.access === "enrolled" ? () => app.goBack() : undefined;
  return (
    <>
      {(isInLesson(state) || hasConversation) && <Talk app={app} state={state} tutor={tutor} />}
      {isOver && <Notice problem={problem} onAct={() => app.goOn()} onBack={goBack} />}
    </>
  );
}
