import { engineMessages } from "../../generated/engine.contract.ts";
import type { components } from "../../generated/engine.types.ts";
import { Problem } from "../../openapi/binding/problem.ts";

export type PageMessage = components["schemas"]["PageMessage"];

/** Questions and pings a page may send in a second before they are answered with a problem instead. */
const messagesPerSecondMax = 20;

/** A text of the data channel as a message of the contract, or what is wrong with it. */
export function readPageMessage(text: string): PageMessage | Problem {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch (cause) {
    return new Problem("invalid-json", undefined, { cause });
  }
  if (engineMessages.PageMessage(message)) return message as PageMessage;
  return new Problem("invalid-request", "the message does not conform to the contract");
}

/** How many messages a page may send. */
export class MessageAllowance {
  #times: number[] = [];

  /** False when there were too many in the second before. */
  take(nowMs: number): boolean {
    this.#times = this.#times.filter((time) => nowMs - time < 1_000);
    if (this.#times.length >= messagesPerSecondMax) return false;
    this.#times.push(nowMs);
    return true;
  }
}
