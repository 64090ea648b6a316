import { type ConsoleContext, describeProblem, formatTime } from "./console-context.ts";
import { make, makeButton } from "./element.ts";
import { fillList } from "./more-list.ts";
import { saveFile } from "./person-form.ts";
import type { AuditEvent, AuditQuery } from "./school-api.ts";

/** Who did what: filtered, exported, verified. */
export async function openAudit(context: ConsoleContext): Promise<HTMLElement> {
  const { strings, school, api } = context;
  const words = strings.school;
  const { id: ownId } = await api.me();
  const action = makeSelect("action", words.auditActions, words.everything);
  const outcome = makeSelect("outcome", words.auditOutcomes, words.everything);
  const from = make("input", { type: "date", id: "from" });
  const until = make("input", { type: "date", id: "until" });
  const readQuery = (): AuditQuery => ({
    action: action.value,
    outcome: outcome.value,
    from: toMoment(from.value, 0),
    until: toMoment(until.value, 1),
  });
  const list = make("div");
  const result = make("div", { class: "notices" });
  const show = async () => list.replaceChildren(...(await makeTable(context, readQuery(), ownId)));
  await show();
  const orSay = (act: () => Promise<void>) => () =>
    act().catch((error: unknown) => context.say(describeProblem(error, strings)));
  const save = (format: "csv" | "jsonl") =>
    orSay(async () => saveFile(await school.exportAudit(readQuery(), format), `audit-log.${format}`));
  const filters = make(
    "form",
    { class: "card filters" },
    ...[
      [words.what, action] as const,
      [words.outcome, outcome] as const,
      [words.from, from] as const,
      [words.until, until] as const,
    ].map(([label, input]) =>
      make("div", { class: "field" }, make("label", { for: input.id }, label), input),
    ),
    make("button", { type: "submit", class: "primary" }, words.filter),
  );
  filters.addEventListener("submit", (event) => {
    event.preventDefault();
    void orSay(show)();
  });
  const verify = orSay(async () => {
    const { intact, events, brokenAt } = await school.verifyAudit();
    const text = intact ? words.intact(events) : words.broken(brokenAt ?? 0);
    result.replaceChildren(make("p", { class: `card notice ${intact ? "" : "bad"}`, role: "status" }, text));
  });
  const buttons = make(
    "div",
    { class: "actions" },
    makeButton("quiet", words.verify, verify),
    makeButton("quiet", words.exportCsv, save("csv")),
    makeButton("quiet", words.exportLines, save("jsonl")),
  );
  const title = make(
    "div",
    {},
    make("h1", { tabindex: -1 }, words.audit),
    make("p", { class: "muted" }, words.auditAbout),
  );
  return make("div", {}, make("div", { class: "heading" }, title, buttons), result, filters, list);
}

function makeSelect(id: string, choices: Readonly<Record<string, string>>, all: string): HTMLSelectElement {
  const options = Object.entries(choices).map(([value, text]) => make("option", { value }, text));
  return make("select", { id }, make("option", { value: "" }, all), ...options);
}

/** The beginning of a day here, or of the one after it. */
function toMoment(day: string, daysLater: number): string {
  const [year, month, date] = day.split("-").map(Number);
  if (!year || !month || !date) return "";
  return new Date(year, month - 1, date + daysLater).toISOString();
}

async function makeTable(context: ConsoleContext, query: AuditQuery, ownId: string): Promise<HTMLElement[]> {
  const words = context.strings.school;
  const body = make("tbody");
  const read = (cursor?: string) => context.school.auditEvents(query, cursor);
  const { isEmpty, more } = await fillList(body, context, read, (event) => toRow(event, context, ownId));
  if (isEmpty) return [make("p", { class: "card empty" }, words.nothingRecorded)];
  const titles = [words.when, words.who, words.what, words.object, words.outcome, words.address];
  const head = make("tr", {}, ...titles.map((title) => make("th", { scope: "col" }, title)));
  const table = make("table", {}, make("thead", {}, head), body);
  return [
    make("div", { class: "card table", tabindex: 0, role: "region", "aria-label": words.audit }, table),
    more,
  ];
}

function toRow(event: AuditEvent, { strings }: ConsoleContext, ownId: string): HTMLElement {
  const words = strings.school;
  const { occurredAt, actorKind, actorId, action, objectId, outcome, address } = event;
  const who = actorId === ownId ? words.you : words.actors[actorKind];
  return make(
    "tr",
    {},
    make("td", {}, formatTime(occurredAt, strings)),
    make("td", {}, who),
    make("td", {}, words.auditActions[action]),
    make("td", {}, objectId ? make("code", { title: objectId }, `…${objectId.slice(-8)}`) : "—"),
    make("td", {}, make("span", { class: `chip ${outcome}` }, words.auditOutcomes[outcome])),
    make("td", {}, address || "—"),
  );
}
