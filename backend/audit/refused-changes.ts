import type { Contract, Operation } from "../../openapi/binding/contract.ts";
import type { AnyHandler, HandlerContext } from "../../openapi/binding/handler.ts";
import type { ProblemType } from "../../openapi/binding/problem.ts";
import type { Account, StudentAccount } from "../backend-handlers.ts";
import type { Database } from "../database/database.ts";
import { toBackendProblem } from "../problems.ts";
import { RateLimit } from "../rate-limit.ts";
import { toActor } from "./actor.ts";
import { recordAudit } from "./audit-repository.ts";

/** Refusals that say something about whoever asked; a body that does not conform says something about a program. */
const recorded: ReadonlySet<ProblemType> = new Set([
  "forbidden",
  "not-found",
  "conflict",
  "precondition-failed",
]);

/** Refusals that are recorded for one account: whoever is refused again and again does not fill the log. */
const recordLimits = { policy: "refusals-of-account", burst: 200, refillMs: 1000, keysMax: 10_000 };

type Context = HandlerContext<unknown, Account | StudentAccount> & { readonly path: Record<string, string> };

/** Records changes that somebody who is signed in asked for and that were refused. */
export class RefusedChanges {
  readonly #recorded = new RateLimit(recordLimits);

  constructor(
    private readonly db: Database,
    private readonly onError: (error: unknown, operation: string) => void,
  ) {}

  /** The same handlers; those of operations with an audit action record refusals. */
  guard<Handlers extends object>(contract: Contract, handlers: Handlers): Handlers {
    const guarded = Object.values(contract.operations)
      .filter(({ auditAction, security }) => auditAction !== undefined && security.length > 0)
      .map((operation) => {
        // `Handlers` has proved the types; what is wrapped here keeps its own.
        const handler = (handlers as Record<string, unknown>)[operation.id] as AnyHandler;
        return [operation.id, this.#wrap(operation, handler)] as const;
      });
    return { ...handlers, ...Object.fromEntries(guarded) };
  }

  #wrap(operation: Operation, handler: AnyHandler): AnyHandler {
    return async (context) => {
      try {
        return await handler(context);
      } catch (error) {
        const type = toBackendProblem(error)?.type;
        if (type && recorded.has(type)) {
          await this.#record(operation, context as Context, type).catch((failure) =>
            this.onError(failure, operation.id),
          );
        }
        throw error;
      }
    };
  }

  async #record(operation: Operation, { principal, path, address }: Context, reason: string): Promise<void> {
    const actor = toActor(principal, address);
    if (!this.#recorded.tries(actor.id ?? "")) return;
    const action = operation.auditAction ?? operation.id;
    const [kind] = action.split(".");
    const object = path[`${kind}Id`] ?? Object.values(path).at(-1) ?? null;
    const entry = { action, object, outcome: "refused", reason } as const;
    await this.db.write((transaction) => recordAudit(transaction, actor, entry));
  }
}
