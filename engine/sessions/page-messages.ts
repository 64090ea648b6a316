import { engineMessages } from "../../generated/engine.contract.ts";
import type { components } from "../../generated/engine.types.ts";
import { Problem } from "../../openapi/binding/problem.ts";
import type { Peer } from "../media/peer.ts";

type EngineMessage = components["schemas"]["EngineMessage"];
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

/** A message that breaks the contract is not sent; `onError` hears of it. */
export function sendTo(
  peer: Pick<Peer, "send">,
  message: EngineMessage,
  onError: (error: unknown) => void,
): void {
  if (engineMessages.EngineMessage(message)) peer.send(JSON.stringify(message));
  else onError(new Error(`a ${message.type} message breaks the contract`));
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
