import type { Viseme } from "../speech/viseme.ts";
import { type AvatarPack, compose } from "./avatar-pack.ts";
import { EyeActor } from "./eye-actor.ts";
import { type EncodedPicture, type Mood, pictureMs, type VideoCodec } from "./face.ts";
import { type EyePose, nearestEyes } from "./face-cells.ts";
import { idleEyes, idlePicturesOf } from "./idle-motion.ts";
import { MouthChooser } from "./mouth-chooser.ts";
import type { MouthShape } from "./mouth-curve.ts";
import { MouthTrack } from "./mouth-track.ts";
import type { EncoderPool, PictureEncoder } from "./picture-encoder.ts";
import { pictureBytes } from "./yuv.ts";

/** Openness beyond which a vowel counts as stressed. */
const stressedOpen = 0.7;

/** What a stream shows and how it is encoded; shared by all streams of a face. */
export interface FaceArt {
  readonly pack: AvatarPack;
  readonly idle: readonly EyePose[];
}

/** A pack with eyes of its own. */
export function toFaceArt(pack: AvatarPack, name: string): FaceArt {
  return { pack, idle: restingEyes(name, pack.loop.length) };
}

/** The eyes of a face at rest, for a loop of so many pictures; the same name gives the same eyes. */
export function restingEyes(name: string, loopLength: number): readonly EyePose[] {
  const seed = Number(Bun.hash(name) & 0x7fffffffn);
  return idleEyes(seed, idlePicturesOf(loopLength));
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
  readonly #chooser: MouthChooser;
  /** Shapes of pictures to come, as far as they were asked for; forgotten when the speech changes. */
  readonly #shapes = new Map<number, MouthShape>();
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
    this.#chooser = new MouthChooser(art.pack.mouths);
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
    this.#chooser.reset();
    this.#shapes.clear();
  }

  advance(number: number): void {
    this.#limit = Math.max(this.#limit, number);
  }

  speak(atMs: number, visemes: readonly Viseme[]): void {
    this.#mouth.speak(atMs, visemes);
    this.#shapes.clear();
  }

  hush(atMs: number): void {
    this.#mouth.hush(atMs);
    this.#shapes.clear();
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
    this.#shapes.delete(number - 1);
    const { open } = this.#shapeOf(number);
    const { pack } = this.art;
    const eyes = nearestEyes(pack.eyes.poses, this.#eyes.next(number, this.#mood, open > stressedOpen));
    const mouth = this.#chooser.next(number, (at) => this.#shapeOf(at));
    compose(this.#canvas, pack, number, { ...mouth, eyes });
    try {
      return { run: this.#run, number, picture: encoder.encode(this.#canvas, key) };
    } catch (error) {
      this.#encoder = undefined;
      this.#running = false;
      encoder[Symbol.dispose]();
      throw error;
    }
  }

  #shapeOf(number: number): MouthShape {
    const known = this.#shapes.get(number);
    if (known) return known;
    const shape = this.#mouth.at(number * pictureMs);
    this.#shapes.set(number, shape);
    return shape;
  }

  [Symbol.dispose](): void {
    this.end();
  }
}
