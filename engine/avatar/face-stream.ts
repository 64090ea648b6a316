import type { Viseme } from "../speech/viseme.ts";
import { type AvatarPack, compose, type Look } from "./avatar-pack.ts";
import type { EncoderPool, PictureEncoder } from "./encoding/picture-encoder.ts";
import { repeatedPicture } from "./encoding/repeated-picture.ts";
import {
  type BitRate,
  bitRates,
  type EncodedPicture,
  type Mood,
  pictureMs,
  type VideoCodec,
} from "./face.ts";
import { type EyePose, nearestEyes, restEyes } from "./face-cells.ts";
import { EyeActor } from "./motion/eye-actor.ts";
import { HeadActor, type HeadLean, isLeanAlike, upright } from "./motion/head-actor.ts";
import { LeaningHead } from "./motion/head-lean.ts";
import { holdCalmPoses } from "./motion/held-poses.ts";
import { idleEyes, idlePicturesOf } from "./motion/idle-motion.ts";
import { MouthChooser } from "./motion/mouth-chooser.ts";
import type { MouthShape } from "./motion/mouth-curve.ts";
import { MouthTrack } from "./motion/mouth-track.ts";
import { QuestionTrack } from "./motion/question-track.ts";
import { canvas } from "./pixels/pixel-loops.ts";

/** Openness beyond which a vowel counts as stressed. */
const stressedOpen = 0.7;

/** What a stream shows and how it is encoded; shared by all streams of a face. */
export interface FaceArt {
  readonly pack: AvatarPack;
  readonly idle: readonly EyePose[];
}

/** A pack with eyes of its own. */
export async function toFaceArt(pack: AvatarPack, name: string): Promise<FaceArt> {
  return { pack: await holdCalmPoses(pack), idle: idleEyesOf(pack, name) };
}

/** Footage looks about by itself, and mostly blinks: then once round the loop is all there is to see. */
function idleEyesOf({ kind, blinks, loop }: AvatarPack, name: string): readonly EyePose[] {
  if (kind === "video" && blinks) return loop.map(() => restEyes);
  const eyes = restingEyes(name, loop.length);
  return kind === "video" ? eyes.map(({ blink }) => ({ ...restEyes, blink })) : eyes;
}

/** The eyes of a face at rest, for a loop of so many pictures; the same name gives the same eyes. */
export function restingEyes(name: string, loopLength: number): readonly EyePose[] {
  return idleEyes(Number(Bun.hash(name) & 0x7fffffffn), idlePicturesOf(loopLength));
}

/** The picture of the loop that is shown, its number, and how the head leans in it. */
interface Pose {
  readonly of: Uint8Array;
  readonly number: number;
  readonly lean: HeadLean;
}

export interface NumberedPicture {
  /** Which `begin` it belongs to. */
  readonly run: number;
  readonly number: number;
  readonly picture: EncodedPicture;
}

/** The pictures of one student's private stream, made one at a time. The same orders give the same bytes. */
export class FaceStream implements Disposable {
  readonly #mouth = new MouthTrack();
  readonly #eyes: EyeActor;
  readonly #head: HeadActor;
  /** Made when the head first leans. */
  #leaning: LeaningHead | undefined;
  /** What the picture before shows. */
  #pose: Pose | undefined;
  #look: Look | undefined;
  #made: EncodedPicture | undefined;
  readonly #questions = new QuestionTrack();
  readonly #chooser: MouthChooser;
  /** Shapes of pictures to come, as far as they were asked for; forgotten when the speech changes. */
  readonly #shapes = new Map<number, MouthShape>();
  #encoder: PictureEncoder | undefined;
  #bitRate: BitRate = bitRates[0];
  #mood: Mood = "idle";
  #run = 0;
  #next = 0;
  #limit = -1;
  #keyWanted = false;
  #nodWanted = false;
  #running = false;

  constructor(
    readonly art: FaceArt,
    readonly codec: VideoCodec,
    readonly encoders: EncoderPool,
  ) {
    this.#eyes = new EyeActor(art.idle);
    this.#head = new HeadActor();
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
    this.#head.begin(number);
    this.#pose = undefined;
    this.#chooser.reset();
    this.#shapes.clear();
  }

  advance(number: number): void {
    this.#limit = Math.max(this.#limit, number);
  }

  speak(atMs: number, visemes: readonly Viseme[], asksUntilMs?: number): void {
    this.#mouth.speak(atMs, visemes);
    if (asksUntilMs !== undefined) this.#questions.ask(atMs + asksUntilMs);
    this.#shapes.clear();
  }

  hush(atMs: number): void {
    this.#mouth.hush(atMs);
    this.#questions.hush(atMs);
    this.#shapes.clear();
  }

  setMood(mood: Mood): void {
    this.#mood = mood;
  }

  nod(): void {
    this.#nodWanted = this.#running;
  }

  wantKeyPicture(): void {
    this.#keyWanted = true;
  }

  setBitRate(bitRate: BitRate): void {
    if (bitRate === this.#bitRate) return;
    this.#bitRate = bitRate;
    this.#keyWanted = true;
    this.#giveBack();
  }

  end(): void {
    this.#running = false;
    this.#head.reset();
    this.#giveBack();
  }

  #giveBack(): void {
    if (this.#encoder) this.encoders.giveBack(this.#encoder);
    this.#encoder = undefined;
  }

  /** Makes the next picture; undefined when the stream ended meanwhile. Rejects when the encoder fails. */
  async make(): Promise<NumberedPicture | undefined> {
    const encoder = this.#encoder ?? (await this.#takeEncoder());
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
    const stressed = open > stressedOpen;
    const lean = this.#head.next(number, { mood: this.#mood, stressed, pauses: this.#nodWanted });
    this.#nodWanted = false;
    const asks = this.#questions.endsAt(number * pictureMs);
    const cue = { mood: this.#mood, stressed, open, asks, listens: lean.begins === "listening" };
    const eyes = nearestEyes(pack.eyes.poses, this.#eyes.next(number, cue));
    const mouth = this.#chooser.next(number, (at) => this.#shapeOf(at));
    const isSame = this.#show(number, { ...mouth, eyes }, lean);
    const repeated = isSame && !key && this.#made ? repeatedPicture(this.codec, this.#made) : undefined;
    if (!repeated) this.#draw();
    try {
      this.#made = repeated ?? encoder.encode(canvas, key);
      return { run: this.#run, number, picture: this.#made };
    } catch (error) {
      this.#encoder = undefined;
      this.#running = false;
      encoder[Symbol.dispose]();
      throw error;
    }
  }

  /** One for the rate that is wanted by the time that it is open. */
  async #takeEncoder(): Promise<PictureEncoder> {
    while (true) {
      const bitRate = this.#bitRate;
      const isDrawn = this.art.pack.kind === "drawing";
      const encoder = await this.encoders.take({ codec: this.codec, bitRate, isDrawn });
      if (bitRate === this.#bitRate) return encoder;
      this.encoders.giveBack(encoder);
    }
  }

  /**
   * Decides what the picture shows; true when that is what the one before shows. A head whose pose is held does not lean a
   * little further either.
   */
  #show(number: number, look: Look, next: HeadLean): boolean {
    const of = this.#loopAt(number);
    const isLookSame = isLookAlike(look, this.#look);
    this.#look = look;
    const { of: shown, lean } = this.#pose ?? {};
    if (lean && isLeanAlike(lean, next) && (shown === of || (isLookSame && this.#canWait(number))))
      return isLookSame;
    this.#pose = { of, number, lean: next };
    return false;
  }

  /**
   * A pose that is shown for longer than one picture can begin with the second: then a mouth or lids may change as well, and a
   * picture in which the pose alone differs takes as long to encode as one more.
   */
  #canWait(number: number): boolean {
    const of = this.#loopAt(number);
    return this.#loopAt(number - 1) !== of && this.#loopAt(number + 1) === of;
  }

  #loopAt(number: number): Uint8Array {
    const { loop } = this.art.pack;
    return loop[(number + loop.length) % loop.length]!;
  }

  #draw(): void {
    const { pack } = this.art;
    const [{ number, lean }, look] = [this.#pose!, this.#look!];
    if (lean === upright) compose(canvas, pack, number, look);
    else {
      this.#leaning ??= new LeaningHead();
      this.#leaning.compose(canvas, pack, number, { look, lean });
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

function isLookAlike({ mouth, coming, eyes }: Look, other: Look | undefined): boolean {
  return mouth === other?.mouth && coming === other?.coming && eyes === other?.eyes;
}
