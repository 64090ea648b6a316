import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { PageView, StudentApp } from "../student-app.ts";
import { SendMark, StopMark } from "./marks.tsx";
import { useWords } from "./words.ts";

const rowsMaxPx = 160;

/** With a keyboard at hand; a touch keyboard would cover the tutor. */
const hasKeyboard = () => matchMedia("(hover: hover) and (pointer: fine)").matches;

/** The box a question is typed in, the starters, and the button that stops the tutor. */
export function QuestionBox({ app, view }: { app: StudentApp; view: PageView }) {
  const words = useWords();
  const [text, setText] = useState("");
  const box = useRef<HTMLTextAreaElement>(null);
  const stop = useRef<HTMLButtonElement>(null);
  const canAsk = view.state === "live";
  const canSend = canAsk && text.trim() !== "";
  const busy = view.lesson !== undefined && view.lesson.state !== "idle" && view.lesson.state !== "listening";

  const focus = () => box.current?.focus({ preventScroll: true });
  const send = (when: "now" | "after") => {
    if (canSend && app.ask(text.trim(), when)) setText("");
  };
  useEffect(() => {
    if (hasKeyboard()) focus();
  }, []);
  useLayoutEffect(() => {
    const { style, scrollHeight } = resetHeight(box.current!);
    style.height = `${Math.min(scrollHeight, rowsMaxPx)}px`;
  }, [text]);
  useLayoutEffect(() => {
    // A button that goes away takes the focus with it.
    if (!busy && document.activeElement === stop.current) focus();
  }, [busy]);
  useEffect(() => {
    if (!busy) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.isComposing) app.interrupt();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [app, busy]);

  return (
    <>
      {view.starters.length > 0 && (
        <fieldset class="chips" aria-label={words.starters}>
          {view.starters.map((starter) => (
            <button
              type="button"
              key={starter}
              disabled={!canAsk}
              onClick={() => {
                if (app.ask(starter) && hasKeyboard()) focus();
              }}
            >
              {starter}
            </button>
          ))}
        </fieldset>
      )}
      <form
        class="ask"
        onSubmit={(event) => {
          event.preventDefault();
          send("now");
        }}
      >
        <label class="visually-hidden" for="question">
          {words.yourQuestion}
        </label>
        <textarea
          id="question"
          ref={box}
          rows={1}
          maxLength={4000}
          enterkeyhint="send"
          autoComplete="off"
          placeholder={words.questionHint}
          aria-describedby="ask-note"
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
          onKeyDown={(event) => {
            // While an input method composes, Enter chooses a word; keyCode 229 is how Safari says so.
            if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
            event.preventDefault();
            send("now");
          }}
        />
        <button
          type="button"
          class="stop"
          ref={stop}
          aria-label={words.stopTitle}
          hidden={!busy}
          onClick={() => app.interrupt()}
        >
          <StopMark />
          <span>{words.stop}</span>
        </button>
        {busy && canSend && (
          <button
            type="button"
            class="quiet"
            onClick={() => {
              send("after");
              focus();
            }}
          >
            {words.askAfter}
          </button>
        )}
        <button type="submit" class="primary send" disabled={!canSend}>
          <SendMark />
          <span>{words.send}</span>
        </button>
      </form>
      <p class="small ask-note" id="ask-note">
        {words.askNote}
      </p>
    </>
  );
}

function resetHeight(box: HTMLTextAreaElement): HTMLTextAreaElement {
  box.style.height = "auto";
  return box;
}
