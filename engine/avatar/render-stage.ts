import { setImmediate } from "node:timers/promises";
import { EncoderPool, type PictureFormat } from "./encoding/picture-encoder.ts";
import type { IdleLoop, VideoCodec } from "./face.ts";
import { type FaceArt, FaceStream, type NumberedPicture } from "./face-stream.ts";
import { recordIdle } from "./idle-library.ts";

export interface StageListener {
  onPicture(id: number, made: NumberedPicture): void;
  /** The stream is closed already. */
  onFailure(id: number, error: unknown): void;
}

interface Recording {
  readonly pictures: AsyncGenerator<void, IdleLoop>;
  readonly result: PromiseWithResolvers<IdleLoop>;
}

/** Pictures of one stream that are made in one go, so that they travel together. */
const picturesInARow = 3;

/** Makes pictures as long as any is due: a few for each stream in turn, then one of an idle stream. */
export class RenderStage implements AsyncDisposable {
  readonly #encoders = new EncoderPool();
  readonly #streams = new Map<number, FaceStream>();
  readonly #recordings: Recording[] = [];
  readonly #working: Promise<void>;
  #wake = Promise.withResolvers<void>();
  #closing = false;

  constructor(readonly listener: StageListener) {
    this.#working = this.#work();
  }

  open(id: number, art: FaceArt, codec: VideoCodec): void {
    this.#streams.set(id, new FaceStream(art, codec, this.#encoders));
  }

  find(id: number): FaceStream | undefined {
    return this.#streams.get(id);
  }

  /** Whether any stream shows this art. */
  shows(art: FaceArt): boolean {
    return [...this.#streams.values()].some((stream) => stream.art === art);
  }

  /** To be called after a stream was told something. */
  wake(): void {
    this.#wake.resolve();
  }

  drop(id: number): void {
    this.#streams.get(id)?.[Symbol.dispose]();
    this.#streams.delete(id);
  }

  record(art: FaceArt, format: PictureFormat): Promise<IdleLoop> {
    const result = Promise.withResolvers<IdleLoop>();
    this.#recordings.push({ pictures: recordIdle(art, format, this.#encoders), result });
    this.wake();
    return result.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing = true;
    this.wake();
    await this.#working;
    for (const id of [...this.#streams.keys()]) this.drop(id);
    for (const { pictures, result } of this.#recordings.splice(0)) {
      await pictures.return({ pictures: [] });
      result.reject(new Error("the stage is closed"));
    }
    this.#encoders[Symbol.dispose]();
  }

  async #work(): Promise<void> {
    while (!this.#closing) {
      const due = [...this.#streams].filter(([, stream]) => stream.due);
      if (due.length === 0 && this.#recordings.length === 0) {
        await this.#wake.promise;
        this.#wake = Promise.withResolvers();
        continue;
      }
      for (const [id, stream] of due) {
        for (let made = 0; made < picturesInARow && stream.due; made++) await this.#makePicture(id, stream);
      }
      await this.#recordPicture();
      // Lets directions in.
      await setImmediate();
    }
  }

  async #makePicture(id: number, stream: FaceStream): Promise<void> {
    try {
      const made = await stream.make();
      if (made) this.listener.onPicture(id, made);
    } catch (error) {
      this.drop(id);
      this.listener.onFailure(id, error);
    }
  }

  async #recordPicture(): Promise<void> {
    const recording = this.#recordings[0];
    if (!recording) return;
    try {
      const { done, value } = await recording.pictures.next();
      if (!done) return;
      recording.result.resolve(value);
    } catch (error) {
      recording.result.reject(error);
    }
    this.#recordings.shift();
  }
}
