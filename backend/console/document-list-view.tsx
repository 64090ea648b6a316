import { useState } from "preact/hooks";
import { ActForm } from "./act-form.tsx";
import { ApiProblem } from "./api-problem.ts";
import type { TutorDocument } from "./api-types.ts";
import { BusyButton } from "./busy-button.tsx";
import { describeProblem, formatBytes, formatTime, useConsole } from "./console-context.ts";
import type { ConsoleStrings } from "./console-strings.ts";
import { Show, ShowView, useList, useLoaded } from "./loaded.tsx";
import { Progress } from "./progress.tsx";
import { TutorHeading } from "./tutor-heading.tsx";
import { Chip, Empty, Field, Table } from "./view-parts.tsx";

/** The browser's own types are not to be relied on: many know no Markdown. */
const mediaTypes: Readonly<Record<string, string>> = {
  md: "text/markdown",
  markdown: "text/markdown",
  txt: "text/plain",
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
};
const titleCharsMax = 200;

/** What a tutor teaches from. */
export function DocumentList({ tutorId }: { readonly tutorId: string }) {
  const { strings, tutors, ask, say } = useConsole();
  const words = strings.documents;
  const tutor = useLoaded(() => tutors.read(tutorId));
  const documents = useList((cursor) => tutors.documents(tutorId, cursor));
  const remove = async ({ id, title }: TutorDocument) => {
    const question = { title: strings.deleteTitle(title), text: words.deleteText, yes: strings.delete };
    if (!(await ask(question))) return;
    await tutors.deleteDocument(tutorId, id);
    say(words.deleted);
    await documents.reload();
  };
  return (
    <ShowView from={tutor} back={{ to: { view: "tutors" }, text: strings.sections.tutors }}>
      {(tagged) => (
        <>
          <TutorHeading tutor={tagged.tutor} here="documents" />
          <DocumentForm tutorId={tutorId} added={documents.reload} />
          <Show from={documents}>
            {({ items }) =>
              items.length === 0 ? (
                <Empty>{words.none}</Empty>
              ) : (
                <Table
                  label={strings.tabs.documents}
                  columns={[words.document, words.size, words.pages, words.added, strings.school.actions]}
                  rows={items}
                  rowKey={({ id }) => id}
                  cells={(document) => [
                    <>
                      <strong>{document.title}</strong>{" "}
                      {document.hasPoorText && <Chip kind="flag">{words.poorText}</Chip>}
                    </>,
                    formatBytes(document.bytes, strings),
                    document.pages ?? "—",
                    formatTime(document.createdAt, strings),
                    <div class="row-actions">
                      <BusyButton
                        kind="danger-quiet"
                        act={() => remove(document)}
                        label={`${strings.delete}: ${document.title}`}
                      >
                        {strings.delete}
                      </BusyButton>
                    </div>,
                  ]}
                  more={documents.more}
                />
              )
            }
          </Show>
        </>
      )}
    </ShowView>
  );
}

interface DocumentFormProps {
  readonly tutorId: string;
  readonly added: () => Promise<void>;
}

function DocumentForm({ tutorId, added }: DocumentFormProps) {
  const { strings, tutors, say } = useConsole();
  const words = strings.documents;
  const [file, setFile] = useState<File>();
  const [sent, setSent] = useState<number>();
  /** Another box for the next file: what one holds cannot be taken out by a script. */
  const [round, setRound] = useState(0);
  const submit = async () => {
    if (!file) return;
    setSent(0);
    try {
      const ending = file.name.split(".").at(-1)?.toLowerCase() ?? "";
      const content = file.slice(0, file.size, mediaTypes[ending] ?? file.type);
      await tutors.addDocument(tutorId, { title: file.name.slice(-titleCharsMax), file: content }, setSent);
      say(words.addedNow(file.name));
      setFile(undefined);
      setRound(round + 1);
      await added();
    } finally {
      setSent(undefined);
    }
  };
  return (
    <ActForm submitText={words.add} submit={submit} describe={describeDocument}>
      <Field id="file" label={words.file} help={words.fileHelp}>
        {(tie) => (
          <input
            key={round}
            {...tie}
            type="file"
            accept=".md,.markdown,.txt,.pdf,.docx"
            required
            onChange={(event) => setFile(event.currentTarget.files?.[0])}
          />
        )}
      </Field>
      {sent !== undefined && sent < 1 && <Progress label={strings.sending} share={sent} />}
      {sent === 1 && <Progress label={words.reading} share={undefined} />}
    </ActForm>
  );
}

function describeDocument(error: unknown, strings: ConsoleStrings): string {
  const words = strings.documents;
  if (!(error instanceof ApiProblem)) return describeProblem(error, strings);
  if (error.kind === "unsupported-media-type") return words.wrongType;
  if (error.kind === "conflict") return words.full;
  if (error.kind === "invalid-request") return `${words.refused} ${strings.told(error.detail ?? "")}`.trim();
  return describeProblem(error, strings);
}
