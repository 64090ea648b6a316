import { useEffect } from "preact/hooks";
import type { Turn } from "./api-types.ts";
import { BusyButton } from "./busy-button.tsx";
import { formatTime, useConsole } from "./console-context.ts";
import { ShowView, useLoaded } from "./loaded.tsx";
import { saveFile } from "./save-file.ts";
import { Chip, Empty, Heading } from "./view-parts.tsx";

/** How often a lesson that goes on is read again, in ms. */
const readAlongMs = 3000;

interface TranscriptViewProps {
  readonly tutorId: string;
  readonly sessionId: string;
}

/** What was asked in a session and what was heard; what is said meanwhile appears. */
export function TranscriptView({ tutorId, sessionId }: TranscriptViewProps) {
  const { strings, tutors, ask, say, go } = useConsole();
  const transcript = useLoaded(() => tutors.transcript(tutorId, sessionId));
  const { reading, refresh } = transcript;
  const isLive = reading.state === "there" && reading.value.session.live;
  useEffect(() => {
    if (!isLive) return;
    const timer = setInterval(() => void refresh(), readAlongMs);
    return () => clearInterval(timer);
  }, [isLive, refresh]);
  const save = async () => saveFile(await tutors.transcriptText(tutorId, sessionId), "transcript.md");
  const remove = async () => {
    const { deleteSessionTitle: title, deleteSessionText: text, delete: yes } = strings;
    if (!(await ask({ title, text, yes }))) return;
    await tutors.deleteSession(tutorId, sessionId);
    say(strings.sessionDeleted);
    go({ view: "sessions", tutorId });
  };
  return (
    <ShowView from={transcript} back={{ to: { view: "sessions", tutorId }, text: strings.tabs.sessions }}>
      {({ session, turns }) => (
        <>
          <Heading
            title={session.studentName ?? session.guestName ?? strings.anonymous}
            about={`${strings.transcript} · ${formatTime(session.startedAt, strings)}`}
            back={{ to: { view: "sessions", tutorId }, text: strings.tabs.sessions }}
          >
            <BusyButton kind="quiet" act={save}>
              {strings.school.downloadMarkdown}
            </BusyButton>
            <BusyButton kind="danger-quiet" act={remove}>
              {strings.delete}
            </BusyButton>
          </Heading>
          {session.live && (
            <p class="card notice" role="status">
              {strings.readingAlong}
            </p>
          )}
          {turns.length === 0 ? (
            <Empty>{strings.noTurns}</Empty>
          ) : (
            <ol class="turns">
              {turns.map((turn) => (
                <TurnItem turn={turn} key={turn.sequence} />
              ))}
            </ol>
          )}
        </>
      )}
    </ShowView>
  );
}

function TurnItem({ turn }: { readonly turn: Turn }) {
  const { strings } = useConsole();
  const { question, heard, answer, outcome, source, flags, rating, citations = [], startedAt } = turn;
  return (
    <li class="turn">
      {question !== null && (
        <div class="said asked">
          <h2 class="small">{strings.question}</h2>
          <p>{question}</p>
        </div>
      )}
      <div class="said">
        <h2 class="muted small">{strings.heard}</h2>
        {heard ? <p>{heard}</p> : <p class="muted">{strings.nothingHeard}</p>}
        {answer !== "" && answer.trim() !== heard.trim() && (
          <details>
            <summary>{strings.wholeAnswer}</summary>
            <p class="muted">{answer}</p>
          </details>
        )}
        {citations.length > 0 && (
          <ul class="sources muted small" aria-label={strings.namedSources}>
            {citations.map(({ number, title, page, headings }) => (
              <li key={number}>
                [{number}] {[title ?? strings.fields.notes.label, ...headings].join(" › ")}
                {page !== null && ` · ${strings.pageNumber(page)}`}
              </li>
            ))}
          </ul>
        )}
      </div>
      <p class="tags">
        <Chip kind={outcome}>{strings.outcomes[outcome]}</Chip>
        <Chip>{strings.sources[source]}</Chip>
        {flags.map((flag) => (
          <Chip kind="flag" key={flag}>
            {strings.flags[flag]}
          </Chip>
        ))}
        {rating && <Chip kind={rating}>{strings.ratings[rating]}</Chip>}
        <time class="muted small" dateTime={startedAt}>
          {formatTime(startedAt, strings)}
        </time>
      </p>
    </li>
  );
}
