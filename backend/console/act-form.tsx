import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { useOnce } from "./busy-button.tsx";
import { describeProblem, useConsole } from "./console-context.ts";
import type { ConsoleStrings } from "./console-strings.ts";
import { Field } from "./view-parts.tsx";

interface ActFormProps {
  readonly submitText: string;
  readonly submit: () => Promise<void>;
  /** Says what went wrong; without it everything is said as everywhere. */
  readonly describe?: (error: unknown, strings: ConsoleStrings) => string;
  readonly children: ComponentChildren;
}

/** A short form on a card. It cannot be sent twice at once, and says why something failed. */
export function ActForm({ submitText, submit, describe = describeProblem, children }: ActFormProps) {
  const { strings } = useConsole();
  const [message, setMessage] = useState("");
  const [busy, once] = useOnce();
  const send = () =>
    once(async () => {
      setMessage("");
      await submit().catch((error: unknown) => setMessage(describe(error, strings)));
    });
  return (
    <form
      class="card person"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {children}
      {message && (
        <p class="message" role="alert">
          {message}
        </p>
      )}
      <div class="actions">
        <button type="submit" class="primary" aria-disabled={busy}>
          {submitText}
        </button>
      </div>
    </form>
  );
}

export interface PersonField {
  readonly name: string;
  readonly label: string;
  readonly type: "text" | "email" | "password";
  readonly help?: string;
  readonly required?: boolean;
  readonly autocomplete?: string;
}

interface PersonFormProps extends Omit<ActFormProps, "submit" | "children"> {
  readonly fields: readonly PersonField[];
  /** What stands in the boxes at first; without it they are empty, and empty again once the form is sent. */
  readonly initial?: Readonly<Record<string, string>>;
  /** Gets what is written by the names of the fields. */
  readonly send: (values: Readonly<Record<string, string>>) => Promise<void>;
}

/** A short form about a person. */
export function PersonForm({ fields, initial, send, ...form }: PersonFormProps) {
  const [values, setValues] = useState<Readonly<Record<string, string>>>(initial ?? {});
  const submit = async () => {
    await send(values);
    if (!initial) setValues({});
  };
  return (
    <ActForm {...form} submit={submit}>
      {fields.map(({ name, label, help, type, ...box }) => (
        <Field key={name} id={`person-${name}`} label={label} help={help}>
          {(tie) => (
            <input
              {...tie}
              autocomplete="off"
              maxLength={256}
              {...box}
              // Preact has a type for each kind of input, and none for some of them.
              type={type as "text"}
              value={values[name] ?? ""}
              onInput={(event) => setValues({ ...values, [name]: event.currentTarget.value })}
            />
          )}
        </Field>
      ))}
    </ActForm>
  );
}
