import { useConsole } from "./console-context.ts";
import type { AuditQuery } from "./school-api.ts";
import { Field } from "./view-parts.tsx";

export const noFilter = { action: "", outcome: "", from: "", until: "", scope: "", actor: "", object: "" };
export type AuditFilter = typeof noFilter;

export const toAuditQuery = ({ from, until, ...filter }: AuditFilter): AuditQuery => ({
  ...filter,
  from: toMoment(from, 0),
  until: toMoment(until, 1),
});

/** The beginning of a day here, or of the one after it. */
function toMoment(day: string, daysLater: number): string {
  const [year, month, date] = day.split("-").map(Number);
  if (!year || !month || !date) return "";
  return new Date(year, month - 1, date + daysLater).toISOString();
}

interface AuditFiltersProps {
  readonly filter: AuditFilter;
  readonly write: (filter: AuditFilter) => void;
  readonly show: (filter: AuditFilter) => void;
}

export function AuditFilters({ filter, write, show }: AuditFiltersProps) {
  const { strings, me } = useConsole();
  const words = strings.school;
  const toBox = (name: keyof AuditFilter) => ({
    value: filter[name],
    onInput: (event: { currentTarget: { value: string } }) =>
      write({ ...filter, [name]: event.currentTarget.value }),
  });
  const toOptions = (choices: Readonly<Record<string, string>>) => (
    <>
      <option value="">{words.everything}</option>
      {Object.entries(choices).map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </>
  );
  return (
    <form
      class="card filters"
      onSubmit={(event) => {
        event.preventDefault();
        show(filter);
      }}
    >
      <Field id="action" label={words.what}>
        {(tie) => (
          <select {...tie} {...toBox("action")}>
            {toOptions(words.auditActions)}
          </select>
        )}
      </Field>
      <Field id="outcome" label={words.outcome}>
        {(tie) => (
          <select {...tie} {...toBox("outcome")}>
            {toOptions(words.auditOutcomes)}
          </select>
        )}
      </Field>
      <Field id="from" label={words.from}>
        {(tie) => <input {...tie} type="date" {...toBox("from")} />}
      </Field>
      <Field id="until" label={words.until}>
        {(tie) => <input {...tie} type="date" {...toBox("until")} />}
      </Field>
      {me.role === "owner" && (
        <Field id="scope" label={words.scope}>
          {(tie) => (
            <select {...tie} {...toBox("scope")}>
              <option value="">{words.scopes.own}</option>
              <option value="service">{words.scopes.service}</option>
            </select>
          )}
        </Field>
      )}
      <button type="submit" class="primary">
        {words.filter}
      </button>
    </form>
  );
}
