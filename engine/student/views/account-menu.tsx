import { useRef, useState } from "preact/hooks";
import type { PageProblem } from "../page-problem.ts";
import { useStore } from "../store.ts";
import type { StudentAccount } from "../student-account.ts";
import type { StudentApp } from "../student-app.ts";
import { Field, FormProblem, useSubmit } from "./form.tsx";
import { PersonMark } from "./marks.tsx";
import { useWords } from "./words.ts";

const passwordMinChars = 8;

/** Who is signed in; nothing for guests. */
export function AccountMenu({ app }: { app: StudentApp }) {
  const words = useWords();
  const { student } = useStore(app.home.view);
  const menu = useRef<HTMLDivElement>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  if (!student) return null;
  return (
    <>
      <button
        type="button"
        class="icon"
        popovertarget="account-menu"
        title={student.name}
        aria-label={words.accountOf(student.name)}
      >
        <PersonMark />
      </button>
      <div class="menu" id="account-menu" popover="auto" ref={menu}>
        <p class="who">
          <strong>{student.name}</strong>
          <span>{student.email}</span>
        </p>
        <button
          type="button"
          onClick={() => {
            menu.current?.hidePopover();
            dialog.current?.showModal();
          }}
        >
          {words.changePassword}
        </button>
        <button type="button" onClick={() => app.signOut()}>
          {words.signOut}
        </button>
      </div>
      <dialog class="dialog" ref={dialog} aria-labelledby="password-title">
        <PasswordForm account={app.home.account} onDone={() => dialog.current?.close()} />
      </dialog>
    </>
  );
}

function PasswordForm({ account, onDone }: { account: StudentAccount; onDone: () => void }) {
  const words = useWords();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [isChanged, setChanged] = useState(false);
  const close = () => {
    setCurrent("");
    setNext("");
    setChanged(false);
    onDone();
  };
  const { problem, busy, submit } = useSubmit(async () => {
    await account.changePassword(current, next);
    setChanged(true);
  });
  if (isChanged) {
    return (
      <div class="form">
        <h2 id="password-title">{words.changePassword}</h2>
        <p role="status">{words.passwordChanged}</p>
        <button type="button" class="primary" onClick={close}>
          {words.close}
        </button>
      </div>
    );
  }
  const wrong = (kind: PageProblem["kind"]) => problem?.kind === kind;
  return (
    <form class="form" onSubmit={submit}>
      <h2 id="password-title">{words.changePassword}</h2>
      <Field
        label={words.currentPassword}
        type="password"
        autoComplete="current-password"
        value={current}
        onValue={setCurrent}
        invalid={wrong("password-wrong")}
      />
      <Field
        label={words.newPassword}
        hint={words.passwordRule}
        type="password"
        autoComplete="new-password"
        minLength={passwordMinChars}
        value={next}
        onValue={setNext}
        invalid={wrong("password-weak")}
      />
      <FormProblem problem={problem} />
      <div class="row">
        <button type="button" class="quiet" onClick={close}>
          {words.cancel}
        </button>
        <button type="submit" class="primary" disabled={busy}>
          {words.changePassword}
        </button>
      </div>
    </form>
  );
}
