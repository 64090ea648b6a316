import { useState } from "preact/hooks";
import { ActForm } from "./act-form.tsx";
import { ApiProblem } from "./api-problem.ts";
import type { ImportReport } from "./api-types.ts";
import { BusyButton } from "./busy-button.tsx";
import { describeProblem, useConsole } from "./console-context.ts";
import type { ConsoleStrings } from "./console-strings.ts";
import { saveFile } from "./save-file.ts";
import { Chip, Field, Heading, Table } from "./view-parts.tsx";

/** Adding students from a file, with what became of each row. */
export function ImportView({ tutorId }: { readonly tutorId: string }) {
  const { strings, school } = useConsole();
  const words = strings.school;
  const [file, setFile] = useState<File>();
  const [skipInvalid, setSkipInvalid] = useState(false);
  const [busy, setBusy] = useState(false);
  const [report, setReport] = useState<ImportReport>();
  const submit = async () => {
    if (!file) return;
    setBusy(true);
    setReport(undefined);
    try {
      // Read here and now: the file may be changed between two tries.
      const content = new Blob([await file.arrayBuffer()], { type: "text/csv" });
      setReport(await school.importStudents(tutorId, content, skipInvalid));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Heading
        title={words.importStudents}
        back={{ to: { view: "students", tutorId }, text: strings.tabs.students }}
      />
      <ActForm submitText={words.startImport} submit={submit} describe={describeImport}>
        <p class="muted">{words.importAbout}</p>
        <Field id="file" label={words.file}>
          {(tie) => (
            <input
              {...tie}
              type="file"
              accept=".csv,text/csv"
              required
              onChange={(event) => setFile(event.currentTarget.files?.[0])}
            />
          )}
        </Field>
        <div class="check">
          <input
            type="checkbox"
            id="skip-invalid"
            checked={skipInvalid}
            onChange={(event) => setSkipInvalid(event.currentTarget.checked)}
          />
          <label for="skip-invalid">{words.skipInvalid}</label>
        </div>
        <p class="muted" role="status">
          {busy && words.importing}
        </p>
      </ActForm>
      {report && <Report report={report} />}
    </>
  );
}

function describeImport(error: unknown, strings: ConsoleStrings): string {
  const isUnreadable = error instanceof ApiProblem && error.kind === "invalid-request";
  return isUnreadable ? strings.school.notATable : describeProblem(error, strings);
}

function Report({ report: { imported, invalid, rows } }: { readonly report: ImportReport }) {
  const { strings } = useConsole();
  const words = strings.school;
  const given = rows.flatMap(({ email, password }) => (password === null ? [] : [`${email},${password}`]));
  const savePasswords = () => {
    const lines = ["email,password", ...given].join("\r\n");
    saveFile(new Blob([`${lines}\r\n`], { type: "text/csv" }), "passwords.csv");
  };
  return (
    <>
      <div class={imported > 0 ? "card notice" : "card notice bad"} role="status">
        <p>{imported > 0 ? words.imported(imported) : words.nothingImported(invalid)}</p>
        {given.length > 0 && (
          <div class="actions">
            <BusyButton kind="quiet" act={savePasswords}>
              {words.downloadPasswords}
            </BusyButton>
          </div>
        )}
      </div>
      <Table
        label={words.outcome}
        columns={[words.line, words.email, words.name, words.outcome, words.madeUp]}
        rows={rows}
        rowKey={({ line }) => String(line)}
        cells={({ line, email, name, outcome, faults, password }) => [
          line,
          email,
          name,
          <>
            <Chip kind={outcome}>{words.outcomes[outcome]}</Chip>
            <span class="faults">{faults.map((fault) => words.faults[fault]).join("; ")}</span>
          </>,
          <code>{password}</code>,
        ]}
      />
    </>
  );
}
