import { useState } from "preact/hooks";
import type { AuditEvent } from "./api-types.ts";
import { type AuditFilter, AuditFilters, noFilter, toAuditQuery } from "./audit-filters.tsx";
import { BusyButton } from "./busy-button.tsx";
import { formatTime, useConsole } from "./console-context.ts";
import { Show, useList } from "./loaded.tsx";
import { saveFile } from "./save-file.ts";
import type { AuditQuery } from "./school-api.ts";
import { Chip, Empty, Heading, Table } from "./view-parts.tsx";

/** Who did what: filtered, exported, verified. */
export function AuditView() {
  const { strings, school } = useConsole();
  const words = strings.school;
  const [filter, setFilter] = useState(noFilter);
  const [query, setQuery] = useState<AuditQuery>({});
  const [verified, setVerified] = useState<{ intact: boolean; text: string }>();
  const events = useList((cursor) => school.auditEvents(query, cursor), JSON.stringify(query));
  const show = (now: AuditFilter) => {
    setFilter(now);
    setQuery(toAuditQuery(now));
  };
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
      <AuditFilters filter={filter} write={setFilter} show={show} />
      <NarrowedTo filter={filter} show={show} />
      <Show from={events}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>{words.nothingRecorded}</Empty>
          ) : (
            <Events items={items} more={events.more} narrow={(to) => show({ ...filter, ...to })} />
          )
        }
      </Show>
    </>
  );
}

interface NarrowedToProps {
  readonly filter: AuditFilter;
  readonly show: (filter: AuditFilter) => void;
}

/** Whose deeds are shown, and what was done to what, with a way back to all of them. */
function NarrowedTo({ filter, show }: NarrowedToProps) {
  const { strings } = useConsole();
  const words = strings.school;
  if (!filter.actor && !filter.object) return null;
  return (
    <p class="narrowed">
      {filter.actor && words.onlyActor(filter.actor.slice(-8))}
      {filter.object && words.onlyObject(filter.object.slice(-8))}{" "}
      <button type="button" class="quiet" onClick={() => show({ ...filter, actor: "", object: "" })}>
        {words.showAll}
      </button>
    </p>
  );
}

interface EventsProps {
  readonly items: readonly AuditEvent[];
  readonly more: (() => Promise<void>) | undefined;
  readonly narrow: (to: { actor: string; object: string }) => void;
}

function Events({ items, more, narrow }: EventsProps) {
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
        <IdButton
          id={actorId}
          text={actorId === me.id ? words.you : words.actors[actorKind]}
          label={words.onlyThis}
          press={(actor) => narrow({ actor, object: "" })}
        />,
        words.auditActions[action],
        <IdButton
          id={objectId}
          text={objectId ? `…${objectId.slice(-8)}` : "—"}
          label={words.onlyThis}
          press={(object) => narrow({ actor: "", object })}
        />,
        <Chip kind={outcome}>{words.auditOutcomes[outcome]}</Chip>,
        address || "—",
      ]}
      more={more}
    />
  );
}

const isId = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

interface IdButtonProps {
  readonly id: string | null;
  readonly text: string;
  readonly label: string;
  readonly press: (id: string) => void;
}

/** Leads to everything about this id; plain words where there is none to ask for. */
function IdButton({ id, text, label, press }: IdButtonProps) {
  if (id === null || !isId.test(id)) return <>{text}</>;
  return (
    <button type="button" class="link" title={id} aria-label={`${label}: ${text}`} onClick={() => press(id)}>
      {text}
    </button>
  );
}
