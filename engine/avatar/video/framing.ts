import { pictureSize } from "../pixels/yuv.ts";
import type { FaceTracker } from "./face-tracker.ts";
import { median } from "./footage.ts";
import { pointOf, points } from "./landmarks.ts";
import type { Source } from "./source-probe.ts";
import { SourceRefused } from "./source-refused.ts";
import { type Crop, decodePictures, wholeFilter } from "./video-decoder.ts";

/** The picture shows this many times the distance of the outer eye corners, as the drawn tutors do. */
const sidePerEyes = 4.4;
/** Where the eyes lie in it, from the top. */
const eyeLine = 0.41;
/** A face whose outer eye corners are closer would be blown up too much, in px of the source. */
const eyesLeast = 44;
/** A second face counts from this share of the first one's size. */
const otherFaceLeast = 0.4;
/** Pictures that are looked at before all others. */
const glancesMax = 24;

/** Looks at a few pictures of the source for its one face, and says which part of it to show. Rejects with SourceRefused. */
export async function frameFace(path: string, source: Source, tracker: FaceTracker): Promise<Crop> {
  const { kind, format, width, height } = source;
  const glances = decodePictures({
    path,
    format,
    filter: wholeFilter(source),
    keysOnly: kind === "video",
    picturesMax: glancesMax,
  });
  const perPx = Math.max(width, height) / pictureSize;
  const padding = { x: (Math.max(width, height) - width) / 2, y: (Math.max(width, height) - height) / 2 };
  const found: { x: number; y: number; eyes: number }[] = [];
  let [seen, crowded] = [0, 0];
  for await (const picture of glances) {
    seen++;
    const faces = tracker.detect(picture);
    const largest = Math.max(...faces.map(({ half }) => half));
    if (faces.filter(({ half }) => half > otherFaceLeast * largest).length > 1) crowded++;
    const landmarks = tracker.track(picture);
    if (!landmarks) continue;
    const [left, right] = [pointOf(landmarks, points.leftEyeOuter), pointOf(landmarks, points.rightEyeOuter)];
    found.push({
      x: ((left.x + right.x) / 2) * perPx - padding.x,
      y: ((left.y + right.y) / 2) * perPx - padding.y,
      eyes: Math.hypot(right.x - left.x, right.y - left.y) * perPx,
    });
  }
  if (seen === 0) throw new SourceRefused("undecodable");
  if (2 * crowded >= seen) throw new SourceRefused("several-faces");
  if (2 * found.length < seen) throw new SourceRefused("no-face");
  const eyes = median(found.map((face) => face.eyes));
  if (eyes < eyesLeast) throw new SourceRefused("too-small");
  return cropAbout({ x: median(found.map(({ x }) => x)), y: median(found.map(({ y }) => y)), eyes }, source);
}

/** A square about a face that lies inside the source; even numbers. */
export function cropAbout(
  face: { x: number; y: number; eyes: number },
  { width, height }: { width: number; height: number },
): Crop {
  const even = (value: number) => 2 * Math.floor(value / 2);
  const side = even(Math.min(width, height, sidePerEyes * face.eyes));
  return {
    x: even(Math.max(0, Math.min(width - side, face.x - side / 2))),
    y: even(Math.max(0, Math.min(height - side, face.y - eyeLine * side))),
    side,
  };
}
