import type { Viseme } from "../speech/viseme.ts";
import { EyeActor } from "./eye-actor.ts";
import { type EncodedPicture, type Mood, pictureMs, type VideoCodec } from "./face.ts";
import type { EyePose } from "./face-cells.ts";
import { compose, type FacePack } from "./face-pack.ts";
import { MouthTrack } from "./mouth-track.ts";
import type { EncoderPool, PictureEncoder } from "./picture-encoder.ts";
import { pictureBytes } from "./yuv.ts";

/** Openness beyond which a vowel counts as stressed. */
const stressedOpen = 0.7;

/** What a stream shows and how it is encoded; shared by all streams of a face. */
export interface FaceArt {
  readonly pack: FacePack;
  readonly idle: readonly EyePose[];
}

export interface NumberedPicture {
  /** Which `begin` it belongs to. */
  readonly run: number;
  readonly number: number;
  readonly picture: EncodedPicture;
}

/** The pictures of one student's private stream, made one at a time. The same orders give the same bytes. */
export class FaceStream implements Disposable {
  readonly #canvas = new Uint8Array(pictureBytes);
  readonly #mouth = new MouthTrack();
  readonly #eyes: EyeActor;
  #encoder: PictureEncoder | undefined;
  #mood: Mood = "idle";
  #run = 0;
  #next = 0;
  #limit = -1;
  #keyWanted = false;
  #running = false;

  constructor(
    readonly art: FaceArt,
    readonly codec: VideoCodec,
    readonly encoders: EncoderPool,
  ) {
    this.#eyes = new EyeActor(art.idle);
  }

  /** Whether the next picture may be made. */
  get due(): boolean {
    return this.#running && this.#next <= this.#limit;
  }

  begin(run: number, number: number): void {
    this.#run = run;
    this.#next = number;
    this.#limit = number - 1;
    this.#keyWanted = true;
    this.#running = true;
    this.#eyes.reset();
  }

  advance(number: number): void {
    this.#limit = Math.max(this.#limit, number);
  }

  speak(atMs: number, visemes: readonly Viseme[]): void {
    this.#mouth.speak(atMs, visemes);
  }

  hush(atMs: number): void {
    this.#mouth.hush(atMs);
  }

  setMood(mood: Mood): void {
    this.#mood = mood;
  }

  wantKeyPicture(): void {
    this.#keyWanted = true;
  }

  end(): void {
    this.#running = false;
    if (this.#encoder) this.encoders.giveBack(this.#encoder);
    this.#encoder = undefined;
  }

  /** Makes the next picture; undefined when the stream ended meanwhile. Rejects when the encoder fails. */
  async make(): Promise<NumberedPicture | undefined> {
    const encoder = this.#encoder ?? (await this.encoders.take(this.codec));
    if (!this.due) {
      if (encoder !== this.#encoder) this.encoders.giveBack(encoder);
      return undefined;
    }
    this.#encoder = encoder;
    const number = this.#next++;
    const key = this.#keyWanted;
    this.#keyWanted = false;
    const mouth = this.#mouth.at(number * pictureMs);
    const eyes = this.#eyes.next(number, this.#mood, mouth.open > stressedOpen);
    compose(this.#canvas, this.art.pack, number, { mouth, eyes });
    try {
      return { run: this.#run, number, picture: encoder.encode(this.#canvas, key) };
    } catch (error) {
      this.#encoder = undefined;
      this.#running = false;
      encoder[Symbol.dispose]();
      throw error;
    }
  }

  [Symbol.dispose](): void {
    this.end();
  }
}
