import { chromaBytes, lumaBytes, pictureSize } from "../pixels/yuv.ts";
import { detectorSide, type FaceModels, meshSide } from "./face-models.ts";
import { type Landmarks, landmarkCount, points } from "./landmarks.ts";

/** A face's square in a picture, in px, and how far it leans, in radians. */
export interface FaceBox {
  readonly x: number;
  readonly y: number;
  readonly half: number;
  readonly angle: number;
  readonly score: number;
}

const scoreLeast = 0.5;
/** Below this the mesh doubts that it sees a face. */
const meshLeast = 0.5;
/** Boxes that overlap by more show the same face. */
const overlapMost = 0.3;
/** The mesh sees this much more than the face. */
const meshMargin = 1.5;

/** Centres of BlazeFace's anchors: two per cell of 16 px, then six per cell of 32 px. */
const anchors: readonly (readonly [x: number, y: number])[] = [
  [16, 2],
  [32, 6],
].flatMap(([stride, count]) => {
  const cells = detectorSide / stride!;
  return Array.from({ length: cells * cells * count! }, (_, i): [number, number] => {
    const cell = Math.floor(i / count!);
    return [((cell % cells) + 0.5) * stride!, (Math.floor(cell / cells) + 0.5) * stride!];
  });
});

/** Follows one face through the pictures of a video; it is looked for anew when it gets lost. Pictures are yuv420p, 512×512. */
export class FaceTracker {
  #box: FaceBox | undefined;

  constructor(readonly models: FaceModels) {}

  /** All faces in a picture, the surest first. */
  detect(picture: Uint8Array): FaceBox[] {
    const whole = { x: pictureSize / 2, y: pictureSize / 2, half: pictureSize / 2, angle: 0, score: 1 };
    const { scores, boxes } = this.models.detect(
      sample(picture, whole, { side: detectorSide, scale: 2, shift: -1 }),
    );
    const perPx = pictureSize / detectorSide;
    const found: FaceBox[] = [];
    for (const [i, raw] of scores.entries()) {
      const score = 1 / (1 + Math.exp(-raw));
      if (score < scoreLeast) continue;
      const [ax, ay] = anchors[i]!;
      const at = (k: number) => boxes[16 * i + k]!;
      const angle = Math.atan2(at(7) - at(5), at(6) - at(4));
      const half = (Math.max(at(2), at(3)) / 2) * perPx;
      found.push({ x: (at(0) + ax) * perPx, y: (at(1) + ay) * perPx, half, angle, score });
    }
    found.sort((a, b) => b.score - a.score);
    return found.filter((box, i) => !found.slice(0, i).some((surer) => overlap(box, surer) > overlapMost));
  }

  /** The face's points in the next picture; undefined when there is no face. */
  track(picture: Uint8Array): Landmarks | undefined {
    const box = this.#box ?? this.#find(picture);
    this.#box = undefined;
    if (!box) return undefined;
    const input = sample(picture, box, { side: meshSide, scale: 1, shift: 0 });
    const { points: raw, face } = this.models.mesh(input);
    if (face < meshLeast) return undefined;
    const landmarks = toPicture(raw, box);
    this.#box = boxOf(landmarks);
    return landmarks;
  }

  #find(picture: Uint8Array): FaceBox | undefined {
    const [box] = this.detect(picture);
    return box && { ...box, half: box.half * meshMargin };
  }
}

function toPicture(raw: Float32Array, { x, y, half, angle }: FaceBox): Landmarks {
  const landmarks = new Float32Array(3 * landmarkCount);
  const perPx = (2 * half) / meshSide;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  for (let i = 0; i < 3 * landmarkCount; i += 3) {
    const u = raw[i]! * perPx - half;
    const v = raw[i + 1]! * perPx - half;
    landmarks[i] = x + u * cos - v * sin;
    landmarks[i + 1] = y + u * sin + v * cos;
    landmarks[i + 2] = raw[i + 2]! * perPx;
  }
  return landmarks;
}

/** Where the face is looked for in the next picture. */
function boxOf(landmarks: Landmarks): FaceBox {
  let [left, top, right, bottom] = [pictureSize, pictureSize, 0, 0];
  for (let i = 0; i < landmarks.length; i += 3) {
    left = Math.min(left, landmarks[i]!);
    right = Math.max(right, landmarks[i]!);
    top = Math.min(top, landmarks[i + 1]!);
    bottom = Math.max(bottom, landmarks[i + 1]!);
  }
  const { leftEyeOuter: one, rightEyeOuter: other } = points;
  const angle = Math.atan2(
    landmarks[3 * other + 1]! - landmarks[3 * one + 1]!,
    landmarks[3 * other]! - landmarks[3 * one]!,
  );
  const half = (Math.max(right - left, bottom - top) / 2) * meshMargin;
  return { x: (left + right) / 2, y: (top + bottom) / 2, half, angle, score: 1 };
}

function overlap(one: FaceBox, other: FaceBox): number {
  const along = (a: number, b: number) =>
    Math.max(0, Math.min(a + one.half, b + other.half) - Math.max(a - one.half, b - other.half));
  const shared = along(one.x, other.x) * along(one.y, other.y);
  return shared / (4 * one.half ** 2 + 4 * other.half ** 2 - shared);
}

/** Fractions of a pixel are counted in 1/65536. */
const one = 65_536;

/**
 * A leaning square of a picture as RGB; a sample from 0 to 255 becomes `scale` × sample / 255 + `shift`. Half of the time that
 * tracking takes outside the net is spent here, so places and colours are whole numbers.
 */
function sample(
  picture: Uint8Array,
  box: FaceBox,
  { side, scale, shift }: { side: number; scale: number; shift: number },
): Float32Array {
  const out = new Float32Array(side * side * 3);
  const shades = shadesOf(scale, shift);
  const step = (2 * box.half) / side;
  const [alongX, alongY] = [step * Math.cos(box.angle), step * Math.sin(box.angle)];
  const [stepX, stepY] = [Math.round(alongX * one), Math.round(alongY * one)];
  const half = pictureSize / 2;
  const most = (pictureSize - 1) * one - 1;
  const u = 0.5 - side / 2;
  for (let row = 0, at = 0; row < side; row++) {
    const v = row + u;
    let x = Math.round((box.x - 0.5 + u * alongX - v * alongY) * one);
    let y = Math.round((box.y - 0.5 + u * alongY + v * alongX) * one);
    for (const end = at + 3 * side; at < end; at += 3, x += stepX, y += stepY) {
      const px = x < 0 ? 0 : Math.min(x, most);
      const py = y < 0 ? 0 : Math.min(y, most);
      const left = px >> 16;
      const top = py >> 16;
      const i = top * pictureSize + left;
      const low = i + pictureSize;
      const fx = (px >> 8) & 255;
      const above = (picture[i]! << 8) + (picture[i + 1]! - picture[i]!) * fx;
      const below = (picture[low]! << 8) + (picture[low + 1]! - picture[low]!) * fx;
      const luma = (above << 8) + (below - above) * ((py >> 8) & 255) - (16 << 16);
      const chroma = lumaBytes + (top >> 1) * half + (left >> 1);
      const cb = picture[chroma]! - 128;
      const cr = picture[chroma + chromaBytes]! - 128;
      // ITU-R BT.601-7 in studio range, in 1/256; luma has 16 more bits.
      const grey = (((luma >> 8) * 298) >> 8) + 128;
      out[at] = shades[((grey + 409 * cr) >> 8) + beyond]!;
      out[at + 1] = shades[((grey - 100 * cb - 208 * cr) >> 8) + beyond]!;
      out[at + 2] = shades[((grey + 516 * cb) >> 8) + beyond]!;
    }
  }
  return out;
}

/** Colours that no screen shows lie so far below 0 and above 255 at most. */
const beyond = 300;

/** What a model is given for each value of a colour, from -`beyond` on. */
function shadesOf(scale: number, shift: number): Float32Array {
  const toByte = (value: number) => Math.max(0, Math.min(255, value));
  return Float32Array.from(
    { length: 256 + 2 * beyond },
    (_, i) => (toByte(i - beyond) * scale) / 255 + shift,
  );
}
