/** Why nothing can be made of a video or a photo. */
export const refusals = {
  "too-large": "The file is too large.",
  "wrong-format": "This is neither a video (MP4, MOV, WebM, MKV) nor a photo (JPEG, PNG, WebP).",
  undecodable: "The file cannot be decoded.",
  "no-video": "The file must hold exactly one video.",
  "wrong-size":
    "The short side must have 240 px at least; a video may have 3840 × 2176 at most, a photo 8192 on its long side.",
  "too-short": "The video must show the face for five seconds at least.",
  "no-face": "There is no face to be seen.",
  "several-faces": "There are several faces; exactly one must be in the picture.",
  "too-small": "The face is too small: come closer to the camera.",
  "turned-away": "The face is turned away: look into the camera.",
  "too-dark": "The face is too dark: sit where light falls on it.",
  "too-costly": "Reading the file takes too much memory or time: save it anew with usual settings.",
} as const;
export type Refusal = keyof typeof refusals;

/** The file was understood well enough to say what is wrong with it; the message is for its owner. */
export class SourceRefused extends Error {
  override readonly name = "SourceRefused";

  constructor(
    readonly reason: Refusal,
    options?: ErrorOptions,
  ) {
    super(refusals[reason], options);
  }
}
