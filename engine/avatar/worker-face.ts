import type { Viseme } from "../speech/viseme.ts";
import { SupervisedProcess } from "../workers/supervised-process.ts";
import type { OnWorkerEnd } from "../workers/worker-end.ts";
import type { PooledWorker } from "../workers/worker-pool.ts";
import {
  type BitRate,
  bitRates,
  type EncodedPicture,
  type IdleLoop,
  type Mood,
  type Performance,
  type VideoCodec,
} from "./face.ts";
import { toFaceError } from "./face-failure.ts";
import type { Direction, FaceRef, RenderOrder, RenderReport } from "./render-messages.ts";

/** Private streams open at a time in one process; it makes far fewer pictures than they would ask for. */
const performancesMax = 512;
/** Idle streams kept, of one to two MB each. */
const idleLoopsMax = 64;

export interface WorkerTies {
  readonly onEnd?: OnWorkerEnd | undefined;
  /** Faces that the process opens whenever it starts. */
  readonly keptOpen?: (() => Iterable<FaceRef>) | undefined;
}

/** Faces whose pictures a process makes. When it dies, every performance fails and the process starts again. */
export class WorkerFaces implements PooledWorker {
  readonly #worker: SupervisedProcess<RenderOrder, RenderReport>;
  readonly #questions = new Map<number, PromiseWithResolvers<RenderReport>>();
  readonly #performances = new Map<number, WorkerPerformance>();
  readonly #idle = new Map<string, Promise<IdleLoop>>();
  /** Packs that the process may have open; the store has 10 000 at most. */
  readonly #built = new Set<string>();
  #nextId = 1;

  constructor(
    url: URL,
    setup: RenderOrder,
    private readonly ties: WorkerTies = {},
  ) {
    this.#worker = new SupervisedProcess<RenderOrder, RenderReport>({
      ...{ kind: "face", url, setup, onEnd: ties.onEnd },
      onReport: (report) => this.#take(report),
      onDeath: (error) => this.#fail(error),
    });
  }

  get isReady(): boolean {
    return this.#worker.isReady;
  }

  /** Private streams that are open. */
  get load(): number {
    return this.#performances.size;
  }

  /** Resolves when the faces can be shown; rejects with WorkerGone or the signal's reason. */
  ready(signal?: AbortSignal): Promise<void> {
    return this.#worker.ready(signal);
  }

  /** Resolves when the process has the face open, so that nobody waits for that. */
  async open(face: FaceRef): Promise<void> {
    this.#note(face);
    await this.#ask((id) => ({ type: "open", id, face }));
  }

  /** The face at rest as a PNG, 512×512. */
  async facePoster(face: FaceRef): Promise<Uint8Array> {
    this.#note(face);
    const report = await this.#ask((id) => ({ type: "poster", id, face }));
    if (report.type !== "poster") throw new TypeError("the worker answered something else");
    return report.png;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker[Symbol.asyncDispose]();
    this.#fail(new Error("the faces are closed"));
  }

  /** Lets go of the built faces that are not among these. */
  keepOnly(hashes: ReadonlySet<string>): void {
    for (const hash of this.#built) {
      if (hashes.has(hash)) continue;
      this.#built.delete(hash);
      for (const key of this.#idle.keys()) if (key.startsWith(`${hash}/`)) this.#idle.delete(key);
      this.#worker.send({ type: "forget", hash });
    }
  }

  /** Recorded once, then kept. */
  idleOf(face: FaceRef, codec: VideoCodec, bitRate: BitRate = bitRates[0]): Promise<IdleLoop> {
    this.#note(face);
    const key = `${face.hash ?? face.name}/${codec}/${bitRate}`;
    const known = this.#idle.get(key);
    if (known) {
      // The most recently asked for are kept.
      this.#idle.delete(key);
      this.#idle.set(key, known);
      return known;
    }
    const loop = this.#ask((id) => ({ type: "idle", id, face, codec, bitRate })).then((report): IdleLoop => {
      if (report.type !== "idle") throw new TypeError("the worker answered something else");
      return { pictures: report.pictures };
    });
    this.#idle.set(key, loop);
    for (const oldest of this.#idle.keys()) {
      if (this.#idle.size <= idleLoopsMax) break;
      this.#idle.delete(oldest);
    }
    // The next one who asks tries again.
    loop.catch(() => this.#idle.delete(key));
    return loop;
  }

  /** What the worker cannot open fails when pictures are asked for. */
  perform(face: FaceRef, codec: VideoCodec): Performance {
    if (this.#performances.size >= performancesMax) throw new RangeError("too many performances at once");
    this.#note(face);
    const id = this.#nextId++;
    const performance = new WorkerPerformance({
      open: () => this.#worker.send({ type: "perform", id, face, codec }),
      direct: (direction) => this.#worker.send({ type: "direct", id, direction }),
      close: () => this.#performances.delete(id),
    });
    this.#performances.set(id, performance);
    return performance;
  }

  #note({ hash }: FaceRef): void {
    if (hash) this.#built.add(hash);
  }

  async #ask(order: (id: number) => RenderOrder): Promise<RenderReport> {
    await this.#worker.ready();
    const id = this.#nextId++;
    const question = Promise.withResolvers<RenderReport>();
    this.#questions.set(id, question);
    this.#worker.send(order(id));
    return question.promise;
  }

  #take(report: RenderReport): void {
    if (report.type === "picture") {
      this.#performances.get(report.id)?.take(report.run, report.number, report.picture);
    } else if (report.type === "failed") {
      const error = toFaceError(report);
      this.#performances.get(report.id)?.fail(error);
      this.#questions.get(report.id)?.reject(error);
      this.#questions.delete(report.id);
    } else if (report.type === "ready") {
      // Whoever shows it later finds out what is wrong with it.
      for (const face of this.ties.keptOpen?.() ?? []) this.open(face).catch(() => {});
    } else {
      this.#questions.get(report.id)?.resolve(report);
      this.#questions.delete(report.id);
    }
  }

  #fail(error: Error): void {
    const [questions, performances] = [[...this.#questions.values()], [...this.#performances.values()]];
    this.#questions.clear();
    for (const question of questions) question.reject(error);
    for (const performance of performances) performance.fail(error);
  }
}

/** The line from a performance to its worker. */
interface StageLine {
  /** False when there is no worker. */
  open(): boolean;
  direct(direction: Direction): boolean;
  close(): void;
}

class WorkerPerformance implements Performance {
  onPicture: (number: number, picture: EncodedPicture) => void = () => {};
  onFailure: (error: Error) => void = () => {};
  readonly #line: StageLine;
  #state: "new" | "open" | "over" = "new";
  /** Told before the first `begin`, when the worker does not know this performance yet. */
  readonly #mood: { now: Mood } = { now: "idle" };
  #bitRate: BitRate = bitRates[0];
  #run = 0;
  #running = false;

  constructor(line: StageLine) {
    this.#line = line;
  }

  begin(number: number): void {
    if (this.#state === "new") {
      this.#state = "open";
      this.#line.open();
      this.#tell({ to: "mood", mood: this.#mood.now });
      this.#tell({ to: "bit-rate", bitRate: this.#bitRate });
    }
    this.#running = true;
    this.#tell({ to: "begin", run: ++this.#run, number });
  }

  advance(number: number): void {
    this.#tell({ to: "advance", number });
  }

  speak(atMs: number, visemes: readonly Viseme[], asksUntilMs?: number): void {
    this.#tell({ to: "speak", atMs, visemes, asksUntilMs });
  }

  hush(atMs: number): void {
    this.#tell({ to: "hush", atMs });
  }

  setMood(mood: Mood): void {
    this.#mood.now = mood;
    this.#tell({ to: "mood", mood });
  }

  nod(): void {
    this.#tell({ to: "nod" });
  }

  wantKeyPicture(): void {
    this.#tell({ to: "key" });
  }

  setBitRate(bitRate: BitRate): void {
    this.#bitRate = bitRate;
    this.#tell({ to: "bit-rate", bitRate });
  }

  end(): void {
    this.#running = false;
    this.#tell({ to: "end" });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#running = false;
    this.#tell({ to: "dispose" });
    this.#state = "over";
    this.#line.close();
  }

  /** A picture from the worker; those of an earlier `begin` are forgotten. */
  take(run: number, number: number, picture: EncodedPicture): void {
    if (this.#running && run === this.#run) this.onPicture(number, picture);
  }

  fail(error: Error): void {
    if (this.#state === "over") return;
    this.#state = "over";
    this.#running = false;
    this.#line.close();
    this.onFailure(error);
  }

  #tell(direction: Direction): void {
    if (this.#state !== "open" || this.#line.direct(direction)) return;
    // Told later, so that the owner has left the call that found it out.
    queueMicrotask(() => this.fail(new Error("the face's worker is not there")));
  }
}
