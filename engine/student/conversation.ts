import type { MessageOf } from "./lesson-messages.ts";
import { Store } from "./store.ts";

/** How a turn ended, now or before this connection. */
export type TurnEnd = Pick<MessageOf<"past">, "outcome" | "heard" | "source"> &
  Partial<Pick<MessageOf<"turn-end">, "heardTo" | "latency">>;

/** A source of an answer, which names it as `[number]`. */
export type ShownCitation = MessageOf<"past">["citations"][number] & { readonly text?: string };

/** One question and its answer, as far as it has come. */
export interface ShownTurn {
  readonly key: number;
  /** The engine's number for it; undefined until the engine has it, and for turns of a session before. */
  readonly turn: number | undefined;
  readonly question: string | null;
  readonly answer: string;
  /** `undelivered`: the engine never took it up. */
  readonly stage: "asked" | "undelivered" | "open" | "ended";
  readonly end?: TurnEnd;
  /** What the answer names as its sources; without the passage in turns of before. */
  readonly citations?: readonly ShownCitation[];
  /** What the student thinks of it. */
  readonly rating?: MessageOf<"past">["rating"];
}

/** A line that is nobody's words. */
export interface Trouble {
  readonly key: number;
  readonly trouble: string;
}

export type Entry = ShownTurn | Trouble;

const entriesMax = 200;
/** As much as a turn may hold in the contract; more is not shown. */
const answerMaxChars = 60_000;

const isSamePlace = (one: ShownCitation, other: ShownCitation) =>
  one.number === other.number &&
  one.title === other.title &&
  one.page === other.page &&
  one.headings.join() === other.headings.join();

const isTurn = (entry: Entry): entry is ShownTurn => "stage" in entry;

/** Questions and answers, oldest first; the newest answer grows as it is written. */
export class Conversation {
  readonly entries = new Store<readonly Entry[]>([]);
  #nextKey = 0;

  /** Something is still to be answered. */
  get isAnswering(): boolean {
    return this.#turns.some(({ stage }) => stage === "asked" || stage === "open");
  }

  /** What the tutor says, or has said last. */
  get lastAnswer(): string {
    return this.#turns.findLast(({ answer }) => answer !== "")?.answer ?? "";
  }

  /** The student's words appear at once, before the engine says that it has them. */
  ask(question: string): void {
    this.#add({ turn: undefined, question, answer: "", stage: "asked" });
  }

  /** A turn from before this connection. One that is shown as it was when the connection was lost is shown as it went on. */
  recall(past: MessageOf<"past">): void {
    const { turn, question, answer, heard, rating, citations } = past;
    const known = this.#find(turn);
    if (known?.end?.outcome === "cut") {
      const shown = known.citations ?? [];
      const others = citations.filter(({ number }) => shown.every((each) => each.number !== number));
      // Long answers are shortened on their way.
      const longer = answer.length > known.answer.length ? answer : known.answer;
      this.#replace(known, { answer: longer, end: past, rating, citations: [...shown, ...others] });
    }
    if (known) return;
    this.#add({ turn, question, answer: answer || heard, stage: "ended", end: past, rating, citations });
  }

  start({ turn, question }: MessageOf<"turn">): void {
    const asked = this.#turns.find((entry) => entry.stage === "asked" && entry.question === question);
    const before = this.#find(turn);
    if (asked) this.#replace(asked, { turn, stage: "open" });
    // Nothing of it was heard before the connection was lost: it is given again.
    else if (before) this.#begin(before);
    else this.#add({ turn, question, answer: "", stage: "open" });
  }

  #begin({ key, turn, question }: ShownTurn): void {
    const begun: ShownTurn = { key, turn, question, answer: "", stage: "open" };
    this.entries.value = this.entries.value.map((entry) => (entry.key === key ? begun : entry));
  }

  write({ turn, text }: MessageOf<"delta">): void {
    const entry = this.#find(turn);
    if (!entry || entry.answer.length + text.length > answerMaxChars) return;
    this.#replace(entry, { answer: entry.answer + text });
  }

  /** Comes before the text that names the source. */
  cite({ turn, citation }: MessageOf<"citation">): void {
    const entry = this.#find(turn);
    if (!entry) return;
    const others = entry.citations?.filter(({ number }) => number !== citation.number) ?? [];
    const shown = citation.text === "" ? this.#asShownBefore(citation) : citation;
    this.#replace(entry, { citations: [...others, shown] });
  }

  end(end: MessageOf<"turn-end">): void {
    const entry = this.#find(end.turn);
    if (entry) this.#replace(entry, { stage: "ended", answer: entry.answer || end.heard, end });
  }

  rate(turn: number, rating: NonNullable<ShownTurn["rating"]> | null): void {
    const entry = this.#find(turn);
    if (entry) this.#replace(entry, { rating });
  }

  /** Questions that were not taken up so far, oldest first. */
  get waiting(): readonly string[] {
    return this.#turns.flatMap(({ stage, question }) => (stage === "asked" && question ? [question] : []));
  }

  /** The connection is gone: what was being said stays as far as it came. */
  disconnect(): void {
    const end = { outcome: "cut", heard: "", source: "model" } as const;
    for (const entry of this.#turns)
      if (entry.stage === "open") this.#replace(entry, { stage: "ended", end });
  }

  /** The question that was asked last is not taken up; those before it wait. */
  refuse(): void {
    const entry = this.#turns.findLast(({ stage }) => stage === "asked");
    if (entry) this.#replace(entry, { stage: "undelivered" });
  }

  /** The questions that were not taken up never will be, unless they are asked again. */
  abandon(): void {
    for (const entry of this.#turns)
      if (entry.stage === "asked") this.#replace(entry, { stage: "undelivered" });
  }

  complain(trouble: string): void {
    this.#add({ trouble });
  }

  remove({ key }: Entry): void {
    this.entries.value = this.entries.value.filter((entry) => entry.key !== key);
  }

  /** Another session begins: its turns are counted anew. */
  beginSession(): void {
    for (const entry of this.#turns) this.#replace(entry, { turn: undefined });
  }

  clear(): void {
    this.entries.value = [];
  }

  /** Where an answer goes on, the passages of its sources came with the part before, if the page was there. */
  #asShownBefore({ number, title, page, headings }: ShownCitation): ShownCitation {
    const place: ShownCitation = { number, title, page, headings };
    const known = this.#turns.flatMap(({ citations = [] }) => citations);
    return known.findLast((one) => one.text !== undefined && isSamePlace(one, place)) ?? place;
  }

  get #turns(): readonly ShownTurn[] {
    return this.entries.value.filter(isTurn);
  }

  #find(turn: number): ShownTurn | undefined {
    return this.#turns.findLast((entry) => entry.turn === turn);
  }

  #add(entry: Omit<ShownTurn, "key"> | Omit<Trouble, "key">): void {
    const added = { ...entry, key: this.#nextKey++ };
    this.entries.value = [...this.entries.value, added].slice(-entriesMax);
  }

  #replace(old: ShownTurn, changes: Partial<ShownTurn>): void {
    this.entries.value = this.entries.value.map((entry) =>
      entry.key === old.key ? { ...old, ...changes } : entry,
    );
  }
}
