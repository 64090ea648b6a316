import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { describeProblem, useConsole } from "./console-context.ts";

interface BusyButtonProps {
  readonly kind: "primary" | "quiet" | "danger-quiet";
  readonly act: () => Promise<void> | void;
  /** Its accessible name, where the words on it do not say of what. */
  readonly label?: string;
  readonly children: ComponentChildren;
}

/** A button that does something here. It cannot be pressed twice, and says in passing why something failed. */
export function BusyButton({ kind, act, label, children }: BusyButtonProps) {
  const { say, strings } = useConsole();
  const [busy, once] = useOnce();
  const press = () =>
    once(async () => {
      try {
        await act();
      } catch (error) {
        say(describeProblem(error, strings));
      }
    });
  return (
    <button type="button" class={kind} aria-disabled={busy} aria-label={label} onClick={() => void press()}>
      {children}
    </button>
  );
}

/** Whether something is being done, and a way to do it that does nothing while it is. */
export function useOnce(): [boolean, (act: () => Promise<void>) => Promise<void>] {
  const [busy, setBusy] = useState(false);
  const running = useRef(false);
  const once = async (act: () => Promise<void>) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    try {
      await act();
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return [busy, once];
}
