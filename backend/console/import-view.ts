import { ApiProblem } from "./api-problem.ts";
import { type ConsoleContext, describeProblem } from "./console-context.ts";
import { toHash } from "./console-route.ts";
import { make, makeButton } from "./element.ts";
import { saveFile } from "./person-form.ts";
import type { ImportReport } from "./school-api.ts";

/** Adding students from a file, with what became of each row. */
export async function openImport(context: ConsoleContext, tutorId: string): Promise<HTMLElement> {
  const { strings, api } = context;
  const words = strings.school;
  const { tutor } = await api.tutor(tutorId);
  const file = make("input", { type: "file", id: "file", accept: ".csv,text/csv", required: true });
  const skip = make("input", { type: "checkbox", id: "skip-invalid" });
  const message = make("p", { class: "message", role: "alert", hidden: true });
  const progress = make("p", { class: "muted", role: "status" });
  const submit = make("button", { type: "submit", class: "primary" }, words.startImport);
  const report = make("div");
  const form = make(
    "form",
    { class: "card person" },
    make("p", { class: "muted" }, words.importAbout),
    make("div", { class: "field" }, make("label", { for: "file" }, words.file), file),
    make("div", { class: "check" }, skip, make("label", { for: "skip-invalid" }, words.skipInvalid)),
    message,
    progress,
    make("div", { class: "actions" }, submit),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const [chosen] = file.files ?? [];
    if (!chosen) return;
    submit.disabled = true;
    message.hidden = true;
    progress.textContent = words.importing;
    try {
      // Read here and now: the file may be changed between two tries.
      const content = new Blob([await chosen.arrayBuffer()]);
      report.replaceChildren(
        ...toReport(await context.school.importStudents(tutorId, content, skip.checked), context),
      );
    } catch (error) {
      const isTable = !(error instanceof ApiProblem && error.kind === "invalid-request");
      message.textContent = isTable ? describeProblem(error, strings) : words.notATable;
      message.hidden = false;
      report.replaceChildren();
    } finally {
      submit.disabled = false;
      progress.textContent = "";
    }
  });
  return make(
    "div",
    {},
    make(
      "a",
      { class: "back", href: toHash({ view: "students", tutorId }) },
      `← ${words.studentsOf(tutor.name)}`,
    ),
    make("div", { class: "heading" }, make("h1", { tabindex: -1 }, words.importStudents)),
    form,
    report,
  );
}

function toReport(report: ImportReport, context: ConsoleContext): HTMLElement[] {
  const words = context.strings.school;
  const { imported, invalid, rows } = report;
  const isDone = imported > 0;
  const summary = make(
    "div",
    { class: `card notice ${isDone ? "" : "bad"}`, role: "status" },
    make("p", {}, isDone ? words.imported(imported) : words.nothingImported(invalid)),
  );
  if (rows.some(({ password }) => password !== null)) {
    const save = makeButton("quiet", words.downloadPasswords, () => {
      const lines = rows.flatMap(({ email, password }) => (password === null ? [] : `${email},${password}`));
      saveFile(
        new Blob([`${["email,password", ...lines].join("\r\n")}\r\n`], { type: "text/csv" }),
        "passwords.csv",
      );
    });
    summary.append(make("div", { class: "actions" }, save));
  }
  const titles = [words.line, words.email, words.name, words.outcome, words.madeUp];
  const head = make("tr", {}, ...titles.map((title) => make("th", { scope: "col" }, title)));
  const body = rows.map(({ line, email, name, outcome, faults, password }) =>
    make(
      "tr",
      {},
      make("td", {}, String(line)),
      make("td", {}, email),
      make("td", {}, name),
      make(
        "td",
        {},
        make("span", { class: `chip ${outcome}` }, words.outcomes[outcome]),
        make("span", { class: "faults" }, faults.map((fault) => words.faults[fault]).join("; ")),
      ),
      make("td", {}, make("code", {}, password ?? "")),
    ),
  );
  const table = make("table", {}, make("thead", {}, head), make("tbody", {}, ...body));
  const region = { class: "card table", tabindex: 0, role: "region", "aria-label": words.outcome };
  return [summary, make("div", region, table)];
}
