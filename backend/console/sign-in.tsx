import { useEffect, useRef, useState } from "preact/hooks";
import type { ApiClient } from "./api-client.ts";
import { ApiProblem } from "./api-problem.ts";
import { useOnce } from "./busy-button.tsx";
import { describeProblem } from "./console-context.ts";
import type { ConsoleStrings } from "./console-strings.ts";
import { Field } from "./view-parts.tsx";

interface SignInProps {
  readonly api: ApiClient;
  readonly strings: ConsoleStrings;
  /** Said above the button; empty when there is nothing to say. */
  readonly why: string;
  readonly enter: () => Promise<void>;
}

export function SignIn({ api, strings, why, enter }: SignInProps) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [message, setMessage] = useState(why);
  const [busy, once] = useOnce();
  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const submit = async () => {
    setMessage("");
    try {
      await api.signIn(email.trim(), password);
      await enter();
    } catch (error) {
      const kind = error instanceof ApiProblem ? error.kind : undefined;
      const wrong = kind === "unauthorized" || kind === "invalid-request";
      setMessage(wrong ? strings.wrongPassword : describeProblem(error, strings));
      second.current?.focus();
    }
  };
  return (
    <main class="gate">
      <form
        class="card"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void once(submit);
        }}
      >
        <img src="/console/icon.svg" alt="" width="56" height="56" />
        <h1>{strings.consoleTitle}</h1>
        <p class="muted">{strings.signInAbout}</p>
        <Field id="email" label={strings.email}>
          {(tie) => (
            <input
              {...tie}
              {...toBox(email, setEmail)}
              ref={first}
              type="email"
              autocomplete="username"
              maxLength={254}
            />
          )}
        </Field>
        <Field id="password" label={strings.password}>
          {(tie) => (
            <input
              {...tie}
              {...toBox(password, setPassword)}
              ref={second}
              type="password"
              autocomplete="current-password"
              maxLength={256}
            />
          )}
        </Field>
        {message && (
          <p class="message" role="alert">
            {message}
          </p>
        )}
        <button type="submit" class="primary large" id="sign-in-button" aria-disabled={busy}>
          {strings.signIn}
        </button>
      </form>
    </main>
  );
}

const toBox = (value: string, write: (text: string) => void) => ({
  value,
  required: true,
  onInput: (event: { currentTarget: { value: string } }) => write(event.currentTarget.value),
});
