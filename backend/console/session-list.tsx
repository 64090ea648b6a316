import { useState } from "preact/hooks";
import type { LessonSession, Listed } from "./api-types.ts";
import { formatTime, useConsole } from "./console-context.ts";
import { toHash } from "./console-route.ts";
import { Show, ShowView, useList, useLoaded } from "./loaded.tsx";
import { TutorHeading } from "./tutor-heading.tsx";
import { Chip, Empty, Table } from "./view-parts.tsx";

const filters = ["all", "live", "past"] as const;
const isLive = { all: undefined, live: true, past: false };

/** A tutor's sessions, newest first. */
export function TutorSessions({ tutorId }: { readonly tutorId: string }) {
  const { strings, tutors } = useConsole();
  const [filter, setFilter] = useState<(typeof filters)[number]>("all");
  const tutor = useLoaded(() => tutors.read(tutorId));
  return (
    <ShowView from={tutor} back={{ to: { view: "tutors" }, text: strings.sections.tutors }}>
      {(tagged) => (
        <>
          <TutorHeading tutor={tagged.tutor} here="sessions" />
          <fieldset class="choice">
            <legend class="unseen">{strings.lessonsShown}</legend>
            {filters.map((name) => (
              <label key={name}>
                <input
                  type="radio"
                  name="filter"
                  checked={name === filter}
                  onChange={() => setFilter(name)}
                />
                {strings.sessionFilters[name]}
              </label>
            ))}
          </fieldset>
          <SessionTable
            key={filter}
            read={(cursor) => tutors.sessions(tutorId, isLive[filter], cursor)}
            none={filter === "live" ? strings.nobodyLive : strings.noSessions}
          />
        </>
      )}
    </ShowView>
  );
}

interface SessionTableProps {
  readonly read: (cursor?: string) => Promise<Listed<LessonSession>>;
  /** What is said where there is none. */
  readonly none: string;
}

export function SessionTable({ read, none }: SessionTableProps) {
  const { strings } = useConsole();
  const sessions = useList(read);
  return (
    <Show from={sessions}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty>{none}</Empty>
        ) : (
          <Table
            label={strings.tabs.sessions}
            columns={[strings.started, strings.guest, strings.turnCount, strings.lastTurn]}
            rows={items}
            rowKey={({ id }) => id}
            cells={(session) => [
              <a href={toHash({ view: "transcript", tutorId: session.tutorId, sessionId: session.id })}>
                {formatTime(session.startedAt, strings)}
              </a>,
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
