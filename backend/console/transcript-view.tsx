import type { Turn } from "./api-client.ts";
import { BusyButton } from "./busy-button.tsx";
import { formatTime, useConsole } from "./console-context.ts";
import { Show, useLoaded } from "./loaded.tsx";
import { saveFile } from "./save-file.ts";
import { Chip, Empty, Heading } from "./view-parts.tsx";

interface TranscriptViewProps {
  readonly tutorId: string;
  readonly sessionId: string;
}

/** What was asked in a session and what was heard. */
export function TranscriptView({ tutorId, sessionId }: TranscriptViewProps) {
  const { strings, api, school } = useConsole();
  const transcript = useLoaded(() => api.transcript(tutorId, sessionId));
  const save = async () => saveFile(await school.transcriptText(tutorId, sessionId), "transcript.md");
  return (
    <Show from={transcript}>
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
          </Heading>
          {turns.length === 0 ? (
            <Empty>{strings.noTurns}</Empty>
          ) : (
            <ol class="turns">
              {turns.map((turn) => (
                <TurnCard turn={turn} key={turn.sequence} />
              ))}
            </ol>
          )}
        </>
      )}
    </Show>
  );
}

function TurnCard({ turn }: { readonly turn: Turn }) {
  const { strings } = useConsole();
  const { question, heard, answer, outcome, source, flags, startedAt } = turn;
  return (
    <li class="card turn">
      <p class="tags">
        <Chip kind={outcome}>{strings.outcomes[outcome]}</Chip>
        <Chip>{strings.sources[source]}</Chip>
        {flags.map((flag) => (
          <Chip kind="flag" key={flag}>
            {strings.flags[flag]}
          </Chip>
        ))}
        <time class="muted small" dateTime={startedAt}>
          {formatTime(startedAt, strings)}
        </time>
      </p>
      {question !== null && (
        <>
          <h2 class="muted small">{strings.question}</h2>
          <p class="question">{question}</p>
        </>
      )}
      <h2 class="muted small">{strings.heard}</h2>
      {heard ? <p class="answer">{heard}</p> : <p class="muted">{strings.nothingHeard}</p>}
      {answer !== "" && answer.trim() !== heard.trim() && (
        <details>
          <summary>{strings.wholeAnswer}</summary>
          <p class="answer muted">{answer}</p>
        </details>
      )}
    </li>
  );
}
