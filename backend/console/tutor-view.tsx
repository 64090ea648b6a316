import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { ApiProblem } from "./api-problem.ts";
import type { TaggedTutor, TutorCreate } from "./api-types.ts";
import { BusyButton, useOnce } from "./busy-button.tsx";
import { describeProblem, useConsole, useGuard } from "./console-context.ts";
import { ShowView, useLoaded } from "./loaded.tsx";
import { PageAddress } from "./page-address.tsx";
import { newTutor, readTutorTexts, toChanges, toTutorTexts } from "./tutor-fields.ts";
import { sortErrors, type TutorErrors, TutorForm } from "./tutor-form.tsx";
import { TutorHeading } from "./tutor-heading.tsx";
import { Heading } from "./view-parts.tsx";

/** The form of a new tutor. */
export function NewTutor() {
  const { strings, tutors, say, go } = useConsole();
  const form = useTutorForm(newTutor);
  const [isCreated, setCreated] = useState(false);
  useGuard(!isCreated && JSON.stringify(form.texts) !== JSON.stringify(toTutorTexts(newTutor)));
  const create = async () => {
    const { id: tutorId } = await tutors.create(form.read());
    setCreated(true);
    say(strings.created);
    go({ view: "tutor", tutorId });
  };
  return (
    <>
      <Heading title={strings.newTutor} back={{ to: { view: "tutors" }, text: strings.sections.tutors }} />
      <SavedForm form={form} submit={create} submitText={strings.create} />
    </>
  );
}

export function TutorView({ tutorId }: { readonly tutorId: string }) {
  const { tutors, strings } = useConsole();
  const tutor = useLoaded(() => tutors.read(tutorId));
  return (
    <ShowView from={tutor} back={{ to: { view: "tutors" }, text: strings.sections.tutors }}>
      {(tagged) => <TutorEditor first={tagged} />}
    </ShowView>
  );
}

/** The form of a tutor that is there. */
function TutorEditor({ first }: { readonly first: TaggedTutor }) {
  const { strings, tutors, say, ask, go } = useConsole();
  const [loaded, setLoaded] = useState(first);
  const [isGone, setGone] = useState(false);
  const [conflict, setConflict] = useState(false);
  const form = useTutorForm(first.tutor);
  const changes = toChanges(loaded.tutor, form.read());
  useGuard(!isGone && Object.keys(changes).length > 0);
  const { id: tutorId, name } = loaded.tutor;

  const take = (tagged: TaggedTutor) => {
    setLoaded(tagged);
    form.fill(tagged.tutor);
    setConflict(false);
  };
  const save = async (entityTag: string) => {
    setConflict(false);
    if (Object.keys(changes).length === 0) return say(strings.nothingChanged);
    try {
      take(await tutors.update(tutorId, entityTag, changes));
      say(strings.saved);
    } catch (error) {
      if (!(error instanceof ApiProblem && error.kind === "precondition-failed")) throw error;
      setConflict(true);
    }
  };
  const saveMine = async () => save((await tutors.read(tutorId)).entityTag);
  const remove = async () => {
    const { deleteText: text, delete: yes } = strings;
    if (!(await ask({ title: strings.deleteTitle(name), text, yes, typed: name }))) return;
    await tutors.delete(tutorId);
    setGone(true);
    say(strings.deleted);
    go({ view: "tutors" });
  };
  return (
    <>
      <TutorHeading tutor={loaded.tutor} here="tutor" />
      <PageAddress tutor={loaded.tutor} />
      <SavedForm form={form} submit={() => save(loaded.entityTag)} submitText={strings.save}>
        {conflict && (
          <div class="message" role="alert">
            <strong>{strings.conflictTitle}</strong>
            <p>{strings.conflictText}</p>
            <div class="actions">
              <BusyButton kind="primary" act={() => form.send(saveMine)}>
                {strings.saveMine}
              </BusyButton>
              <BusyButton kind="quiet" act={async () => take(await tutors.read(tutorId))}>
                {strings.loadNewest}
              </BusyButton>
            </div>
          </div>
        )}
        <BusyButton kind="danger-quiet" act={remove}>
          {strings.delete}
        </BusyButton>
      </SavedForm>
    </>
  );
}

type TutorFormState = ReturnType<typeof useTutorForm>;

/** What is written in the form, what of it was refused, and a way to send it. */
function useTutorForm(first: Required<TutorCreate>) {
  const { strings } = useConsole();
  const [texts, setTexts] = useState(() => toTutorTexts(first));
  const [errors, setErrors] = useState<TutorErrors>({});
  const [message, setMessage] = useState("");
  const [busy, once] = useOnce();
  const send = (act: () => Promise<void>) =>
    once(async () => {
      setErrors({});
      setMessage("");
      try {
        await act();
      } catch (error) {
        const isInvalid = error instanceof ApiProblem && error.kind === "invalid-request";
        if (!isInvalid) return setMessage(describeProblem(error, strings));
        const sorted = sortErrors(error.errors, strings);
        setErrors(sorted.errors);
        setMessage(strings.checkFields + sorted.others);
      }
    });
  return {
    texts,
    errors,
    message,
    busy,
    send,
    read: () => readTutorTexts(texts),
    write: (name: keyof TutorErrors, text: string) => setTexts((now) => ({ ...now, [name]: text })),
    fill: (tutor: Required<TutorCreate>) => setTexts(toTutorTexts(tutor)),
  };
}

interface SavedFormProps {
  readonly form: TutorFormState;
  readonly submit: () => Promise<void>;
  readonly submitText: string;
  readonly children?: ComponentChildren;
}

/** The form above the bar that saves it. Goes to the first field that was refused. */
function SavedForm({ form, submit, submitText, children }: SavedFormProps) {
  const { texts, errors, message, busy, send, write } = form;
  const element = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const isRefused = Object.keys(errors).length > 0;
    if (isRefused) element.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [errors]);
  return (
    <form
      noValidate
      ref={element}
      onSubmit={(event) => {
        event.preventDefault();
        void send(submit);
      }}
    >
      <TutorForm texts={texts} errors={errors} write={write} />
      <div class="save-bar">
        {message && (
          <p class="message" role="alert">
            {message}
          </p>
        )}
        <div class="actions">
          <button type="submit" class="primary" aria-disabled={busy}>
            {submitText}
          </button>
          {children}
        </div>
      </div>
    </form>
  );
}
