import type { ComponentChildren } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { ApiProblem } from "./api-problem.ts";
import type { Listed } from "./api-types.ts";
import { describeProblem, useConsole } from "./console-context.ts";
import type { ConsoleRoute } from "./console-route.ts";
import { Heading } from "./view-parts.tsx";

type Reading<Value> =
  | { readonly state: "reading" }
  | { readonly state: "failed"; readonly error: unknown }
  | { readonly state: "there"; readonly value: Value };

export interface Loaded<Value> {
  readonly reading: Reading<Value>;
  /** Reads again; what is shown stays until the new value is there. */
  readonly reload: () => Promise<void>;
  /** As `reload`, by itself and in passing: a failure leaves what is shown. */
  readonly refresh: () => Promise<void>;
  /** Changes what is shown, without reading; nothing while nothing is there. */
  readonly change: (edit: (value: Value) => Value) => void;
}

/** Reads when the view opens and whenever `key` changes. An answer that something newer has overtaken is dropped. */
export function useLoaded<Value>(read: () => Promise<Value>, key = ""): Loaded<Value> {
  const { me } = useConsole();
  const [reading, setReading] = useState<Reading<Value>>({ state: "reading" });
  const isSignedOut = useRef(false);
  isSignedOut.current =
    reading.state === "failed" && reading.error instanceof ApiProblem && reading.error.kind === "signed-out";
  const newest = useRef(0);
  const reader = useRef(read);
  reader.current = read;
  const change = useCallback((edit: (value: Value) => Value) => {
    setReading((now) => (now.state === "there" ? { state: "there", value: edit(now.value) } : now));
  }, []);
  const readNow = useCallback(async (keeps: boolean) => {
    const mine = ++newest.current;
    const done = await reader.current().then(
      (value): Reading<Value> => ({ state: "there", value }),
      (error: unknown): Reading<Value> => ({ state: "failed", error }),
    );
    if (mine === newest.current && !(keeps && done.state === "failed")) setReading(done);
  }, []);
  const reload = useCallback(() => readNow(false), [readNow]);
  const refresh = useCallback(() => readNow(true), [readNow]);
  // `key` stands for what is read.
  useEffect(() => {
    void reload();
    return () => {
      newest.current++;
    };
  }, [key, reload]);
  // What a sign-in that had ended kept back is read once somebody is signed in again.
  useEffect(() => {
    if (isSignedOut.current) void reload();
  }, [me, reload]);
  return { reading, reload, refresh, change };
}

interface ShowProps<Value> {
  readonly from: Pick<Loaded<Value>, "reading" | "reload">;
  readonly children: (value: Value) => ComponentChildren;
}

/** Shows a value once it is there; until then that it is on its way, or why it is not coming. */
export function Show<Value>({ from: { reading, reload }, children }: ShowProps<Value>) {
  const { strings } = useConsole();
  if (reading.state === "there") return <>{children(reading.value)}</>;
  if (reading.state === "reading") return <Waiting text={strings.loading} />;
  return (
    <div class="card empty" role="alert">
      <p class="failure">{describeProblem(reading.error, strings)}</p>
      <button type="button" class="primary" onClick={() => void reload()}>
        {strings.tryAgain}
      </button>
    </div>
  );
}

interface ShowViewProps<Value> extends ShowProps<Value> {
  /** Where to go when nothing is there. */
  readonly back: { readonly to: ConsoleRoute; readonly text: string };
}

/** A view that has no heading before the value is there. */
export function ShowView<Value>({ from, back, children }: ShowViewProps<Value>) {
  const { strings } = useConsole();
  return (
    <>
      {from.reading.state === "failed" && <Heading title={strings.notShown} back={back} />}
      <Show from={from}>{children}</Show>
    </>
  );
}

export const Waiting = ({ text }: { readonly text: string }) => (
  <p class="loading" role="status">
    <span class="spinner" aria-hidden="true" />
    {text}
  </p>
);

/** A list that is read page by page; `more` reads the next page and is undefined on the last one. */
export function useList<Item>(read: (cursor?: string) => Promise<Listed<Item>>, key = "") {
  const loaded = useLoaded(() => read(), key);
  const { reading, change } = loaded;
  const nextCursor = reading.state === "there" ? reading.value.nextCursor : null;
  const more = async () => {
    const next = await read(nextCursor ?? undefined);
    change(({ items }) => ({ ...next, items: [...items, ...next.items] }));
  };
  return { ...loaded, more: nextCursor === null ? undefined : more };
}
