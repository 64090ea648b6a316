import { useState } from "preact/hooks";
import { PersonForm } from "./act-form.tsx";
import type { Student } from "./api-types.ts";
import { BusyButton } from "./busy-button.tsx";
import { formatTime, useConsole } from "./console-context.ts";
import { ShowView, useLoaded } from "./loaded.tsx";
import { describePerson, type MadeUpPassword, PasswordNotice } from "./password-notice.tsx";
import { saveFile } from "./save-file.ts";
import { SessionTable } from "./session-list.tsx";
import { Chip, Heading } from "./view-parts.tsx";

interface StudentViewProps {
  readonly tutorId: string;
  readonly studentId: string;
}

/** One student: the account and the lessons. */
export function StudentView({ tutorId, studentId }: StudentViewProps) {
  const { school, strings } = useConsole();
  const student = useLoaded(() => school.student(tutorId, studentId));
  return (
    <ShowView from={student} back={{ to: { view: "students", tutorId }, text: strings.tabs.students }}>
      {(there) => (
        <>
          <StudentAccount student={there} changed={(next) => student.change(() => next)} />
          <h2 class="part">{strings.tabs.sessions}</h2>
          <SessionTable
            read={(cursor) => school.sessionsOfStudent(tutorId, studentId, cursor)}
            none={strings.school.noLessons}
          />
        </>
      )}
    </ShowView>
  );
}

interface StudentAccountProps {
  readonly student: Student;
  readonly changed: (student: Student) => void;
}

function StudentAccount({ student, changed }: StudentAccountProps) {
  const { strings, school, ask, say, go } = useConsole();
  const words = strings.school;
  const { id, tutorId, name, email, status, createdAt } = student;
  const [given, setGiven] = useState<MadeUpPassword>();
  const toggle = async () =>
    changed(await school.updateStudent(student, { status: status === "active" ? "disabled" : "active" }));
  const reset = async () => {
    const question = { title: words.resetTitle(name), text: words.resetText, yes: words.newPassword };
    if (!(await ask(question))) return;
    const { password } = await school.resetStudentPassword(student);
    if (password !== null) setGiven({ name, password });
  };
  const save = async () => saveFile(await school.exportStudent(student), `student-${id}.jsonl`);
  const remove = async () => {
    const { deleteStudentText: text } = words;
    if (!(await ask({ title: strings.deleteTitle(name), text, yes: strings.delete }))) return;
    await school.deleteStudent(student);
    say(words.studentDeleted);
    go({ view: "students", tutorId });
  };
  return (
    <>
      <Heading
        title={name}
        about={
          <>
            {email} · {words.since} {formatTime(createdAt, strings)}{" "}
            <Chip kind={status}>{words.statuses[status]}</Chip>
          </>
        }
        back={{ to: { view: "students", tutorId }, text: strings.tabs.students }}
      >
        <BusyButton kind="quiet" act={toggle}>
          {status === "active" ? words.disable : words.enable}
        </BusyButton>
        <BusyButton kind="quiet" act={reset}>
          {words.newPassword}
        </BusyButton>
        <BusyButton kind="quiet" act={save}>
          {words.exportData}
        </BusyButton>
        <BusyButton kind="danger-quiet" act={remove}>
          {strings.delete}
        </BusyButton>
      </Heading>
      <PasswordNotice given={given} />
      <details class="adding">
        <summary>{words.editStudent}</summary>
        <PersonForm
          fields={[
            { name: "name", label: words.name, type: "text", required: true },
            { name: "email", label: words.email, type: "email", required: true },
          ]}
          initial={{ name, email }}
          submitText={strings.save}
          describe={describePerson}
          send={async (fields) => {
            changed(await school.updateStudent(student, fields));
            say(words.studentSaved);
          }}
        />
      </details>
    </>
  );
}
