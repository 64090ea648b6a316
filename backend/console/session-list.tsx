import { useEffect, useState } from "preact/hooks";
import type { LessonSession, Listed } from "./api-types.ts";
import { formatTime, useConsole } from "./console-context.ts";
import { toHash } from "./console-route.ts";
import { Show, ShowView, useList, useLoaded } from "./loaded.tsx";
import { TutorHeading } from "./tutor-heading.tsx";
import { Chip, Empty, Heading, Table } from "./view-parts.tsx";

const filters = ["all", "live", "past"] as const;
const isLive = { all: undefined, live: true, past: false };

/** How often the list of lessons that go on is read again, in ms. */
const followMs = 5000;

type Filter = (typeof filters)[number];

/** A tutor's sessions, newest first. */
export function TutorSessions({ tutorId }: { readonly tutorId: string }) {
  const { strings, tutors } = useConsole();
  const tutor = useLoaded(() => tutors.read(tutorId));
  return (
    <ShowView from={tutor} back={{ to: { view: "tutors" }, text: strings.sections.tutors }}>
      {(tagged) => (
        <>
          <TutorHeading tutor={tagged.tutor} here="sessions" />
          <FilteredSessions read={(live, cursor) => tutors.sessions(tutorId, live, cursor)} />
        </>
      )}
    </ShowView>
  );
}

/** The sessions of all tutors, newest first. */
export function AllSessions() {
  const { strings, tutors } = useConsole();
  const { reading } = useLoaded(() => tutors.list());
  const known = reading.state === "there" ? reading.value.items : [];
  return (
    <>
      <Heading title={strings.sections.lessons} about={strings.lessonsAbout} />
      <FilteredSessions
        read={(live, cursor) => tutors.allSessions(live, cursor)}
        nameTutor={(tutorId) => known.find(({ id }) => id === tutorId)?.name ?? "…"}
      />
    </>
  );
}

interface FilteredSessionsProps {
  readonly read: (live: boolean | undefined, cursor?: string) => Promise<Listed<LessonSession>>;
  readonly nameTutor?: (tutorId: string) => string;
}

function FilteredSessions({ read, nameTutor }: FilteredSessionsProps) {
  const { strings } = useConsole();
  const [filter, setFilter] = useState<Filter>("all");
  return (
    <>
      <fieldset class="choice">
        <legend class="unseen">{strings.lessonsShown}</legend>
        {filters.map((name) => (
          <label key={name}>
            <input type="radio" name="filter" checked={name === filter} onChange={() => setFilter(name)} />
            {strings.sessionFilters[name]}
          </label>
        ))}
      </fieldset>
      <SessionTable
        key={filter}
        read={(cursor) => read(isLive[filter], cursor)}
        none={filter === "live" ? strings.nobodyLive : strings.noSessions}
        nameTutor={nameTutor}
        follows={filter === "live"}
      />
    </>
  );
}

interface SessionTableProps {
  readonly read: (cursor?: string) => Promise<Listed<LessonSession>>;
  /** What is said where there is none. */
  readonly none: string;
  /** Whether lessons come and go while the list is looked at. */
  readonly follows?: boolean;
  /** Where the sessions are not all of one tutor. */
  readonly nameTutor?: ((tutorId: string) => string) | undefined;
}

export function SessionTable({ read, none, nameTutor, follows = false }: SessionTableProps) {
  const { strings } = useConsole();
  const sessions = useList(read);
  const { refresh } = sessions;
  useEffect(() => {
    if (!follows) return;
    const timer = setInterval(() => void refresh(), followMs);
    return () => clearInterval(timer);
  }, [follows, refresh]);
  return (
    <Show from={sessions}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty>{none}</Empty>
        ) : (
          <Table
            label={strings.tabs.sessions}
            columns={[
              strings.started,
              ...(nameTutor ? [strings.tutor] : []),
              strings.guest,
              strings.turnCount,
              strings.lastTurn,
            ]}
            rows={items}
            rowKey={({ id }) => id}
            cells={(session) => [
              <a href={toHash({ view: "transcript", tutorId: session.tutorId, sessionId: session.id })}>
                {formatTime(session.startedAt, strings)}
              </a>,
              ...(nameTutor ? [nameTutor(session.tutorId)] : []),
              session.studentName ?? session.guestName ?? strings.anonymous,
              session.turnCount,
              <>
                {session.live && <Chip kind="live">{strings.live}</Chip>}{" "}
                {session.lastTurnAt ? formatTime(session.lastTurnAt, strings) : session.live ? "" : "—"}
              </>,
            ]}
            more={sessions.more}
          />
        )
      }
    </Show>
  );
}
