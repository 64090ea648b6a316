/** 468 points of a face as x, y, z, in px of the picture. */
export type Landmarks = Float32Array;
export const landmarkCount = 468;

/** Points of the Face Mesh topology that have a name here; left and right as the viewer sees them. */
export const points = {
  leftEyeOuter: 33,
  leftEyeInner: 133,
  rightEyeInner: 362,
  rightEyeOuter: 263,
  leftLidTop: 159,
  leftLidBottom: 145,
  rightLidTop: 386,
  rightLidBottom: 374,
  noseBase: 2,
  upperLipInner: 13,
  lowerLipInner: 14,
  leftMouthCorner: 61,
  rightMouthCorner: 291,
  chin: 152,
  forehead: 10,
  leftCheek: 234,
  rightCheek: 454,
} as const;

/** Inner edges of the lips, from the left corner to the right one. */
export const upperLipLine = [78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308] as const;
export const lowerLipLine = [78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308] as const;

/** The jaw's edge, from the left ear over the chin to the right ear. */
export const jawLine = [
  ...[234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152],
  ...[377, 400, 378, 379, 365, 397, 288, 361, 323, 454],
] as const;

/** Lids and brows' lower edges, from left to right. */
export const eyeLines = {
  left: {
    upper: [33, 246, 161, 160, 159, 158, 157, 173, 133],
    lower: [33, 7, 163, 144, 145, 153, 154, 155, 133],
    brow: [46, 53, 52, 65, 55],
  },
  right: {
    upper: [362, 398, 384, 385, 386, 387, 388, 466, 263],
    lower: [362, 382, 381, 380, 374, 373, 390, 249, 263],
    brow: [285, 295, 282, 283, 276],
  },
} as const;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export function pointOf(landmarks: Landmarks, index: number): Point {
  return { x: landmarks[3 * index]!, y: landmarks[3 * index + 1]! };
}

/** How far the face is turned aside and up or down, in radians; 0 looks into the camera. */
export function turnOf(landmarks: Landmarks): { yaw: number; pitch: number } {
  const { leftCheek, rightCheek, forehead, chin } = points;
  const depth = (one: number, other: number) => landmarks[3 * other + 2]! - landmarks[3 * one + 2]!;
  const along = (one: number, other: number) => {
    const [from, to] = [pointOf(landmarks, one), pointOf(landmarks, other)];
    return Math.hypot(to.x - from.x, to.y - from.y);
  };
  return {
    yaw: Math.atan2(depth(leftCheek, rightCheek), along(leftCheek, rightCheek)),
    pitch: Math.atan2(depth(forehead, chin), along(forehead, chin)),
  };
}

/** Height of the open eyes as a share of their width; a fifth or less is a blink. */
export function eyeOpennessOf(landmarks: Landmarks): number {
  const gap = (one: number, other: number) => {
    const [from, to] = [pointOf(landmarks, one), pointOf(landmarks, other)];
    return Math.hypot(to.x - from.x, to.y - from.y);
  };
  const left = gap(points.leftLidTop, points.leftLidBottom) / gap(points.leftEyeOuter, points.leftEyeInner);
  const right =
    gap(points.rightLidTop, points.rightLidBottom) / gap(points.rightEyeOuter, points.rightEyeInner);
  return (left + right) / 2;
}
