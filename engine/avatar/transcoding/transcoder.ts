import { SupervisedProcess } from "../../workers/supervised-process.ts";
import type { OnWorkerEnd } from "../../workers/worker-end.ts";
import type { VideoCodec } from "../face.ts";
import type { RemotePerformance } from "../remote-face.ts";
import type { TranscodeOrder, TranscodeReport } from "./transcode-messages.ts";

/** Heads at a time: each takes a tenth of a core, and they share one. */
export const streamsMax = 8;
/** Pictures on their way through the worker. When it does not keep pace the rest is dropped up to the next key picture. */
const underwayMax = 6;

/** Shows a remote face to a browser without its codec: pictures are decoded and encoded, sound goes through as it is. */
export class Transcoder implements AsyncDisposable {
  readonly #streams = new Map<number, TranscodedPerformance>();
  readonly #worker: SupervisedProcess<TranscodeOrder, TranscodeReport>;
  #nextId = 0;

  constructor(onEnd?: OnWorkerEnd) {
    this.#worker = new SupervisedProcess<TranscodeOrder, TranscodeReport>({
      ...{ kind: "transcoder", url: new URL("./transcode-worker.ts", import.meta.url), onEnd },
      setup: { type: "setup" },
      onReport: (report) => this.#take(report),
      onDeath: () => {
        for (const stream of this.#streams.values()) stream.fail();
      },
    });
  }

  /** The same head in another codec; disposing of it disposes of `performance`. Rejects when there are too many already. */
  async transcode(
    performance: RemotePerformance,
    from: VideoCodec,
    to: VideoCodec,
  ): Promise<RemotePerformance> {
    await this.#worker.ready();
    if (this.#streams.size >= streamsMax) throw new RangeError("too many pictures are transcoded");
    const id = this.#nextId++;
    const stream = new TranscodedPerformance(performance, {
      send: (order) => this.#worker.send({ ...order, id }),
      close: () => this.#streams.delete(id),
    });
    this.#streams.set(id, stream);
    this.#worker.send({ type: "open", id, from, to });
    return stream;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker[Symbol.asyncDispose]();
  }

  #take(report: TranscodeReport): void {
    if (report.type === "picture") this.#streams.get(report.id)?.take(report);
    else if (report.type === "failed") this.#streams.get(report.id)?.fail();
  }
}

type StreamOrder =
  | { type: "picture"; number: number; data: Uint8Array }
  | { type: "key" }
  | { type: "rate"; bitsPerSecond: number }
  | { type: "drop" };

interface StreamLine {
  send(order: StreamOrder): void;
  close(): void;
}

class TranscodedPerformance implements RemotePerformance {
  onPicture: RemotePerformance["onPicture"];
  readonly closed: Promise<void>;
  readonly #failed = Promise.withResolvers<void>();
  /** The time of each picture that the worker has. */
  readonly #underway = new Map<number, number>();
  #number = 0;
  #awaitsKey = true;
  #over = false;

  constructor(
    private readonly inner: RemotePerformance,
    private readonly line: StreamLine,
  ) {
    this.closed = Promise.race([inner.closed, this.#failed.promise]);
    inner.onPicture = (picture, key, atMs) => this.#send(picture, key, atMs);
  }

  get announces() {
    return this.inner.announces;
  }

  get composing() {
    return this.inner.composing;
  }

  get onSound() {
    return this.inner.onSound;
  }

  set onSound(listener) {
    this.inner.onSound = listener;
  }

  get onSpeech() {
    return this.inner.onSpeech;
  }

  set onSpeech(listener) {
    this.inner.onSpeech = listener;
  }

  get onMaintenance() {
    return this.inner.onMaintenance;
  }

  set onMaintenance(listener) {
    this.inner.onMaintenance = listener;
  }

  say(text: string, interrupt: boolean): Promise<void> {
    return this.inner.say(text, interrupt);
  }

  sayPackets(packets: readonly Uint8Array[]): Promise<void> {
    return this.inner.sayPackets(packets);
  }

  interrupt(): Promise<void> {
    return this.inner.interrupt();
  }

  wantKeyPicture(): void {
    this.line.send({ type: "key" });
  }

  limitRate(bitsPerSecond: number): void {
    this.inner.limitRate(bitsPerSecond);
    this.line.send({ type: "rate", bitsPerSecond });
  }

  take({ number, data, key }: { number: number; data: Uint8Array | undefined; key: boolean }): void {
    const atMs = this.#underway.get(number);
    this.#underway.delete(number);
    if (data && atMs !== undefined && !this.#over) this.onPicture?.(data, key, atMs);
  }

  fail(): void {
    this.#failed.resolve();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#over) {
      this.#over = true;
      this.line.send({ type: "drop" });
      this.line.close();
    }
    await this.inner[Symbol.asyncDispose]();
  }

  #send(data: Uint8Array, key: boolean, atMs: number): void {
    if (this.#underway.size >= underwayMax) this.#awaitsKey = true;
    if (this.#awaitsKey && (!key || this.#underway.size >= underwayMax)) {
      this.inner.wantKeyPicture();
      return;
    }
    this.#awaitsKey = false;
    const number = this.#number++;
    this.#underway.set(number, atMs);
    this.line.send({ type: "picture", number, data });
  }
}
