import type { Page } from "playwright-core";

/** What was seen and heard of the tutor over a while. */
export interface Watched {
  picturesPerSecond: number;
  /** Root mean square of the sound, 0 to 1, from the browser's own account of the energy it received. */
  loudness: number;
  /** Mean change of the mouth's region between looks, in luma steps. */
  mouthMotion: number;
}

export interface FaceWatch {
  /** Pictures decoded so far. */
  decoded(): Promise<number>;
  during(ms: number): Promise<Watched>;
}

interface Stats {
  video: { framesDecoded: number };
  audio: { energy: number; samples: number };
}

/** Where Ada's mouth is, as parts of the picture's width and height. */
const mouth = { x: 0.39, y: 0.5, width: 0.22, height: 0.15 };
const sampleRateHz = 48_000;

/** Watches the page's video element as the student sees it. */
export async function watchFace(page: Page): Promise<FaceWatch> {
  const stats = async () =>
    (await page.evaluate(() => (window as { lessonStats?: () => unknown }).lessonStats?.())) as
      | Stats
      | undefined;
  return {
    decoded: async () => (await stats())?.video.framesDecoded ?? 0,
    async during(ms) {
      const before = (await stats())!;
      const startedAtMs = performance.now();
      const mouthMotion = await page.evaluate(measureMouth, { mouth, ms });
      const after = (await stats())!;
      const seconds = (performance.now() - startedAtMs) / 1000;
      const energy = after.audio.energy - before.audio.energy;
      const soundSeconds = (after.audio.samples - before.audio.samples) / sampleRateHz;
      return {
        picturesPerSecond: (after.video.framesDecoded - before.video.framesDecoded) / seconds,
        loudness: Math.sqrt(Math.max(0, energy) / Math.max(soundSeconds, 0.001)),
        mouthMotion,
      };
    },
  };
}

/** Runs in the page: looks at the mouth every 80 ms. */
async function measureMouth({
  mouth,
  ms,
}: {
  mouth: { x: number; y: number; width: number; height: number };
  ms: number;
}): Promise<number> {
  const video = document.querySelector("video")!;
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  canvas.width = 64;
  canvas.height = 44;
  const { videoWidth: width, videoHeight: height } = video;
  let last: Uint8ClampedArray | undefined;
  let sum = 0;
  let looks = 0;
  for (const end = performance.now() + ms; performance.now() < end; ) {
    context.drawImage(
      video,
      mouth.x * width,
      mouth.y * height,
      mouth.width * width,
      mouth.height * height,
      0,
      0,
      64,
      44,
    );
    const { data } = context.getImageData(0, 0, 64, 44);
    if (last) {
      let change = 0;
      for (let i = 1; i < data.length; i += 4) change += Math.abs(data[i]! - last[i]!);
      sum += change / (data.length / 4);
      looks++;
    }
    last = data;
    await new Promise((resolve) => setTimeout(resolve, 80));
  }
  return looks === 0 ? 0 : sum / looks;
}
