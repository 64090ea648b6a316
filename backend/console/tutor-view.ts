import type { TaggedTutor } from "./api-client.ts";
import { ApiProblem } from "./api-problem.ts";
import { type ConsoleContext, describeProblem } from "./console-context.ts";
import { toHash } from "./console-route.ts";
import { make, makeButton } from "./element.ts";
import { newTutor, toChanges } from "./tutor-fields.ts";
import { TutorForm } from "./tutor-form.ts";

/** The form of a new tutor. */
export function openNewTutor(context: ConsoleContext): HTMLElement {
  const { strings, api } = context;
  const form = new TutorForm(strings);
  form.fill(newTutor);
  let created = false;
  context.guard(() => !created && JSON.stringify(form.read()) !== JSON.stringify(newTutor));
  const message = makeMessage();
  const save = makeSaveButton(strings.create);
  return layOut(context, strings.newTutor, form, message, [save], async () => {
    try {
      const { id: tutorId } = await api.createTutor(form.read());
      created = true;
      context.say(strings.created);
      context.go({ view: "tutor", tutorId });
    } catch (error) {
      showFailure(error, form, message, context);
    }
  });
}

/** The form of a tutor that is there. */
export async function openTutor(context: ConsoleContext, tutorId: string): Promise<HTMLElement> {
  const { strings, api, engineUrl } = context;
  let loaded = await api.tutor(tutorId);
  let gone = false;
  const form = new TutorForm(strings);
  form.fill(loaded.tutor);
  const changes = () => toChanges(loaded.tutor, form.read());
  context.guard(() => !gone && Object.keys(changes()).length > 0);
  const message = makeMessage();
  const { name } = loaded.tutor;

  const take = (tagged: TaggedTutor) => {
    loaded = tagged;
    form.fill(tagged.tutor);
    message.hidden = true;
  };
  const save = async (entityTag: string) => {
    const changed = changes();
    if (Object.keys(changed).length === 0) return context.say(strings.nothingChanged);
    try {
      take(await api.updateTutor(tutorId, entityTag, changed));
      context.say(strings.saved);
    } catch (error) {
      if (error instanceof ApiProblem && error.kind === "precondition-failed") showConflict();
      else showFailure(error, form, message, context);
    }
  };
  const orSay = (act: () => Promise<void>) => () =>
    act().catch((error: unknown) => context.say(describeProblem(error, strings)));
  const showConflict = () => {
    const saveMine = async () => save((await api.tutor(tutorId)).entityTag);
    const loadNewest = async () => take(await api.tutor(tutorId));
    showMessage(
      message,
      make("strong", {}, strings.conflictTitle),
      make("p", {}, strings.conflictText),
      make(
        "div",
        { class: "actions" },
        makeButton("primary", strings.saveMine, orSay(saveMine)),
        makeButton("quiet", strings.loadNewest, orSay(loadNewest)),
      ),
    );
  };
  const remove = makeButton("danger-quiet", strings.delete, async () => {
    const question = { title: strings.deleteTitle(name), text: strings.deleteText, yes: strings.delete };
    if (!(await context.ask(question))) return;
    await orSay(async () => {
      await api.deleteTutor(tutorId);
      gone = true;
      context.say(strings.deleted);
      context.go({ view: "tutors" });
    })();
  });
  const links = [
    make("a", { class: "button quiet", href: toHash({ view: "sessions", tutorId }) }, strings.sessions),
    make(
      "a",
      { class: "button quiet", href: `${engineUrl}/tutors/${tutorId}`, target: "_blank", rel: "noopener" },
      `${strings.studentPage} ↗`,
    ),
  ];
  const buttons = [makeSaveButton(strings.save), remove];
  return layOut(context, name, form, message, buttons, () => save(loaded.entityTag), links);
}

function layOut(
  { strings }: ConsoleContext,
  title: string,
  form: TutorForm,
  message: HTMLElement,
  buttons: readonly HTMLElement[],
  submit: () => Promise<void>,
  links: readonly HTMLElement[] = [],
): HTMLElement {
  const back = make("a", { class: "back", href: toHash({ view: "tutors" }) }, `← ${strings.tutors}`);
  const heading = make(
    "div",
    { class: "heading" },
    make("h1", { tabindex: -1 }, title),
    make("div", { class: "actions" }, ...links),
  );
  const footer = make("div", { class: "save-bar" }, message, make("div", { class: "actions" }, ...buttons));
  const element = make("form", { novalidate: true }, form.element, footer);
  let busy = false;
  element.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    message.hidden = true;
    form.showErrors([]);
    await submit().finally(() => {
      busy = false;
    });
  });
  return make("div", {}, back, heading, element);
}

function showFailure(
  error: unknown,
  form: TutorForm,
  message: HTMLElement,
  { strings }: ConsoleContext,
): void {
  const invalid = error instanceof ApiProblem && error.kind === "invalid-request";
  if (!invalid) {
    showMessage(message, describeProblem(error, strings));
    return;
  }
  const homeless = form.showErrors(error.errors).map(({ pointer, detail }) => ` ${pointer} ${detail}.`);
  showMessage(message, strings.checkFields, ...homeless);
}

const makeMessage = () => make("div", { class: "message", role: "alert", hidden: true });

const makeSaveButton = (text: string) => make("button", { type: "submit", class: "primary" }, text);

function showMessage(message: HTMLElement, ...parts: readonly (Node | string)[]): void {
  message.replaceChildren(...parts);
  message.hidden = false;
}
