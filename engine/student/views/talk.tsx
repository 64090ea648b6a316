import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { LessonScreen } from "../lesson-screen.ts";
import { isInLesson, type PageState } from "../page-state.ts";
import type { TutorInfo } from "../school-client.ts";
import { useStore } from "../store.ts";
import type { StudentApp } from "../student-app.ts";
import { QuestionBox } from "./question-box.tsx";
import { type TurnActions, Turns } from "./turns.tsx";
import { useWords } from "./words.ts";

/** Closer to the end than this counts as reading the newest answer. */
const followWithinPx = 80;

interface TalkProps {
  readonly app: StudentApp;
  readonly state: PageState;
  readonly tutor: TutorInfo;
}

/** The conversation and the box that the next question is typed in. */
export function Talk({ app, state, tutor }: TalkProps) {
  const words = useWords();
  const isMoving = useStore(app.screen.moving);
  return (
    <div class="talk">
      {(state === "connecting" || state === "reconnecting") && (
        <p class="banner" role="status">
          {state === "reconnecting" && isMoving ? words.moving : words[state]}
        </p>
      )}
      {state === "live" && <FaceLine screen={app.screen} tutor={tutor} />}
      <Log app={app} state={state} tutor={tutor} />
      {isInLesson(state) && (
        <QuestionBox screen={app.screen} starters={tutor.starters} canAsk={state === "live"} />
      )}
    </div>
  );
}

/** Why the tutor writes, and for how long; or that picture and voice have come. */
function FaceLine({ screen, tutor }: { screen: LessonScreen; tutor: TutorInfo }) {
  const words = useWords();
  const line = useStore(screen.faceLine);
  if (line === undefined) return null;
  const { place, expectedMs } = line === "came" ? { place: 0, expectedMs: null } : line;
  const minutes = expectedMs === null ? undefined : Math.max(1, Math.round(expectedMs / 60_000));
  return (
    <p class="face-line" role="status" data-line={line === "came" ? "came" : undefined}>
      {place === 0 ? words.faceCame(tutor.name) : words.faceAwaited(tutor.name, place, minutes)}
    </p>
  );
}

/** Questions and answers; the newest stay in sight unless the student reads further up. */
function Log({ app: { screen }, state, tutor }: TalkProps) {
  const words = useWords();
  const entries = useStore(screen.conversation.entries);
  const log = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const [following, setFollowing] = useState(true);
  const actions = useMemo<TurnActions>(
    () => ({
      rate: (turn, rating) => screen.rate(turn, rating),
      askAgain: (entry) => {
        if (entry.question !== null && screen.ask(entry.question)) screen.conversation.remove(entry);
      },
    }),
    [screen],
  );
  const newest = entries.at(-1);
  const asked = newest && "stage" in newest && newest.stage === "asked" ? newest.key : undefined;
  // A new question is followed.
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
        // What is said is announced sentence by sentence, elsewhere.
        aria-live="off"
        aria-label={words.conversation}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        tabIndex={0}
        ref={log}
        onScroll={onScroll}
      >
        {entries.length === 0 && <p class="hint">{words.askHint(tutor.name)}</p>}
        <Turns entries={entries} tutor={tutor} actions={state === "live" ? actions : undefined} list={list} />
      </div>
      {!following && (
        <button type="button" class="jump" onClick={() => setFollowing(true)}>
          {words.jumpToLatest}
        </button>
      )}
    </>
  );
}
