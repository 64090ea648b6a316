import { ApiProblem } from "./api-problem.ts";
import { BusyButton } from "./busy-button.tsx";
import { describeProblem, useConsole } from "./console-context.ts";
import type { ConsoleStrings } from "./console-strings.ts";

export interface MadeUpPassword {
  readonly name: string;
  readonly password: string;
}

/** A password that was made up, to be passed on. */
export function PasswordNotice({ given }: { readonly given: MadeUpPassword | undefined }) {
  const { strings, say } = useConsole();
  if (!given) return null;
  const { school } = strings;
  const copy = () =>
    navigator.clipboard.writeText(given.password).then(
      () => say(school.copied),
      () => say(given.password),
    );
  return (
    <div class="card notice" role="status">
      <p>{school.passwordOf(given.name)}</p>
      <code>{given.password}</code>
      <div class="actions">
        <BusyButton kind="quiet" act={copy}>
          {school.copyPassword}
        </BusyButton>
      </div>
    </div>
  );
}

/** What went wrong with a person's form. */
export function describePerson(error: unknown, strings: ConsoleStrings): string {
  const kind = error instanceof ApiProblem ? error.kind : undefined;
  if (kind === "conflict") return strings.school.emailTaken;
  if (kind === "invalid-request") return strings.school.checkPerson;
  if (kind === "forbidden") return strings.school.wrongCurrentPassword;
  return describeProblem(error, strings);
}
