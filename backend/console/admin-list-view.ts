import { type ConsoleContext, describeProblem, formatTime } from "./console-context.ts";
import { make, makeButton } from "./element.ts";
import { fillList } from "./more-list.ts";
import { makePasswordNotice, makePersonForm } from "./person-form.ts";
import type { Admin } from "./school-api.ts";

/** All admins, for owners. */
export async function openAdmins(context: ConsoleContext): Promise<HTMLElement> {
  const { strings, school, api } = context;
  const words = strings.school;
  const { id: ownId } = await api.me();
  const notices = make("div", { class: "notices" });
  const body = make("tbody");
  const notice = (name: string, password: string | null) => {
    if (password !== null) notices.replaceChildren(makePasswordNotice(context, name, password));
  };
  const toElement = (admin: Admin) => toRow(admin, context, { ownId, notice });
  const { more } = await fillList(body, context, (cursor?: string) => school.admins(cursor), toElement);
  const form = makePersonForm(
    context,
    [
      { name: "email", label: words.email, type: "email", required: true },
      { name: "password", label: strings.password, type: "text", help: words.passwordHelp },
    ],
    words.addAdmin,
    async ({ email = "", password = "" }) => {
      const { admin, password: madeUp } = await school.addAdmin({
        email: email.trim(),
        role: "admin",
        ...(password ? { password } : {}),
      });
      context.say(words.adminAdded);
      notice(admin.email, madeUp);
      body.prepend(toElement(admin));
    },
  );
  const titles = [words.email, words.role, words.status, words.since, words.actions];
  const head = make("tr", {}, ...titles.map((title) => make("th", { scope: "col" }, title)));
  const table = make("table", {}, make("thead", {}, head), body);
  return make(
    "div",
    {},
    make("div", { class: "heading" }, make("h1", { tabindex: -1 }, words.admins)),
    make("details", { class: "adding" }, make("summary", {}, words.addAdmin), form),
    notices,
    make("div", { class: "card table", tabindex: 0, role: "region", "aria-label": words.admins }, table),
    more,
  );
}

function toRow(
  admin: Admin,
  context: ConsoleContext,
  more: { ownId: string; notice: (name: string, password: string | null) => void },
): HTMLElement {
  const { strings, school } = context;
  const words = strings.school;
  const { id, email, role, status, createdAt } = admin;
  const row = make("tr");
  const orSay = (act: () => Promise<void>) => () =>
    act().catch((error: unknown) => context.say(describeProblem(error, strings)));
  const toggle = status === "active" ? ("disabled" as const) : ("active" as const);
  const buttons = [
    makeButton(
      "quiet",
      toggle === "disabled" ? words.disable : words.enable,
      orSay(async () =>
        row.replaceWith(toRow(await school.updateAdmin(id, { status: toggle }), context, more)),
      ),
    ),
    makeButton(
      "quiet",
      words.newPassword,
      orSay(async () => {
        const question = { title: words.resetTitle(email), text: words.resetText, yes: words.newPassword };
        if (!(await context.ask(question))) return;
        more.notice(email, (await school.resetAdminPassword(id)).password);
      }),
    ),
  ];
  for (const button of buttons) button.setAttribute("aria-label", `${button.textContent}: ${email}`);
  const acts =
    id === more.ownId
      ? make("span", { class: "muted" }, words.you)
      : make("div", { class: "row-actions" }, ...buttons);
  row.append(
    make("td", {}, email),
    make("td", {}, words.roles[role]),
    make("td", {}, make("span", { class: `chip ${status}` }, words.statuses[status])),
    make("td", {}, formatTime(createdAt, strings)),
    make("td", {}, acts),
  );
  return row;
}
