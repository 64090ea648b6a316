import type { ComponentChildren } from "preact";
import type { Tutor } from "./api-types.ts";
import { useConsole } from "./console-context.ts";
import { toHash } from "./console-route.ts";
import { Heading } from "./view-parts.tsx";

const tabs = ["tutor", "documents", "students", "sessions"] as const;

interface TutorHeadingProps {
  readonly tutor: Tutor;
  readonly here: (typeof tabs)[number];
  readonly children?: ComponentChildren;
}

/** The heading of every view about one tutor, with the ways from one to the other. */
export function TutorHeading({ tutor, here, children }: TutorHeadingProps) {
  const { strings } = useConsole();
  const { id: tutorId, name, subject, access } = tutor;
  return (
    <>
      <Heading
        title={name}
        about={[subject, strings.choices.access[access]].filter(Boolean).join(" · ")}
        back={{ to: { view: "tutors" }, text: strings.sections.tutors }}
      >
        {children}
      </Heading>
      <nav class="tabs" aria-label={name}>
        {tabs.map((view) => (
          <a key={view} href={toHash({ view, tutorId })} aria-current={view === here ? "page" : undefined}>
            {strings.tabs[view]}
          </a>
        ))}
      </nav>
    </>
  );
}
