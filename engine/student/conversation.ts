import type { MessageOf } from "./lesson-messages.ts";
import type { PageElements } from "./page-elements.ts";
import type { Strings } from "./strings.ts";
import { TurnView } from "./turn-view.ts";

const turnsMax = 200;
/** Closer to the end than this counts as reading the newest answer. */
const followWithinPx = 80;

/** Questions and answers, oldest first; the newest answer grows as it is written. */
export class Conversation {
  readonly #elements: PageElements;
  readonly #strings: Strings;
  readonly #onAskAgain: (text: string) => boolean;
  readonly #views: TurnView[] = [];
  /** Turns of the running connection by number. */
  readonly #current = new Map<number, TurnView>();
  /** Turns of the session that are shown. */
  readonly #known = new Set<number>();
  /** Questions that the engine has not taken up yet. */
  readonly #asked: TurnView[] = [];
  #following = true;
  tutor = { name: "", language: "" };

  constructor(elements: PageElements, strings: Strings, onAskAgain: (text: string) => boolean) {
    this.#elements = elements;
    this.#strings = strings;
    this.#onAskAgain = onAskAgain;
    const { log, jump } = elements;
    log.addEventListener("scroll", () => {
      this.#following = log.scrollHeight - log.scrollTop - log.clientHeight < followWithinPx;
      if (this.#following) jump.hidden = true;
    });
    jump.addEventListener("click", () => this.#follow({ always: true }));
    new ResizeObserver(() => this.#follow()).observe(log);
  }

  get isEmpty(): boolean {
    return this.#views.length === 0;
  }

  /** Something of the current connection's turns is still open. */
  get isAnswering(): boolean {
    return this.#asked.length > 0 || [...this.#current.values()].some((view) => view.isOpen);
  }

  /** The student's words appear at once, before the engine says that it has them. */
  ask(question: string): void {
    const view = this.#add(question);
    this.#asked.push(view);
    this.#follow({ always: true });
  }

  /** A turn from before this connection, unless it is shown already. */
  recall(past: MessageOf<"past">): void {
    if (this.#known.has(past.turn)) return;
    this.#known.add(past.turn);
    const view = this.#add(past.question);
    view.open();
    view.write(past.answer);
    view.close(past);
    this.#follow();
  }

  start({ turn, question }: MessageOf<"turn">): void {
    const asked = this.#asked.findIndex((view) => view.question === question);
    const view = asked < 0 ? this.#add(question) : this.#asked.splice(asked, 1)[0]!;
    view.open();
    this.#known.add(turn);
    this.#current.set(turn, view);
    this.#follow();
  }

  write({ turn, text }: MessageOf<"delta">): void {
    this.#current.get(turn)?.write(text);
    this.#follow();
  }

  end(message: MessageOf<"turn-end">): void {
    this.#current.get(message.turn)?.close(message);
    this.#follow();
  }

  /** The connection is gone: what was being said stays as far as it came, what was not taken up can be asked again. */
  disconnect(): void {
    for (const view of this.#current.values()) view.cutOff();
    this.#current.clear();
    this.refuse();
  }

  /** The questions that were not taken up never will be; they can be asked again. */
  refuse(): void {
    for (const view of this.#asked.splice(0)) {
      view.offerAgain((question) => {
        if (this.#onAskAgain(question)) this.#remove(view);
      });
    }
    this.#follow();
  }

  /** Another session begins: its turns are counted anew. */
  beginSession(): void {
    this.#known.clear();
  }

  /** A line that is nobody's words. */
  complain(text: string): void {
    const item = document.createElement("li");
    item.className = "trouble";
    item.textContent = text;
    this.#elements.turns.append(item);
    this.#follow();
  }

  #add(question: string | null): TurnView {
    const view = new TurnView(question, this.tutor, this.#strings);
    this.#views.push(view);
    this.#elements.turns.append(view.element);
    this.#elements.logHint.hidden = true;
    if (this.#views.length > turnsMax) this.#remove(this.#views[0]!);
    return view;
  }

  #remove(view: TurnView): void {
    view.element.remove();
    this.#views.splice(this.#views.indexOf(view), 1);
  }

  #follow({ always = false } = {}): void {
    const { log, jump } = this.#elements;
    if (always) this.#following = true;
    if (this.#following) log.scrollTop = log.scrollHeight;
    jump.hidden = this.#following;
  }
}
