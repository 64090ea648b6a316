import { useEffect, useRef } from "preact/hooks";
import type { PageProblem } from "../page-problem.ts";
import { useWords } from "./words.ts";

/** What went wrong and what helps; without a problem the lesson has ended. */
export function Notice({ problem, onAct }: { problem: PageProblem | undefined; onAct: () => void }) {
  const words = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  const { title, advice } = problem ? words.problems[problem.kind] : words.ended;
  const seconds = Math.ceil((problem?.more.retryAfterMs ?? 0) / 1000);
  const action =
    problem?.kind === "replaced" ? words.continueHere : problem ? words.tryAgain : words.startAgain;
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
      <button type="button" class="primary" onClick={onAct}>
        {action}
      </button>
    </div>
  );
}
