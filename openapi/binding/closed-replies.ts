import type { Reply } from "./handler.ts";

/**
 * TypeScript lets a function's result have more fields than its declared type. These types close the gap: a reply that
 * has a field anywhere which the contract does not declare does not compile.
 */

/** What is compared as a whole and not field by field. */
type Whole =
  | string
  | number
  | boolean
  | bigint
  | symbol
  | null
  | undefined
  | Blob
  | Uint8Array
  | ((...parameters: never[]) => unknown);

type KeysOf<T> = T extends unknown ? keyof T : never;
type FieldOf<T, Key> = T extends unknown ? (Key extends keyof T ? T[Key] : never) : never;
type ItemOf<T> = T extends readonly (infer Item)[] ? Item : never;
type EventOf<T> = T extends AsyncIterable<infer Event> ? Event : never;

/** True where some member of `Actual` has a field that no member of `Declared` has. */
type HasMore<Actual, Declared> = Actual extends Whole
  ? false
  : Actual extends AsyncIterable<infer Event>
    ? HasMore<Event, EventOf<Declared>>
    : Actual extends readonly (infer Item)[]
      ? HasMore<Item, ItemOf<Declared>>
      : string extends KeysOf<Declared>
        ? false
        : [Exclude<keyof Actual, KeysOf<Declared>>] extends [never]
          ? { [Key in keyof Actual]: HasMore<Actual[Key], FieldOf<Declared, Key>> }[keyof Actual]
          : true;

type ResultOf<Handler> = Handler extends (...parameters: never[]) => infer Result ? Awaited<Result> : never;

/** What a handler is told to be when its reply has an undeclared field. */
export interface UndeclaredField<Operation> {
  readonly "the reply has a field that the contract does not declare": Operation;
}

/** Intersect it with the type of a set of handlers: handlers with open replies become impossible. */
export type ClosedReplies<Handlers, Operations> = {
  [Id in keyof Handlers]: Id extends keyof Operations
    ? true extends HasMore<ResultOf<Handlers[Id]>, Reply<Operations[Id]>>
      ? UndeclaredField<Id>
      : unknown
    : unknown;
};
