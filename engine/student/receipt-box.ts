const receiptsMax = 20;
const name = "receipts";

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Turns that nobody has said to be stored yet, signed by the engine, kept over reloads. The oldest go first. */
export class ReceiptBox {
  #receipts: Map<string, string>;
  #isSaved = true;

  /** `store` is undefined where the browser keeps nothing. */
  constructor(private readonly store: Store | undefined) {
    this.#receipts = new Map(read(store?.getItem(name)));
  }

  get all(): string[] {
    this.#load();
    return [...this.#receipts.values()];
  }

  add(sessionId: string, turn: number, receipt: string): void {
    this.#load();
    this.#receipts.set(`${sessionId}/${turn}`, receipt);
    if (this.#receipts.size > receiptsMax) this.#receipts.delete(this.#receipts.keys().next().value!);
    this.#save();
  }

  forget(sessionId: string, turn: number): void {
    this.#load();
    if (this.#receipts.delete(`${sessionId}/${turn}`)) this.#save();
  }

  /** These have been delivered. */
  redeemed(receipts: readonly string[]): void {
    this.#load();
    for (const [key, receipt] of this.#receipts) if (receipts.includes(receipt)) this.#receipts.delete(key);
    this.#save();
  }

  /** Another tab may have added to them; a store that was full has not what is here. */
  #load(): void {
    if (this.store && this.#isSaved) this.#receipts = new Map(read(this.store.getItem(name)));
  }

  #save(): void {
    try {
      if (this.#receipts.size === 0) this.store?.removeItem(name);
      else this.store?.setItem(name, JSON.stringify([...this.#receipts]));
      this.#isSaved = true;
    } catch {
      // A full store keeps what it had.
      this.#isSaved = false;
    }
  }
}

function read(text: string | null | undefined): [string, string][] {
  try {
    const entries: unknown = JSON.parse(text ?? "[]");
    const isEntry = (entry: unknown): entry is [string, string] =>
      Array.isArray(entry) && entry.length === 2 && entry.every((part) => typeof part === "string");
    return Array.isArray(entries) ? entries.filter(isEntry).slice(-receiptsMax) : [];
  } catch {
    return [];
  }
}
