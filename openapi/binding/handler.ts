import type { UploadedFile } from "./form-reader.ts";
import type { ServerSentEvent } from "./server-sent-events.ts";

/**
 * Types of handlers, taken from openapi-typescript's `operations` and nothing else: a status, a header or a
 * body that the contract does not declare does not compile.
 */

type OperationMap<Operations> = { [Id in keyof Operations]: unknown };

type Parameters<Operation, Place extends string> = Operation extends { parameters: infer P }
  ? Place extends keyof P
    ? [P[Place]] extends [undefined]
      ? Record<never, never>
      : NonNullable<P[Place]>
    : Record<never, never>
  : Record<never, never>;

type LowerKeys<T> = { [Key in keyof T as Key extends string ? Lowercase<Key> : Key]: T[Key] };

type BodyContent<Operation> = Operation extends { requestBody?: infer Body }
  ? NonNullable<Body> extends { content: infer Content }
    ? Content
    : never
  : never;

type IsUnion<T, Whole = T> = [T] extends [never]
  ? false
  : T extends Whole
    ? [Whole] extends [T]
      ? false
      : true
    : false;

/** A file in a request's body is not held in memory: it comes as a stream, and so does the file of a form. */
type Received<Value> = Value extends Blob
  ? AsyncIterable<Uint8Array>
  : Value extends object
    ? {
        [Key in keyof Value]: Value[Key] extends Blob | undefined
          ? UploadedFile | OnlyUndefined<Value[Key]>
          : Value[Key];
      }
    : Value;
type OnlyUndefined<Value> = undefined extends Value ? undefined : never;

/** One media type: its value. Several: `{ type, value }`, so that the handler can tell which came. */
type Body<Operation> = [BodyContent<Operation>] extends [never]
  ? undefined
  : IsUnion<keyof BodyContent<Operation>> extends true
    ? {
        [Type in keyof BodyContent<Operation>]: { type: Type; value: Received<BodyContent<Operation>[Type]> };
      }[keyof BodyContent<Operation>]
    : Received<BodyContent<Operation>[keyof BodyContent<Operation>]>;

type NamedKeys<T> = { [Key in keyof T as string extends Key ? never : Key]: T[Key] };

type ReplyHeaders<Response> = Response extends { headers: infer Headers }
  ? Record<never, never> extends NamedKeys<Headers>
    ? { headers?: NamedKeys<Headers> }
    : { headers: NamedKeys<Headers> }
  : Record<never, never>;

/** A file in an answer may be sent while it is made. */
type Sent<Value> = Value extends Blob ? Blob | ReadableStream<Uint8Array> : Value;

type ReplyBody<Response> = Response extends { content: infer Content }
  ? IsUnion<keyof Content> extends true
    ? { [Type in keyof Content]: { type: Type; body: Sent<Content[Type]> } }[keyof Content]
    : { body: Sent<Content[keyof Content]> }
  : { body?: undefined };

type Flat<T> = T extends unknown ? { [Key in keyof T]: T[Key] } : never;

/** Problems are thrown, so a handler returns only what the contract declares below 400. */
type SuccessStatus<Responses> = {
  [Status in keyof Responses]: Responses[Status] extends { content: { "application/problem+json": unknown } }
    ? never
    : Status;
}[keyof Responses];

export type Reply<Operation> = Operation extends { responses: infer Responses }
  ? {
      [Status in SuccessStatus<Responses>]: Flat<
        { status: Status } & ReplyHeaders<Responses[Status]> & ReplyBody<Responses[Status]>
      >;
    }[SuccessStatus<Responses>]
  : never;

/** Accepts or refuses a request; undefined means that these credentials are not for this scheme or not valid. */
export type Authenticator<Principal> = (
  request: Request,
) => Promise<Principal | undefined> | Principal | undefined;

export type Authenticators = Readonly<Record<string, Authenticator<unknown>>>;

type PrincipalOf<Schemes, Auth extends Authenticators> = [Schemes] extends [never]
  ? undefined
  : Schemes extends keyof Auth
    ? NonNullable<Awaited<ReturnType<Auth[Schemes]>>>
    : never;

export interface HandlerContext<Operation, Principal> {
  readonly path: Parameters<Operation, "path">;
  readonly query: Parameters<Operation, "query">;
  readonly headers: LowerKeys<Parameters<Operation, "header">>;
  readonly body: Body<Operation>;
  readonly principal: Principal;
  readonly request: Request;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
  /** The client's address as the socket shows it. */
  readonly address: string;
}

export type Handler<Operation, Principal> = (
  context: HandlerContext<Operation, Principal>,
) => Reply<Operation> | Promise<Reply<Operation>>;

/** One handler for every operation; `Security` names the schemes of each operation. */
export type Handlers<Operations extends OperationMap<Operations>, Security, Auth extends Authenticators> = {
  [Id in keyof Operations]: Handler<
    Operations[Id],
    PrincipalOf<Id extends keyof Security ? Security[Id] : never, Auth>
  >;
};

/** What the binding sees of a handler's reply once its types are gone. */
export interface AnyReply {
  status: number;
  headers?: Record<string, string | number | undefined>;
  type?: string;
  body?: unknown;
}

export type AnyHandler = (context: HandlerContext<unknown, unknown>) => AnyReply | Promise<AnyReply>;

export type EventStream = AsyncIterable<ServerSentEvent<unknown>>;
