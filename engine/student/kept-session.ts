/** What goes on with a session after a reload of the page. */
export interface KeptSession {
  readonly sessionId: string;
  /** A guest's only proof; students who have signed in need none. */
  readonly secret?: string | undefined;
  /** The number of its last turn, as far as the page knows. */
  readonly lastTurn?: number | undefined;
}

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** A tutor's session in this tab: kept over reloads, forgotten when the student ends the lesson. */
export class SessionKeeper {
  readonly #name: string;
  #session: KeptSession | undefined;

  /** `store` is undefined where the browser keeps nothing. */
  constructor(
    tutorId: string,
    private readonly store: Store | undefined,
  ) {
    this.#name = `lesson/${tutorId}`;
    this.#session = read(store?.getItem(this.#name));
  }

  get session(): KeptSession | undefined {
    return this.#session;
  }

  keep(session: KeptSession): void {
    this.#session = session;
    try {
      this.store?.setItem(this.#name, JSON.stringify(session));
    } catch {
      // A full store loses the reload, not the lesson.
    }
  }

  /** A turn of the session has begun. */
  noteTurn(turn: number): void {
    if (this.#session && turn > (this.#session.lastTurn ?? -1))
      this.keep({ ...this.#session, lastTurn: turn });
  }

  forget(): void {
    this.#session = undefined;
    this.store?.removeItem(this.#name);
  }
}

function read(text: string | null | undefined): KeptSession | undefined {
  try {
    const { sessionId, secret, lastTurn } = JSON.parse(text ?? "null") as Record<string, unknown>;
    if (typeof sessionId !== "string") return undefined;
    return {
      sessionId,
      ...(typeof secret === "string" && { secret }),
      ...(isTurn(lastTurn) && { lastTurn }),
    };
  } catch {
    return undefined;
  }
}

const isTurn = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** A store of the browser, which may be forbidden. */
export function openStore(which: "localStorage" | "sessionStorage"): Storage | undefined {
  try {
    return window[which];
  } catch {
    return undefined;
  }
}
