import { ApiProblem } from "./api-problem.ts";
import { type ConsoleContext, describeProblem } from "./console-context.ts";
import { make } from "./element.ts";

export interface PersonField {
  readonly name: string;
  readonly label: string;
  readonly type: "text" | "email" | "password";
  readonly help?: string;
  readonly required?: boolean;
  readonly autocomplete?: string;
}

/** A short form; `send` gets what is written by the names of the fields. */
export function makePersonForm(
  context: ConsoleContext,
  fields: readonly PersonField[],
  submitText: string,
  send: (values: Readonly<Record<string, string>>) => Promise<void>,
): HTMLFormElement {
  const inputs = fields.map(({ name, type, required, autocomplete = "off" }) =>
    make("input", { id: `person-${name}`, name, type, required, autocomplete, maxlength: 256 }),
  );
  const message = make("p", { class: "message", role: "alert", hidden: true });
  const submit = make("button", { type: "submit", class: "primary" }, submitText);
  const rows = fields.map(({ name, label, help }, index) => {
    const words = help ? [make("p", { class: "muted small", id: `help-${name}` }, help)] : [];
    if (help) inputs[index]!.setAttribute("aria-describedby", `help-${name}`);
    return make(
      "div",
      { class: "field" },
      make("label", { for: `person-${name}` }, label),
      inputs[index]!,
      ...words,
    );
  });
  const form = make(
    "form",
    { class: "card person" },
    ...rows,
    message,
    make("div", { class: "actions" }, submit),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    submit.disabled = true;
    message.hidden = true;
    try {
      await send(Object.fromEntries(inputs.map(({ name, value }) => [name, value])));
      form.reset();
    } catch (error) {
      message.textContent = describePerson(error, context);
      message.hidden = false;
    } finally {
      submit.disabled = false;
    }
  });
  return form;
}

function describePerson(error: unknown, { strings }: ConsoleContext): string {
  const kind = error instanceof ApiProblem ? error.kind : undefined;
  if (kind === "conflict") return strings.school.emailTaken;
  if (kind === "invalid-request") return strings.school.checkPerson;
  if (kind === "forbidden") return strings.school.wrongCurrentPassword;
  return describeProblem(error, strings);
}

/** A password that was made up, to be passed on. */
export function makePasswordNotice(context: ConsoleContext, name: string, password: string): HTMLElement {
  const { school } = context.strings;
  const copy = make("button", { type: "button", class: "quiet" }, school.copyPassword);
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(password).then(
      () => context.say(school.copied),
      () => context.say(password),
    );
  });
  return make(
    "div",
    { class: "card notice", role: "status" },
    make("p", {}, school.passwordOf(name)),
    make("code", {}, password),
    make("div", { class: "actions" }, copy),
  );
}

/** Lets the browser save a file. */
export function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = make("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  URL.revokeObjectURL(url);
}
