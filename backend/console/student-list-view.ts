import { type ConsoleContext, describeProblem, formatTime } from "./console-context.ts";
import { toHash } from "./console-route.ts";
import { make, makeButton } from "./element.ts";
import { fillList } from "./more-list.ts";
import { makePasswordNotice, makePersonForm, saveFile } from "./person-form.ts";
import type { Student } from "./school-api.ts";

/** How long somebody pauses before the search begins, in ms. */
const searchPauseMs = 250;

/** A tutor's students: searched, added, disabled, deleted. */
export async function openStudents(context: ConsoleContext, tutorId: string): Promise<HTMLElement> {
  const { strings, api, school } = context;
  const words = strings.school;
  const { tutor } = await api.tutor(tutorId);
  const notices = make("div", { class: "notices" });
  const list = make("div");
  const search = make("input", { type: "search", id: "search", maxlength: 80, autocomplete: "off" });
  const notice = (element: HTMLElement) => notices.replaceChildren(element);
  const show = async () => {
    list.replaceChildren(...(await makeTable(context, tutorId, search.value.trim(), notice)));
  };
  let pause: ReturnType<typeof setTimeout> | undefined;
  search.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(
      () => show().catch((error) => context.say(describeProblem(error, strings))),
      searchPauseMs,
    );
  });
  await show();
  const form = makePersonForm(
    context,
    [
      { name: "name", label: words.name, type: "text", required: true },
      { name: "email", label: words.email, type: "email", required: true },
      { name: "password", label: strings.password, type: "text", help: words.passwordHelp },
    ],
    words.addStudent,
    async ({ name = "", email = "", password = "" }) => {
      const fields = { name, email: email.trim(), ...(password ? { password } : {}) };
      const created = await school.addStudent(tutorId, fields);
      context.say(words.studentAdded);
      if (created.password !== null) notice(makePasswordNotice(context, name, created.password));
      await show();
    },
  );
  const importLink = make(
    "a",
    { class: "button quiet", href: toHash({ view: "import", tutorId }) },
    words.importStudents,
  );
  return make(
    "div",
    {},
    make("a", { class: "back", href: toHash({ view: "tutor", tutorId }) }, `← ${tutor.name}`),
    make("div", { class: "heading" }, make("h1", { tabindex: -1 }, words.studentsOf(tutor.name)), importLink),
    make("details", { class: "adding" }, make("summary", {}, words.addStudent), form),
    notices,
    make("div", { class: "field searching" }, make("label", { for: "search" }, words.search), search),
    list,
  );
}

async function makeTable(
  context: ConsoleContext,
  tutorId: string,
  search: string,
  notice: (element: HTMLElement) => void,
): Promise<HTMLElement[]> {
  const { strings, school } = context;
  const words = strings.school;
  const body = make("tbody");
  const read = (cursor?: string) => school.students(tutorId, search, cursor);
  const { isEmpty, more } = await fillList(body, context, read, (student) => toRow(student, context, notice));
  if (isEmpty) {
    return [make("p", { class: "card empty" }, search === "" ? words.noStudents : words.nobodyFound)];
  }
  const titles = [words.name, words.email, words.status, words.since, words.actions];
  const head = make("tr", {}, ...titles.map((title) => make("th", { scope: "col" }, title)));
  const table = make("table", {}, make("thead", {}, head), body);
  return [
    make("div", { class: "card table", tabindex: 0, role: "region", "aria-label": words.students }, table),
    more,
  ];
}

function toRow(
  student: Student,
  context: ConsoleContext,
  notice: (element: HTMLElement) => void,
): HTMLElement {
  const { strings, school } = context;
  const words = strings.school;
  const { id: studentId, tutorId, name, email, status, createdAt } = student;
  const orSay = (act: () => Promise<void>) => () =>
    act().catch((error: unknown) => context.say(describeProblem(error, strings)));
  const row = make("tr");
  const replace = (changed: Student) => row.replaceWith(toRow(changed, context, notice));
  const toggle = status === "active" ? ("disabled" as const) : ("active" as const);
  const buttons = [
    makeButton(
      "quiet",
      toggle === "disabled" ? words.disable : words.enable,
      orSay(async () => replace(await school.updateStudent(student, { status: toggle }))),
    ),
    makeButton(
      "quiet",
      words.newPassword,
      orSay(async () => {
        const question = { title: words.resetTitle(name), text: words.resetText, yes: words.newPassword };
        if (!(await context.ask(question))) return;
        const { password } = await school.resetStudentPassword(student);
        if (password !== null) notice(makePasswordNotice(context, name, password));
      }),
    ),
    makeButton(
      "quiet",
      words.exportData,
      orSay(async () => saveFile(await school.exportStudent(student), `student-${studentId}.jsonl`)),
    ),
    makeButton(
      "danger-quiet",
      strings.delete,
      orSay(async () => {
        const question = {
          title: strings.deleteTitle(name),
          text: words.deleteStudentText,
          yes: strings.delete,
        };
        if (!(await context.ask(question))) return;
        await school.deleteStudent(student);
        row.remove();
      }),
    ),
  ];
  for (const button of buttons) button.setAttribute("aria-label", `${button.textContent}: ${name}`);
  const href = toHash({ view: "student-sessions", tutorId, studentId });
  row.append(
    make("td", {}, make("a", { href }, name)),
    make("td", {}, email),
    make("td", {}, make("span", { class: `chip ${status}` }, words.statuses[status])),
    make("td", {}, formatTime(createdAt, strings)),
    make("td", {}, make("div", { class: "row-actions" }, ...buttons)),
  );
  return row;
}
