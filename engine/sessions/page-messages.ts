import { engineMessages } from "../../generated/engine.contract.ts";
import { PageMessage as isPageMessage } from "../../generated/engine.peers.js";
import type { components } from "../../generated/engine.types.ts";
import { parseJson } from "../../openapi/binding/json-text.ts";
import { Problem } from "../../openapi/binding/problem.ts";
import type { TooManyQuestions } from "../chat/question-limit.ts";
import type { Peer } from "../media/peer.ts";

type EngineMessage = components["schemas"]["EngineMessage"];
type PageMessage = components["schemas"]["PageMessage"];

/** Messages that a page may send in a second, Stops apart, before they are answered with a problem instead. */
const messagesPerSecondMax = 20;

/** No Stop is longer. What is longer than this when a page has sent too much is refused unread. */
const stopMaxChars = 64;

/**
 * A text of the data channel as a message of the contract, or what is wrong with it. Undefined: a message of a type that is not among
 * `types`, as a page of a later release may send; it goes on without an answer.
 */
function readPageMessage(text: string, types: object): PageMessage | Problem | undefined {
  try {
    const message = parseJson(text);
    if (isPageMessage(message)) return message as PageMessage;
    if (isOfUnknownType(message, types)) return undefined;
    return new Problem("invalid-request", "the message does not conform to the contract");
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

function isOfUnknownType(message: unknown, types: object): boolean {
  const hasType = typeof message === "object" && message !== null && "type" in message;
  return hasType && typeof message.type === "string" && !Object.hasOwn(types, message.type);
}

/** What the page is told of a refusal, and of when to try again. */
export function toProblemMessage(error: Problem | TooManyQuestions): components["schemas"]["ProblemMessage"] {
  if (error instanceof Problem) return { type: "problem", problem: error.toBody() };
  const problem = new Problem("too-many-requests", error.message).toBody();
  return { type: "problem", problem, retryAfterMs: Math.ceil(error.retryAfterMs) };
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
    const nowMs = performance.now();
    this.#times = this.#times.filter((time) => nowMs - time < 1_000);
    const isTooMuch = this.#times.length >= messagesPerSecondMax;
    const message =
      isTooMuch && text.length > stopMaxChars ? tooMuch() : readPageMessage(text, this.handlers);
    // Whatever else is too much: a Stop is always heard, and leaves room for the question after it.
    const isStop = message !== undefined && !(message instanceof Problem) && message.type === "interrupt";
    // What cannot be read counts as well: reading it is the work.
    if (!isStop && !isTooMuch) this.#times.push(nowMs);
    if (message instanceof Problem) this.refuse(message);
    else if (isTooMuch && !isStop) this.refuse(tooMuch());
    // The handler of a type takes the messages of that type.
    else if (message) (this.handlers[message.type] as (message: PageMessage) => void)(message);
  }
}

const tooMuch = () => new Problem("too-many-requests", "too many messages in a second");
