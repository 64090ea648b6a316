import { networkOf } from "../../deploy/ip-address.ts";
import type { Contract, Operation } from "../../openapi/binding/contract.ts";
import type { AnyHandler, AnyReply, HandlerContext } from "../../openapi/binding/handler.ts";
import type { Database } from "../database/database.ts";
import { DatabaseUnavailable, UniqueViolation } from "../database/database-errors.ts";
import { RateExceeded, RateLimit } from "../rate-limit.ts";
import {
  countKeptReplies,
  deleteKeptRepliesBefore,
  deleteKeptReply,
  findKeptReply,
  insertKeptReply,
  type ReplyKey,
  updateKeptReply,
} from "./kept-replies-repository.ts";
import { hashOf, openReply, sealReply } from "./sealed-reply.ts";

/** The same request is being answered. */
export class RequestInFlight extends Error {
  override readonly name = "RequestInFlight";
}

/** The key came with another request before. */
export class KeyReused extends Error {
  override readonly name = "KeyReused";
}

/** How long a reply is kept. */
const keptMs = 24 * 3600 * 1000;
/** A request that is not answered after this was cut off, by the end of its process. */
const inFlightMaxMs = 60_000;
/** Replies that are kept for one account. */
const repliesMax = 2000;
/** As `repliesMax`, for all guests of one address, which may be that of a whole school. */
const repliesToGuestsMax = 20_000;
/** Keeping a reply costs a write, so guests are counted before. */
const guestLimits = { policy: "visits-of-address", burst: 120, refillMs: 1000, keysMax: 10_000 };
const fullRetrySeconds = 3600;

/** Ids of accounts are UUIDs and never begin like this. */
const guestHolder = "guest ";
const headerName = "idempotency-key";

type Context = HandlerContext<unknown, unknown> & { readonly headers: Record<string, string | undefined> };

/**
 * Makes creations repeatable (draft-ietf-httpapi-idempotency-key-header-07): every operation of the contract that takes an
 * Idempotency-Key. A request that fails is not kept, so that it can be tried again.
 */
export class Idempotency {
  readonly #guestsOfAddress = new RateLimit(guestLimits);

  constructor(
    private readonly db: Database,
    private readonly now: () => number = Date.now,
  ) {}

  /** The same handlers; those of creations answer a repetition with what they answered before. */
  guard<Handlers extends object>(contract: Contract, handlers: Handlers): Handlers {
    const guarded = Object.values(contract.operations)
      .filter(({ parameters }) => parameters.header?.names.includes(headerName))
      .map((operation) => {
        // `Handlers` has proved the types; what is wrapped here keeps its own.
        const handler = (handlers as Record<string, unknown>)[operation.id] as AnyHandler;
        return [operation.id, this.#wrap(operation, handler)] as const;
      });
    return { ...handlers, ...Object.fromEntries(guarded) };
  }

  #wrap(operation: Operation, handler: AnyHandler): AnyHandler {
    return async (given) => {
      const context = given as Context;
      const idempotencyKey = context.headers[headerName];
      if (idempotencyKey === undefined) return handler(context);
      if (context.principal === undefined) this.#guestsOfAddress.take(networkOf(context.address));
      const holder = toHolder(context);
      const key = { holder, operation: operation.id, keyHash: hashOf(idempotencyKey) };
      const requestHash = hashOf(JSON.stringify([context.path, context.query, context.body ?? null]));
      const kept = await this.#begin(key, requestHash);
      if (kept !== undefined) return JSON.parse(openReply(kept, idempotencyKey, holder)) as AnyReply;
      const reply = await this.#answer(key, () => handler(context));
      const sealed = sealReply(JSON.stringify(reply), idempotencyKey, holder);
      await this.db
        .write((transaction) => updateKeptReply(transaction, key, sealed))
        .catch((error) => {
          // It is done and is said to be; a repetition is told to wait and then does it again.
          if (!(error instanceof DatabaseUnavailable)) throw error;
        });
      return reply;
    };
  }

  async #answer(key: ReplyKey, answer: () => AnyReply | Promise<AnyReply>): Promise<AnyReply> {
    try {
      return await answer();
    } catch (error) {
      await this.db.write((transaction) => deleteKeptReply(transaction, key));
      throw error;
    }
  }

  /** The reply that is kept; undefined: the request is to be answered now. Throws RequestInFlight, KeyReused. */
  async #begin(key: ReplyKey, requestHash: string): Promise<string | undefined> {
    const startedAt = new Date(this.now());
    try {
      await this.db.write(async (transaction) => {
        await deleteKeptRepliesBefore(transaction, new Date(this.now() - keptMs));
        const known = await findKeptReply(transaction, key);
        const isCutOff = known?.reply === null && this.now() - known.startedAt.getTime() > inFlightMaxMs;
        if (isCutOff) await deleteKeptReply(transaction, key);
        const keptMax = key.holder.startsWith(guestHolder) ? repliesToGuestsMax : repliesMax;
        if ((await countKeptReplies(transaction, key.holder)) >= keptMax) {
          throw new RateExceeded(fullRetrySeconds);
        }
        await insertKeptReply(transaction, { ...key, requestHash, reply: null, startedAt });
      });
      return undefined;
    } catch (error) {
      if (!(error instanceof UniqueViolation)) throw error;
    }
    const known = await findKeptReply(this.db, key);
    if (known && known.requestHash !== requestHash) throw new KeyReused();
    if (!known?.reply) throw new RequestInFlight();
    return known.reply;
  }
}

/** The account that a reply is kept for; of guests only their address is known, and whoever has the key is the one who made it. */
function toHolder({ principal, address }: Context): string {
  if (principal === undefined) return `${guestHolder}${address}`;
  const { studentId, adminId } = principal as { studentId?: string; adminId: string };
  return studentId ?? adminId;
}
