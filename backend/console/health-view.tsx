import { useEffect } from "preact/hooks";
import type { SystemPart } from "./api-types.ts";
import { BusyButton } from "./busy-button.tsx";
import { formatTime, useConsole } from "./console-context.ts";
import { Show, useLoaded } from "./loaded.tsx";
import { Chip, Heading } from "./view-parts.tsx";

/** The backend itself asks at most once in five seconds. */
const refreshMs = 10_000;

/** How the parts of the installation are; looked at again while the view is open. */
export function HealthView() {
  const { strings, school } = useConsole();
  const words = strings.service;
  const health = useLoaded(() => school.health());
  const { reload } = health;
  useEffect(() => {
    const timer = setInterval(() => void reload(), refreshMs);
    return () => clearInterval(timer);
  }, [reload]);
  return (
    <>
      <Heading title={strings.sections.health} about={words.healthAbout}>
        <BusyButton kind="quiet" act={reload}>
          {words.checkAgain}
        </BusyButton>
      </Heading>
      <Show from={health}>
        {({ parts, checkedAt }) => {
          const isWell = parts.every(({ state }) => state === "ok" || state === "off");
          return (
            <>
              <p class={isWell ? "card notice" : "card notice bad"} role="status">
                {isWell ? words.allWell : words.notAllWell}
              </p>
              <ul class="cards">
                {parts.map((part) => (
                  <PartCard part={part} key={part.name} />
                ))}
              </ul>
              <p class="muted small more">{words.checkedAt(formatTime(checkedAt, strings, "medium"))}</p>
            </>
          );
        }}
      </Show>
    </>
  );
}

function PartCard({ part: { name, state, detail } }: { readonly part: SystemPart }) {
  const { strings } = useConsole();
  const words = strings.service;
  return (
    <li class="card fact">
      <div class="fact-title">
        <h2>{words.parts[name].name}</h2>
        <Chip kind={state}>{words.states[state]}</Chip>
      </div>
      <p class="muted">{words.parts[name].use}</p>
      {/* Said by the part itself, in English. */}
      <p class="small" lang="en">
        {detail}
      </p>
      {state === "down" && <p class="message">{words.advice[name]}</p>}
    </li>
  );
}
