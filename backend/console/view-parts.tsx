import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { BusyButton } from "./busy-button.tsx";
import { useConsole } from "./console-context.ts";
import { type ConsoleRoute, toHash } from "./console-route.ts";

interface HeadingProps {
  readonly title: string;
  readonly about?: ComponentChildren;
  readonly back?: { readonly to: ConsoleRoute; readonly text: string };
  /** What can be done here. */
  readonly children?: ComponentChildren;
}

/** The heading of a view: where the reader is put when the view opens. */
export function Heading({ title, about, back, children }: HeadingProps) {
  const { strings } = useConsole();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    document.title = `${title} · ${strings.consoleTitle}`;
  }, [title, strings]);
  return (
    <header class="heading">
      {back && (
        <a class="back" href={toHash(back.to)}>
          ← {back.text}
        </a>
      )}
      <div class="title">
        <h1 tabIndex={-1} ref={heading}>
          {title}
        </h1>
        {about && <p class="muted">{about}</p>}
      </div>
      {children && <div class="actions">{children}</div>}
    </header>
  );
}

export const Chip = ({ kind, children }: { readonly kind?: string; readonly children: string }) => (
  <span class={kind ? `chip ${kind}` : "chip"}>{children}</span>
);

interface TableProps<Row> {
  readonly label: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** One cell for each column. */
  readonly cells: (row: Row) => readonly ComponentChildren[];
  readonly more?: (() => Promise<void>) | undefined;
}

/** A table; in a narrow window each row becomes a card whose cells say their column. */
export function Table<Row>({ label, columns, rows, rowKey, cells, more }: TableProps<Row>) {
  return (
    <>
      <div class="card table">
        <table aria-label={label}>
          <thead>
            <tr>
              {columns.map((title) => (
                <th scope="col" key={title}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={rowKey(row)}>
                {cells(row).map((cell, column) => (
                  <td key={columns[column]} data-column={columns[column]}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <MoreButton more={more} />
    </>
  );
}

/** Reads the next page of a list; nothing on the last one. */
export function MoreButton({ more }: { readonly more: (() => Promise<void>) | undefined }) {
  const { strings } = useConsole();
  if (!more) return null;
  return (
    <div class="more">
      <BusyButton kind="quiet" act={more}>
        {strings.loadMore}
      </BusyButton>
    </div>
  );
}

export const Empty = ({ children }: { readonly children: ComponentChildren }) => (
  <div class="card empty">{children}</div>
);

export interface Option {
  readonly value: string;
  readonly text: string;
}

interface FieldProps {
  readonly id: string;
  readonly label: ComponentChildren;
  readonly help?: string | undefined;
  readonly error?: string | undefined;
  readonly wide?: boolean;
  /** Gets what ties it to its label, its help and its error. */
  readonly children: (tie: {
    id: string;
    "aria-describedby"?: string;
    "aria-invalid"?: true;
  }) => ComponentChildren;
}

/** A box with its label, its help and what is wrong with it. */
export function Field({ id, label, help, error, wide, children }: FieldProps) {
  const said = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div class={wide ? "field wide" : "field"}>
      <label for={id}>{label}</label>
      {children({
        id,
        ...(said ? { "aria-describedby": said } : {}),
        ...(error ? { "aria-invalid": true as const } : {}),
      })}
      {help && (
        <p class="muted small" id={`${id}-help`}>
          {help}
        </p>
      )}
      {error && (
        <p class="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}
