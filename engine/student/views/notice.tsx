import { useEffect, useRef } from "preact/hooks";
import type { LessonProblem, ProblemKind } from "../page-problem.ts";
import { useWords } from "./words.ts";

interface NoticeProps {
  /** None where the lesson has ended. */
  readonly problem: LessonProblem | undefined;
  readonly onAct: () => void;
  /** To the lessons before. */
  readonly onBack?: (() => void) | undefined;
}

const actions: Partial<Record<ProblemKind, "continueHere" | "signIn">> = {
  replaced: "continueHere",
  "signed-out": "signIn",
};

/** What went wrong, or came to its end, and what helps. */
export function Notice({ problem, onAct, onBack }: NoticeProps) {
  const words = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  const { title, advice } = problem ? words.problems[problem.kind] : words.ended;
  const seconds = Math.ceil((problem?.more.retryAfterMs ?? 0) / 1000);
  const action = problem ? words[actions[problem.kind] ?? "tryAgain"] : words.startAgain;
  useEffect(() => {
    // What had the focus may be gone.
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div class="notice" role="alert">
      <h2 ref={heading} tabIndex={-1}>
        {title}
      </h2>
      <p>
        {advice}
        {seconds > 0 && ` ${words.tryAgainIn(seconds)}`}
      </p>
      <div class="row">
        <button type="button" class="primary" onClick={onAct}>
          {action}
        </button>
        {onBack && (
          <button type="button" class="quiet" onClick={onBack}>
            {words.yourLessons}
          </button>
        )}
      </div>
    </div>
  );
}
