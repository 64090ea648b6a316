import type { MessageOf } from "../lesson-messages.ts";
import { useWords } from "./words.ts";

/** Where the time of a turn went, folded away: each stage from the end of the one before to its own. */
export function Waterfall({ latency }: { latency: MessageOf<"turn-end">["latency"] }) {
  const { stages, waited } = useWords();
  const reached = Object.entries(stages).flatMap(([stage, label]) => {
    const ms = latency[stage as keyof typeof stages];
    return typeof ms === "number" ? [{ stage, label, ms }] : [];
  });
  // To hear an answer takes its own time: what was waited for is drawn.
  const waitedMs = Math.max(1, ...reached.map(({ stage, ms }) => (stage === "heardMs" ? 0 : ms)));
  const share = (ms: number) => `${(100 * ms) / waitedMs}%`;
  return (
    <details class="waterfall">
      <summary>{waited}</summary>
      <dl>
        {reached.map(({ stage, label, ms }, index) => {
          const fromMs = Math.min(ms, reached[index - 1]?.ms ?? 0);
          return (
            <div key={stage}>
              <dt>{label}</dt>
              <dd>
                <span class="track" aria-hidden="true">
                  {stage !== "heardMs" && (
                    <span style={{ marginInlineStart: share(fromMs), width: share(ms - fromMs) }} />
                  )}
                </span>
                {Math.round(ms)} ms
              </dd>
            </div>
          );
        })}
      </dl>
    </details>
  );
}
