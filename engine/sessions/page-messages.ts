import { engineMessages } from "../../generated/engine.contract.ts";
import type { components } from "../../generated/engine.types.ts";
import { Problem } from "../../openapi/binding/problem.ts";
import type { Peer } from "../media/peer.ts";

type EngineMessage = components["schemas"]["EngineMessage"];
type PageMessage = components["schemas"]["PageMessage"];

/** Messages that a page may send in a second before they are answered with a problem instead. */
const messagesPerSecondMax = 20;

/** A text of the data channel as a message of the contract, or what is wrong with it. */
function readPageMessage(text: string): PageMessage | Problem {
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

type Handlers = {
  readonly [Type in PageMessage["type"]]: (message: Extract<PageMessage, { type: Type }>) => void;
};

/** Reads what a page sends, as much of it as a page may send. */
export class PageInbox {
  #times: number[] = [];

  constructor(
    private readonly handlers: Handlers,
    private readonly refuse: (problem: Problem) => void,
  ) {}

  receive(text: string): void {
    const message = readPageMessage(text);
    if (message instanceof Problem) this.refuse(message);
    // Whatever else is too much: a Stop is always heard.
    else if (message.type !== "interrupt" && !this.#mayCome(performance.now()))
      this.refuse(new Problem("too-many-requests", "too many messages in a second"));
    // The handler of a type takes the messages of that type.
    else (this.handlers[message.type] as (message: PageMessage) => void)(message);
  }

  #mayCome(nowMs: number): boolean {
    this.#times = this.#times.filter((time) => nowMs - time < 1_000);
    if (this.#times.length >= messagesPerSecondMax) return false;
    this.#times.push(nowMs);
    return true;
  }
}
