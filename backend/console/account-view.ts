import type { ConsoleContext } from "./console-context.ts";
import { describeProblem } from "./console-context.ts";
import { make, makeButton } from "./element.ts";
import { makePersonForm } from "./person-form.ts";

/** One's own account: the password, and signing out on all devices. */
export async function openAccount(context: ConsoleContext): Promise<HTMLElement> {
  const { strings, api } = context;
  const words = strings.school;
  const { email, role } = await api.me();
  const form = makePersonForm(
    context,
    [
      {
        name: "currentPassword",
        label: words.currentPassword,
        type: "password",
        required: true,
        autocomplete: "current-password",
      },
      {
        name: "newPassword",
        label: words.newPassword,
        type: "password",
        help: words.passwordRule,
        required: true,
        autocomplete: "new-password",
      },
    ],
    words.changePassword,
    async ({ currentPassword = "", newPassword = "" }) => {
      await api.changePassword(currentPassword, newPassword);
      context.say(words.passwordChanged);
    },
  );
  const everywhere = makeButton("danger-quiet", words.signOutEverywhere, async () => {
    const { signOutEverywhere: title, signOutEverywhereText: text } = words;
    if (!(await context.ask({ title, text, yes: title }))) return;
    await api.signOutEverywhere().catch((error: unknown) => context.say(describeProblem(error, strings)));
  });
  const about = make("p", { class: "muted" }, `${email} · ${words.roles[role]}`);
  return make(
    "div",
    {},
    make("div", { class: "heading" }, make("h1", { tabindex: -1 }, words.account), about),
    form,
    make("div", { class: "actions leaving" }, everywhere),
  );
}
