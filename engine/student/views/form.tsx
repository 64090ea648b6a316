import { useId, useState } from "preact/hooks";
import { PageProblem } from "../page-problem.ts";
import { useWords } from "./words.ts";

export interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly type: "email" | "password";
  readonly autoComplete: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly minLength?: number;
  readonly invalid?: boolean;
}

const fieldMaxChars = 256;

export function Field({ label, hint, type, onValue, invalid, ...rest }: FieldProps) {
  const id = useId();
  const input = {
    ...rest,
    id,
    required: true,
    maxLength: fieldMaxChars,
    "aria-invalid": invalid,
    "aria-describedby": hint === undefined ? undefined : `${id}-hint`,
    onInput: ({ currentTarget }: { currentTarget: HTMLInputElement }) => onValue(currentTarget.value),
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {type === "email" ? <input type="email" {...input} /> : <input type="password" {...input} />}
      {hint !== undefined && (
        <p class="small" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** Sends a form once at a time; what went wrong is shown until the next try. */
export function useSubmit(send: () => Promise<void>) {
  const [problem, setProblem] = useState<PageProblem>();
  const [busy, setBusy] = useState(false);
  const submit = (event: Event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    send()
      .catch((error: unknown) =>
        setProblem(error instanceof PageProblem ? error : new PageProblem("backend-failing")),
      )
      .finally(() => setBusy(false));
  };
  return { problem, busy, submit };
}

export function FormProblem({ problem }: { problem: PageProblem | undefined }) {
  const words = useWords();
  if (!problem) return null;
  const { title, advice } = words.problems[problem.kind];
  const seconds = Math.ceil((problem.more.retryAfterMs ?? 0) / 1000);
  return (
    <p class="trouble" role="alert">
      <strong>{title}</strong> {advice} {seconds > 0 && words.tryAgainIn(seconds)}
    </p>
  );
}
