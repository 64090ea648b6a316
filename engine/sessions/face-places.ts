import type { components } from "../../generated/engine.types.ts";

type Queue = components["schemas"]["Queue"];

/** Lessons with a face that ended last, whose length tells how long others wait. */
const lengthsKept = 20;

export interface FacePlacesMax {
  readonly facesMax: number;
  /** Sessions that may wait for a face. */
  readonly waitingMax: number;
}

/** A session's right to a face, or its place in the line for one. */
export interface FacePlace extends Disposable {
  /** Undefined: there is a face for it. */
  readonly queue: Queue | undefined;
  /** Its place in the line has changed, or it has got its face. */
  onChange: (() => void) | undefined;
}

/** Who has a face of this process, and who waits for one: whoever came first gets the next. */
export class FacePlaces {
  /** By session, in the order in which they came. */
  readonly #seats = new Map<string, Seat>();
  readonly #lengthsMs: number[] = [];

  constructor(
    private readonly max: FacePlacesMax,
    private readonly now: () => number = () => performance.now(),
  ) {}

  get faceCount(): number {
    return this.#all.length - this.#line.length;
  }

  get waitingCount(): number {
    return this.#line.length;
  }

  /**
   * Undefined: every face is taken, and nobody may wait (any more). A session that has a place keeps it: what is taken
   * here is the same one, until everybody who took it has disposed of it.
   */
  take(sessionId: string, { mayWait }: { mayWait: boolean }): FacePlace | undefined {
    const seat = this.#seats.get(sessionId) ?? this.#newSeat();
    if (!seat || (seat.hasFaceSinceMs === undefined && !mayWait)) return undefined;
    this.#seats.set(sessionId, seat);
    seat.holders++;
    return new HeldPlace(
      seat,
      () => this.#queueOf(seat),
      () => this.#release(sessionId, seat),
    );
  }

  get #all(): readonly Seat[] {
    return [...this.#seats.values()];
  }

  get #line(): readonly Seat[] {
    return this.#all.filter(({ hasFaceSinceMs }) => hasFaceSinceMs === undefined);
  }

  #newSeat(): Seat | undefined {
    const { facesMax, waitingMax } = this.max;
    if (this.faceCount < facesMax) return { holders: 0, hasFaceSinceMs: this.now(), changed: new Set() };
    return this.waitingCount < waitingMax
      ? { holders: 0, hasFaceSinceMs: undefined, changed: new Set() }
      : undefined;
  }

  /** Faces come free one after the other, each after the usual length of a lesson. */
  #queueOf(seat: Seat): Queue | undefined {
    if (seat.hasFaceSinceMs !== undefined) return undefined;
    const place = this.#line.indexOf(seat) + 1;
    const lengths = this.#lengthsMs;
    const meanMs = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
    return {
      place,
      expectedMs: lengths.length > 0 ? Math.round((meanMs * place) / this.max.facesMax) : null,
    };
  }

  #release(sessionId: string, seat: Seat): void {
    if (--seat.holders > 0) return;
    this.#seats.delete(sessionId);
    if (seat.hasFaceSinceMs !== undefined) {
      this.#lengthsMs.push(this.now() - seat.hasFaceSinceMs);
      if (this.#lengthsMs.length > lengthsKept) this.#lengthsMs.shift();
    }
    const line = this.#line;
    const next = this.faceCount < this.max.facesMax ? line[0] : undefined;
    if (next) next.hasFaceSinceMs = this.now();
    for (const { changed } of line) for (const tell of changed) tell();
  }
}

interface Seat {
  /** A lesson, and another that takes over from it. */
  holders: number;
  hasFaceSinceMs: number | undefined;
  readonly changed: Set<() => void>;
}

class HeldPlace implements FacePlace {
  onChange: (() => void) | undefined;
  #isHeld = true;
  readonly #tell = () => this.onChange?.();

  constructor(
    private readonly seat: Seat,
    private readonly readQueue: () => Queue | undefined,
    private readonly release: () => void,
  ) {
    seat.changed.add(this.#tell);
  }

  get queue(): Queue | undefined {
    return this.readQueue();
  }

  [Symbol.dispose](): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.seat.changed.delete(this.#tell);
    this.release();
  }
}
