import type { Listed, Session } from "./api-client.ts";
import { formatTime, useConsole } from "./console-context.ts";
import { toHash } from "./console-route.ts";
import { Show, useList, useLoaded } from "./loaded.tsx";
import { TutorHeading } from "./tutor-heading.tsx";
import { Empty, Table } from "./view-parts.tsx";

/** A tutor's sessions, newest first. */
export function TutorSessions({ tutorId }: { readonly tutorId: string }) {
  const { api } = useConsole();
  const tutor = useLoaded(() => api.tutor(tutorId));
  return (
    <Show from={tutor}>
      {(tagged) => (
        <>
          <TutorHeading tutor={tagged.tutor} here="sessions" />
          <SessionTable read={(cursor) => api.sessions(tutorId, cursor)} />
        </>
      )}
    </Show>
  );
}

export function SessionTable({ read }: { readonly read: (cursor?: string) => Promise<Listed<Session>> }) {
  const { strings } = useConsole();
  const sessions = useList(read);
  return (
    <Show from={sessions}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty>{strings.noSessions}</Empty>
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
              session.lastTurnAt ? formatTime(session.lastTurnAt, strings) : "—",
            ]}
            more={sessions.more}
          />
        )
      }
    </Show>
  );
}
