import { useEffect, useState } from "preact/hooks";
import { PersonForm } from "./act-form.tsx";
import { formatTime, useConsole } from "./console-context.ts";
import { toHash } from "./console-route.ts";
import { Show, ShowView, useList, useLoaded } from "./loaded.tsx";
import { describePerson, type MadeUpPassword, PasswordNotice } from "./password-notice.tsx";
import { TutorHeading } from "./tutor-heading.tsx";
import { Chip, Empty, Field, Table } from "./view-parts.tsx";

/** How long somebody pauses before the search begins, in ms. */
const searchPauseMs = 250;

/** A tutor's students: searched and added. */
export function StudentList({ tutorId }: { readonly tutorId: string }) {
  const { strings, tutors } = useConsole();
  const tutor = useLoaded(() => tutors.read(tutorId));
  return (
    <ShowView from={tutor} back={{ to: { view: "tutors" }, text: strings.sections.tutors }}>
      {(tagged) => (
        <>
          <TutorHeading tutor={tagged.tutor} here="students">
            <a class="button quiet" href={toHash({ view: "import", tutorId })}>
              {strings.school.importStudents}
            </a>
          </TutorHeading>
          <Students tutorId={tutorId} />
        </>
      )}
    </ShowView>
  );
}

function Students({ tutorId }: { readonly tutorId: string }) {
  const { strings, school, say } = useConsole();
  const words = strings.school;
  const [given, setGiven] = useState<MadeUpPassword>();
  const [typed, setTyped] = useState("");
  const search = usePaused(typed.trim());
  const students = useList((cursor) => school.students(tutorId, search, cursor), search);
  const add = async ({ name = "", email = "", password = "" }) => {
    const fields = { name, email: email.trim(), ...(password ? { password } : {}) };
    const created = await school.addStudent(tutorId, fields);
    say(words.studentAdded);
    setGiven(created.password === null ? undefined : { name, password: created.password });
    await students.reload();
  };
  return (
    <>
      <details class="adding">
        <summary>{words.addStudent}</summary>
        <PersonForm
          fields={[
            { name: "name", label: words.name, type: "text", required: true },
            { name: "email", label: words.email, type: "email", required: true },
            { name: "password", label: strings.password, type: "text", help: words.passwordHelp },
          ]}
          submitText={words.addStudent}
          describe={describePerson}
          send={add}
        />
      </details>
      <PasswordNotice given={given} />
      <div class="searching">
        <Field id="search" label={words.search}>
          {(tie) => (
            <input
              {...tie}
              type="search"
              maxLength={80}
              autocomplete="off"
              value={typed}
              onInput={(event) => setTyped(event.currentTarget.value)}
            />
          )}
        </Field>
      </div>
      <Show from={students}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>{search === "" ? words.noStudents : words.nobodyFound}</Empty>
          ) : (
            <Table
              label={strings.tabs.students}
              columns={[words.name, words.email, words.status, words.since]}
              rows={items}
              rowKey={({ id }) => id}
              cells={({ id: studentId, name, email, status, createdAt }) => [
                <a href={toHash({ view: "student", tutorId, studentId })}>{name}</a>,
                email,
                <Chip kind={status}>{words.statuses[status]}</Chip>,
                formatTime(createdAt, strings),
              ]}
              more={students.more}
            />
          )
        }
      </Show>
    </>
  );
}

/** The text once nobody has typed for a moment. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), searchPauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}
