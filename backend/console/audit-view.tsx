import { useState } from "preact/hooks";
import type { AuditEvent } from "./api-types.ts";
import { BusyButton } from "./busy-button.tsx";
import { formatTime, useConsole } from "./console-context.ts";
import { Show, useList } from "./loaded.tsx";
import { saveFile } from "./save-file.ts";
import type { AuditQuery } from "./school-api.ts";
import { Chip, Empty, Field, Heading, Table } from "./view-parts.tsx";

const noFilter = { action: "", outcome: "", from: "", until: "" };
type Filter = typeof noFilter;

const toQuery = ({ action, outcome, from, until }: Filter): AuditQuery => ({
  action,
  outcome,
  from: toMoment(from, 0),
  until: toMoment(until, 1),
});

/** Who did what: filtered, exported, verified. */
export function AuditView() {
  const { strings, school } = useConsole();
  const words = strings.school;
  const [query, setQuery] = useState<AuditQuery>({});
  const [verified, setVerified] = useState<{ intact: boolean; text: string }>();
  const events = useList((cursor) => school.auditEvents(query, cursor), JSON.stringify(query));
  const save = async (format: "csv" | "jsonl") =>
    saveFile(await school.exportAudit(query, format), `audit-log.${format}`);
  const verify = async () => {
    const { intact, events, brokenAt } = await school.verifyAudit(query.scope);
    setVerified({ intact, text: intact ? words.intact(events) : words.broken(brokenAt ?? 0) });
  };
  return (
    <>
      <Heading title={strings.sections.audit} about={words.auditAbout}>
        <BusyButton kind="quiet" act={verify}>
          {words.verify}
        </BusyButton>
        <BusyButton kind="quiet" act={() => save("csv")}>
          {words.exportCsv}
        </BusyButton>
        <BusyButton kind="quiet" act={() => save("jsonl")}>
          {words.exportLines}
        </BusyButton>
      </Heading>
      {verified && (
        <p class={verified.intact ? "card notice" : "card notice bad"} role="status">
          {verified.text}
        </p>
      )}
      <AuditFilters show={(filter) => setQuery(toQuery(filter))} />
      <Show from={events}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>{words.nothingRecorded}</Empty>
          ) : (
            <Events items={items} more={events.more} />
          )
        }
      </Show>
    </>
  );
}

function AuditFilters({ show }: { readonly show: (filter: Filter) => void }) {
  const { strings } = useConsole();
  const words = strings.school;
  const [filter, setFilter] = useState<Filter>(noFilter);
  const toBox = (name: keyof Filter) => ({
    value: filter[name],
    onInput: (event: { currentTarget: { value: string } }) =>
      setFilter({ ...filter, [name]: event.currentTarget.value }),
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
      <button type="submit" class="primary">
        {words.filter}
      </button>
    </form>
  );
}

interface EventsProps {
  readonly items: readonly AuditEvent[];
  readonly more: (() => Promise<void>) | undefined;
}

function Events({ items, more }: EventsProps) {
  const { strings, me } = useConsole();
  const words = strings.school;
  return (
    <Table
      label={strings.sections.audit}
      columns={[words.when, words.who, words.what, words.object, words.outcome, words.address]}
      rows={items}
      rowKey={({ id }) => id}
      cells={({ occurredAt, actorKind, actorId, action, objectId, outcome, address }) => [
        formatTime(occurredAt, strings),
        actorId === me.id ? words.you : words.actors[actorKind],
        words.auditActions[action],
        objectId ? <code title={objectId}>…{objectId.slice(-8)}</code> : "—",
        <Chip kind={outcome}>{words.auditOutcomes[outcome]}</Chip>,
        address || "—",
      ]}
      more={more}
    />
  );
}

/** The beginning of a day here, or of the one after it. */
function toMoment(day: string, daysLater: number): string {
  const [year, month, date] = day.split("-").map(Number);
  if (!year || !month || !date) return "";
  return new Date(year, month - 1, date + daysLater).toISOString();
}
