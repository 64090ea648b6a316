import { useEffect, useRef, useState } from "preact/hooks";
import type { Question } from "./console-context.ts";

export interface Asked {
  readonly question: Question;
  readonly answer: (yes: boolean) => void;
}

interface AskDialogProps {
  readonly asked: Asked | undefined;
  readonly cancelText: string;
  readonly typeText: (typed: string) => string;
}

/** Asks before something that cannot be undone. */
export function AskDialog({ asked, cancelText, typeText }: AskDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [written, setWritten] = useState("");
  useEffect(() => {
    setWritten("");
    if (asked) dialog.current?.showModal();
    else dialog.current?.close();
  }, [asked]);
  const { title, text, yes, typed } = asked?.question ?? { title: "", text: "", yes: "" };
  const isUnsure = typed !== undefined && written.trim() !== typed.trim();
  return (
    <dialog
      id="dialog"
      ref={dialog}
      aria-labelledby="dialog-title"
      aria-describedby="dialog-text"
      onClose={() => asked?.answer(false)}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isUnsure) asked?.answer(true);
        }}
      >
        <h2 id="dialog-title">{title}</h2>
        <p id="dialog-text">{text}</p>
        {typed !== undefined && (
          <div class="field">
            <label for="dialog-typed">{typeText(typed)}</label>
            <input
              id="dialog-typed"
              autocomplete="off"
              value={written}
              onInput={(event) => setWritten(event.currentTarget.value)}
            />
          </div>
        )}
        <div class="actions">
          <button type="button" class="quiet" id="dialog-no" onClick={() => asked?.answer(false)}>
            {cancelText}
          </button>
          <button type="submit" class="danger" id="dialog-yes" disabled={isUnsure}>
            {yes}
          </button>
        </div>
      </form>
    </dialog>
  );
}
