import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { isInLesson } from "../page-state.ts";
import type { TutorInfo } from "../school-client.ts";
import { useStore } from "../store.ts";
import type { PageView, StudentApp } from "../student-app.ts";
import { QuestionBox } from "./question-box.tsx";
import { TurnItem } from "./turn-item.tsx";
import { useWords } from "./words.ts";

/** Closer to the end than this counts as reading the newest answer. */
const followWithinPx = 80;

/** The conversation and the box that the next question is typed in. */
export function Talk({ app, view, tutor }: { app: StudentApp; view: PageView; tutor: TutorInfo }) {
  const words = useWords();
  const { state } = view;
  return (
    <div class="talk">
      {(state === "connecting" || state === "reconnecting") && (
        <p class="banner" role="status">
          {words[state]}
        </p>
      )}
      <Log app={app} tutor={tutor} canAsk={state === "live"} />
      {isInLesson(state) && <QuestionBox app={app} view={view} />}
    </div>
  );
}

/** Questions and answers; the newest stay in sight unless the student reads further up. */
function Log({ app, tutor, canAsk }: { app: StudentApp; tutor: TutorInfo; canAsk: boolean }) {
  const words = useWords();
  const { conversation } = app;
  const entries = useStore(conversation.entries);
  const log = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const [following, setFollowing] = useState(true);
  const newest = entries.at(-1);
  const asked = newest && "stage" in newest && newest.stage === "asked" ? newest.key : undefined;
  useLayoutEffect(() => setFollowing(true), [asked]);
  useLayoutEffect(() => {
    const follow = () => {
      if (following) log.current?.scrollTo({ top: log.current.scrollHeight });
    };
    follow();
    const sizes = new ResizeObserver(follow);
    for (const { current } of [log, list]) if (current) sizes.observe(current);
    return () => sizes.disconnect();
  }, [following]);
  const onScroll = ({
    currentTarget: { scrollHeight, scrollTop, clientHeight },
  }: {
    currentTarget: Element;
  }) => setFollowing(scrollHeight - scrollTop - clientHeight < followWithinPx);
  return (
    <>
      <div
        class="log"
        id="log"
        role="log"
        aria-label={words.conversation}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        tabIndex={0}
        ref={log}
        onScroll={onScroll}
      >
        {entries.length === 0 && <p class="hint">{words.askHint(tutor.name)}</p>}
        <ol class="turns" ref={list}>
          {entries.map((entry) =>
            "trouble" in entry ? (
              <li class="trouble" key={entry.key}>
                {entry.trouble}
              </li>
            ) : (
              <TurnItem
                key={entry.key}
                entry={entry}
                tutor={tutor}
                onAskAgain={
                  canAsk
                    ? (question) => {
                        if (app.ask(question)) conversation.remove(entry);
                      }
                    : undefined
                }
              />
            ),
          )}
        </ol>
      </div>
      {!following && (
        <button type="button" class="jump" onClick={() => setFollowing(true)}>
          {words.jumpToLatest}
        </button>
      )}
    </>
  );
}
