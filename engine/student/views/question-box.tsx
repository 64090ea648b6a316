import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { LessonScreen } from "../lesson-screen.ts";
import { useStore } from "../store.ts";
import { SendMark, StopMark } from "./marks.tsx";
import { RecogniserConsent, VoiceButton, VoicePanel } from "./voice-button.tsx";
import { useWords } from "./words.ts";

const rowsMaxPx = 160;

/** With a keyboard at hand; a touch keyboard would cover the tutor. */
const hasKeyboard = () => matchMedia("(hover: hover) and (pointer: fine)").matches;

interface QuestionBoxProps {
  readonly screen: LessonScreen;
  readonly starters: readonly string[];
  /** The tutor can hear. */
  readonly canAsk: boolean;
}

/** The box a question is typed in, the starters, and the button that stops the tutor. */
export function QuestionBox({ screen, starters, canAsk }: QuestionBoxProps) {
  const words = useWords();
  const [text, setText] = useState("");
  const [isConsenting, setConsenting] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const stop = useRef<HTMLButtonElement>(null);
  const doing = useStore(screen.doing)?.state;
  const canSend = canAsk && text.trim() !== "";
  const busy = doing !== undefined && doing !== "idle" && doing !== "listening";

  const focus = () => box.current?.focus({ preventScroll: true });
  const send = (when: "now" | "after") => {
    if (canSend && screen.ask(text.trim(), when)) setText("");
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
      if (event.key === "Escape" && !event.isComposing) screen.interrupt();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [screen, busy]);

  return (
    <>
      <Starters
        screen={screen}
        starters={starters}
        canAsk={canAsk}
        onAsked={() => {
          if (hasKeyboard()) focus();
        }}
      />
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
        <VoiceButton voice={screen.voiceInput} canAsk={canAsk} onConsentNeeded={() => setConsenting(true)} />
        <button
          type="button"
          class="stop"
          ref={stop}
          aria-label={words.stopTitle}
          hidden={!busy}
          onClick={() => screen.interrupt()}
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
        <button type="submit" class="primary send" aria-label={words.send} disabled={!canSend}>
          <SendMark />
          <span>{words.send}</span>
        </button>
      </form>
      {isConsenting && <RecogniserConsent voice={screen.voiceInput} onClose={() => setConsenting(false)} />}
      <VoicePanel voice={screen.voiceInput} />
      <p class="small ask-note" id="ask-note">
        {words.askNote}
      </p>
    </>
  );
}

/** Questions to start with that were not asked yet. */
function Starters({ screen, starters, canAsk, onAsked }: QuestionBoxProps & { onAsked: () => void }) {
  const words = useWords();
  const entries = useStore(screen.conversation.entries);
  const left = starters.filter(
    (starter) => !entries.some((entry) => "question" in entry && entry.question === starter),
  );
  if (left.length === 0) return null;
  return (
    <fieldset class="chips" aria-label={words.starters}>
      {left.map((starter) => (
        <button
          type="button"
          key={starter}
          disabled={!canAsk}
          onClick={() => {
            if (screen.ask(starter)) onAsked();
          }}
        >
          {starter}
        </button>
      ))}
    </fieldset>
  );
}

function resetHeight(box: HTMLTextAreaElement): HTMLTextAreaElement {
  box.style.height = "auto";
  return box;
}
